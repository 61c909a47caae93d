/**
 * All image samples of a report in one PNG, embedded once: every image is an element that shows its part of it as its
 * background. Works without script and without a network, on screen and on paper, and stays crisp.
 */
import { sameSize, sizeOf, sizeWords, type ImageSize } from '../core/dataset/shape';
import { levelsOf, tableFor, type Drawn } from '../plots/pixels';
import { encodePng } from '../plots/png';

/** Images beside each other. */
const COLUMNS = 32;
/** Around each image its own border once more: where a browser rounds to a part of a pixel, no neighbour shows. */
const BORDER = 1;
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

interface Tile extends ImageSize {
  /** height x width places in the palette. */
  readonly shades: Uint8Array;
}

/** The size as the style sheet's own properties. */
const properties = ({ height, width }: ImageSize): string => `--w:${width};--h:${height}`;

export class Sprite {
  readonly #tiles: Tile[] = [];
  readonly #known = new Map<string, number>();

  /** Different images so far. */
  get count(): number {
    return this.#tiles.length;
  }

  /**
   * Takes an image in, unless an equal one is there.
   * @returns the style attribute of the element of class `px` that shows it; the size is told where it is not the first image's
   * @throws RangeError if there are not as many pixels as its size says
   */
  add(image: Drawn): string {
    const first = image.scale === 'gray' ? 0 : SHADES;
    const shades = levelsOf(image).map((level) => first + Math.round((level * (SHADES - 1)) / 255));
    const key = `${sizeWords(image.size)} ${String.fromCharCode(...shades)}`;
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.#tiles.push({ shades, ...sizeOf(image.size) }) - 1;
      this.#known.set(key, index);
    }
    const size = sameSize(image.size, this.#tiles[0]!) ? '' : `;${properties(image.size)}`;
    return `--x:${index % COLUMNS};--y:${Math.floor(index / COLUMNS)}${size}`;
  }

  /** The style sheet that shows the images; empty where there are none. */
  async css(): Promise<string> {
    if (this.count === 0) return '';
    const across = Math.max(...this.#tiles.map((tile) => tile.width)) + 2 * BORDER;
    const down = Math.max(...this.#tiles.map((tile) => tile.height)) + 2 * BORDER;
    const [width, height] = [COLUMNS * across, Math.ceil(this.count / COLUMNS) * down];
    const places = new Uint8Array(width * height);
    this.#tiles.forEach((tile, index) => {
      const [left, top] = [(index % COLUMNS) * across, Math.floor(index / COLUMNS) * down];
      for (let row = 0; row < tile.height + 2 * BORDER; row += 1) {
        const from = inside(row, tile.height) * tile.width;
        for (let column = 0; column < tile.width + 2 * BORDER; column += 1) {
          places[(top + row) * width + left + column] = tile.shades[from + inside(column, tile.width)]!;
        }
      }
    });
    const png = base64(await encodePng(places, width, height, palette()));
    // A background's place in percent counts from the room that the element leaves of it.
    const place = (axis: string, step: number, size: number, side: string): string =>
      `calc((${step}*var(--${axis}) + ${BORDER})*100%/(${size} - var(--${side})))`;
    return (
      `.px{${properties(this.#tiles[0]!)};background-image:url(data:image/png;base64,${png});` +
      `background-size:calc(100%*${width}/var(--w)) calc(100%*${height}/var(--h));` +
      `background-position:${place('x', across, width, 'w')} ${place('y', down, height, 'h')}}`
    );
  }
}

/** Row or column of an image of so many that a row or column of its tile repeats. */
const inside = (at: number, side: number): number => Math.min(side - 1, Math.max(0, at - BORDER));
