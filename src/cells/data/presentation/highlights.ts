/** What the Data cell gives to the summary of the study. */
import { count } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { DataSummary } from '../types';

export const highlights = ({ counts, name }: DataSummary): Highlights => ({
  did: `explores ${count(counts.train + counts.test)} images of ${name}`,
});
