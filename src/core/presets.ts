/**
 * The budgets of every preset, in this one table. A parameter that a person has not set takes its preset's value, so
 * changing the preset makes exactly the cells stale whose budget changes.
 */
import type { Json } from './results/types';

export const PRESET_NAMES = ['quick', 'standard', 'thorough'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The most images of the training file that a parameter asks for: a job takes as many of them as there are. */
export const MOST_IMAGES = 200_000;

/** preset -> cell kind -> parameter -> value. */
export const PRESETS: Readonly<Record<PresetName, Readonly<Record<string, Readonly<Record<string, Json>>>>>> = {
  quick: {
    similar: { trainQueries: 5000, networkEpochs: 1 },
    labels: { trainImages: 6000, folds: 3, model: 'mlp', epochs: 8, flipPercent: 0, retrainSeeds: 3 },
    map: { judgedImages: 10_000, referenceImages: 10_000, mapImages: 2000, epochs: 250 },
    features: { ablationImages: 4000, ablationEpochs: 3 },
    explain: { trainImages: 20_000, epochs: 4, explainedImages: 20, selectionImages: 8000, selectionSeeds: 4 },
    search: { budget: 120_000, trainImages: 40_000, neighbourImages: 5000 },
    tune: { trials: 12, trialImages: 10_000, trialEpochs: 3, finalImages: 40_000, finalEpochs: 4 },
    monitor: { trainImages: 40_000, epochs: 3 },
  },
  standard: {
    similar: { trainQueries: 40_000, networkEpochs: 4 },
    labels: { trainImages: 60_000, folds: 5, model: 'cnn-small', epochs: 5, flipPercent: 4, retrainSeeds: 5 },
    map: { judgedImages: 60_000, referenceImages: 40_000, mapImages: 10_000, epochs: 300 },
    features: { ablationImages: 12_000, ablationEpochs: 4 },
    explain: { trainImages: 40_000, epochs: 6, explainedImages: 40, selectionImages: 16_000, selectionSeeds: 5 },
    search: { budget: 200_000, trainImages: 40_000, neighbourImages: 20_000 },
    tune: {
      trials: 30,
      width: 4,
      trialImages: 10_000,
      trialEpochs: 4,
      finalImages: 40_000,
      finalEpochs: 8,
      defaults: true,
    },
    monitor: { trainImages: 40_000, epochs: 8 },
  },
  thorough: {
    similar: { trainQueries: 40_000, networkEpochs: 10 },
    labels: { trainImages: 60_000, folds: 10, model: 'cnn-small', epochs: 8, flipPercent: 4, retrainSeeds: 5 },
    map: { judgedImages: 60_000, referenceImages: 40_000, mapImages: 20_000, epochs: 500 },
    features: { ablationImages: 40_000, ablationEpochs: 6 },
    explain: { trainImages: 40_000, epochs: 15, explainedImages: 100, selectionImages: 40_000, selectionSeeds: 6 },
    search: { budget: 600_000, trainImages: 40_000, neighbourImages: 40_000 },
    tune: {
      trials: 80,
      width: 4,
      trialImages: 20_000,
      trialEpochs: 6,
      finalImages: 40_000,
      finalEpochs: 20,
      defaults: true,
    },
    monitor: { trainImages: 40_000, epochs: 20 },
  },
};
