/** What the Map cell gives to the summary of the study. */
import { percent } from '../../../core/words/numbers';
import { percentInterval } from '../../../core/words/comparisons';
import { namer } from '../../classes';
import type { Highlights } from '../../highlights';
import { neighboursByClass } from './confusion';
import type { Content } from './read';

export function highlights(content: Pick<Content, 'summary' | 'data'>): Highlights {
  const { confusion } = content.summary;
  const rows = confusion ? neighboursByClass(confusion) : [];
  if (rows.length < 2) return {};
  const nameOf = namer(content);
  const worst = rows.reduce((most, row) => (row.share > most.share ? row : most));
  return {
    findings: [
      `${nameOf(worst.label)} is most easily confused: for ${percent(worst.share, 0)} of its images the nearest is of another class ` +
        `(95 % CI ${percentInterval(worst.interval, 0)}).`,
    ],
  };
}
