/** How far the cell is, told to the page a few times a second: images judged in two ways, and the map while it forms. */
import type { Progress } from '../../../core/results/types';
import type { MapLive } from '../types';

const REPORT_MS = 200;

export class Board {
  readonly #judged: number;
  readonly #mapped: number;
  readonly #tell: (progress: Progress<MapLive>) => void;
  readonly #done = { neighbours: 0, reconstruction: 0, map: 0 };
  #stage = 'Judging images';
  #told = -Infinity;

  /** @param judged images whose neighbours and reconstruction are looked at @param mapped images on the map */
  constructor(judged: number, mapped: number, tell: (progress: Progress<MapLive>) => void) {
    this.#judged = judged;
    this.#mapped = mapped;
    this.#tell = tell;
    this.#report();
  }

  judging(what: 'neighbours' | 'reconstruction', images: number): void {
    this.#done[what] = Math.round(images);
    this.#report();
  }

  mapping({ stage, done, total, unit, detail }: Progress<MapLive>): void {
    this.#stage = stage;
    // Other stages of the map are short beside its passes.
    if (unit === 'passes' && total > 0) this.#done.map = Math.round((done / total) * this.#mapped);
    this.#report(detail);
  }

  summing(): void {
    this.#stage = 'Comparing scores and classes';
    Object.assign(this.#done, { neighbours: this.#judged, reconstruction: this.#judged, map: this.#mapped });
    this.#told = -Infinity;
    this.#report();
  }

  #report(detail?: MapLive): void {
    const now = performance.now();
    if (!detail && now - this.#told < REPORT_MS) return;
    this.#told = now;
    const { neighbours, reconstruction, map } = this.#done;
    this.#tell({
      stage: this.#stage,
      done: neighbours + reconstruction + map,
      total: 2 * this.#judged + this.#mapped,
      unit: 'images',
      ...(detail ? { detail } : {}),
    });
  }
}
