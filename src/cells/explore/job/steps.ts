/** How far the Explore cell is, as one count of images: each is profiled once, and once multiplied for the pixels' correlations. */
import type { DatasetSummary, SplitName } from '../../../core/dataset/types';
import type { Progress } from '../../../core/results/types';
import { JobProgress, type Tell } from '../../common/progress';
import type { ExploreLive, ExplorePreview } from '../types';

/** The first look is told again this often: a page that was still loading what shows it, or was opened later, has it then. */
const AGAIN_MS = 700;

export class Steps {
  readonly #progress: JobProgress<ExploreLive>;
  readonly #profile: Tell<ExploreLive>;
  readonly #multiply: Tell<ExploreLive>;
  readonly #total: number;
  #images: Readonly<Record<string, number>> = {};
  #profiled = 0;
  #multiplied = 0;
  #look: ExplorePreview | undefined;

  /** @param scope splits whose pixels are multiplied */
  constructor(
    { splits }: Pick<DatasetSummary, 'splits'>,
    scope: readonly SplitName[],
    report: (progress: Progress<ExploreLive>) => void,
  ) {
    const all = sum(Object.values(splits).map(({ count }) => count));
    const within = sum(scope.map((split) => splits[split].count));
    this.#total = all + within;
    this.#progress = new JobProgress(report, {
      unit: 'readings',
      stage: 'Profiling images',
      live: () => this.#look && { images: this.#images, preview: this.#look },
      liveMs: AGAIN_MS,
    });
    this.#profile = this.#progress.counted(undefined, all);
    this.#multiply = this.#progress.counted(undefined, within);
    this.#setStage();
    this.#progress.tell();
  }

  /** @param images profiled so far, by split */
  profiled(images: Readonly<Record<SplitName, number>>): void {
    this.#images = images;
    this.#profiled = sum(Object.values(images));
    this.#setStage();
    this.#profile(this.#profiled);
  }

  /** @param images multiplied so far */
  multiplied(images: number): void {
    this.#multiplied = images;
    this.#setStage();
    this.#multiply(images);
  }

  preview(preview: ExplorePreview): void {
    this.#look = preview;
    this.#progress.tell();
  }

  #setStage(): void {
    if (this.#profiled + this.#multiplied === this.#total) {
      this.#progress.stage = 'Correlations, duplicates, components';
    } else if (this.#multiplied > 0) {
      this.#progress.stage = 'Correlations of pixels';
    }
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
