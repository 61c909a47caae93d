/** What the Explain cell shows and reports, in order: the maps first, the model's own score last. */
import type { Block } from '../../../../plots/blocks';
import type { Content } from './content';
import { factsBlock, modelBlocks } from './model';
import { namedText, signedBlock, swarmBlock } from './named';
import { moreMaps, pixelBlocks } from './pixels';
import { selectionBlocks } from './selection';

export const blocks = (content: Content): Block[] => [
  factsBlock(content),
  ...pixelBlocks(content),
  ...selectionBlocks(content),
  signedBlock(content),
  swarmBlock(content),
  namedText(content),
  ...modelBlocks(content),
  ...moreMaps(content),
];
