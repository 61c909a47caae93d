/** The labels of a file as a whole. */
import type { Bytes, FileInHand } from './bytes';
import { IdxReader } from './idx';

/** The labels of an unpacked file. @throws as {@link IdxReader.push} and `finish` do */
export async function readIdxLabels(bytes: Bytes, file: FileInHand): Promise<Uint8Array> {
  const reader = new IdxReader(file, 'labels');
  const pieces: Uint8Array[] = [];
  for await (const chunk of bytes) pieces.push(reader.push(chunk).slice());
  const labels = new Uint8Array(reader.finish().header.count);
  let filled = 0;
  for (const piece of pieces) {
    labels.set(piece, filled);
    filled += piece.length;
  }
  return labels;
}

/** The least and the greatest label. */
export interface LabelRange {
  readonly least: number;
  readonly greatest: number;
}

/** @param parts of which at least one is not empty */
export function labelRange(...parts: readonly Uint8Array[]): LabelRange {
  let [least, greatest] = [255, 0];
  for (const labels of parts) {
    for (const label of labels) {
      if (label < least) least = label;
      if (label > greatest) greatest = label;
    }
  }
  return { least, greatest };
}
