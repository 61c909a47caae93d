/** What the Alerts cell gives to the summary of the study. */
import { count, plural } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { AlertsSummary } from '../types';
import { bySeverity } from './findings';

/** Alerts drawn in the strip: those that reach furthest. */
const DRAWN = 6;

export function highlights({ alerts, quiet }: AlertsSummary): Highlights {
  const checks = plural(alerts.length + quiet.length, 'check');
  if (alerts.length === 0) return { findings: [`All ${checks} of the data are in order.`] };
  return {
    findings: [
      `${checks} of the data: ${bySeverity(alerts)}; ${count(quiet.length)} in order. First: ${alerts[0]!.title.toLowerCase()}.`,
    ],
    picture: {
      title: 'Alerts, by what they count',
      alt: alerts.map(({ title, count: found }) => `${title}: ${count(found)}`).join('; '),
      drawing: {
        type: 'bars',
        // Counts reach from ones to ten thousands: their lengths are in decades.
        bars: alerts.slice(0, DRAWN).map((alert) => ({
          label: alert.title,
          value: Math.log10(1 + alert.count),
          text: count(alert.count),
          marked: alert.severity === 'warning',
        })),
      },
    },
  };
}
