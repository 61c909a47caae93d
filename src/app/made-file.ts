/** Makes files that cells offer: in a worker, or here where none can. The same code makes them, so their bytes are the same. */
import { exporterOf, type FileRequest } from '../core/exchange';
import { eventsOf, makeFile, resultsOf } from '../core/exchange/make';
import { asLookbookError } from '../core/errors';
import type { ArtifactRef, Json } from '../core/results/types';
import type { Shell } from './shell.svelte';

/** @throws LookbookError what the exporter throws */
export async function madeFile(
  { workspace, client }: Pick<Shell, 'workspace' | 'client'>,
  request: FileRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const read = (ref: ArtifactRef) => workspace.readArray(ref);
  // A run that is only shown has its arrays on the page; while cells run, a file would wait for a training to end.
  if (workspace.shown?.run || workspace.running) return makeFile(request, read);
  const { id: exporter, version } = exporterOf(request.exporter);
  const params = { exporter, version, settings: (request.settings ?? null) as Json, ledger: eventsOf(request) };
  try {
    const { artifacts } = await client.task('export', { params, inputs: resultsOf(request) });
    return (await read(artifacts['file']!)).data as Uint8Array<ArrayBuffer>;
  } catch (thrown) {
    // Without a backend, or with a full storage, results can still be taken away; a fault of the exporter shows here again.
    const { message } = asLookbookError(thrown);
    workspace.log.add({ at: new Date().toISOString(), level: 'warning', where: exporter, message });
    return makeFile(request, read);
  }
}
