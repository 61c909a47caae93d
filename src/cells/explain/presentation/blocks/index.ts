/** What the Explain cell shows and reports, in order: the maps first, the model's own score last. */
import type { Block } from '../../../../plots/blocks';
import type { Content } from './content';
import { factsBlock, modelBlocks } from './model';
import { namedText, signedBlock, swarmBlock } from './named';
import { moreMaps, pixelBlocks } from './pixels';
import { selectionBlocks } from './selection';

/** The parts between which the page puts what can be done: taking the pixels over, choosing the class of the beeswarm. */
export const pixelPart = (content: Content): Block[] => [
  factsBlock(content),
  ...pixelBlocks(content),
  ...selectionBlocks(content),
];
export const effectPart = (content: Content): Block[] => [signedBlock(content)];
export const swarmPart = (content: Content, label?: number): Block[] => [swarmBlock(content, label)];
export const modelPart = (content: Content): Block[] => [
  namedText(content),
  ...modelBlocks(content),
  ...moreMaps(content),
];

export const blocks = (content: Content): Block[] => [
  ...pixelPart(content),
  ...effectPart(content),
  ...swarmPart(content),
  ...modelPart(content),
];
