/** What a report is made from, and what the page lends it. The report knows no cell kind by name. */
import type { FileRequest } from '../core/exchange';
import type { LedgerEvent } from '../core/ledger/types';
import type { CellStatus, Environment, Json } from '../core/results/types';
import type { CellContent, CellDefinition, CellPresentation } from '../cells/types';
import type { FigureBlock } from '../plots/blocks';

export interface ReportCell {
  readonly id: string;
  /** Its title on the page, with a number if it is not the first of its kind; the kind's own if left out. */
  readonly title?: string;
  readonly definition: CellDefinition;
  readonly presentation: CellPresentation;
  /** Absent if the cell has no result. */
  readonly content?: CellContent;
  /** Resolved parameters; those of `content` if left out. */
  readonly params?: Json;
  readonly status?: CellStatus;
  readonly stale: boolean;
  /** Markdown, live values already put in. */
  readonly note: string;
}

export interface ReportSource {
  readonly document: {
    readonly title: string;
    readonly author: string;
    readonly preset: string;
    readonly rootSeed: number;
    readonly [key: string]: unknown;
  };
  /** What a reader must know before anything else: that this is the ready-made example. */
  readonly notice?: string;
  /** In the order of the notebook. */
  readonly cells: readonly ReportCell[];
  readonly environment?: Environment | undefined;
  readonly ledger: readonly LedgerEvent[];
  readonly appVersion: string;
  /** Makes a file that a cell offers; here, from the cell's own arrays, if left out. */
  readonly makeFile?: (request: FileRequest) => Promise<Uint8Array<ArrayBuffer>>;
  /** The notebook as text, so that the study can be run again. */
  readonly notebookJson: string;
}

/** What needs a browser: given by the page, replaced in tests. */
export interface Renderers {
  /** The figure as the text of one SVG element. */
  figure(block: FigureBlock): Promise<string>;
  /** Markdown as sanitised HTML. */
  markdown(text: string): string;
}

export interface ExportProgress {
  /** What is being written, for people. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface ExportOptions {
  readonly onProgress?: (progress: ExportProgress) => void;
  readonly renderers?: Renderers;
  /** ISO time of the export; now if left out. */
  readonly at?: string;
}
