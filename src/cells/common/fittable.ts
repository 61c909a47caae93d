/** For jobs that fit models on their data set: it is refused with a sentence where it has too few or too many classes. */
import type { DatasetSummary } from '../../core/dataset/types';

export const fittable = {
  async data(summary: DatasetSummary | undefined): Promise<void> {
    if (summary) (await import('../../core/dataset/suitable')).requireSuitable(summary);
  },
} as const;
