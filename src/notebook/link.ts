/**
 * A notebook in an address: `#n=` and the document (cells, parameters, notes; no results) as deflated JSON in base64url.
 * The hash of an address is not sent to the server. Loaded when needed.
 */
import { LookbookError } from '../core/errors';
import { parseNotebook } from './format';
import type { Cell, NotebookDocument, Shapes } from './types';
import { deflate, inflate } from './zip';

export const LINK_PREFIX = '#n=';

/** Bytes of JSON that a link may unpack to: far above any notebook, far below what a browser cannot hold. */
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

/**
 * The hash of the address that shows this notebook on any Lookbook.
 * @param named whether it says who the author is
 */
export async function linkHash(document: NotebookDocument, { named }: { readonly named: boolean }): Promise<string> {
  const { author, ...head } = document;
  const shared = { ...head, ...(named ? { author } : {}) };
  const json = JSON.stringify({ ...shared, id: LINK_ID, cells: document.cells.map(compact) });
  return LINK_PREFIX + toBase64Url(await deflate(new TextEncoder().encode(json)));
}

const damaged = (cause?: unknown): LookbookError =>
  new LookbookError(
    'notebook/invalid',
    'This link is damaged or was cut off: no notebook can be read from it. Ask for it again, whole.',
    { cause },
  );

/**
 * The notebook that an address' hash holds.
 * @returns undefined if the hash is none of ours
 * @throws LookbookError `notebook/invalid` with a sentence, also for links of a newer format; `notebook/circle`
 */
export async function readLink(hash: string, shapes: Shapes): Promise<NotebookDocument | undefined> {
  if (!hash.startsWith(LINK_PREFIX)) return undefined;
  let text: string;
  try {
    // Mail programs escape and wrap what they do not know.
    const code = decodeURIComponent(hash.slice(LINK_PREFIX.length)).replaceAll(/\s/g, '');
    const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = await inflate(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
      LIMIT,
    );
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    JSON.parse(text);
  } catch (cause) {
    throw damaged(cause);
  }
  return parseNotebook(text, shapes);
}
