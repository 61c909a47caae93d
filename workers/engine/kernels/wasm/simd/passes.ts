/** Loops over tensors that read and write every value once. Sizes are in values, strides in bytes. */
import type { Body, ModuleBuilder } from '../assembler/module';
import { F32, I32, V128 } from '../assembler/values';
import { PANEL } from './products';

/** Runs `four` for every four values from `offset` 0 on, then `one` for each that is left; `offset` is in bytes. */
export function overValues(f: Body, count: I32, four: (offset: I32) => void, one: (offset: I32) => void): void {
  const end = f.let(count.shiftLeft(2));
  const evenEnd = f.let(end.and(~15));
  const offset = f.let(I32.of(0));
  f.loop(offset, evenEnd, 16, () => four(offset));
  f.loop(offset, end, 4, () => one(offset));
}

/** `packPanels`: a matrix with any strides to [columns / 8][rows][8], panels `panelStride` apart, zeros at the end. */
function definePackPanels(module: ModuleBuilder): void {
  module.define(
    'packPanels',
    {
      from: 'i32',
      rowStride: 'i32',
      columnStride: 'i32',
      rows: 'i32',
      columns: 'i32',
      to: 'i32',
      panelStride: 'i32',
    },
    (f, { from, rowStride, columnStride, rows, columns, to, panelStride }) => {
      const panel = f.let(to);
      const column = f.let(I32.of(0));
      f.loop(column, columns, PANEL, () => {
        const row = f.let(I32.of(0));
        const source = f.let(from.add(column.mul(columnStride)));
        const target = f.let(panel);
        const left = f.let(columns.sub(column));
        const whole = f.let(I32.of(PANEL - 1).lessThan(left));
        f.if(
          whole.and(columnStride.equals(4)),
          () =>
            f.loop(row, rows, 1, () => {
              f.store(target, source.v128());
              f.store(target, source.v128(16), 16);
              f.step(source, rowStride);
              f.step(target, PANEL * 4);
            }),
          () =>
            f.loop(row, rows, 1, () => {
              const at = f.let(source);
              for (let lane = 0; lane < PANEL; lane += 1) {
                f.if(
                  I32.of(lane).lessThan(left),
                  () => f.store(target, at.f32(), 4 * lane),
                  () => f.store(target, F32.of(0), 4 * lane),
                );
                f.step(at, columnStride);
              }
              f.step(source, rowStride);
              f.step(target, PANEL * 4);
            }),
        );
        f.step(panel, panelStride);
      });
    },
  );
}

/** `unpackPanels`: [columns / 8][rows][8] to [rows, columns]. */
function defineUnpackPanels(module: ModuleBuilder): void {
  module.define('unpackPanels', { from: 'i32', rows: 'i32', columns: 'i32', to: 'i32' }, (f, args) => {
    const { from, rows, columns, to } = args;
    const stride = f.let(columns.shiftLeft(2));
    const source = f.let(from);
    const column = f.let(I32.of(0));
    f.loop(column, columns, PANEL, () => {
      const row = f.let(I32.of(0));
      const target = f.let(to.add(column.shiftLeft(2)));
      const left = f.let(columns.sub(column));
      f.loop(row, rows, 1, () => {
        f.if(
          left.lessThan(PANEL),
          () => {
            for (let lane = 0; lane < PANEL - 1; lane += 1) {
              f.if(I32.of(lane).lessThan(left), () => f.store(target, source.f32(4 * lane), 4 * lane));
            }
          },
          () => {
            f.store(target, source.v128());
            f.store(target, source.v128(16), 16);
          },
        );
        f.step(source, PANEL * 4);
        f.step(target, stride);
      });
    });
  });
}

/** `reluGradient`: out = dy where x > 0, else 0. */
function defineReluGradient(module: ModuleBuilder): void {
  module.define('reluGradient', { dy: 'i32', x: 'i32', out: 'i32', count: 'i32' }, (f, { dy, x, out, count }) => {
    overValues(
      f,
      count,
      (at) => f.store(out.add(at), x.add(at).v128().greaterThan(V128.zero()).and(dy.add(at).v128())),
      (at) =>
        f.if(
          x.add(at).f32().greaterThan(F32.of(0)),
          () => f.store(out.add(at), dy.add(at).f32()),
          () => f.store(out.add(at), F32.of(0)),
        ),
    );
  });
}

