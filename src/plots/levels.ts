/** How a cell is read: what stands open, and the named sections that the rest is folded into. */
import type { Block } from './blocks';

export interface FoldedSection {
  /** Unique within the cell: "correlations"; `#explore/correlations` leads to it. */
  readonly id: string;
  readonly title: string;
  /** Its most notable number, in a few words. */
  readonly notable?: string | undefined;
  readonly blocks: readonly Block[];
}

/** A result in its levels, below its headline. */
export interface Levelled {
  /** Open: at most five facts and the key figure. */
  readonly open: readonly Block[];
  readonly sections: readonly FoldedSection[];
}

/** A block's name within its cell; facts and texts have that of their type. */
export const idOf = (block: Block): string => ('id' in block ? block.id : block.type);

/** What a section holds, in words, where it names no number of its own: "2 figures, 1 table". */
export function contentsOf(blocks: readonly Block[]): string {
  const figures = blocks.filter(({ type }) => type === 'figure' || type === 'images').length;
  const tables = blocks.filter(({ type }) => type === 'table').length;
  const counted = [
    figures > 0 ? `${figures} ${figures === 1 ? 'figure' : 'figures'}` : '',
    tables > 0 ? `${tables} ${tables === 1 ? 'table' : 'tables'}` : '',
  ];
  return counted.filter(Boolean).join(', ');
}
