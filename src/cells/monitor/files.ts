/** The Monitor cell's part of the hand-in kit: drift and accuracy of every batch as tables to compute with. */
import { csvOf, type CsvValue } from '../../core/csv';
import { driftCsv } from '../../core/drift/report';
import { sequenceLabel } from '../../core/drift/sequences';
import { wilsonInterval } from '../../core/stats/intervals';
import type { KitFile } from '../types';
import type { BatchScore, MonitorSummary } from './types';
import type { Content } from './words';

/** One line for each batch, model and condition. */
export function streamCsv({ scores, retraining }: MonitorSummary): string {
  const rows: CsvValue[][] = [['batch', 'model', 'images_as', 'images', 'correct', 'accuracy', 'low', 'high']];
  const add = (model: string, condition: string, found: readonly BatchScore[]): void => {
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

/** One line for each sequence detector: where it alone would have asked for retraining first. */
export function alarmsCsv({ sequences = [] }: Pick<MonitorSummary, 'sequences'>): string {
  return csvOf([
    ['detector', 'label', 'decides', 'level', 'batch', 'after', 'reason'],
    ...sequences.map(({ id, decides, level, batch, after, reason }): CsvValue[] => [
      id,
      sequenceLabel(id),
      decides,
      level,
      batch,
      after,
      reason,
    ]),
  ]);
}

export function driftFiles({ summary }: Pick<Content, 'summary'>): Promise<readonly KitFile[]> {
  return Promise.resolve([
    { name: 'drift.csv', text: driftCsv(summary.reports) },
    { name: 'stream.csv', text: streamCsv(summary) },
    { name: 'alarms.csv', text: alarmsCsv(summary) },
  ]);
}
