/** The built page, served from a free port as any static host would. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';

export interface Site {
  /** Ends in a slash. */
  readonly url: string;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** Path under which it is served, with slashes at both ends; the page must work from any. */
  readonly base?: string;
  /** Told of the path of every request. */
  readonly onRequest?: (path: string) => void;
}

/**
 * Serves dist/.
 * @throws Error if the page has not been built
 */
export async function serveSite({ base = '/', onRequest }: SiteOptions = {}): Promise<Site> {
  const root = join(import.meta.dirname, '../../dist');
  if (!existsSync(join(root, 'index.html'))) throw new Error('There is no built page; `npm run build` makes it.');
  const { url, close } = await serve({ root, base, ...(onRequest && { onRequest }) });
  return { url, close };
}
