import { csvOf, type CsvValue } from '../csv';
import { nameOfLabel } from '../dataset/shape';
import { predictedClasses } from '../stats/classification';
import { roundedTo } from '../words/numbers';
import { CSV } from './formats';
import { defineExporter, type Given, type GivenResult } from './types';

interface Settings {
  /** Names of the classes by label. */
  readonly classes: readonly string[];
}

/** float32 [images, classes], uint8 [images] and uint32 [images]: places in the official file. */
const ARRAYS = ['testProbabilities', 'testLabels', 'testIndices'] as const;

/** Digits that a float32 probability holds. */
const DIGITS = 7;

/**
 * What a model says of each test image, in the order of the official file (from 0): the class, the class it names, and the
 * probability of each class (its own, without the temperature).
 */
function predictionsCsv({ arrays }: GivenResult, names: readonly string[]): string {
  const [probabilities, labels, indices] = ARRAYS.map((name) => arrays[name]!.data);
  const given = probabilities as Float32Array;
  const classes = labels!.length > 0 ? given.length / labels!.length : 0;
  const predicted = predictedClasses(given, classes);
  const rows = Array.from(indices!, (index, row): CsvValue[] => {
    const [label, named] = [labels![row]!, predicted[row]!];
    const shares = Array.from(given.subarray(row * classes, (row + 1) * classes), (p) => roundedTo(p, DIGITS));
    return [index, label, nameOfLabel(names, label), named, nameOfLabel(names, named), ...shares];
  });
  rows.sort((a, b) => (a[0] as number) - (b[0] as number));
  const header = ['index', 'label', 'label_name', 'predicted', 'predicted_name'];
  return csvOf([[...header, ...Array.from({ length: classes }, (_, label) => `p${label}`)], ...rows]);
}

export const predictions = defineExporter({
  id: 'predictions',
  version: 1,
  about: 'what the chosen model says of each test image, with the probability of each class',
  name: 'predictions.csv',
  ...CSV,
  needs: { results: { result: ARRAYS } },
  encode: ({ settings, results }: Given<Settings, { result: unknown }>) =>
    predictionsCsv(results.result, settings.classes),
});
