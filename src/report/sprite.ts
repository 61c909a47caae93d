/**
 * All image samples of a report in one PNG, embedded once: every image is an element that shows its part of it as its
 * background. Works without script and without a network, on screen and on paper, and stays crisp.
 */
import { SIDE } from '../core/dataset/types';
import type { GridImage } from '../plots/blocks';
import { levelsOf, tableFor } from '../plots/pixels';
import { encodePng } from '../plots/png';

/** Images beside each other. */
const COLUMNS = 32;
/** Around each image its own border once more: where a browser rounds to a part of a pixel, no neighbour shows. */
const BORDER = 1;
const TILE = SIDE + 2 * BORDER;
/** Colours of a PNG's palette are 256: half of them are greys, half the signed values' scale. */
const SHADES = 128;

/** Grey shades, then those of signed values, as the report shows them: on white. */
function palette(): Uint8Array {
  const colours = new Uint8Array(2 * SHADES * 3);
  (['gray', 'diverging'] as const).forEach((scale, half) => {
    const table = tableFor(scale, 'light');
    for (let shade = 0; shade < SHADES; shade += 1) {
      const level = Math.round((shade * 255) / (SHADES - 1));
      colours.set(table.subarray(level * 3, level * 3 + 3), (half * SHADES + shade) * 3);
    }
  });
  return colours;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export class Sprite {
  readonly #tiles: Uint8Array[] = [];
  readonly #known = new Map<string, number>();

  /** Different images so far. */
  get count(): number {
    return this.#tiles.length;
  }

  /**
   * Takes an image in, unless an equal one is there.
   * @returns the style attribute of the element of class `px` that shows it
   * @throws RangeError if the image has not 784 pixels
   */
  add(image: Pick<GridImage, 'pixels' | 'scale'>): string {
    const first = image.scale === 'gray' ? 0 : SHADES;
    const shades = levelsOf(image).map((level) => first + Math.round((level * (SHADES - 1)) / 255));
    const key = String.fromCharCode(...shades);
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.#tiles.push(shades) - 1;
      this.#known.set(key, index);
    }
    return `--x:${index % COLUMNS};--y:${Math.floor(index / COLUMNS)}`;
  }

  /** The style sheet that shows the images; empty where there are none. */
  async css(): Promise<string> {
    if (this.count === 0) return '';
    const [width, height] = [COLUMNS * TILE, Math.ceil(this.count / COLUMNS) * TILE];
    const places = new Uint8Array(width * height);
    this.#tiles.forEach((tile, index) => {
      const [left, top] = [(index % COLUMNS) * TILE, Math.floor(index / COLUMNS) * TILE];
      for (let row = 0; row < TILE; row += 1) {
        const from = inside(row) * SIDE;
        for (let column = 0; column < TILE; column += 1) {
          places[(top + row) * width + left + column] = tile[from + inside(column)]!;
        }
      }
    });
    const png = base64(await encodePng(places, width, height, palette()));
    // A background's place in percent counts from the room that the element leaves of it.
    const place = (axis: 'x' | 'y', size: number): string =>
      `calc((${TILE}*var(--${axis}) + ${BORDER})*100%/${size - SIDE})`;
    return (
      `.px{background-image:url(data:image/png;base64,${png});` +
      `background-size:calc(100%*${width}/${SIDE}) calc(100%*${height}/${SIDE});` +
      `background-position:${place('x', width)} ${place('y', height)}}`
    );
  }
}

/** Row or column of the image that a row or column of its tile repeats. */
const inside = (at: number): number => Math.min(SIDE - 1, Math.max(0, at - BORDER));
