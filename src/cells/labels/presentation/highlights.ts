/** What the Label issues cell gives to the summary of the study. */
import { percentInterval } from '../../../core/words/comparisons';
import { count, percent } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { LabelsSummary } from '../types';
import { flaggedOf } from './words';

export function highlights(summary: LabelsSummary): Highlights {
  const { share, interval } = summary.audit.estimated;
  return {
    findings: [
      `${count(flaggedOf(summary))} of ${count(summary.images)} checked labels are flagged; an estimated ${percent(share)} are wrong ` +
        `(95 % CI ${percentInterval(interval)}).`,
    ],
  };
}