/** Rows that are summed in float32 before their sum is added in float64. */
export const SUM_BLOCK = 64;

/**
 * `sumRows`: sums[column] += sum over rows of x[row, column], for columns in groups of four; `sums` are float64. Rows
 * lie `stride` bytes apart.
 */
function defineSumRows(module: ModuleBuilder): void {
  module.define(
    'sumRows',
    { x: 'i32', stride: 'i32', rows: 'i32', columns: 'i32', sums: 'i32' },
    (f, { x, stride, rows, columns, sums }) => {
      const row = f.let(I32.of(0));
      const origin = f.let(x);
      const end = f.let(columns.shiftLeft(2));
      f.loop(row, rows, SUM_BLOCK, () => {
        const count = f.let(rows.sub(row).min(I32.of(SUM_BLOCK)));
        const column = f.let(I32.of(0));
        const to = f.let(sums);
        f.loop(column, end, 16, () => {
          const sum = f.let(V128.zero());
          const index = f.let(I32.of(0));
          const at = f.let(origin.add(column));
          f.loop(index, count, 1, () => {
            f.set(sum, sum.add(at.v128()));
            f.step(at, stride);
          });
          f.store(to, to.v128().addDoubles(sum.promoteLow()));
          f.store(to, to.v128(16).addDoubles(sum.promoteHigh()), 16);
          f.step(to, 32);
        });
        f.step(origin, stride.mul(SUM_BLOCK));
      });
    },
  );
}

/**
 * `maxPoolGradient2x2`: the gradient of max pooling over windows of 2 x 2 that do not overlap, for channels in groups of
 * four. The first of equal values wins, in reading order. Rows and columns at the edge that belong to no window are left
 * as they are.
 */
function defineMaxPoolGradient(module: ModuleBuilder): void {
  module.define(
    'maxPoolGradient2x2',
    { dy: 'i32', x: 'i32', out: 'i32', windowRows: 'i32', windowColumns: 'i32', rowStride: 'i32', channels: 'i32' },
    (f, { dy, x, out, windowRows, windowColumns, rowStride, channels }) => {
      const pixel = f.let(channels.shiftLeft(2));
      const lineSize = f.let(windowColumns.mul(pixel));
      const shift = f.let(out.sub(x));
      const gradient = f.let(dy);
      const top = f.let(x);
      const row = f.let(I32.of(0));
      f.loop(row, windowRows, 1, () => {
        const corner = f.let(top);
        const lineEnd = f.let(gradient.add(lineSize));
        f.while(gradient.lessThan(lineEnd), () => {
          const windowEnd = f.let(gradient.add(pixel));
          f.while(gradient.lessThan(windowEnd), () => {
            const at = [corner, corner.add(pixel), corner.add(rowStride), corner.add(rowStride).add(pixel)].map((one) =>
              f.let(one),
            );
            const value = at.map((one) => f.let(one.v128()));
            const g = f.let(gradient.v128());
            const right = f.let(value[1]!.greaterThan(value[0]!));
            const lowerRight = f.let(value[3]!.greaterThan(value[2]!));
            const below = f.let(value[2]!.max(value[3]!).greaterThan(value[0]!.max(value[1]!)));
            const above = f.let(g.andNot(below));
            const under = f.let(g.and(below));
            f.store(at[0]!.add(shift), above.andNot(right));
            f.store(at[1]!.add(shift), above.and(right));
            f.store(at[2]!.add(shift), under.andNot(lowerRight));
            f.store(at[3]!.add(shift), under.and(lowerRight));
            f.step(gradient, 16);
            f.step(corner, 16);
          });
          f.step(corner, pixel);
        });
        f.step(top, rowStride.shiftLeft(1));
      });
    },
  );
}

