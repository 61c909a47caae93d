/** Tables of images with a class a column, and what stands in for them where there are too many classes. Pure. */
import type { GridImage, ImagesBlock } from './blocks';

/** Columns whose images can still be seen beside each other. */
const MOST_COLUMNS = 20;
/** Columns of the grid that stands in for a wider table, and images in it. */
const GRID_COLUMNS = 12;
const MOST_IMAGES = 400;

/** Whether a table of so many classes would be too wide. */
export const isWide = (classes: number): boolean => classes > MOST_COLUMNS;

type Table = ImagesBlock & { readonly columnLabels: readonly string[] };

/**
 * The table; of more than 20 classes a grid instead, class after class: the first image of each bears its name, and of many rows the
 * first are shown.
 * @param rows of the table, or as many as the grid should show of it
 */
export function classTable(table: Table, rows: number): ImagesBlock {
  const { columnLabels: names, ...block } = table;
  if (!isWide(names.length)) return table;
  const kept = Math.max(1, Math.min(rows, Math.floor(MOST_IMAGES / names.length)));
  return {
    ...block,
    columns: kept * Math.max(1, Math.floor(GRID_COLUMNS / kept)),
    async load() {
      const images = await table.load();
      const shown = Math.min(kept, images.length / names.length);
      return names.flatMap((name, column) =>
        Array.from({ length: shown }, (_, row): GridImage => {
          const image = images[row * names.length + column]!;
          return row === 0 ? { ...image, label: name } : image;
        }),
      );
    },
  };
}
