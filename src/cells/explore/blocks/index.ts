/** Everything the Explore cell shows and reports, in order: alerts first. */
import type { Block } from '../../../plots/blocks';
import { qualityBlocks } from '../quality-blocks';
import { shownOf, type Content } from '../shown';
import { distributionBlocks } from './distributions';
import { overviewBlocks } from './overview';
import { relationBlocks } from './relations';

export function blocks(content: Content): Block[] {
  const { profile, alerts, quiet } = content.summary;
  const shown = shownOf(content);
  return [
    {
      type: 'alerts',
      id: 'alerts',
      title: 'Alerts',
      caption: quiet.length > 0 ? `Checked and in order: ${quiet.join('; ')}.` : 'Every check raised an alert.',
      alerts,
    },
    ...overviewBlocks(content, shown),
    ...(profile.pixels.images > 0 ? [...distributionBlocks(shown), ...relationBlocks(shown)] : []),
    ...qualityBlocks(content),
  ];
}
