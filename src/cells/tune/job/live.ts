/** The study as it goes: each trial's state and curve, for the page. */
import type { Progress } from '../../../core/results/types';
import type { Point } from '../../../core/search/space';
import type { Trial, TrialResult } from '../../../core/search/types';
import type { TrainDetail } from '../../../../workers/tasks/train/types';
import { JobProgress, shareOf, type Tell } from '../../common/progress';
import type { LiveTrial, TuneLive } from '../types';

export class LiveStudy {
  readonly #trials: LiveTrial[] = [];
  readonly #parts: Tell<TuneLive>[] = [];
  readonly #finals: Map<number, Tell<TuneLive>> = new Map();
  readonly #planned: number;
  readonly #trialImages: number;
  readonly #finalImages: number;
  readonly #progress: JobProgress<TuneLive>;

  /** @param finalImages images that each of the finalists will be trained on, with repeats */
  constructor(
    budget: {
      readonly trials: number;
      readonly trialImages: number;
      readonly finalists: number;
      readonly finalImages: number;
    },
    report: (progress: Progress<TuneLive>) => void,
  ) {
    this.#planned = budget.trials;
    this.#trialImages = budget.trialImages;
    this.#finalImages = budget.finalImages;
    this.#progress = new JobProgress(report, {
      stage: 'Starting the study',
      total: budget.trials * budget.trialImages + budget.finalists * budget.finalImages,
      live: () => this.#live(),
    });
  }

  started({ number }: Trial, settings: Point): void {
    this.#trials[number] = { number, settings, state: 'running', share: 0, accuracy: null };
    this.#parts[number] = this.#progress.part(undefined, this.#trialImages);
    this.stage(`Trial ${number + 1} of ${this.#planned}`);
  }

  training(number: number, { done, total, detail }: Progress<TrainDetail | undefined>): void {
    const share = shareOf({ done, total });
    this.#change(number, { share, accuracy: detail?.curves.validationAccuracy.y.at(-1) ?? null });
    this.#parts[number]!(share);
  }

  /** A pruned trial counts as whole: what it did not train will not be trained. */
  ended({ number, state, value, reports }: TrialResult): void {
    this.#change(number, { state, share: 1, accuracy: value ?? reports?.at(-1)?.value ?? null });
    this.#parts[number]!(1, this.#live());
  }

  final(trial: number, progress: Progress): void {
    let tell = this.#finals.get(trial);
    if (!tell) this.#finals.set(trial, (tell = this.#progress.part(undefined, this.#finalImages)));
    this.#progress.stage = 'Training the best settings on more images';
    tell(shareOf(progress));
  }

  stage(stage: string): void {
    this.#progress.stage = stage;
    this.#progress.tell();
  }

  #change(number: number, change: Partial<LiveTrial>): void {
    this.#trials[number] = { ...this.#trials[number]!, ...change };
  }

  #live(): TuneLive {
    return { trials: [...this.#trials], planned: this.#planned };
  }
}
