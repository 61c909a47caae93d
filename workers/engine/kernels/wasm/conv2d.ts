/**
 * Conv2D and its gradients as matrix products over patches that are never written down (implicit GEMM).
 *
 * With y[n,i,j,o] = sum over a,b,c of x[n, i*s + a*d - p, j*s + b*d - p, c] * w[a,b,c,o]:
 * - forward: one row of the product a place (n, i, j), one value of k an (a, b, c);
 * - the input's gradient is the same with dy, spread by the stride and padded, and the filter turned by 180 degrees, its
 *   inputs and outputs swapped;
 * - the filter's gradient has one row an (a, b, c) and sums over places.
 * Padding is real: images are copied into a padded frame, a few at a time, so that the frames stay in the cache.
 */
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { address, floats, withScratch, type HeapBackend, type Scratch } from './heap';
import type { Loops } from './simd/instance';
import { PANEL } from './simd/products';

type ConvInfo = backend_util.Conv2DInfo;

/** Bytes of framed images at a time: with a packed filter they stay in a second-level cache of 512 kB. */
const FRAME_BYTES = 128 * 1024;
/** Places of the output at a time, where no frame is needed. */
const PLACES = 1024;

/** Images [batch, height, width, channels] in a frame: what lies outside is cut off, what is missing is zero. */
interface Framed {
  readonly data: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Where the first row and column of an image come to lie; may be negative. */
  readonly top: number;
  readonly left: number;
  /** Distance of rows and columns in the frame. */
  readonly spread: readonly [number, number];
  readonly frameHeight: number;
  readonly frameWidth: number;
}

/** Groups of images, framed where need be, one after the other. */
class Frames {
  readonly #backend: HeapBackend;
  readonly #images: Framed;
  readonly #frame: number | undefined;
  /** Images a group; the last one may have fewer. */
  readonly size: number;
  /** Distances in bytes. */
  readonly imageStride: number;
  readonly rowStride: number;
  readonly pixelStride: number;

  constructor(backend: HeapBackend, scratch: Scratch, images: Framed, places: number) {
    const { batch, height, width, channels, top, left, spread, frameHeight, frameWidth } = images;
    this.#backend = backend;
    this.#images = images;
    const plain =
      top === 0 && left === 0 && spread[0] === 1 && spread[1] === 1 && frameHeight <= height && frameWidth <= width;
    const values = plain ? height * width * channels : frameHeight * frameWidth * channels;
    const wanted = plain ? PLACES / places : FRAME_BYTES / (4 * values);
    this.size = Math.max(1, Math.min(batch, Math.floor(wanted)));
    this.#frame = plain ? undefined : scratch.zeros(this.size * values);
    this.pixelStride = channels * 4;
    this.rowStride = (plain ? width : frameWidth) * this.pixelStride;
    this.imageStride = values * 4;
  }

  get groups(): { readonly first: number; readonly count: number }[] {
    const { batch } = this.#images;
    return Array.from({ length: Math.ceil(batch / this.size) }, (_, index) => ({
      first: index * this.size,
      count: Math.min(this.size, batch - index * this.size),
    }));
  }

