import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CSP } from '../../../scripts/csp.mjs';
import { portFrom, serve } from '../../../scripts/serve.mjs';

const parent = mkdtempSync(join(tmpdir(), 'lookbook-site-'));
const root = join(parent, 'dist');
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(root, 'data'));
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<p>page</p>');
  writeFileSync(join(root, 'assets/a-1.wasm'), 'wasm');
  writeFileSync(join(root, 'data/train-images.pack'), new Uint8Array([0x1f, 0x8b, 8]));
  site = await serve({ root, base: '/some/folder/' });
});
afterAll(async () => {
  await site.close();
  rmSync(parent, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Asks for a path as it is: fetch would tidy it first. */
function raw(path: string): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    const asked = request({ host: 'localhost', port: site.port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => done({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', fail).end();
  });
}

describe('the server', () => {
  it('serves a folder under any path, with the policy of the page', async () => {
    const response = await fetch(site.url);
    expect(site.url).toBe(`http://localhost:${site.port}/some/folder/`);
    expect(await response.text()).toBe('<p>page</p>');
    expect(response.headers.get('content-security-policy')).toBe(CSP);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('hands packed data over as it lies there', async () => {
    const response = await fetch(`${site.url}data/train-images.pack`);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0x1f, 0x8b, 8]));
  });

  it('lets hashed files be kept for ever, and names WebAssembly as such', async () => {
    const response = await fetch(`${site.url}assets/a-1.wasm`, { method: 'HEAD' });
    expect(response.headers.get('content-type')).toBe('application/wasm');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-length')).toBe('4');
    expect(await response.text()).toBe('');
  });

  it('answers 404 for what is missing, never the page', async () => {
    for (const path of ['assets/missing.wasm', 'data/', 'data', 'missing/']) {
      expect((await fetch(site.url + path)).status, path).toBe(404);
    }
  });

  it.each([
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    'assets/../../secret.txt',
    '..%5csecret.txt',
    '%00',
    '%zz',
    '/secret.txt',
  ])('does not leave its folder for %s', async (path) => {
    const { status, body } = await raw(`/some/folder/${path}`);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it('serves nothing outside its path and takes nothing in', async () => {
    for (const path of ['/index.html', '//', '/', '//some/folder/']) expect((await raw(path)).status, path).toBe(404);
    expect((await fetch(site.url, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('takes the next port where the wished one is taken', async () => {
    const second = await serve({ root, port: site.port });
    expect(second.port).toBeGreaterThan(site.port);
    expect((await fetch(second.url)).status).toBe(200);
    await second.close();
    await expect(fetch(second.url)).rejects.toThrow();
  });
});

describe('the wished port', () => {
  it('is an argument, else PORT, else the usual one', () => {
    expect(portFrom([], 4173)).toBe(4173);
    vi.stubEnv('PORT', '8000');
    expect(portFrom([], 4173)).toBe(8000);
    expect(portFrom(['--port', '9000'], 4173)).toBe(9000);
    expect(portFrom(['--port=9001'], 4173)).toBe(9001);
    vi.stubEnv('PORT', '');
    expect(portFrom([], 4173)).toBe(4173);
  });

  it.each([['--port', 'x'], ['--port=70000'], ['--port=-1'], ['--port=1.5'], ['--port=']])(
    'is a number: %s %s',
    (...args) => {
      expect(() => portFrom(args.filter(Boolean), 4173)).toThrow(/A port is a number/);
    },
  );

  it('is asked for when it was left out', () => {
    expect(() => portFrom(['--port'], 4173)).toThrow(/--port needs a number/);
  });
});
