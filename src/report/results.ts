/** results.json: the same study twice gives the same file but for `timing`. Its JSON Schema is docs/results.schema.json. */
import { runsOf, testOpeningsOf } from '../core/ledger/runs';
import { LISTED_IDS } from '../core/dataset/ids';
import type { ArtifactRef, Json } from '../core/results/types';
import type { ImageList } from '../plots/blocks';
import { presented } from './presented';
import { provenanceOf, type Provenance } from './provenance';
import type { SummaryPart } from './summary';
import { summaryOf } from './summary-section';
import type { ReportSource } from './types';

export const RESULTS_SCHEMA = 'lookbook-results/4';

export interface ResultsCell {
  readonly id: string;
  readonly kind: string;
  /** Version of the cell's algorithm. */
  readonly version: number;
  readonly status: string;
  readonly stale: boolean;
  /** Key of the result; null without one. */
  readonly key: string | null;
  readonly params: Json;
  readonly summary: Json;
  readonly artifacts: Readonly<Record<string, ArtifactRef>>;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a reader should know before trusting a model of the data, with the count and the images behind it. */
export interface ResultsAlert {
  readonly cellId: string;
  readonly kind: string;
  readonly severity: string;
  readonly sentence: string;
  readonly count: number;
  /** What the count was made with; null where nothing was chosen. */
  readonly threshold: number | null;
  /** null where no single images are behind it, or where their list cannot be read here. */
  readonly images: {
    /** Hash of the data set. */
    readonly dataset: string;
    /** How many different images there are. */
    readonly count: number;
    /** The first of them in the order of the official files: the training file's images count from 0, the test file's go on. */
    readonly ids: readonly number[];
  } | null;
}

export interface ResultsTiming {
  readonly exportedAt: string;
  readonly workers: number | null;
  readonly cells: Readonly<Record<string, { readonly seconds: number | null; readonly endedAt: string | null }>>;
  /** Of the ledger's runs and test openings, by the event's id. */
  readonly events: Readonly<Record<string, { readonly at: string; readonly seconds: number | null }>>;
}

/** What was done and what came of it, as the report's first section has it. */
export interface ResultsSummary {
  readonly lead: readonly string[];
  readonly figures: readonly {
    readonly cellId: string;
    readonly label: string;
    readonly value: string;
    readonly interval: string;
    readonly note: string | null;
  }[];
  readonly findings: readonly { readonly mission: string; readonly cellId: string; readonly sentence: string }[];
  readonly missions: readonly SummaryPart[];
}

export interface Results {
  readonly schema: typeof RESULTS_SCHEMA;
  readonly provenance: Provenance;
  readonly summary: ResultsSummary;
  readonly cells: readonly ResultsCell[];
  /** Of all cells, in their order. */
  readonly alerts: readonly ResultsAlert[];
  readonly timing: ResultsTiming;
}

async function imagesBehind(list: ImageList | undefined): Promise<ResultsAlert['images']> {
  if (!list) return null;
  try {
    const ids = typeof list.ids === 'function' ? await list.ids() : list.ids;
    const ordered = Int32Array.from(new Set(ids)).sort();
    return { dataset: list.dataset, count: ordered.length, ids: [...ordered.subarray(0, LISTED_IDS)] };
  } catch {
    // A saved run need not hold the arrays behind every list; the count stands.
    return null;
  }
}

/** Every alert that a cell shows; what a cell shows is all that the report knows of it. */
async function alertsOf(source: ReportSource): Promise<ResultsAlert[]> {
  const found: ResultsAlert[] = [];
  for (const cell of source.cells) {
    for (const block of presented(cell).blocks) {
      if (block.type !== 'alerts') continue;
      for (const { kind, severity, sentence, count, threshold = null, images } of block.alerts) {
        const behind = await imagesBehind(images);
        found.push({ cellId: cell.id, kind, severity, sentence, count, threshold, images: behind });
      }
    }
  }
  return found;
}

function resultsSummary(source: ReportSource): ResultsSummary {
  const { lead, figures, findings, parts } = summaryOf(source);
  return {
    lead,
    figures: figures.map(({ cellId, label, value, interval, note = null }) => ({
      cellId,
      label,
      value,
      interval,
      note,
    })),
    findings: findings.map(({ mission, cellId, text }) => ({ mission, cellId, sentence: text })),
    missions: parts,
  };
}

/** @param at ISO time of the export */
export async function buildResults(source: ReportSource, at: string): Promise<Results> {
  const cells = source.cells.map(({ id, definition, content, params, status, stale }): ResultsCell => {
    const error = status?.error;
    return {
      id,
      kind: definition.kind,
      version: definition.version,
      status: status?.state ?? 'idle',
      stale,
      key: content?.result.key ?? null,
      params: params ?? content?.params ?? null,
      summary: (content?.summary ?? null) as Json,
      artifacts: content?.result.artifacts ?? {},
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    };
  });
  const events = [...runsOf(source.ledger), ...testOpeningsOf(source.ledger)].map(
    (event) => [event.id, { at: event.at, seconds: event.type === 'run' ? event.seconds : null }] as const,
  );
  return {
    schema: RESULTS_SCHEMA,
    provenance: provenanceOf(source),
    summary: resultsSummary(source),
    cells,
    alerts: await alertsOf(source),
    timing: {
      exportedAt: at,
      workers: source.environment?.workers ?? null,
      cells: Object.fromEntries(
        source.cells.map(({ id, content, status }) => [
          id,
          { seconds: content?.result.seconds ?? null, endedAt: status?.endedAt ?? content?.result.createdAt ?? null },
        ]),
      ),
      events: Object.fromEntries(events),
    },
  };
}
