/**
 * The static server behind `npm start`, the tests and the pipeline: a folder, nothing more. It never sets
 * Content-Encoding, answers 404 for what is missing (a .wasm answered with HTML breaks in odd ways), and sends the same
 * content security policy as the page carries, which is how it reaches the workers.
 * Alone: `node scripts/serve.mjs [--port N] [folder]`.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CSP } from './csp.mjs';

const ROOT = resolve(import.meta.dirname, '..');

/** @type {Record<string, string>} */
const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.pack': 'application/octet-stream',
  '.gz': 'application/octet-stream',
};

/** How many ports are tried after the wished one. */
const NEXT_PORTS = 50;

/**
 * The file for a request's path, or undefined where there is none (also for every attempt to leave the folder).
 * @param {string} root absolute folder
 * @param {string} base path under which the folder is served, with slashes at both ends
 * @param {string} pathname percent-encoded
 */
async function locate(root, base, pathname) {
  let path;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(base) || path.includes('\0')) return undefined;
  const inside = path.slice(base.length);
  const file = resolve(join(root, inside.endsWith('/') || inside === '' ? `${inside}index.html` : inside));
  if (!file.startsWith(root + sep)) return undefined;
  try {
    const info = await stat(file);
    return info.isFile() ? { file, info } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Serves a folder on this machine alone.
 * @param {object} [options]
 * @param {string} [options.root] folder; dist/ by default
 * @param {number} [options.port] 0 takes any free port; if another is taken, the next free one is used
 * @param {string} [options.base] path under which it is served, such as '/some/folder/'
 * @param {(path: string) => void} [options.onRequest] told of every GET and HEAD
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>} `url` ends in a slash
 */
export async function serve({ root = join(ROOT, 'dist'), port = 0, base = '/', onRequest } = {}) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const pathname = (request.url ?? '/').replace(/[?#].*$/s, '');
    onRequest?.(pathname);
    const found = await locate(folder, base, pathname);
    if (!found) {
      response.writeHead(404, { 'Content-Type': MIME['.txt'] }).end('Not found\n');
      return;
    }
    const hashed = pathname.startsWith(`${base}assets/`);
    response.writeHead(200, {
      'Content-Type': MIME[extname(found.file)] ?? 'application/octet-stream',
      'Content-Length': found.info.size,
      'Content-Security-Policy': CSP,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const stream = createReadStream(found.file);
    stream.on('error', () => response.destroy());
    response.on('close', () => stream.destroy());
    stream.pipe(response);
  });

  const taken = port === 0 ? 0 : NEXT_PORTS;
  for (let candidate = port; ; candidate++) {
    try {
      await listen(server, candidate);
      break;
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      if ((code !== 'EADDRINUSE' && code !== 'EACCES') || candidate >= port + taken || candidate >= 65_535) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://localhost:${address.port}${base}`,
    port: address.port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<void>}
 */
function listen(server, port) {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, 'localhost', () => {
      server.off('error', fail);
      done();
    });
  });
}

/**
 * The wished port from `--port N`, `--port=N` or PORT.
 * @param {string[]} args
 * @param {number} fallback
 * @returns {number}
 * @throws {RangeError} with a sentence for people
 */
export function portFrom(args, fallback) {
  const at = args.findIndex((arg) => arg === '--port' || arg.startsWith('--port='));
  const argument = at < 0 ? undefined : args[at]?.includes('=') ? args[at].slice('--port='.length) : args[at + 1];
  if (at >= 0 && argument === undefined) throw new RangeError('--port needs a number.');
  const given = argument ?? (process.env.PORT || undefined);
  if (given === undefined) return fallback;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new RangeError(`A port is a number from 0 to 65535, not "${given}".`);
  return port;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const folder = args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--port');
  const site = await serve({ ...(folder ? { root: folder } : {}), port: portFrom(args, 4173) });
  console.log(site.url);
}
