/** What the Alerts cell says: the most severe finding first, honest when nothing is severe. */
import type { CheckedAlert, Severity } from '../../../core/alerts/types';
import { count, plural } from '../../../core/words/numbers';
import { listed } from '../../../core/words/comparisons';
import type { AlertsSummary } from '../types';

/** What each input would have checked. */
const CHECKED_BY: Readonly<Record<string, string>> = {
  similar: 'near copies',
  labels: 'label issues',
  map: 'outliers',
};

const SEVERITIES: readonly (readonly [Severity, string, string])[] = [
  ['warning', 'warning', 'warnings'],
  ['notice', 'notice', 'notices'],
  ['info', 'note', 'notes'],
];

export function bySeverity(alerts: readonly CheckedAlert[]): string {
  const parts = SEVERITIES.flatMap(([severity, one, many]) => {
    const of = alerts.filter((alert) => alert.severity === severity).length;
    return of > 0 ? [plural(of, one, many)] : [];
  });
  return listed(parts);
}

/** What was not checked, because no cell that checks it feeds this one. */
export function unchecked({ sources }: Pick<AlertsSummary, 'sources'>): string | undefined {
  const missing = Object.entries(CHECKED_BY).flatMap(([source, what]) => (sources.includes(source) ? [] : [what]));
  return missing.length > 0
    ? `Not checked: ${listed(missing)}. No cell that looks for them is an input of this one.`
    : undefined;
}

export function findings(summary: AlertsSummary): string[] {
  const { alerts, quiet } = summary;
  const checks = alerts.length + quiet.length;
  const first = alerts[0];
  const left = unchecked(summary);
  const rest = [
    ...(first ? [`${plural(checks, 'check')}: ${bySeverity(alerts)}; ${quiet.length} in order.`] : []),
    ...(left ? [left] : []),
    ...(summary.dataset.synthetic ? [`These are images of the ${summary.dataset.name}, not of Fashion-MNIST.`] : []),
  ];
  return [headline(first, checks), ...rest];
}

/** A headline is at most so long; a longer sentence gives way to the check and its count. */
const MOST_WORDS = 25;

/** What was found, without what it means. */
function brief({ sentence, title, count: found, judged }: CheckedAlert, most = MOST_WORDS): string {
  const [first = sentence] = sentence.split(/(?<=\.) (?=\p{Lu})/u);
  if (first.split(' ').length <= most) return first;
  return `${title}: ${count(found)} found${judged ? ` among ${count(judged)} checked` : ''}.`;
}

function headline(first: CheckedAlert | undefined, checks: number): string {
  if (!first) return `All ${checks} checks of the data are in order.`;
  if (first.severity === 'warning') return brief(first);
  return `No warnings. First ${first.severity === 'notice' ? 'notice' : 'note'}: ${brief(first, MOST_WORDS - 4)}`;
}
