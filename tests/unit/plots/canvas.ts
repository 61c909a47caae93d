/** A canvas in software: enough of one to see which colour every pixel of a grid of images has. */
import { vi } from 'vitest';

class FakeImageData {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

export class FakeCanvas {
  /** Greatest side that browsers agree on. */
  static readonly MOST = 16_384;
  readonly style: Record<string, string> = {};
  readonly parentElement = null;
  rgba = new Uint8ClampedArray();
  #width = 0;
  #height = 0;

  constructor(readonly clientWidth = 0) {}

  get width(): number {
    return this.#width;
  }
  set width(width: number) {
    this.#width = width;
    this.#clear();
  }
  get height(): number {
    return this.#height;
  }
  set height(height: number) {
    this.#height = height;
    this.#clear();
  }
  #clear(): void {
    if (Math.max(this.#width, this.#height) > FakeCanvas.MOST) throw new RangeError('the canvas is too large');
    this.rgba = new Uint8ClampedArray(4 * this.#width * this.#height);
  }

  /** Red, green, blue and opacity of a pixel. */
  at(x: number, y: number): number[] {
    return [...this.rgba.subarray(4 * (y * this.#width + x)).subarray(0, 4)];
  }

  getContext(): object {
    const nothing = (): void => undefined;
    return {
      imageSmoothingEnabled: true,
      measureText: (text: string) => ({ width: 6 * text.length }),
      fillRect: nothing,
      fillText: nothing,
      scale: nothing,
      save: nothing,
      restore: nothing,
      translate: nothing,
      rotate: nothing,
      putImageData: ({ data, width, height }: FakeImageData, left: number, top: number): void => {
        for (let row = 0; row < height; row += 1)
          this.rgba.set(data.subarray(4 * row * width, 4 * (row + 1) * width), 4 * ((top + row) * this.#width + left));
      },
      // The nearest pixel of the source, as without smoothing.
      drawImage: (
        source: FakeCanvas,
        ...[fromX, fromY, across, down, x, y, width, height]: [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ]
      ): void => {
        for (let row = 0; row < height; row += 1) {
          for (let column = 0; column < width; column += 1) {
            const colour = source.at(
              fromX + Math.floor(((column + 0.5) * across) / width),
              fromY + Math.floor(((row + 0.5) * down) / height),
            );
            this.rgba.set(colour, 4 * ((y + row) * this.#width + x + column));
          }
        }
      },
    };
  }
}

/** Until the globals are taken back. */
export function stubCanvas(devicePixelRatio: number): void {
  vi.stubGlobal('window', { devicePixelRatio });
  vi.stubGlobal('ImageData', FakeImageData);
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() });
}