/**
 * `adam`: one step in place. The order of operations is TensorFlow.js's own, so that both agree to the last bits.
 * m = m beta1 + g (1 - beta1), v = v beta2 + g g (1 - beta2),
 * x = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) * -rate + x.
 */
function defineAdam(module: ModuleBuilder): void {
  module.define(
    'adam',
    {
      value: 'i32',
      gradient: 'i32',
      first: 'i32',
      second: 'i32',
      count: 'i32',
      beta1: 'f32',
      rest1: 'f32',
      beta2: 'f32',
      rest2: 'f32',
      correction1: 'f32',
      correction2: 'f32',
      epsilon: 'f32',
      minusRate: 'f32',
    },
    (f, { value, gradient, first, second, count, ...scalars }) => {
      const { beta1, rest1, beta2, rest2, correction1, correction2, epsilon, minusRate } = scalars;
      overValues(
        f,
        count,
        (at) => {
          const g = f.let(gradient.add(at).v128());
          const m = f.let(first.add(at).v128().mul(beta1.splat()).add(g.mul(rest1.splat())));
          const v = f.let(second.add(at).v128().mul(beta2.splat()).add(g.mul(g).mul(rest2.splat())));
          f.store(first.add(at), m);
          f.store(second.add(at), v);
          const step = m.div(correction1.splat()).div(v.div(correction2.splat()).sqrt().add(epsilon.splat()));
          f.store(value.add(at), step.mul(minusRate.splat()).add(value.add(at).v128()));
        },
        (at) => {
          const g = f.let(gradient.add(at).f32());
          const m = f.let(first.add(at).f32().mul(beta1).add(g.mul(rest1)));
          const v = f.let(second.add(at).f32().mul(beta2).add(g.mul(g).mul(rest2)));
          f.store(first.add(at), m);
          f.store(second.add(at), v);
          const step = m.div(correction1).div(v.div(correction2).sqrt().add(epsilon));
          f.store(value.add(at), step.mul(minusRate).add(value.add(at).f32()));
        },
      );
    },
  );
}

/**
 * `momentum`: one step of gradient descent with momentum, in place, as TensorFlow.js has it:
 * a = momentum a + g; x = -rate a + x, or with Nesterov's x = -rate (g + momentum a) + x, where `lookAhead` is 1.
 */
function defineMomentum(module: ModuleBuilder): void {
  module.define(
    'momentum',
    { value: 'i32', gradient: 'i32', sum: 'i32', count: 'i32', momentum: 'f32', minusRate: 'f32', lookAhead: 'i32' },
    (f, { value, gradient, sum, count, momentum, minusRate, lookAhead }) => {
      overValues(
        f,
        count,
        (at) => {
          const g = f.let(gradient.add(at).v128());
          const a = f.let(sum.add(at).v128().mul(momentum.splat()).add(g));
          f.store(sum.add(at), a);
          f.if(lookAhead, () => f.set(a, a.mul(momentum.splat()).add(g)));
          f.store(value.add(at), a.mul(minusRate.splat()).add(value.add(at).v128()));
        },
        (at) => {
          const g = f.let(gradient.add(at).f32());
          const a = f.let(sum.add(at).f32().mul(momentum).add(g));
          f.store(sum.add(at), a);
          f.if(lookAhead, () => f.set(a, a.mul(momentum).add(g)));
          f.store(value.add(at), a.mul(minusRate).add(value.add(at).f32()));
        },
      );
    },
  );
}

/** `addTo`: to += x, for sums by segment. */
function defineAddTo(module: ModuleBuilder): void {
  module.define('addTo', { to: 'i32', x: 'i32', count: 'i32' }, (f, { to, x, count }) => {
    overValues(
      f,
      count,
      (at) => f.store(to.add(at), to.add(at).v128().add(x.add(at).v128())),
      (at) => f.store(to.add(at), to.add(at).f32().add(x.add(at).f32())),
    );
  });
}

export function definePasses(module: ModuleBuilder): void {
  definePackPanels(module);
  defineUnpackPanels(module);
  defineReluGradient(module);
  defineSumRows(module);
  defineMaxPoolGradient(module);
  defineAdam(module);
  defineMomentum(module);
  defineAddTo(module);
}
