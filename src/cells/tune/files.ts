/** The study as files: for the page's buttons and the hand-in kit. */
import { csvOf, type CsvValue } from '../../core/csv';
import { predictedClasses } from '../../core/stats/classification';
import { runsOf } from '../../core/ledger/runs';
import { trialsCsv, trialsLog, type TrialTimings } from '../../core/search/export';
import { namer } from '../classes';
import type { CellContent } from '../types';
import { TUNE_ARTIFACTS, trialSeconds, type TuneSummary } from './types';
import { roundedTo } from '../../core/words/numbers';

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

/** Digits that a float32 probability holds. */
const DIGITS = 7;

/**
 * `predictions.csv`: what the chosen model says of each test image, in the order of the official file (from 0): the class,
 * the class it names, and the probability of each class (its own, without the temperature).
 */
export async function predictionsCsv(content: Pick<CellContent, 'result' | 'read' | 'data'>): Promise<string> {
  const { result, read } = content;
  const nameOf = namer(content);
  const [probabilities, labels, indices] = await Promise.all(
    [TUNE_ARTIFACTS.testProbabilities, TUNE_ARTIFACTS.testLabels, TUNE_ARTIFACTS.testIndices].map((name) => {
      const ref = result.artifacts[name];
      if (!ref) throw new Error(`The result of Tune has no "${name}": run it again.`);
      return read(ref);
    }),
  );
  const given = probabilities!.data as Float32Array;
  const classes = labels!.data.length > 0 ? given.length / labels!.data.length : 0;
  const predicted = predictedClasses(given, classes);
  const rows = Array.from(indices!.data, (index, row): CsvValue[] => {
    const [label, named] = [labels!.data[row]!, predicted[row]!];
    const shares = Array.from(given.subarray(row * classes, (row + 1) * classes), (p) => roundedTo(p, DIGITS));
    return [index, label, nameOf(label), named, nameOf(named), ...shares];
  });
  rows.sort((a, b) => (a[0] as number) - (b[0] as number));
  const header = ['index', 'label', 'label_name', 'predicted', 'predicted_name'];
  return csvOf([[...header, ...Array.from({ length: classes }, (_, label) => `p${label}`)], ...rows]);
}
