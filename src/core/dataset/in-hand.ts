/** A file on its way. */
export type Bytes = AsyncIterable<Uint8Array>;

/** A file being read: its name, and what to do about it if it is bad (a sentence, ends a message). */
export interface FileInHand {
  readonly name: string;
  readonly advice: string;
}
