import type { Progress } from '../../src/core/results/types';

/** Estimates the seconds left of a run of progress reports from the pace so far, smoothed. */
export class TimeLeft {
  #unit: string | undefined;
  #total = 0;
  #startedAt = 0;
  #startedDone = 0;
  #smoothed: number | undefined;

  /** @returns seconds left, or undefined while there is too little to go by (a second, or 2 % of the work) */
  update({ unit, done, total }: Progress, now: number): number | undefined {
    if (unit !== this.#unit || total !== this.#total || done < this.#startedDone) {
      this.#unit = unit;
      this.#total = total;
      this.#startedAt = now;
      this.#startedDone = done;
      this.#smoothed = undefined;
      return undefined;
    }
    const elapsed = (now - this.#startedAt) / 1000;
    const advanced = done - this.#startedDone;
    if (total <= 0 || elapsed < 1 || advanced < 0.02 * total) return undefined;
    const estimate = (elapsed / advanced) * Math.max(0, total - done);
    // An estimate that jumps about is worth nothing to who reads it.
    this.#smoothed = this.#smoothed === undefined ? estimate : 0.7 * this.#smoothed + 0.3 * estimate;
    return this.#smoothed;
  }
}
