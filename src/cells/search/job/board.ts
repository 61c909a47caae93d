/** The leaderboard while it grows: what each family has come to, told to the page a few times a second. */
import { familyLabel, type SearchedFamily as FamilyId } from '../../../core/families/names';
import type { Progress } from '../../../core/results/types';
import type { Score } from '../../../core/stats/score';
import type { TrainDetail } from '../../../../workers/tasks/train/types';
import type { LiveRow, SearchLive } from '../types';

/** Reports of a running training come every few steps; people read slower. */
const REPORT_MS = 200;

export class Board {
  readonly #rows: Map<FamilyId, LiveRow>;
  readonly #tell: (progress: Progress<SearchLive>) => void;
  #told = -Infinity;

  constructor(families: readonly FamilyId[], tell: (progress: Progress<SearchLive>) => void) {
    const row = (family: FamilyId): LiveRow => ({
      family,
      label: familyLabel(family),
      state: 'waiting',
      share: 0,
      accuracy: null,
      logLoss: null,
    });
    this.#rows = new Map(families.map((family) => [family, row(family)]));
    this.#tell = tell;
    this.#report('Fitting every family');
  }

  /** Networks say on the way how good they are. */
  progress(family: FamilyId, { done, total, detail }: Progress<TrainDetail | undefined>): void {
    this.#change(family, { state: 'running', share: total > 0 ? done / total : 0 });
    const accuracy = detail?.curves.validationAccuracy.y.at(-1);
    const logLoss = detail?.curves.validationLogLoss.y.at(-1);
    if (accuracy !== undefined) this.#change(family, { accuracy, logLoss: logLoss ?? null });
  }

  done(family: FamilyId, { accuracy, logLoss }: Score): void {
    this.#change(family, { state: 'done', share: 1, accuracy, logLoss }, true);
  }

  leftOut(family: FamilyId, reason: string): void {
    this.#change(family, { state: 'left out', share: 1, accuracy: null, logLoss: null, reason }, true);
  }

  comparing(): void {
    this.#report('Comparing the best with the others');
  }

  #change(family: FamilyId, change: Partial<LiveRow>, atOnce = false): void {
    this.#rows.set(family, { ...this.#rows.get(family)!, ...change });
    if (atOnce || performance.now() - this.#told >= REPORT_MS) this.#report('Fitting every family');
  }

  #report(stage: string): void {
    this.#told = performance.now();
    const rows = [...this.#rows.values()];
    const done = rows.reduce((sum, { share }) => sum + share, 0);
    const total = rows.length;
    const byAccuracy = rows.sort((a, b) => (b.accuracy ?? -1) - (a.accuracy ?? -1));
    this.#tell({ stage, done: Math.round(10 * done) / 10, total, unit: 'families', detail: { rows: byAccuracy } });
  }
}
