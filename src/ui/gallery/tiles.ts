/** Blocks of images that were read and drawn, the few used last; more are asked for as they come into sight. */

/** Images a block: a picture of 12 x 8. */
export const BLOCK = 96;
/** About 300 kB each. */
const KEPT = 72;
/** Asked for at a time: while one comes, what is in sight changes. */
const AT_ONCE = 3;

export interface Block<Bitmap> {
  readonly bitmap: Bitmap;
  readonly labels: Uint8Array;
  /** A few characters for each image. */
  readonly texts?: readonly string[] | undefined;
}

export class TileCache<Bitmap extends { close(): void }> {
  readonly #load: (block: number) => Promise<Block<Bitmap>>;
  readonly #arrived: () => void;
  readonly #blocks = new Map<number, Block<Bitmap>>();
  readonly #asked = new Set<number>();
  #wanted: readonly number[] = [];
  #generation = 0;

  /**
   * @param load reads and draws a block
   * @param arrived called after each that came
   */
  constructor(load: (block: number) => Promise<Block<Bitmap>>, arrived: () => void) {
    this.#load = load;
    this.#arrived = arrived;
  }

  get(block: number): Block<Bitmap> | undefined {
    return this.#blocks.get(block);
  }

  /** What is in sight and beside it, most wanted first. What was wanted before and is not asked for yet is forgotten. */
  want(blocks: readonly number[]): void {
    for (const block of blocks) {
      const held = this.#blocks.get(block);
      if (!held) continue;
      this.#blocks.delete(block);
      this.#blocks.set(block, held);
    }
    this.#wanted = blocks.filter((block) => !this.#blocks.has(block) && !this.#asked.has(block));
    this.#ask();
  }

  /** Forgets all blocks: the list or its order is another now. */
  clear(): void {
    this.#generation += 1;
    for (const { bitmap } of this.#blocks.values()) bitmap.close();
    this.#blocks.clear();
    this.#asked.clear();
    this.#wanted = [];
  }

  #ask(): void {
    while (this.#asked.size < AT_ONCE) {
      const [block, ...rest] = this.#wanted;
      if (block === undefined) return;
      this.#wanted = rest;
      void this.#fetch(block);
    }
  }

  async #fetch(block: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(block);
    const loaded = await this.#load(block).catch(() => undefined);
    if (generation !== this.#generation) {
      loaded?.bitmap.close();
      return;
    }
    this.#asked.delete(block);
    if (loaded) {
      this.#blocks.set(block, loaded);
      const [oldest] = this.#blocks.keys();
      if (this.#blocks.size > KEPT && oldest !== undefined) {
        this.#blocks.get(oldest)?.bitmap.close();
        this.#blocks.delete(oldest);
      }
      this.#arrived();
    }
    this.#ask();
  }
}

/** The blocks of places `from` to `to` (not included), then those beside them, first in the direction of travel. */
export function blocksNear(from: number, to: number, count: number, forward: boolean): number[] {
  if (count === 0) return [];
  const [first, last] = [Math.floor(from / BLOCK), Math.floor(Math.max(from, to - 1) / BLOCK)];
  const greatest = Math.floor((count - 1) / BLOCK);
  const inSight = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const ahead = forward ? [last + 1, last + 2, first - 1] : [first - 1, first - 2, last + 1];
  return [...inSight, ...ahead].filter((block) => block >= 0 && block <= greatest);
}
