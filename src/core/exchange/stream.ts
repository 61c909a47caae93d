import { csvOf, type CsvValue } from '../csv';
import { wilsonInterval } from '../stats/intervals';
import { CSV } from './formats';
import { defineExporter, type Given } from './types';

interface Scored {
  readonly batch: number;
  readonly images: number;
  readonly correct: number;
}
/** What Monitor leaves of a stream. */
interface HoldsStream {
  /** Of the champion. */
  readonly scores: readonly Scored[];
  readonly retraining: {
    readonly drifted: readonly Scored[];
    readonly clean: { readonly champion: readonly Scored[]; readonly challenger: readonly Scored[] };
  } | null;
}

/** One line for each batch, model and condition. */
function streamCsv({ scores, retraining }: HoldsStream): string {
  const rows: CsvValue[][] = [['batch', 'model', 'images_as', 'images', 'correct', 'accuracy', 'low', 'high']];
  const add = (model: string, condition: string, found: readonly Scored[]): void => {
    for (const { batch, images, correct } of found) {
      const [low, high] = wilsonInterval(correct, images);
      rows.push([batch, model, condition, images, correct, correct / images, low, high]);
    }
  };
  add('champion', 'came in', scores);
  if (retraining) {
    add('challenger', 'came in', retraining.drifted);
    add('champion', 'without drift', retraining.clean.champion);
    add('challenger', 'without drift', retraining.clean.challenger);
  }
  return csvOf(rows);
}

export const stream = defineExporter({
  id: 'stream',
  version: 1,
  about: 'accuracy on every batch of the stream, by model and condition, with 95 % CIs',
  name: 'stream.csv',
  ...CSV,
  needs: { results: { result: [] } },
  encode: ({ results }: Given<undefined, { result: HoldsStream }>) => streamCsv(results.result.summary),
});
