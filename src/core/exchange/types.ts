/** Files for other programs: what an exporter is, and what a cell says of a file to be made. */
import type { LedgerEvent } from '../ledger/types';
import type { NdArray, StoredResult } from '../results/types';

/** A result as an exporter is given it: never its key, its place or its times. */
export interface GivenResult<Summary = unknown> {
  readonly summary: Summary;
  /** Those that the exporter needs, by name. */
  readonly arrays: Readonly<Record<string, NdArray>>;
}

/** What an exporter makes its file from. Equal ones give equal bytes. */
export interface Given<Settings = undefined, Summaries = object> {
  /** What the cell adds to its results: names of classes, times. JSON. */
  readonly settings: Settings;
  readonly results: { readonly [Name in keyof Summaries]: GivenResult<Summaries[Name]> };
  /** The ledger's events of the types that the exporter needs, in the ledger's order. */
  readonly ledger: readonly LedgerEvent[];
}

/** What is read and sent to a worker for a file: nothing else is. */
export interface Needs<Name extends PropertyKey = string> {
  /** Result -> names of its arrays; a name that ends in "*" stands for all that begin so. */
  readonly results?: Readonly<Record<Name, readonly string[]>>;
  readonly ledger?: readonly LedgerEvent['type'][];
}

/** Makes one kind of file. Pure: no clock, no chance, nothing of the browser. */
export interface Exporter<Id extends string = string, Settings = undefined, Summaries = object> {
  readonly id: Id;
  /** Raise it when the same would now give other bytes. */
  readonly version: number;
  /** What the file is, in a few words: "every trial of a study". docs/files.md lists it. */
  readonly about: string;
  /** The format and who defines it: "CSV (RFC 4180)". */
  readonly source: string;
  /** "runs.csv" */
  readonly name: string;
  readonly mediaType: string;
  /** How the file is used, for the kit's read-me: a sentence with the command. */
  readonly use?: string;
  readonly needs: Needs<keyof Summaries>;
  /** Text (UTF-8) or bytes. */
  encode(given: Given<Settings, Summaries>): Encoded | Promise<Encoded>;
}
export type Encoded = string | Uint8Array<ArrayBuffer>;

/** Of any settings and results. */
export type AnyExporter = Omit<Exporter<string, never, never>, 'needs'> & { readonly needs: Needs };

/** A file to be made by an exporter, as a cell offers it. */
export type RequestOf<E> =
  E extends Exporter<infer Id, infer Settings, infer Summaries>
    ? { readonly exporter: Id; readonly ledger?: readonly LedgerEvent[] } & Part<'settings', Settings> &
        Part<'results', Results<Summaries>>
    : never;
type Results<Summaries> = keyof Summaries extends never
  ? undefined
  : { readonly [Name in keyof Summaries]: StoredResult<Summaries[Name]> };
type Part<Name extends string, Value> = undefined extends Value
  ? { readonly [N in Name]?: undefined }
  : { readonly [N in Name]: Value };

/** Checks an exporter's types; an exporter's file exports what this gives. */
export const defineExporter = <const Id extends string, Settings = undefined, Summaries = object>(
  exporter: Exporter<Id, Settings, Summaries>,
): Exporter<Id, Settings, Summaries> => exporter;
