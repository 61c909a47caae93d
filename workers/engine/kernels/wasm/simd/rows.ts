/** Loops over tensors whose last axis meets a vector: biases, normalisation, depthwise convolutions. Strides are in bytes. */
import type { ModuleBuilder } from '../assembler/module';
import { I32, V128, type F32 } from '../assembler/values';
import { overValues, SUM_BLOCK } from './passes';

/** A function of one value of x and the value of the vector in its column. */
interface Meeting {
  readonly four: (x: V128, vector: V128) => V128;
  readonly one: (x: F32, vector: F32) => F32;
}

/** out[row, column] = meeting(x[row, column], vector[column]) */
function defineRowMeeting(module: ModuleBuilder, name: string, { four, one }: Meeting): void {
  module.define(
    name,
    { x: 'i32', vector: 'i32', out: 'i32', rows: 'i32', columns: 'i32' },
    (f, { x, vector, out, rows, columns }) => {
      const row = f.let(I32.of(0));
      const source = f.let(x);
      const target = f.let(out);
      const stride = f.let(columns.shiftLeft(2));
      f.loop(row, rows, 1, () => {
        overValues(
          f,
          columns,
          (at) => f.store(target.add(at), four(source.add(at).v128(), vector.add(at).v128())),
          (at) => f.store(target.add(at), one(source.add(at).f32(), vector.add(at).f32())),
        );
        f.step(source, stride);
        f.step(target, stride);
      });
    },
  );
}

/** `affineRow`: out[row, column] = x[row, column] * scale[column] + shift[column]. */
function defineAffineRow(module: ModuleBuilder): void {
  module.define(
    'affineRow',
    { x: 'i32', scale: 'i32', shift: 'i32', out: 'i32', rows: 'i32', columns: 'i32' },
    (f, { x, scale, shift, out, rows, columns }) => {
      const row = f.let(I32.of(0));
      const source = f.let(x);
      const target = f.let(out);
      const stride = f.let(columns.shiftLeft(2));
      f.loop(row, rows, 1, () => {
        overValues(
          f,
          columns,
          (at) => f.store(target.add(at), source.add(at).v128().mul(scale.add(at).v128()).add(shift.add(at).v128())),
          (at) => f.store(target.add(at), source.add(at).f32().mul(scale.add(at).f32()).add(shift.add(at).f32())),
        );
        f.step(source, stride);
        f.step(target, stride);
      });
    },
  );
}

/**
 * `normalisationSums`: adds to sums[column] the sum over rows of dy[row, column], and to products[column] that of
 * dy[row, column] * (x[row, column] - mean[column]); both are float64. For columns in groups of four.
 */
function defineNormalisationSums(module: ModuleBuilder): void {
  module.define(
    'normalisationSums',
    { dy: 'i32', x: 'i32', mean: 'i32', rows: 'i32', columns: 'i32', sums: 'i32', products: 'i32' },
    (f, { dy, x, mean, rows, columns, sums, products }) => {
      const stride = f.let(columns.shiftLeft(2));
      const row = f.let(I32.of(0));
      const block = f.let(I32.of(0));
      f.loop(row, rows, SUM_BLOCK, () => {
        const count = f.let(rows.sub(row).min(I32.of(SUM_BLOCK)));
        const column = f.let(I32.of(0));
        f.loop(column, stride, 16, () => {
          const centre = f.let(mean.add(column).v128());
          const sum = f.let(V128.zero());
          const product = f.let(V128.zero());
          const at = f.let(block.add(column));
          const index = f.let(I32.of(0));
          f.loop(index, count, 1, () => {
            const g = f.let(dy.add(at).v128());
            f.set(sum, sum.add(g));
            f.set(product, product.add(g.mul(x.add(at).v128().sub(centre))));
            f.step(at, stride);
          });
          for (const [to, value] of [
            [sums, sum],
            [products, product],
          ] as const) {
            const place = f.let(to.add(column.shiftLeft(1)));
            f.store(place, place.v128().addDoubles(value.promoteLow()));
            f.store(place, place.v128(16).addDoubles(value.promoteHigh()), 16);
          }
        });
        f.step(block, stride.mul(SUM_BLOCK));
      });
    },
  );
}

/**
 * One tap of a depthwise convolution along a line of pixels, for channels in groups of four.
 * `depthwiseSpread`: to[pixel, channel] += dy[pixel, channel] * filter[channel].
 * `depthwiseGather`: sums[channel] += sum over pixels of x[pixel, channel] * dy[pixel, channel].
 */
function defineDepthwise(module: ModuleBuilder): void {
  module.define(
    'depthwiseSpread',
    { dy: 'i32', filter: 'i32', to: 'i32', pixels: 'i32', channels: 'i32', toStride: 'i32' },
    (f, { dy, filter, to, pixels, channels, toStride }) => {
      const size = f.let(channels.shiftLeft(2));
      const source = f.let(dy);
      const target = f.let(to);
      const pixel = f.let(I32.of(0));
      f.loop(pixel, pixels, 1, () => {
        const at = f.let(I32.of(0));
        f.loop(at, size, 16, () => {
          const place = f.let(target.add(at));
          f.store(place, place.v128().add(source.add(at).v128().mul(filter.add(at).v128())));
        });
        f.step(source, size);
        f.step(target, toStride);
      });
    },
  );
  module.define(
    'depthwiseGather',
    { x: 'i32', dy: 'i32', sums: 'i32', pixels: 'i32', channels: 'i32', xStride: 'i32' },
    (f, { x, dy, sums, pixels, channels, xStride }) => {
      const size = f.let(channels.shiftLeft(2));
      const at = f.let(I32.of(0));
      f.loop(at, size, 16, () => {
        const sum = f.let(V128.zero());
        const from = f.let(x.add(at));
        const gradient = f.let(dy.add(at));
        const pixel = f.let(I32.of(0));
        f.loop(pixel, pixels, 1, () => {
          f.set(sum, sum.add(from.v128().mul(gradient.v128())));
          f.step(from, xStride);
          f.step(gradient, size);
        });
        const to = f.let(sums.add(at));
        f.store(to, to.v128().add(sum));
      });
    },
  );
}

export function defineRowPasses(module: ModuleBuilder): void {
  defineRowMeeting(module, 'addRow', { four: (x, v) => x.add(v), one: (x, v) => x.add(v) });
  defineRowMeeting(module, 'subtractRow', { four: (x, v) => x.sub(v), one: (x, v) => x.sub(v) });
  defineRowMeeting(module, 'multiplyRow', { four: (x, v) => x.mul(v), one: (x, v) => x.mul(v) });
  defineAffineRow(module);
  defineNormalisationSums(module);
  defineDepthwise(module);
}
