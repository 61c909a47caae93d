/**
 * A notebook in an address: `#n=` and the document (cells, parameters, notes; no results) as deflated JSON in base64url.
 * The hash of an address is not sent to the server. Loaded when needed.
 */
import { Inflate, deflateSync } from 'fflate';
import { LookbookError } from '../core/errors';
import { parseNotebook } from './format';
import type { Cell, NotebookDocument, Shapes } from './types';

export const LINK_PREFIX = '#n=';

/** Characters of JSON that a link may unpack to: far above any notebook, far below what a browser cannot hold. */
const LIMIT = 4_000_000;

/** The id belongs to the place where a notebook is stored, so a link has none of its own. */
const LINK_ID = 'main';

/** Only what differs from the defaults of the format: links get short. */
function compact({ id, kind, params, inputs, note }: Cell): Partial<Cell> {
  return {
    id,
    kind,
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    ...(note === '' ? {} : { note }),
  };
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The hash of the address that shows this notebook on any Lookbook. */
export function linkHash(document: NotebookDocument): string {
  const json = JSON.stringify({ ...document, id: LINK_ID, cells: document.cells.map(compact) });
  return LINK_PREFIX + toBase64Url(deflateSync(new TextEncoder().encode(json), { level: 9 }));
}

const damaged = (cause?: unknown): LookbookError =>
  new LookbookError(
    'notebook/invalid',
    'This link is damaged or was cut off: no notebook can be read from it. Ask for it again, whole.',
    { cause },
  );

/** Inflates up to the limit. @throws Error for what is not deflated, not whole, or too long */
function inflate(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let ended = false;
  const inflater = new Inflate((chunk, last) => {
    text += decoder.decode(chunk, { stream: !last });
    if (text.length > LIMIT) throw new RangeError('too long');
    ended = last;
  });
  const STEP = 4096;
  for (let at = 0; at < bytes.length; at += STEP)
    inflater.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  if (!ended) throw new RangeError('cut off');
  return text;
}

/**
 * The notebook that an address' hash holds.
 * @returns undefined if the hash is none of ours
 * @throws LookbookError `notebook/invalid` with a sentence, also for links of a newer format; `notebook/circle`
 */
export function readLink(hash: string, shapes: Shapes): NotebookDocument | undefined {
  if (!hash.startsWith(LINK_PREFIX)) return undefined;
  let text: string;
  try {
    // Mail programs escape and wrap what they do not know.
    const code = decodeURIComponent(hash.slice(LINK_PREFIX.length)).replaceAll(/\s/g, '');
    const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
    text = inflate(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
    JSON.parse(text);
  } catch (cause) {
    throw damaged(cause);
  }
  return parseNotebook(text, shapes);
}
