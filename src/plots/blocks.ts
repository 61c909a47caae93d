/**
 * The vocabulary in which cells say what they found: the page renders it with components, the report as static HTML.
 * Figures carry data and meaning only; colours, fonts and grid come from the theme when drawn.
 */
import type { Data, Layout } from 'plotly.js';
import type { ImageSize } from '../core/dataset/shape';

/** What a trace means, from which the theme takes its colours. */
export interface TraceMeta {
  /** The whole trace is one class. */
  readonly classIndex?: number;
  /** One class a point or bar. */
  readonly classIndices?: readonly number[];
  /** Which colour of the series' own it has, from 0, where the order of traces does not say it: equal series in subplots. */
  readonly series?: number;
  /** A reference line, quieter than the rest. */
  readonly muted?: boolean;
  /** A heat map of signed values: the diverging scale, with zero in its middle. */
  readonly diverging?: boolean;
}

export interface PlotlySpec {
  readonly data: (Partial<Data> & { readonly meta?: TraceMeta })[];
  /** Axis titles with units, ranges, bar mode. No colours of paper, fonts or margins: the theme sets them. */
  readonly layout: Partial<Layout>;
}

/** Images behind a number: the page opens them in its gallery. In a report they are a count without a link. */
export interface ImageList {
  readonly title: string;
  /** SHA-256 of the data set that the ids belong to. */
  readonly dataset: string;
  /** Ids over both official files (core/dataset/ids.ts), in the order to show them in. */
  readonly ids: readonly number[] | (() => Promise<readonly number[]>);
  /** A few characters under each image, in the same order: a score, a suggested class. */
  readonly labels?: readonly string[] | ((ids: readonly number[]) => Promise<readonly string[]>);
  /** Two after the other are a pair; an image may stand in several. */
  readonly paired?: boolean;
  /** Place of the image that is looked at first; the first if left out. */
  readonly at?: number;
}

interface Titled {
  /** Unique within the cell; used for anchors and file names. */
  readonly id: string;
  readonly title: string;
  /** What one sees and what it means, with units. */
  readonly caption: string;
}

/** A point, bar or cell of a figure that was pointed at. */
export interface FigurePoint {
  /** Index of the trace in the spec's `data`. */
  readonly trace: number;
  /** Index of the point in its trace; [row, column] in a heat map. */
  readonly point: number | readonly [number, number];
  /** Its place on the axes, as the trace has it; x is the bin's middle in a histogram. */
  readonly x?: string | number;
  readonly y?: string | number;
}

export interface FigureBlock extends Titled {
  readonly type: 'figure';
  /** Text alternative: what the figure shows, for who cannot see it. */
  readonly alt: string;
  /** Height in CSS pixels; 320 if left out. */
  readonly height?: number;
  draw(): Promise<PlotlySpec>;
  /** The images behind a point, opened when it is clicked; undefined where there are none. */
  pick?(point: FigurePoint): ImageList | undefined;
}

export interface GridImage {
  /** height x width values: 0 (black) to 255 (white) for `gray`; signed and scaled to [-1, 1] for `diverging`. */
  readonly pixels: Uint8Array | Float32Array;
  readonly size: ImageSize;
  readonly scale: 'gray' | 'diverging';
  /** Short text below the image. */
  readonly label?: string;
  /** Class index for the colour mark beside the label. */
  readonly classIndex?: number;
  readonly alt?: string;
  /** Its id in the block's data set (core/dataset/ids.ts): the page opens it when it is clicked. */
  readonly image?: number;
  /** There is no image at this place of a table: nothing is drawn, since black would be an image. */
  readonly absent?: boolean;
}

/** Images that an aggregate is made of, at the least, so that none of them can be seen in it. */
export const LEAST_POOLED = 10;

export interface ImagesBlock extends Titled {
  readonly type: 'images';
  readonly alt: string;
  readonly columns: number;
  /** Headings above the columns, if the grid is a table of images. */
  readonly columnLabels?: readonly string[];
  /**
   * Every image is made of at least {@link LEAST_POOLED} images of the data set, or of none: a mean of a class, a mask. A report
   * that leaves images out keeps those alone; a map laid over one image shows that image, so it is not one.
   */
  readonly aggregate?: boolean;
  /** SHA-256 of the data set that the images' ids belong to. */
  readonly dataset?: string;
  load(): Promise<readonly GridImage[]>;
}

export interface TableColumn {
  readonly key: string;
  readonly label: string;
  readonly align?: 'left' | 'right';
  /** Digits after the point for numbers; integers get thousands separators. */
  readonly digits?: number;
  /** Class index column: shown with its colour mark. */
  readonly classMark?: boolean;
  /** Names of the classes by label, for such a column. */
  readonly classes?: readonly string[];
  /** Names of files, hashes: in type of one width, never broken. */
  readonly code?: boolean;
}
export type TableRow = Readonly<Record<string, string | number | boolean | null>>;
export interface TableBlock extends Titled {
  readonly type: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Rows shown before "show all". */
  readonly initialRows?: number;
  /** The images behind a row, by its index in `rows`. */
  images?(row: number): ImageList | undefined;
}

export interface Alert {
  readonly kind: string;
  readonly severity: 'info' | 'notice' | 'warning';
  readonly sentence: string;
  readonly count: number;
  readonly threshold?: number;
  readonly images?: ImageList;
}
export interface AlertsBlock extends Titled {
  readonly type: 'alerts';
  readonly alerts: readonly Alert[];
}

/** Key numbers in a row. */
export interface FactsBlock {
  readonly type: 'facts';
  readonly facts: readonly { readonly label: string; readonly value: string; readonly note?: string }[];
}

export interface TextBlock {
  readonly type: 'text';
  /** Markdown; sanitised when shown. */
  readonly markdown: string;
}

/** Sentences, one idea each. */
export interface ListBlock {
  readonly type: 'list';
  readonly items: readonly string[];
}

export type Block = ListBlock | FigureBlock | ImagesBlock | TableBlock | AlertsBlock | FactsBlock | TextBlock;
