/** Where the four files come from: the site's folder and the mirror here, what is asked for less often loaded when it is. */
import { chunksOf, looksLikeHtml } from '../../../src/core/dataset/bytes';
import { MIRROR, OFFICIAL_FILES, byRole } from '../../../src/core/dataset/files';
import { parseSiteIndex } from '../../../src/core/dataset/site-index';
import { LookbookError } from '../../../src/core/errors';
import type { TaskContext } from '../types';
import type { Source } from './source';
import type { LoadSpec } from './types';

const OTHER_WAYS = 'load the synthetic sample, drop the four files on the Data cell, or use the public mirror';

export async function openSource(
  spec: LoadSpec,
  dataUrl: string,
  context: Pick<TaskContext, 'datasets' | 'signal' | 'turn'>,
): Promise<Source> {
  const { signal } = context;
  switch (spec.source) {
    case 'site':
      return siteSource(dataUrl, signal);
    case 'mirror':
      return mirrorSource(signal);
    case 'files':
      return (await import('./files-source')).filesSource(spec, context);
    case 'synthetic':
      return (await import('./synthetic-source')).syntheticSource();
    case 'damaged':
      return (await import('./damaged-source')).damagedSource();
  }
}

async function siteSource(dataUrl: string, signal: AbortSignal): Promise<Source> {
  const advice = `This site's copy is not usable as it is: tell whoever hosts it, and meanwhile ${OTHER_WAYS}.`;
  const entries = parseSiteIndex(await fetchIndex(new URL('index.json', dataUrl), signal, advice), advice);
  return {
    title: "the site's own folder",
    verb: 'Downloading',
    advice,
    synthetic: false,
    official: 'required',
    files: byRole((role) => {
      const { pack, bytes } = entries[role];
      return { name: pack, bytes, open: () => download(new URL(pack, dataUrl), signal, advice) };
    }),
  };
}

/** @throws LookbookError `data/not-found` if there is no index (404, or a page in its place), which alone permits the fallback */
async function fetchIndex(url: URL, signal: AbortSignal, advice: string): Promise<unknown> {
  const response = await request(url, signal);
  const text = response.ok ? await bodyText(response, url, signal) : '';
  const page = looksLikeHtml(new TextEncoder().encode(text.slice(0, 256)));
  if (response.status === 404 || response.status === 410 || page) {
    throw new LookbookError(
      'data/not-found',
      `This site does not hold the data set: ${page ? 'a web page was answered' : `status ${response.status}`} for index.json of its data folder. ` +
        `You can ${OTHER_WAYS}.`,
    );
  }
  if (!response.ok) throw statusError(response, url);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const start = JSON.stringify(text.slice(0, 20));
    throw new LookbookError(
      'data/wrong-magic',
      `index.json of the data folder is not JSON: it begins with ${start}. ${advice}`,
      {
        cause,
      },
    );
  }
}

function mirrorSource(signal: AbortSignal): Source {
  const advice = `The mirror (${MIRROR.host}) may have changed: try again later, or drop the four files on the Data cell.`;
  return {
    title: `${MIRROR.name} (${MIRROR.host})`,
    verb: 'Downloading',
    advice,
    synthetic: false,
    official: 'required',
    files: byRole((role) => {
      const { name, bytes } = OFFICIAL_FILES[role];
      return { name: `${name}.gz`, bytes, open: () => download(new URL(`${name}.gz`, MIRROR.base), signal, advice) };
    }),
  };
}

async function* download(url: URL, signal: AbortSignal, advice: string): AsyncGenerator<Uint8Array> {
  const response = await request(url, signal);
  if (!response.ok) {
    if (response.status !== 404) throw statusError(response, url);
    throw new LookbookError(
      'data/network',
      `The data folder is incomplete: there is no ${url.href} (status 404). ${advice}`,
    );
  }
  if (!response.body) return;
  try {
    yield* chunksOf(response.body);
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

async function request(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

async function bodyText(response: Response, url: URL, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

function networkError(cause: unknown, url: URL, signal: AbortSignal): unknown {
  if (signal.aborted || cause instanceof LookbookError) return cause;
  return new LookbookError(
    'data/network',
    `The connection to ${url.host} failed or broke off while ${url.pathname.split('/').at(-1)} was fetched. ` +
      'Check the network and run the cell again.',
    { cause },
  );
}

function statusError(response: Response, url: URL): LookbookError {
  return new LookbookError(
    'data/network',
    `${url.host} answered with status ${response.status} for ${url.pathname.split('/').at(-1)}. Try again later.`,
  );
}
