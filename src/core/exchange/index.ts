/** The exporters by their ids. Loaded by what makes files, not by what offers them: that needs the types alone. */
import { LookbookError } from '../errors';
import * as all from './all';
import type { AnyExporter, RequestOf } from './types';

export const EXPORTERS: readonly AnyExporter[] = Object.values(all);

/** A file that some exporter can make. */
export type FileRequest = { [Name in keyof typeof all]: RequestOf<(typeof all)[Name]> }[keyof typeof all];

/** @throws LookbookError `internal` for an id that no exporter has */
export function exporterOf(id: string): AnyExporter {
  const found = EXPORTERS.find((exporter) => exporter.id === id);
  if (found) return found;
  const known = EXPORTERS.map((exporter) => exporter.id).join(', ');
  throw new LookbookError('internal', `There is no exporter "${id}". There are: ${known}.`);
}
