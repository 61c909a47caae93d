/** What a person looks at and decides: the flagged images, which of them are shown, and the decisions of the ledger. */
import {
  confirmedImages,
  countDecisions,
  decisionsOf,
  labelDecision,
  type Decision,
} from '../../../core/ledger/decisions';
import type { LabelDecision } from '../../../core/ledger/types';
import type { LedgerActions } from '../../../ui/actions';
import { pixelsOf } from '../../../core/dataset/shape';
import type { Issues } from '../presentation/images';

export type Shown = 'all' | 'open' | 'confirmed' | 'dismissed';

/** Images on one page of the list. */
export const PAGE = 48;

export class Review {
  readonly #actions: LedgerActions;
  readonly #dataset: () => string;
  readonly #cellId: () => string;
  /** What was decided here and can be taken back: the decision before, by image. */
  readonly #undo: { readonly rank: number; readonly before: Decision }[] = $state([]);

  issues: Issues | undefined = $state.raw();
  shown: Shown = $state('all');
  /** Place of the chosen image in the list. */
  place = $state(0);

  readonly decisions: ReadonlyMap<number, LabelDecision> = $derived.by(() =>
    decisionsOf(this.#actions.ledger(), this.#dataset()),
  );
  readonly counts = $derived.by(() => countDecisions(this.decisions, this.issues?.ids ?? []));
  readonly confirmed: readonly number[] = $derived(confirmedImages(this.decisions));
  /** Flagged images that can be looked at: a result keeps the first of many. */
  readonly kept: number = $derived(
    this.issues ? Math.min(this.issues.ids.length, this.issues.images.length / pixelsOf(this.issues.size)) : 0,
  );
  /** Ranks of the images in the list, of those that are kept to be looked at. */
  readonly ranks: readonly number[] = $derived.by(() => {
    const all = Array.from({ length: this.kept }, (_, rank) => rank);
    return this.shown === 'all' ? all : all.filter((rank) => this.decisionOf(rank) === this.shown);
  });
  readonly page = $derived(Math.floor(Math.min(this.place, Math.max(0, this.ranks.length - 1)) / PAGE));
  readonly pages = $derived(Math.max(1, Math.ceil(this.ranks.length / PAGE)));
  readonly onPage: readonly number[] = $derived(this.ranks.slice(this.page * PAGE, (this.page + 1) * PAGE));
  /** Rank of the chosen image. */
  readonly chosen: number | undefined = $derived(this.ranks[Math.min(this.place, this.ranks.length - 1)]);

  constructor(actions: LedgerActions, dataset: () => string, cellId: () => string) {
    this.#actions = actions;
    this.#dataset = dataset;
    this.#cellId = cellId;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  decisionOf(rank: number): Decision {
    return this.decisions.get(this.issues!.ids[rank]!)?.decision ?? 'open';
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.place = 0;
  }

  move(by: number): void {
    this.place = Math.max(0, Math.min(this.ranks.length - 1, this.place + by));
  }

  choose(rank: number): void {
    this.place = Math.max(0, this.ranks.indexOf(rank));
  }

  /** Decides on the chosen image, and goes to the next; the same decision again takes it back. */
  async decide(wanted: 'confirmed' | 'dismissed'): Promise<void> {
    const rank = this.chosen;
    if (rank === undefined) return;
    const before = this.decisionOf(rank);
    const decision = before === wanted ? 'open' : wanted;
    const stays = this.shown === 'all' || this.shown === decision;
    if (!(await this.#write(rank, decision))) return;
    this.#undo.push({ rank, before });
    if (stays && decision !== 'open') this.move(1);
    else this.move(0);
  }

  /** Takes the last decision of this visit back, and goes to its image. */
  async undo(): Promise<void> {
    const last = this.#undo.at(-1);
    if (!last || !(await this.#write(last.rank, last.before))) return;
    this.#undo.pop();
    this.choose(last.rank);
  }

  /** The result has changed: ranks are those of other images. */
  forget(): void {
    this.#undo.length = 0;
    this.place = 0;
  }

  #write(rank: number, decision: Decision): Promise<boolean> {
    const { ids, given, suggested, selfConfidence } = this.issues!;
    return this.#actions.append([
      labelDecision({
        at: new Date().toISOString(),
        cellId: this.#cellId(),
        datasetHash: this.#dataset(),
        image: ids[rank]!,
        given: given[rank]!,
        suggested: suggested[rank]!,
        selfConfidence: selfConfidence[rank]!,
        decision,
      }),
    ]);
  }
}
