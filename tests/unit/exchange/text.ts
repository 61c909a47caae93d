/** Files as text, for tests. */
import type { FileRequest } from '../../../src/core/exchange';
import { makeFile } from '../../../src/core/exchange/make';
import { runs } from '../../../src/core/exchange/runs';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import type { ArtifactRef, NdArray } from '../../../src/core/results/types';

const NONE = (): Promise<NdArray> => Promise.reject(new Error('no arrays here'));

export async function textOf(
  request: FileRequest,
  { read = NONE }: { readonly read?: (ref: ArtifactRef) => Promise<NdArray> } = {},
): Promise<string> {
  return new TextDecoder().decode(await makeFile(request, read));
}

/** runs.csv, at once. */
export const runsText = (ledger: readonly LedgerEvent[]): string =>
  runs.encode({ settings: undefined, results: {}, ledger }) as string;
