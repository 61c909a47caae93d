/** The headline numbers of the Data cell, as notes quote them. */
import { classesOf } from '../../../core/dataset/types';
import { count } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import { splitSizes } from './findings';
import type { DataSummary } from '../types';

export const values: NamedValues<DataSummary> = {
  name: { what: 'Name of the data set', text: ({ summary }) => summary.name },
  images: { what: 'All images', text: ({ summary: { counts } }) => count(counts.train + counts.test) },
  trainingFile: { what: 'Images of the training file', text: ({ summary }) => count(summary.counts.train) },
  testImages: { what: 'Images of the test file', text: ({ summary }) => count(summary.counts.test) },
  classes: { what: 'Classes', text: ({ summary }) => count(classesOf(summary)) },
  splits: { what: 'Images of the splits of the training file', text: ({ summary }) => splitSizes(summary) },
  hash: { what: 'Beginning of the SHA-256 of the files', text: ({ summary }) => summary.hash.slice(0, 12) },
};
