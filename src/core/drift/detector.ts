/** What every detector that measures a batch says of itself, and how the registries of them are made. */
import { LookbookError } from '../errors';

/** What one detector says of one batch, or of one column of it. */
export interface Measure {
  readonly statistic: number;
  /** Chance of a statistic at least this large without drift; only detectors that are tests have one. */
  readonly p?: number;
  /** What the statistic is on average without drift, from sampling alone. */
  readonly expected?: number;
}

export interface Detector {
  /** Unique in its registry; stands in files and results, so it does not change. */
  readonly id: string;
  /** Raised with every change of its numbers: stored results of the version before are then measured anew. */
  readonly version: number;
  /** In full: "Kolmogorov-Smirnov". */
  readonly label: string;
  /** In a sentence: "KS". */
  readonly name: string;
  /** Over a column of a table, with the unit: "Wasserstein (sd)". */
  readonly heading: string;
  /** Decimals of its statistic in tables. */
  readonly digits: number;
  /** What the statistic is, in one sentence, with its range or unit. */
  readonly definition: string;
  /** Who published it: "Szekely and Rizzo 2013". */
  readonly source: string;
  /**
   * Whether its p-values raise the alarm. Those that do are corrected together, so each asks for a stricter level of all others. One that
   * explores is computed, shown and exported; its p-values are corrected among themselves and move no other.
   */
  readonly decides: boolean;
  /** Where it stands among the others in tables and files, ascending. */
  readonly place: number;
}

/**
 * Detectors in the order of their places. @param what they are, for the error: "column test"
 * @throws LookbookError `internal` where two have one id
 */
export function inPlace<D extends Detector>(what: string, members: Readonly<Record<string, D>>): readonly D[] {
  const sorted = Object.values(members).sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
  for (const { id } of sorted) {
    if (sorted.filter((other) => other.id === id).length > 1) {
      throw new LookbookError(
        'internal',
        `Two drift detectors are called "${id}": each ${what} needs an id of its own.`,
      );
    }
  }
  return sorted;
}

/** Those whose p-values raise the alarm, or those that explore. */
export const thatDecide = <D extends { readonly decides: boolean }>(members: readonly D[], decides = true): D[] =>
  members.filter((member) => member.decides === decides);
