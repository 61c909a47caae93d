/** All kinds of task: one line each. Modules are loaded by the task host when first needed. */
import type { StoredResult } from '../../src/core/results/types';
import { speed } from './calibrate/types';
import { trainingLoad } from './train/pace';
import { taskEntry, type TaskMapOf } from './types';

export const registry = {
  load: taskEntry({ version: 4, numeric: false, load: () => import('./load') }),
  alerts: taskEntry({ version: 2, numeric: false, load: () => import('./alerts') }),
  profile: taskEntry({ version: 3, numeric: false, load: () => import('./profile') }),
  quality: taskEntry({ version: 1, numeric: false, load: () => import('./quality') }),
  'pixel-products': taskEntry({ version: 2, numeric: false, load: () => import('./pixel-products') }),
  'fit-features': taskEntry({ version: 1, numeric: false, load: () => import('./fit-features') }),
  'preview-features': taskEntry({ version: 1, numeric: false, load: () => import('./preview-features') }),
  'compare-models': taskEntry({ version: 1, numeric: false, load: () => import('./compare-models') }),
  'choice-optimism': taskEntry({ version: 1, numeric: false, load: () => import('./choice-optimism') }),
  reconstruct: taskEntry({ version: 1, numeric: false, load: () => import('./reconstruct') }),
  embed: taskEntry({ version: 1, numeric: false, load: () => import('./embed') }),
  'class-shapes': taskEntry({ version: 1, numeric: false, load: () => import('./class-shapes') }),
  pictures: taskEntry({ version: 1, numeric: false, load: () => import('./pictures') }),
  examine: taskEntry({ version: 2, numeric: false, load: () => import('./examine') }),
  train: taskEntry({
    version: 4,
    numeric: true,
    helpers: ({ shards = 1 }) => shards - 1,
    paced: trainingLoad,
    load: () => import('./train'),
  }),
  calibrate: taskEntry({ version: 1, numeric: false, measures: speed, load: () => import('./calibrate') }),
  'fit-classic': taskEntry({ version: 1, numeric: false, load: () => import('./fit-classic') }),
  score: taskEntry({ version: 1, numeric: true, load: () => import('./score') }),
  'label-issues': taskEntry({ version: 2, numeric: false, load: () => import('./label-issues') }),
  attribute: taskEntry({ version: 5, numeric: true, load: () => import('./attribute') }),
  'delete-at-random': taskEntry({ version: 1, numeric: true, load: () => import('./delete-at-random') }),
  'rank-pixels': taskEntry({ version: 2, numeric: true, load: () => import('./rank-pixels') }),
  'explain-linear': taskEntry({ version: 1, numeric: false, load: () => import('./explain-linear') }),
  'drift-reference': taskEntry({ version: 2, numeric: true, load: () => import('./drift-reference') }),
  'drift-batches': taskEntry({ version: 3, numeric: true, load: () => import('./drift-batches') }),
  'drift-gate': taskEntry({ version: 1, numeric: false, load: () => import('./drift-gate') }),
  'drift-examples': taskEntry({ version: 1, numeric: false, load: () => import('./drift-examples') }),
  neighbours: taskEntry({ version: 1, numeric: false, load: () => import('./neighbours') }),
  'near-copies': taskEntry({ version: 2, numeric: false, load: () => import('./near-copies') }),
  export: taskEntry({ version: 1, numeric: false, load: () => import('./export') }),
};

export type TaskMap = TaskMapOf<typeof registry>;
/** What a kind of task leaves. */
export type ResultOf<Kind extends keyof TaskMap> = StoredResult<TaskMap[Kind]['summary'], TaskMap[Kind]['arrays']>;
