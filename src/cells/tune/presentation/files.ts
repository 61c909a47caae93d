/** The study as files: for the page's buttons and the hand-in kit. */
import type { FileRequest } from '../../../core/exchange';
import type { TrialTimings } from '../../../core/exchange/trials-text';
import { runsOf } from '../../../core/ledger/runs';
import { classNames } from '../../classes';
import type { CellContent } from '../../types';
import { trialSeconds } from '../arrays';
import type { TuneSummary } from '../types';

type Content = CellContent<unknown, TuneSummary>;

/** When each trial ran, from its run in the ledger and the cell's timing; trials without a run have none. */
function timingsOf({ summary, result, ledger }: Pick<Content, 'summary' | 'result' | 'ledger'>): TrialTimings {
  const ended = new Map(runsOf(ledger).map(({ id, at }) => [id, at]));
  const timings: Record<number, TrialTimings[number]> = {};
  summary.runIds.forEach((id, number) => {
    const at = id === null ? undefined : ended.get(id);
    const seconds = result.timing?.[trialSeconds(number)];
    if (at === undefined || seconds === undefined) return;
    timings[number] = { startedAt: new Date(Date.parse(at) - 1000 * seconds).toISOString(), seconds };
  });
  return timings;
}

/** The trials to read and to compute with, with the times at which they ran. */
export function trialFiles(content: Pick<Content, 'summary' | 'result' | 'ledger'>) {
  const what = { results: { result: content.result }, settings: { timings: timingsOf(content) } };
  return {
    log: { exporter: 'trial-log', ...what },
    csv: { exporter: 'trials', ...what },
  } as const satisfies Record<string, FileRequest>;
}

export function tuneFiles(content: Content): readonly FileRequest[] {
  const { log, csv } = trialFiles(content);
  const settings = { classes: classNames(content) };
  return [log, csv, { exporter: 'predictions', results: { result: content.result }, settings }];
}
