/**
 * The one class of error that crosses Lookbook's seams (worker, storage, page), and the table of its codes.
 * A code is stable and tested for; a sentence is for people: what happened, where, what to do.
 */

interface ErrorEntry {
  /** What to tell a person when the thrower gave no sentence of its own. */
  readonly sentence: string;
  /** Whether doing the same thing again may help. */
  readonly retry: boolean;
}

export const ERRORS = {
  'data/not-found': { sentence: 'The data set was not found at this address.', retry: true },
  'data/network': {
    sentence: 'The data set could not be downloaded. Check the connection and try again.',
    retry: true,
  },
  'data/html-answer': { sentence: 'The server answered with a web page instead of the data file.', retry: false },
  'data/corrupt-gzip': { sentence: 'The compressed file is truncated or damaged.', retry: false },
  'data/wrong-magic': { sentence: 'This is not an IDX file of the expected kind.', retry: false },
  'data/wrong-count': {
    sentence: 'The file holds another number of items than its header or its partner file says.',
    retry: false,
  },
  'data/bad-label': { sentence: 'A label lies outside 0 to 9.', retry: false },
  'data/bad-value': { sentence: 'A pixel value lies outside 0 to 255.', retry: false },
  'data/unfit': { sentence: 'This cell cannot work with this data set.', retry: false },
  'data/hash-mismatch': { sentence: 'The file is not the official one: its SHA-256 differs.', retry: false },
  'data/missing': { sentence: 'The data set is not in this browser. Run the Data cell first.', retry: false },
  'storage/quota': {
    sentence: 'The browser has no room left for this site. Free some space and try again.',
    retry: true,
  },
  'storage/unavailable': {
    sentence: 'This browser refuses storage to the page (private window or blocked). Nothing can be kept.',
    retry: false,
  },
  'storage/corrupt': {
    sentence: 'A stored record does not match its checksum. Run the cell again to rebuild it.',
    retry: true,
  },
  'storage/newer': { sentence: 'This was written by a newer version of Lookbook. Reload to update.', retry: false },
  'worker/crashed': {
    sentence: 'The worker stopped unexpectedly, twice. Try again, or choose another backend.',
    retry: true,
  },
  'worker/silent': {
    sentence: 'The worker stopped answering, twice. Try again, or choose another backend.',
    retry: true,
  },
  'backend/unavailable': { sentence: 'The chosen compute backend cannot run here. Choose another one.', retry: false },
  'backend/lost': { sentence: 'The GPU device was lost. Try again, or choose the WASM backend.', retry: true },
  'train/diverged': {
    sentence: 'Training produced values that are not numbers. Lower the learning rate.',
    retry: false,
  },
  'notebook/invalid': { sentence: 'This notebook file cannot be read.', retry: false },
  'notebook/circle': { sentence: 'These inputs would make a circle: a cell cannot depend on itself.', retry: false },
  'params/invalid': { sentence: 'A parameter has a value that cannot be used.', retry: false },
  'input/missing': { sentence: 'This cell needs the result of another cell that has not run.', retry: false },
  'job/other-tab': {
    sentence: 'This notebook is running in another tab. Wait for it, or cancel it there.',
    retry: true,
  },
  cancelled: { sentence: 'Cancelled.', retry: true },
  internal: { sentence: 'Something went wrong that Lookbook did not foresee. The log has the details.', retry: true },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** The plain form of an error: what is stored and what crosses to the page. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retry: boolean;
  /** Technical detail (a stack, the text of a cause); shown folded and kept in the log. */
  readonly detail?: string;
}

export class LookbookError extends Error {
  override readonly name = 'LookbookError';
  readonly code: ErrorCode;

  /**
   * @param code one of {@link ERRORS}
   * @param message a sentence for people that says what, where and what to do; the table's sentence if left out
   */
  constructor(code: ErrorCode, message?: string, options?: { cause?: unknown }) {
    super(message ?? ERRORS[code].sentence, options);
    this.code = code;
  }

  get retry(): boolean {
    return ERRORS[this.code].retry;
  }
}

/** Anything thrown, as a LookbookError: unknown errors become `internal`, an AbortError `cancelled`. */
export function asLookbookError(thrown: unknown): LookbookError {
  if (thrown instanceof LookbookError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'AbortError') return new LookbookError('cancelled', undefined, { cause: thrown });
  if (name === 'QuotaExceededError') return new LookbookError('storage/quota', undefined, { cause: thrown });
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new LookbookError('internal', `${ERRORS.internal.sentence} (${text})`, { cause: thrown });
}

export function toErrorRecord(thrown: unknown): ErrorRecord {
  const error = asLookbookError(thrown);
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const detail = [error.stack, cause?.stack].filter(Boolean).join('\ncaused by ');
  return { code: error.code, message: error.message, retry: error.retry, ...(detail ? { detail } : {}) };
}

export function fromErrorRecord(record: ErrorRecord): LookbookError {
  const known = Object.hasOwn(ERRORS, record.code) ? record.code : 'internal';
  return new LookbookError(known, record.message, record.detail ? { cause: new Error(record.detail) } : {});
}
