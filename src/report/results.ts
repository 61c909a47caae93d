/** results.json: the same study twice gives the same file but for `timing`. Its JSON Schema is docs/results.schema.json. */
import { runsOf, testOpeningsOf } from '../core/ledger/runs';
import type { ArtifactRef, Json } from '../core/results/types';
import { provenanceOf, type Provenance } from './provenance';
import type { ReportSource } from './types';

export const RESULTS_SCHEMA = 'lookbook-results/1';

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

export interface ResultsTiming {
  readonly exportedAt: string;
  readonly workers: number | null;
  readonly cells: Readonly<Record<string, { readonly seconds: number | null; readonly endedAt: string | null }>>;
  /** Of the ledger's runs and test openings, by the event's id. */
  readonly events: Readonly<Record<string, { readonly at: string; readonly seconds: number | null }>>;
}

export interface Results {
  readonly schema: typeof RESULTS_SCHEMA;
  readonly provenance: Provenance;
  readonly cells: readonly ResultsCell[];
  readonly timing: ResultsTiming;
}

/** @param at ISO time of the export */
export function buildResults(source: ReportSource, at: string): Results {
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
    cells,
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
