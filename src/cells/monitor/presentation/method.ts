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
    'What decides; the p-values are corrected together by **Holm** (1979), for all tests of the batch:',
    told(thatDecide(measuring)),
  ),
  paragraph('What explores: it is shown and exported, and raises no alarm:', told(thatDecide(measuring, false))),
]
  .filter((text) => text !== '')
  .join('\n\n');

const fires = (decides: boolean): string =>
  thatDecide(SEQUENCES, decides)
    .map(({ label, about, source }) => `- **${label}**: ${about} (${source})`)
    .join('\n');

export const ruleMethod = [
  paragraph(
    '**The rule** starts from the chance of any retraining in a whole stream without drift, and shares it equally among the ways to fire:',
    fires(true),
  ),
  paragraph('These explore: they say where they would have fired, and never retrain.', fires(false)),
]
  .filter((text) => text !== '')
  .join('\n\n');
