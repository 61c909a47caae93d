/** All kinds of task: one line each. Modules are loaded by the task host when first needed. */
import { taskEntry, type TaskMapOf } from './types';

export const registry = {
  load: taskEntry({ version: 1, numeric: false, load: () => import('./load') }),
  profile: taskEntry({ version: 1, numeric: false, load: () => import('./profile') }),
  'fit-features': taskEntry({ version: 1, numeric: false, load: () => import('./fit-features') }),
  'preview-features': taskEntry({ version: 1, numeric: false, load: () => import('./preview-features') }),
  'compare-models': taskEntry({ version: 1, numeric: false, load: () => import('./compare-models') }),
  train: taskEntry({ version: 3, numeric: true, load: () => import('./train') }),
  attribute: taskEntry({ version: 2, numeric: true, load: () => import('./attribute') }),
};

export type TaskMap = TaskMapOf<typeof registry>;
