/**
 * Matrices of classes, drawn in one way wherever a cell has one: what is taken for what, which class lies nearest, which labels are
 * wrong, how far apart means are.
 */
import { count } from '../core/words/numbers';
import type { PlotlySpec } from './blocks';

/** Classes above which a heat map of them has no room for numbers in its cells, nor for every name along its sides. */
export const CROWDED = 20;

/** Of an axis with a class each step. */
export const classAxis = (classes: number): { readonly type: 'category'; readonly nticks?: number } => ({
  type: 'category',
  ...(classes > CROWDED ? { nticks: CROWDED } : {}),
});

/** The text of a cell of a heat map of classes, where there is room. */
export const cellText = (template: string, classes: number): string => (classes > CROWDED ? '' : template);

export interface ClassMatrix {
  /** Of the rows, by row; of the columns too unless those have their own. */
  readonly names: readonly string[];
  readonly columnNames?: readonly string[];
  /** Titles of the two axes. */
  readonly row?: string;
  readonly column?: string;
  /** By row and column; null where there is none. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Beside the values, for the cells or the pointer to tell. */
  readonly text?: readonly (readonly string[])[];
  /** What stands in a cell, and what the pointer tells of it: Plotly's templates. */
  readonly cell: string;
  readonly hover: string;
  /** Unit of the colours. */
  readonly unit: string;
  /** The colours' ends; where values lie if left out. */
  readonly range?: { readonly zmin?: number; readonly zmax?: number };
}

/** First row on top, a class each row. */
export function classMatrix({ names, columnNames = names, row, column, ...shown }: ClassMatrix): PlotlySpec {
  const title = (text: string | undefined) => (text === undefined ? {} : { title: { text } });
  return {
    data: [
      {
        type: 'heatmap',
        x: [...columnNames],
        y: [...names],
        z: shown.values.map((values) => [...values]),
        ...(shown.text ? { text: shown.text.map((texts) => [...texts]) as unknown as string[] } : {}),
        texttemplate: cellText(shown.cell, names.length),
        hovertemplate: `${shown.hover}<extra></extra>`,
        hoverongaps: false,
        ...shown.range,
        colorbar: { title: { text: shown.unit } },
      },
    ],
    layout: {
      xaxis: { tickangle: -45, ...classAxis(columnNames.length), ...title(column) },
      yaxis: { autorange: 'reversed', ...classAxis(names.length), ...title(row) },
    },
  };
}

export interface Confusion extends Pick<ClassMatrix, 'names' | 'row' | 'column' | 'hover'> {
  /** Images by true class (rows) and what they are taken for (columns). */
  readonly counts: readonly (readonly number[])[];
  /** What stands in the cells; colours are shares of the row either way. */
  readonly cells: 'counts' | 'shares';
}

/** Counts by true class and by predicted class, coloured by the share of the row; a class without images has none. */
export function confusionMatrix({ counts, cells, ...shown }: Confusion): PlotlySpec {
  return classMatrix({
    ...shown,
    values: counts.map((row) => {
      const images = row.reduce((sum, here) => sum + here, 0);
      return row.map((here) => (images > 0 ? (100 * here) / images : null));
    }),
    text: counts.map((row) => row.map(count)),
    cell: cells === 'counts' ? '%{text}' : '%{z:.0f}',
    unit: '% of the class',
    range: { zmin: 0, zmax: 100 },
  });
}

/** A model's confusion matrix: true classes by predicted classes. */
export const namedMatrix = (counts: Confusion['counts'], names: readonly string[]): PlotlySpec =>
  confusionMatrix({
    counts,
    names,
    row: 'true class',
    column: 'predicted class',
    cells: 'counts',
    hover: '%{y} predicted as %{x}: %{text} images (%{z:.1f} % of the class)',
  });

/** What {@link namedMatrix} shows, in words. */
export const namedMatrixAlt = (classes: number): string =>
  `Heat map of ${classes} true classes by ${classes} predicted classes` +
  `${classes > CROWDED ? '' : ' with the number of images in each cell'}.`;
