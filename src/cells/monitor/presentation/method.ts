/** How drift is found and when the rule fires, told by the detectors themselves. */
import { COLUMN_TESTS } from '../../../core/drift/column-tests';
import { thatDecide, type Detector } from '../../../core/drift/detector';
import { SAMPLE_TESTS } from '../../../core/drift/sample-tests';
import { SEQUENCES } from '../../../core/drift/sequences';

const told = (members: readonly Detector[]): string =>
  members.map(({ label, source, definition }) => `- **${label}** (${source}). ${definition}`).join('\n');

function paragraph(head: string, list: string): string {
  return list === '' ? '' : `${head}\n\n${list}`;
}

const measuring: readonly Detector[] = [...COLUMN_TESTS, ...SAMPLE_TESTS];

export const detectionMethod = [
  paragraph(
    'These tests decide; the p-values of all tests of the batch are **Holm**-corrected (1979):',
    told(thatDecide(measuring)),
  ),
  paragraph('These explore: they are shown and exported, and raise no alarm:', told(thatDecide(measuring, false))),
]
  .filter((text) => text !== '')
  .join('\n\n');

const fires = (decides: boolean): string =>
  thatDecide(SEQUENCES, decides)
    .map(({ label, about, source }) => `- **${label}**: ${about} (${source})`)
    .join('\n');

export const ruleMethod = [
  paragraph(
    '**The rule** has a budget: the probability of any false alarm in a whole stream. It is shared equally among these detectors:',
    fires(true),
  ),
  paragraph('These explore: they report where they would have fired, and never trigger retraining.', fires(false)),
]
  .filter((text) => text !== '')
  .join('\n\n');
