/** What the Explain cell shows and reports, in order: the maps first, the model's own score last. */
import type { Block } from '../../../plots/blocks';
import type { Content } from './content';
import { factsBlock, modelBlocks } from './model';
import { namedText, signedBlock, swarmBlock } from './named';
import { moreMaps, pixelBlocks } from './pixels';
import { selectionBlocks } from './selection';

/** The parts before and after the beeswarm, whose class the page lets a person choose. */
export const blocksBefore = (content: Content): Block[] => [
  factsBlock(content),
  ...pixelBlocks(content),
  ...selectionBlocks(content),
  signedBlock(content),
];
export const blocksAfter = (content: Content): Block[] => [
  namedText(content),
  ...modelBlocks(content),
  ...moreMaps(content),
];

export const blocks = (content: Content): Block[] => [
  ...blocksBefore(content),
  swarmBlock(content),
  ...blocksAfter(content),
];
