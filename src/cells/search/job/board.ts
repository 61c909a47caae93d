/** The leaderboard while it grows: what each family has come to, for the page. */
import { familyLabel, type SearchedFamily as FamilyId } from '../../../core/families/names';
import type { Progress } from '../../../core/results/types';
import type { Score } from '../../../core/stats/score';
import type { TrainDetail } from '../../../../workers/tasks/train/types';
import { JobProgress, shareOf, type Tell } from '../../common/progress';
import type { LiveRow, SearchLive } from '../types';

export class Board {
  readonly #rows: Map<FamilyId, LiveRow>;
  readonly #parts: ReadonlyMap<FamilyId, Tell<SearchLive>>;
  readonly #progress: JobProgress<SearchLive>;

  constructor(families: readonly FamilyId[], report: (progress: Progress<SearchLive>) => void) {
    const row = (family: FamilyId): LiveRow => ({
      family,
      label: familyLabel(family),
      state: 'waiting',
      share: 0,
      accuracy: null,
      logLoss: null,
    });
    this.#rows = new Map(families.map((family) => [family, row(family)]));
    this.#progress = new JobProgress(report, {
      unit: 'families',
      digits: 1,
      stage: 'Fitting every family',
      live: () => this.#live(),
    });
    this.#parts = new Map(families.map((family) => [family, this.#progress.part(undefined, 1)]));
    this.#progress.tell();
  }

  /** Networks say on the way how good they are. */
  progress(family: FamilyId, { done, total, detail }: Progress<TrainDetail | undefined>): void {
    const share = shareOf({ done, total });
    const accuracy = detail?.curves.validationAccuracy.y.at(-1);
    const logLoss = detail?.curves.validationLogLoss.y.at(-1);
    this.#change(family, {
      state: 'running',
      share,
      ...(accuracy === undefined ? {} : { accuracy, logLoss: logLoss ?? null }),
    });
    this.#parts.get(family)!(share);
  }

  done(family: FamilyId, { accuracy, logLoss }: Score): void {
    this.#end(family, { state: 'done', share: 1, accuracy, logLoss });
  }

  leftOut(family: FamilyId, reason: string): void {
    this.#end(family, { state: 'left out', share: 1, accuracy: null, logLoss: null, reason });
  }

  comparing(): void {
    this.#progress.stage = 'Comparing the best with the others';
    this.#progress.tell();
  }

  #end(family: FamilyId, change: Partial<LiveRow>): void {
    this.#change(family, change);
    this.#parts.get(family)!(1, this.#live());
  }

  #change(family: FamilyId, change: Partial<LiveRow>): void {
    this.#rows.set(family, { ...this.#rows.get(family)!, ...change });
  }

  #live(): SearchLive {
    return { rows: [...this.#rows.values()].sort((a, b) => (b.accuracy ?? -1) - (a.accuracy ?? -1)) };
  }
}
