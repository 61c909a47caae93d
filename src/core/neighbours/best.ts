/** The nearest of what was offered so far. */

/** The k best so far, sorted by (distance, index). */
export class Best {
  readonly distances: Int32Array;
  readonly indices: Int32Array;
  #held = 0;
  constructor(readonly k: number) {
    this.distances = new Int32Array(k);
    this.indices = new Int32Array(k);
  }
  clear(): void {
    this.#held = 0;
  }
  /** Largest distance that may still enter. */
  get limit(): number {
    return this.#held < this.k ? 0x7fffffff : this.distances[this.k - 1]!;
  }
  offer(distance: number, index: number): void {
    let at = this.#held < this.k ? this.#held : this.k - 1;
    if (this.#held === this.k && !this.#before(distance, index, at)) return;
    for (; at > 0 && this.#before(distance, index, at - 1); at -= 1) {
      this.distances[at] = this.distances[at - 1]!;
      this.indices[at] = this.indices[at - 1]!;
    }
    this.distances[at] = distance;
    this.indices[at] = index;
    this.#held = Math.min(this.k, this.#held + 1);
  }
  #before(distance: number, index: number, at: number): boolean {
    const held = this.distances[at]!;
    return distance < held || (distance === held && index < this.indices[at]!);
  }
}
