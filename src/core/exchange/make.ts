/** Makes files by exporters: in a worker by the task `export`, and on the page where no worker can. */
import { LookbookError } from '../errors';
import type { LedgerEvent } from '../ledger/types';
import type { ArtifactRef, NdArray, StoredResult } from '../results/types';
import { exporterOf, type FileRequest } from './index';
import type { AnyExporter, Given, GivenResult } from './types';

type Refs = Readonly<Record<string, ArtifactRef>>;
type Read = (ref: ArtifactRef) => Promise<NdArray>;

/** The arrays of a result that a list of names stands for. @throws LookbookError `input/missing` */
function chosen(exporter: AnyExporter, result: StoredResult, names: readonly string[]): Refs {
  const found: Record<string, ArtifactRef> = {};
  for (const name of names) {
    const ref = result.artifacts[name];
    if (ref) found[name] = ref;
    else if (!name.endsWith('*'))
      throw new LookbookError(
        'input/missing',
        `${exporter.name} needs "${name}", which the result does not have: run its cell again.`,
      );
    const prefix = name.slice(0, -1);
    if (name.endsWith('*'))
      for (const [own, other] of Object.entries(result.artifacts)) if (own.startsWith(prefix)) found[own] = other;
  }
  return found;
}

/** What a request gives of the results that its exporter needs. @throws LookbookError `input/missing` */
export function resultsOf(request: FileRequest): Readonly<Record<string, StoredResult>> {
  const { name, needs } = exporterOf(request.exporter);
  const given: Readonly<Record<string, StoredResult>> = request.results ?? {};
  const wanted = Object.keys(needs.results ?? {});
  for (const result of wanted) {
    if (!Object.hasOwn(given, result))
      throw new LookbookError('input/missing', `${name} needs the result "${result}".`);
  }
  return Object.fromEntries(wanted.map((result) => [result, given[result]!]));
}

/** The ledger's events that the exporter needs. @throws LookbookError `input/missing` */
export function eventsOf({ exporter, ledger }: Pick<FileRequest, 'exporter' | 'ledger'>): readonly LedgerEvent[] {
  const { name, needs } = exporterOf(exporter);
  if (!needs.ledger) return [];
  if (!ledger) throw new LookbookError('input/missing', `${name} needs the ledger.`);
  return ledger.filter(({ type }) => needs.ledger!.includes(type));
}

/** References of the arrays that the file is made from, by result. @throws LookbookError `input/missing` */
export function arraysOf(request: FileRequest): Readonly<Record<string, Refs>> {
  const exporter = exporterOf(request.exporter);
  return Object.fromEntries(
    Object.entries(resultsOf(request)).map(([name, result]) => [
      name,
      chosen(exporter, result, exporter.needs.results![name]!),
    ]),
  );
}

/**
 * The file's bytes.
 * @throws LookbookError `input/missing` if the request lacks what the exporter needs; what reading and encoding throw
 */
export async function makeFile(request: FileRequest, read: Read): Promise<Uint8Array<ArrayBuffer>> {
  const exporter = exporterOf(request.exporter);
  const results: Record<string, GivenResult> = {};
  const stored = resultsOf(request);
  for (const [name, refs] of Object.entries(arraysOf(request))) {
    const arrays = await Promise.all(
      Object.entries(refs).map(async ([array, ref]) => [array, await read(ref)] as const),
    );
    results[name] = { summary: stored[name]!.summary, arrays: Object.fromEntries(arrays) };
  }
  const given: Given<unknown, Record<string, unknown>> = {
    settings: request.settings,
    results,
    ledger: eventsOf(request),
  };
  const made = await exporter.encode(given as never);
  return typeof made === 'string' ? new TextEncoder().encode(made) : made;
}
