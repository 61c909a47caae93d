/** Kinds of cell for tests: a small mission with every property that the notebook looks at. */
import { boolean, integer } from '../../../src/core/params';
import type { CellShape, Shapes } from '../../../src/notebook/types';

const width = integer({ label: 'Width', default: 3, min: 1, max: 9 });
const data = { label: 'Data set', kinds: ['data'], required: true };

/** Of the presets for the kind `explain`; Standard sets nothing. */
export const EXPLAIN_BUDGETS = { quick: { trainImages: 2000 }, thorough: { trainImages: 9000, epochs: 15 } };

function shape(kind: string, more: Partial<CellShape> = {}): CellShape {
  return { kind, title: `The ${kind} cell`, params: { width }, inputs: {}, version: 1, numeric: false, ...more };
}

export const shapes: Shapes = new Map(
  [
    shape('data'),
    shape('explore', { inputs: { data } }),
    shape('features', {
      inputs: { data, finding: { label: 'Finding', kinds: ['explain'], required: false } },
      params: { width, mirrored: boolean({ label: 'Mirrored', default: false }) },
    }),
    shape('explain', {
      inputs: { data, features: { label: 'Features', kinds: ['features'], required: false } },
      params: {
        trainImages: integer({ label: 'Training images', default: 1000, min: 1, max: 60_000 }),
        epochs: integer({ label: 'Epochs', default: 1, min: 1, max: 50 }),
      },
      budgets: EXPLAIN_BUDGETS,
      numeric: true,
    }),
    shape('track', { readsLedger: true }),
    shape('report', { collectsAll: true }),
  ].map((one) => [one.kind, one]),
);
