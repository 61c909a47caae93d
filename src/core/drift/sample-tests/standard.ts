/** Samples in the units of the reference, as row-major tables. */
import { derive, randomSource, shuffle } from '../../seed';
import { isConstant } from '../../stats/constant';
import type { Numbers } from '../../stats/quantile';
import type { Sample } from './types';

/** A column's mean and standard deviation (n in the denominator) in the reference. */
interface Unit {
  readonly id: string;
  readonly mean: number;
  /** 1 for a column that is constant: its values stay in their own unit. */
  readonly std: number;
}

function unitOf(id: string, values: Numbers): Unit {
  let mean = 0;
  for (let row = 0; row < values.length; row += 1) mean += values[row]! / values.length;
  let variance = 0;
  for (let row = 0; row < values.length; row += 1) variance += (values[row]! - mean) ** 2 / values.length;
  return { id, mean, std: isConstant(values) ? 1 : Math.sqrt(variance) };
}

/** Units of the measurements among the columns, in their order; categories have none. */
export const unitsOf = (reference: Sample): readonly Unit[] =>
  reference.columns.flatMap(({ id, categories, values }) => (categories > 0 ? [] : [unitOf(id, values)]));

/**
 * At most `most` images of a sample, drawn without replacement, in standard deviations of the reference from its mean.
 * @returns images x units, row-major
 */
export function standardised(sample: Sample, units: readonly Unit[], most: number, seed: number): Float64Array {
  const rows = Uint32Array.from({ length: sample.images }, (_, row) => row);
  if (sample.images > most) shuffle(rows, randomSource(derive(seed, sample.images)));
  const chosen = rows.subarray(0, most);
  const byId = new Map(sample.columns.map((column) => [column.id, column.values]));
  const table = new Float64Array(chosen.length * units.length);
  for (const [at, { id, mean, std }] of units.entries()) {
    const values = byId.get(id);
    if (!values) throw new RangeError(`standardised: the sample has no column "${id}"`);
    for (let row = 0; row < chosen.length; row += 1)
      table[row * units.length + at] = (values[chosen[row]!]! - mean) / std;
  }
  return table;
}