  /** Address of the first pixel of a group. */
  load(first: number, count: number): number {
    const { data, height, width, channels } = this.#images;
    if (this.#frame === undefined) return data + first * this.imageStride;
    const heap = floats(this.#backend);
    for (let image = 0; image < count; image += 1) {
      const from = (data >>> 2) + (first + image) * height * width * channels;
      this.#copy(heap, from, (this.#frame + image * this.imageStride) >>> 2);
    }
    return this.#frame;
  }

  #copy(heap: Float32Array, from: number, to: number): void {
    const { height, width, channels, top, left, spread, frameHeight, frameWidth } = this.#images;
    const firstColumn = Math.max(0, Math.ceil(-left / spread[1]));
    const endColumn = Math.min(width, Math.floor((frameWidth - 1 - left) / spread[1]) + 1);
    for (let row = 0; row < height; row += 1) {
      const target = top + row * spread[0];
      if (target < 0 || target >= frameHeight) continue;
      const source = from + row * width * channels;
      const line = to + (target * frameWidth + left) * channels;
      if (spread[1] === 1) {
        if (endColumn <= firstColumn) continue;
        heap.copyWithin(line + firstColumn * channels, source + firstColumn * channels, source + endColumn * channels);
        continue;
      }
      for (let column = firstColumn; column < endColumn; column += 1) {
        const at = line + column * spread[1] * channels;
        const value = source + column * channels;
        for (let channel = 0; channel < channels; channel += 1) heap[at + channel] = heap[value + channel]!;
      }
    }
  }

  /** Offsets of the upper left corners of all windows of a group, image by image, in reading order. */
  corners(outHeight: number, outWidth: number, strideHeight: number, strideWidth: number): Int32Array {
    const offsets = new Int32Array(this.size * outHeight * outWidth);
    let index = 0;
    for (let image = 0; image < this.size; image += 1) {
      for (let row = 0; row < outHeight; row += 1) {
        let offset = image * this.imageStride + row * strideHeight * this.rowStride;
        for (let column = 0; column < outWidth; column += 1) {
          offsets[index] = offset;
          index += 1;
          offset += strideWidth * this.pixelStride;
        }
      }
    }
    return offsets;
  }
}

/** Runs of values of a window that lie side by side in the frame: one a row of the filter, or one a tap if dilated. */
function runsOf(frames: Frames, info: ConvInfo, channels: number): { offsets: Int32Array; length: number } {
  const { filterHeight, filterWidth, dilationHeight, dilationWidth } = info;
  const joined = dilationWidth === 1 || filterWidth === 1;
  const perRow = joined ? 1 : filterWidth;
  const offsets = Int32Array.from({ length: filterHeight * perRow }, (_, index) => {
    const row = Math.floor(index / perRow);
    return row * dilationHeight * frames.rowStride + (index % perRow) * dilationWidth * frames.pixelStride;
  });
  return { offsets, length: joined ? filterWidth * channels : channels };
}

/** Convolves framed images with a filter packed as [columns / 8][taps * channels][8]; writes to `out`. */
function correlate(
  backend: HeapBackend,
  loops: Loops,
  scratch: Scratch,
  images: Framed,
  panels: number,
  info: ConvInfo,
  target: { readonly out: number; readonly height: number; readonly width: number; readonly channels: number },
  strides: readonly [number, number],
): void {
  const places = target.height * target.width;
  if (places * images.batch * target.channels === 0) return;
  const frames = new Frames(backend, scratch, images, places);
  const corners = scratch.integers(frames.corners(target.height, target.width, ...strides));
  const runs = runsOf(frames, info, images.channels);
  const runTable = scratch.integers(runs.offsets);
  const stride = target.channels * 4;
  for (const { first, count } of frames.groups) {
    const base = frames.load(first, count);
    loops.multiplyRows(
      corners,
      count * places,
      base,
      runTable,
      runs.offsets.length,
      runs.length,
      panels,
      target.channels,
      target.out + first * places * stride,
      stride,
    );
  }
}

const panelsFor = (columns: number): number => Math.ceil(columns / PANEL);

/** Images as the forward pass sees them. */
function paddedInput(backend: HeapBackend, x: TensorInfo, info: ConvInfo): Framed {
  const reach = (out: number, stride: number, filter: number, dilation: number): number =>
    (out - 1) * stride + (filter - 1) * dilation + 1;
  return {
    data: address(backend, x),
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    top: info.padInfo.top,
    left: info.padInfo.left,
    spread: [1, 1],
    frameHeight: reach(info.outHeight, info.strideHeight, info.filterHeight, info.dilationHeight),
    frameWidth: reach(info.outWidth, info.strideWidth, info.filterWidth, info.dilationWidth),
  };
}

/** x [n,h,w,c], filter [a,b,c,o] to y [n,i,j,o]. */
export function forward(
  backend: HeapBackend,
  loops: Loops,
  x: TensorInfo,
  filter: TensorInfo,
  info: ConvInfo,
): TensorInfo {
  const out = backend.makeOutput([...info.outShape], 'float32');
  withScratch(backend, (scratch) => {
    const { outChannels, inChannels, outHeight, outWidth } = info;
    const rows = info.filterHeight * info.filterWidth * inChannels;
    const panels = scratch.floats(panelsFor(outChannels) * rows * PANEL);
    const stride = rows * PANEL * 4;
    loops.packPanels(address(backend, filter), outChannels * 4, 4, rows, outChannels, panels, stride);
    const target = { out: address(backend, out), height: outHeight, width: outWidth, channels: outChannels };
    const strides = [info.strideHeight, info.strideWidth] as const;
    correlate(backend, loops, scratch, paddedInput(backend, x, info), panels, info, target, strides);
  });
  return out;
}

/** dy [n,i,j,o], filter [a,b,c,o] to the input's gradient [n,h,w,c]. */
export function backpropInput(
  backend: HeapBackend,
  loops: Loops,
  dy: TensorInfo,
  filter: TensorInfo,
  info: ConvInfo,
): TensorInfo {
  const out = backend.makeOutput([...info.inShape], 'float32');
  withScratch(backend, (scratch) => {
    const { filterHeight, filterWidth, inChannels, outChannels, inHeight, inWidth, padInfo } = info;
    const taps = filterHeight * filterWidth;
    const stride = taps * outChannels * PANEL * 4;
    const panels = scratch.floats(panelsFor(inChannels) * (stride / 4));
    for (let tap = 0; tap < taps; tap += 1) {
      const from = address(backend, filter) + (taps - 1 - tap) * inChannels * outChannels * 4;
      const to = panels + tap * outChannels * PANEL * 4;
      loops.packPanels(from, 4, outChannels * 4, outChannels, inChannels, to, stride);
    }
    const [reachHeight, reachWidth] = [
      (filterHeight - 1) * info.dilationHeight,
      (filterWidth - 1) * info.dilationWidth,
    ];
    const images: Framed = {
      data: address(backend, dy),
      batch: info.batchSize,
      height: info.outHeight,
      width: info.outWidth,
      channels: outChannels,
      top: reachHeight - padInfo.top,
      left: reachWidth - padInfo.left,
      spread: [info.strideHeight, info.strideWidth],
      frameHeight: inHeight + reachHeight,
      frameWidth: inWidth + reachWidth,
    };
    const target = { out: address(backend, out), height: inHeight, width: inWidth, channels: inChannels };
    correlate(backend, loops, scratch, images, panels, info, target, [1, 1]);
  });
  return out;
}

/** x [n,h,w,c], dy [n,i,j,o] to the filter's gradient [a,b,c,o]. */
export function backpropFilter(
  backend: HeapBackend,
  loops: Loops,
  x: TensorInfo,
  dy: TensorInfo,
  info: ConvInfo,
): TensorInfo {
  const out = backend.makeOutput([...info.filterShape], 'float32');
  withScratch(backend, (scratch) => {
    const { inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
    const places = outHeight * outWidth;
    const rows = filterHeight * filterWidth * inChannels;
    const frames = new Frames(backend, scratch, paddedInput(backend, x, info), places);
    const corners = frames.corners(outHeight, outWidth, info.strideHeight, info.strideWidth);
    const positionTable = scratch.integers(corners);
    const rowTable = scratch.integers(
      Int32Array.from({ length: rows }, (_, row) => {
        const tap = Math.floor(row / inChannels);
        const down = Math.floor(tap / filterWidth) * info.dilationHeight * frames.rowStride;
        return down + (tap % filterWidth) * info.dilationWidth * frames.pixelStride + (row % inChannels) * 4;
      }),
    );
    const panels = scratch.floats(panelsFor(outChannels) * corners.length * PANEL);
    const sums = scratch.zeros(panelsFor(outChannels) * rows * PANEL);
    const multiply = inChannels % 4 === 0 ? loops.multiplyColumnsSideBySide : loops.multiplyColumns;
    for (const { first, count } of frames.groups) {
      const base = frames.load(first, count);
      const size = count * places;
      const from = address(backend, dy) + first * places * outChannels * 4;
      loops.packPanels(from, outChannels * 4, 4, size, outChannels, panels, size * PANEL * 4);
      multiply(rowTable, rows, positionTable, size, base, panels, outChannels, sums);
    }
    loops.unpackPanels(sums, rows, outChannels, address(backend, out));
  });
  return out;
}
