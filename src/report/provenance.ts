/** Where the numbers of a report come from, gathered from results and ledger without knowing any cell kind. Pure. */
import { testOpeningsOf } from '../core/ledger/runs';
import type { DatasetSummary } from '../core/dataset/types';
import type { Json } from '../core/results/types';
import type { ReportCell, ReportSource } from './types';

/** Whether a summary describes a data set: told by its shape, because the report knows no kind by name. */
function isDatasetSummary(summary: unknown): summary is DatasetSummary {
  if (typeof summary !== 'object' || summary === null) return false;
  const given = summary as Record<string, unknown>;
  return (
    typeof given.hash === 'string' &&
    typeof given.name === 'string' &&
    typeof given.synthetic === 'boolean' &&
    typeof given.splitVersion === 'string' &&
    typeof given.splits === 'object'
  );
}

/** The data sets behind the report's cells, each once. */
export function datasetsOf(cells: readonly ReportCell[]): DatasetSummary[] {
  const found = new Map<string, DatasetSummary>();
  for (const { content } of cells) {
    if (!content) continue;
    for (const summary of [content.summary, ...Object.values(content.inputs).map((input) => input.summary)]) {
      if (isDatasetSummary(summary)) found.set(`${summary.hash} ${summary.splitVersion} ${summary.splitSeed}`, summary);
    }
  }
  return [...found.values()];
}

/** What a cell that collects all others says about the whole report: its text parameters of these names. */
export function coverOf(source: ReportSource): { title: string; author: string; notes: string } {
  const cover = { title: source.document.title, author: source.document.author, notes: '' };
  for (const { definition, params, content } of source.cells) {
    const given = params ?? content?.params;
    if (!definition.collectsAll || typeof given !== 'object' || given === null) continue;
    for (const name of ['title', 'author', 'notes'] as const) {
      const value: unknown = (given as Record<string, unknown>)[name];
      if (typeof value === 'string' && value.trim() !== '') cover[name] = value;
    }
  }
  return cover;
}

export type Provenance = Readonly<Record<string, Json>>;

/** Everything a reader needs to get the same numbers again; nothing here depends on time. */
export function provenanceOf(source: ReportSource): Provenance {
  const cover = coverOf(source);
  return {
    title: cover.title,
    author: cover.author,
    preset: source.document.preset,
    rootSeed: source.document.rootSeed,
    appVersion: source.appVersion,
    backend: source.environment?.backend ?? null,
    environment: source.environment?.description ?? null,
    numericMode: source.environment?.numericMode ?? null,
    datasets: datasetsOf(source.cells).map(({ hash, name, synthetic, counts, splitVersion, splitSeed }) => ({
      hash,
      name,
      synthetic,
      counts: { train: counts.train, test: counts.test },
      splitVersion,
      splitSeed,
    })),
    testOpenings: testOpeningsOf(source.ledger).map(({ id, cellId, reason, modelHash, accuracy }) => ({
      id,
      cellId,
      reason,
      modelHash,
      accuracy,
    })),
  };
}
