/** How the Data cell is read. */
import { count } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import { isOfficial } from './findings';
import type { DataParams, DataSummary } from '../types';

export const levels: Levels<DataParams, DataSummary> = {
  brief: ({ summary: { counts } }) => `${count(counts.train + counts.test)} images`,
  key: [],
  sections: [
    {
      id: 'splits',
      title: 'Splits',
      blocks: ['classes'],
      notable: ({ summary: { splits } }) =>
        `${count(splits.train.count)} training images, ${count(splits.test.count)} test`,
    },
    {
      id: 'files',
      title: 'Files',
      blocks: ['files'],
      notable: ({ summary }) => `SHA-256, ${isOfficial(summary) ? 'official' : 'not the official set'}`,
    },
    { id: 'damage', title: 'What was damaged', blocks: ['damage*'] },
  ],
};
