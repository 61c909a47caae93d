/** The headline numbers of the Alerts cell, as notes quote them. */
import type { Severity } from '../../../core/alerts/types';
import { count } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { AlertsSummary } from '../types';

const ofSeverity = ({ alerts }: AlertsSummary, wanted: Severity): string =>
  count(alerts.filter(({ severity }) => severity === wanted).length);

export const values: NamedValues<AlertsSummary> = {
  checks: { what: 'Checks made', text: ({ summary: { alerts, quiet } }) => count(alerts.length + quiet.length) },
  inOrder: { what: 'Checks that are in order', text: ({ summary }) => count(summary.quiet.length) },
  warnings: { what: 'Warnings', text: ({ summary }) => ofSeverity(summary, 'warning') },
  notices: { what: 'Notices', text: ({ summary }) => ofSeverity(summary, 'notice') },
  notes: { what: 'Notes', text: ({ summary }) => ofSeverity(summary, 'info') },
  gravest: { what: 'The most severe alert, a sentence', text: ({ summary }) => summary.alerts[0]?.sentence },
};
