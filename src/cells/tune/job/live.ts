/** The study as it goes: each trial's state and curve, told to the page a few times a second. */
import type { Progress } from '../../../core/results/types';
import type { Point } from '../../../core/search/space';
import type { Trial, TrialResult } from '../../../core/search/types';
import type { TrainDetail } from '../../../../workers/tasks/train/types';
import type { LiveTrial, TuneLive } from '../types';

/** Reports of a running training come every few steps; people read slower. */
const REPORT_MS = 200;

export class LiveStudy {
  readonly #trials: LiveTrial[] = [];
  readonly #planned: number;
  readonly #trialImages: number;
  readonly #finalImages: readonly number[];
  readonly #finals: Map<number, number> = new Map();
  readonly #tell: (progress: Progress<TuneLive>) => void;
  #stage: string;
  #told = -Infinity;

  /** @param finalImages images that each finalist will be trained on, with repeats */
  constructor(
    budget: { readonly trials: number; readonly trialImages: number; readonly finalImages: readonly number[] },
    tell: (progress: Progress<TuneLive>) => void,
  ) {
    this.#planned = budget.trials;
    this.#trialImages = budget.trialImages;
    this.#finalImages = budget.finalImages;
    this.#tell = tell;
    this.#stage = 'Starting the study';
  }

  started({ number }: Trial, settings: Point): void {
    this.#trials[number] = { number, settings, state: 'running', share: 0, accuracy: null };
    this.#stage = `Trial ${number + 1} of ${this.#planned}`;
    this.#report(true);
  }

  training(number: number, { done, total, detail }: Progress<TrainDetail | undefined>): void {
    const accuracy = detail?.curves.validationAccuracy.y.at(-1) ?? null;
    this.#change(number, { share: total > 0 ? done / total : 0, accuracy });
    this.#report(false);
  }

  ended({ number, state, value, reports }: TrialResult): void {
    this.#change(number, { state, share: 1, accuracy: value ?? reports?.at(-1)?.value ?? null });
    this.#report(true);
  }

  final(trial: number, { done }: Progress): void {
    this.#finals.set(trial, done);
    this.#stage = 'Training the best settings on more images';
    this.#report(false);
  }

  stage(stage: string): void {
    this.#stage = stage;
    this.#report(true);
  }

  #change(number: number, change: Partial<LiveTrial>): void {
    this.#trials[number] = { ...this.#trials[number]!, ...change };
  }

  #report(atOnce: boolean): void {
    if (!atOnce && performance.now() - this.#told < REPORT_MS) return;
    this.#told = performance.now();
    // A pruned trial counts as whole: what it did not train will not be trained.
    const trials = this.#trials.reduce((sum, { share }) => sum + share * this.#trialImages, 0);
    const finals = [...this.#finals.values()].reduce((sum, images) => sum + images, 0);
    const total = this.#planned * this.#trialImages + this.#finalImages.reduce((sum, images) => sum + images, 0);
    this.#tell({
      stage: this.#stage,
      done: Math.min(total, Math.round(trials + finals)),
      total,
      unit: 'images',
      detail: { trials: [...this.#trials], planned: this.#planned },
    });
  }
}
