/** What cells call classes. Pure. */
import { nameOfLabel } from '../core/dataset/shape';
import type { CellContent } from './types';

/** Names of the classes by label; empty where no data set is known: {@link nameOfLabel} calls them by number then. */
export const classNames = ({ data }: Pick<CellContent, 'data'>): readonly string[] => data?.classes ?? [];

/** What to call a label. */
export type Naming = (label: number) => string;

/** Of the data set that the content was made from. */
export function namer(content: Pick<CellContent, 'data'>): Naming {
  const classes = classNames(content);
  return (label) => nameOfLabel(classes, label);
}

/** Names for the first `count` labels. */
export const namesOf = (classes: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, label) => nameOfLabel(classes, label));

/** Classes above which a heat map of them has no room for numbers in its cells, nor for every name along its sides. */
export const CROWDED = 20;

/** Of an axis with a class each step. */
export const classAxis = (classes: number): { readonly type: 'category'; readonly nticks?: number } => ({
  type: 'category',
  ...(classes > CROWDED ? { nticks: CROWDED } : {}),
});

/** The text of a cell of a heat map of classes, where there is room. */
export const cellText = (template: string, classes: number): string => (classes > CROWDED ? '' : template);
