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
