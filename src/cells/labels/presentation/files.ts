/** The cell's files: every flagged image, and what was decided. */
import type { FileRequest } from '../../../core/exchange';
import { decisionsOf } from '../../../core/ledger/decisions';
import { classNames } from '../../classes';
import type { Content } from './images';

export function labelFiles(content: Pick<Content, 'result' | 'summary' | 'ledger' | 'data'>): readonly FileRequest[] {
  const { result, summary, ledger } = content;
  const what = { results: { result }, ledger, settings: { classes: classNames(content) } };
  const decided = decisionsOf(ledger, summary.dataset.hash).size > 0;
  return [
    { exporter: 'label-issues', ...what },
    ...(decided ? [{ exporter: 'label-decisions', ...what } as const] : []),
  ];
}
