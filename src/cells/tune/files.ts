/** The study as files: for the page's buttons and the hand-in kit. */
import { runsOf } from '../../core/ledger/runs';
import { trialsCsv, trialsLog, type TrialTimings } from '../../core/search/export';
import type { CellContent } from '../types';
import { trialSeconds, type TuneSummary } from './types';

/** When each trial ran, from its run in the ledger and the cell's timing; trials without a run have none. */
function timingsOf({
  summary,
  result,
  ledger,
}: Pick<CellContent<unknown, TuneSummary>, 'summary' | 'result' | 'ledger'>) {
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

/** `trials.log` to read and `trials.csv` to compute with. */
export function trialFiles(content: Pick<CellContent<unknown, TuneSummary>, 'summary' | 'result' | 'ledger'>): {
  readonly log: string;
  readonly csv: string;
} {
  const timings = timingsOf(content);
  return { log: trialsLog(content.summary.study, timings), csv: trialsCsv(content.summary.study, timings) };
}
