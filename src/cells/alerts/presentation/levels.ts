/** How the Alerts cell is read. */
import { plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { AlertsParams, AlertsSummary } from '../types';

export const levels: Levels<AlertsParams, AlertsSummary> = {
  brief: ({ summary: { alerts } }) => plural(alerts.length, 'alert'),
  key: ['alerts'],
  sections: [
    { id: 'images', title: 'Images behind the alerts', blocks: ['pictures'] },
    {
      id: 'checks',
      title: 'All checks and thresholds',
      blocks: ['checks'],
      notable: ({ summary: { alerts, quiet } }) =>
        `${plural(alerts.length + quiet.length, 'check')}, ${quiet.length} without an alert`,
    },
  ],
};
