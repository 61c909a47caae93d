/** How far the Explore cell is, as one count of images: each is profiled once, and once multiplied for the pixels' correlations. */
import type { DatasetSummary, SplitName } from '../../../core/dataset/types';
import type { Progress } from '../../../core/results/types';
import type { ExploreLive, ExplorePreview } from '../types';

/** The first look is told again this often: a page that was still loading what shows it, or was opened later, has it then. */
const AGAIN_MS = 700;

export class Steps {
  readonly #total: number;
  readonly #report: (progress: Progress<ExploreLive>) => void;
  #images: Readonly<Record<string, number>> = {};
  #multiplied = 0;
  #look: ExplorePreview | undefined;
  #told = -Infinity;

  /** @param scope splits whose pixels are multiplied */
  constructor(
    { splits }: Pick<DatasetSummary, 'splits'>,
    scope: readonly SplitName[],
    report: (progress: Progress<ExploreLive>) => void,
  ) {
    const all = Object.values(splits).reduce((sum, { count }) => sum + count, 0);
    this.#total = all + scope.reduce((sum, split) => sum + splits[split].count, 0);
    this.#report = report;
    this.#tell();
  }

  /** @param images profiled so far, by split */
  profiled(images: Readonly<Record<SplitName, number>>): void {
    this.#images = images;
    this.#tell();
  }

  /** @param images multiplied so far */
  multiplied(images: number): void {
    this.#multiplied = images;
    this.#tell();
  }

  preview(preview: ExplorePreview): void {
    this.#look = preview;
    this.#tell();
  }

  #tell(): void {
    const profiled = Object.values(this.#images).reduce((sum, count) => sum + count, 0);
    const done = profiled + this.#multiplied;
    const stage =
      done === this.#total
        ? 'Correlations, duplicates, components'
        : this.#multiplied > 0
          ? 'Correlations of pixels'
          : 'Profiling images';
    const progress = { stage, done, total: this.#total, unit: 'readings' };
    const now = performance.now();
    if (!this.#look || now - this.#told < AGAIN_MS) {
      this.#report(progress);
      return;
    }
    this.#told = now;
    this.#report({ ...progress, detail: { images: this.#images, preview: this.#look } });
  }
}
