/** The cell's part of the hand-in kit: every flagged image, and what was decided. */
import { csvOf, type CsvValue } from '../../core/csv';
import { decisionsCsv, decisionsOf } from '../../core/ledger/decisions';
import { classNames, namer } from '../classes';
import type { KitFile } from '../types';
import { readIssues, type Content } from './images';

export async function labelFiles(content: Content): Promise<readonly KitFile[]> {
  const nameOf = namer(content);
  const decisions = decisionsOf(content.ledger, content.summary.dataset.hash);
  const { ids, given, suggested, selfConfidence, margin } = await readIssues(content);
  const header = [
    'rank',
    'image',
    'given',
    'given_name',
    'suggested',
    'suggested_name',
    'self_confidence',
    'normalised_margin',
    'decision',
  ];
  const rows = Array.from(ids, (id, rank): CsvValue[] => [
    rank + 1,
    id,
    given[rank],
    nameOf(given[rank]!),
    suggested[rank],
    nameOf(suggested[rank]!),
    selfConfidence[rank],
    margin[rank],
    decisions.get(id)?.decision ?? '',
  ]);
  return [
    { name: 'label-issues.csv', text: csvOf([header, ...rows]) },
    ...(decisions.size > 0
      ? [{ name: 'label-decisions.csv', text: decisionsCsv(decisions, classNames(content)) }]
      : []),
  ];
}
