import { hashJson } from './canonical';
import type { Json, StoredResult } from './types';

/** What a result depends on. Times, names of machines and the order of cells are not among it. */
export interface KeyParts {
  readonly kind: string;
  readonly version: number;
  readonly params: Json;
  /** Input name -> output hash. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly seed?: number | undefined;
  readonly numericMode?: string | undefined;
  /** Hash of the ledger, for kinds that read it. */
  readonly ledger?: string | undefined;
}

/** The key under which a result is memoised: equal keys mean equal bytes on one machine. */
export function resultKey(parts: KeyParts): string {
  return hashJson({ ...parts });
}

export function outputHashes(inputs: Readonly<Record<string, StoredResult>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, result]) => [name, result.outputHash]));
}
