/** The search's inner loops in WebAssembly with SIMD: eight products of 16 bits an instruction, without TensorFlow.js. */
import { COARSE, FINE } from '../../../src/core/neighbours/basis';
import { PANEL, PANEL_BYTES, ROWS, type Kernels } from '../../../src/core/neighbours/kernels';
import { ModuleBuilder, type Body } from '../../engine/kernels/wasm/assembler/module';
import { I32, V128 } from '../../engine/kernels/wasm/assembler/values';

/** Directions that are worked out together: an image's values are loaded once for all. */
const DIRECTIONS = 4;
/** Vectors of four references in a panel. */
const HALVES = PANEL / 4;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The sum of four integers. */
const total = (vector: V128): I32 =>
  vector.integer(0).add(vector.integer(1)).add(vector.integer(2)).add(vector.integer(3));

function defineProject(module: ModuleBuilder, stride: number): void {
  module.define(
    'project',
    { images: 'i32', count: 'i32', directions: 'i32', products: 'i32' },
    (f, { images, count, directions, products }) => {
      const end = f.let(directions.add(FINE * stride * 2));
      const image = f.let(images);
      const out = f.let(products);
      const last = f.let(images.add(count.mul(stride)));
      f.loop(image, last, stride, () => {
        const direction = f.let(directions);
        f.loop(direction, end, DIRECTIONS * stride * 2, () => {
          const sums = range(DIRECTIONS).map(() => f.let(V128.zero()));
          const at = f.let(image);
          const by = f.let(direction);
          const stop = f.let(image.add(stride));
          f.loopOnce(at, stop, 8, () => {
            const values = f.let(at.bytesAsShorts());
            sums.forEach((sum, n) => f.set(sum, sum.addIntegers(values.dotShorts(by.v128(n * stride * 2)))));
            f.step(by, 16);
          });
          sums.forEach((sum, n) => f.store(out, total(sum), 4 * n));
          f.step(out, 4 * DIRECTIONS);
        });
      });
    },
  );
}

function defineSift(module: ModuleBuilder): void {
  module.define(
    'sift',
    {
      rows: 'i32',
      limits: 'i32',
      queries: 'i32',
      panels: 'i32',
      norms: 'i32',
      panelCount: 'i32',
      places: 'i32',
      out: 'i32',
      cursor: 'i32',
    },
    (f, { rows, limits, queries, panels, norms, panelCount, places, out, cursor }) => {
      const end = f.let(out);
      const query = f.let(I32.of(0));
      const row = f.let(rows);
      const lastPanel = f.let(panels.add(panelCount.mul(PANEL_BYTES)));
      f.loop(query, queries, ROWS, () => {
        const bounds = range(ROWS).map((r) =>
          f.let(
            limits
              .add(query.shiftLeft(2))
              .i32(4 * r)
              .splatInteger(),
          ),
        );
        const panel = f.let(panels);
        const norm = f.let(norms);
        const place = f.let(places);
        f.loop(panel, lastPanel, PANEL_BYTES, () => {
          const starts = range(HALVES).map((half) => f.let(norm.v128(16 * half)));
          const sums = range(ROWS).map(() => starts.map((start) => f.let(start)));
          const component = f.let(row);
          const pair = f.let(panel);
          const stop = f.let(panel.add(PANEL_BYTES));
          f.loopOnce(pair, stop, PANEL * 4, () => {
            const columns = range(HALVES).map((half) => f.let(pair.v128(16 * half)));
            for (const r of range(ROWS)) {
              const value = f.let(component.splat(r * COARSE * 2));
              columns.forEach((column, half) => {
                const sum = sums[r]![half]!;
                f.set(sum, sum.addIntegers(value.dotShorts(column)));
              });
            }
            f.step(component, 4);
          });
          const near = sums.map((halves, r) => halves.map((sum) => f.let(sum.integersAtMost(bounds[r]!))));
          f.if(
            near
              .flat()
              .reduce((all, one) => all.or(one))
              .anyTrue(),
            () => {
              near.forEach((halves, r) => {
                halves.forEach((mask, half) => writePairs(f, mask, end, query.add(r), place, 4 * half));
              });
            },
          );
          f.step(norm, PANEL * 4);
          f.step(place, PANEL * 4);
        });
        f.step(row, ROWS * COARSE * 2);
      });
      f.store(cursor, end);
    },
  );
}

/** Writes a pair for each true one of four: all are written, and those that hold are moved past. */
function writePairs(f: Body, mask: V128, end: I32, query: I32, place: I32, first: number): void {
  const bits = f.let(mask.bitmask());
  f.if(bits, () => {
    for (const lane of range(4)) {
      f.store(end, query);
      f.store(end, place.i32(4 * (first + lane)), 4);
      f.step(end, bits.shiftRight(lane).and(1).shiftLeft(3));
    }
  });
}

function defineMeasure(module: ModuleBuilder, stride: number): void {
  module.define(
    'measure',
    {
      pairs: 'i32',
      end: 'i32',
      queryFine: 'i32',
      referenceFine: 'i32',
      fineLimits: 'i32',
      queryImages: 'i32',
      referenceImages: 'i32',
      limits: 'i32',
      out: 'i32',
      cursor: 'i32',
    },
    (f, { pairs, end, queryFine, referenceFine, fineLimits, queryImages, referenceImages, limits, out, cursor }) => {
      const to = f.let(out);
      const pair = f.let(pairs);
      f.loop(pair, end, 8, () => {
        const query = f.let(pair.i32());
        const reference = f.let(pair.i32(4));
        const a = f.let(queryFine.add(query.mul(FINE * 2)));
        const b = f.let(referenceFine.add(reference.mul(FINE * 2)));
        const fine = range(FINE / 8).map((n) => {
          const difference = f.let(a.v128(16 * n).subShorts(b.v128(16 * n)));
          return difference.dotShorts(difference);
        });
        const bound = f.let(total(f.let(fine.reduce((sum, part) => sum.addIntegers(part)))));
        f.if(bound.atMost(fineLimits.add(query.shiftLeft(2)).i32()), () => {
          const sum = f.let(V128.zero());
          const at = f.let(queryImages.add(query.mul(stride)));
          const by = f.let(referenceImages.add(reference.mul(stride)));
          const stop = f.let(at.add(stride));
          f.loopOnce(at, stop, 16, () => {
            for (const offset of [0, 8]) {
              const difference = f.let(at.bytesAsShorts(offset).subShorts(by.bytesAsShorts(offset)));
              f.set(sum, sum.addIntegers(difference.dotShorts(difference)));
            }
            f.step(by, 16);
          });
          const squared = f.let(total(sum));
          f.if(squared.atMost(limits.add(query.shiftLeft(2)).i32()), () => {
            f.store(to, query);
            f.store(to, reference, 4);
            f.store(to, squared, 8);
            f.step(to, 12);
          });
        });
      });
      f.store(cursor, to);
    },
  );
}

const PAGE = 65_536;

/** The loops on a new memory; undefined where there is no SIMD. @param stride values from an image to the next, a multiple of 16 */
export function wasmKernels(bytes: number, stride: number): Kernels | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const module = new ModuleBuilder();
  defineProject(module, stride);
  defineSift(module);
  defineMeasure(module, stride);
  const code = module.encode();
  if (!WebAssembly.validate(code)) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  return { ...(exports as unknown as Omit<Kernels, 'memory'>), memory };
}
