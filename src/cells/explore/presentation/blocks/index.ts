/** Everything the Explore cell shows and reports, in order. */
import type { Block } from '../../../../plots/blocks';
import { qualityBlocks } from './quality';
import { shownOf, type Content } from '../shown';
import { distributionBlocks } from './distributions';
import { overviewBlocks } from './overview';
import { relationBlocks } from './relations';

export function blocks(content: Content): Block[] {
  const { profile } = content.summary;
  const shown = shownOf(content);
  return [
    ...overviewBlocks(content, shown),
    ...(profile.pixels.images > 0 ? [...distributionBlocks(shown), ...relationBlocks(shown)] : []),
    ...qualityBlocks(content),
  ];
}
