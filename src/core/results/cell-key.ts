import { ledgerHash } from '../ledger/hashed';
import type { LedgerEvent } from '../ledger/types';
import { resultKey } from './keys';
import type { Json } from './types';

/** The facts of a cell's job that its key is made of; the page's definition and the job must agree on them. */
export interface CellFacts {
  readonly kind: string;
  readonly version: number;
  readonly numeric: boolean;
  readonly readsLedger?: boolean | undefined;
}

/** The key of a cell's result, on the page (to tell what is stale) and in the coordinator (to find what is done). */
export function cellKey(
  facts: CellFacts,
  state: {
    readonly params: Json;
    /** Input name -> output hash. */
    readonly inputs: Readonly<Record<string, string>>;
    readonly rootSeed: number;
    readonly numericMode: string;
    readonly ledger: readonly LedgerEvent[];
  },
): string {
  return resultKey({
    kind: `cell:${facts.kind}`,
    version: facts.version,
    params: state.params,
    inputs: state.inputs,
    seed: state.rootSeed,
    numericMode: facts.numeric ? state.numericMode : undefined,
    ledger: facts.readsLedger ? ledgerHash(state.ledger) : undefined,
  });
}
