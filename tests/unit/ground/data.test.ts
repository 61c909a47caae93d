import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FILES, ensureData, packedSet, unpackAndCheck } from '../../../scripts/data.mjs';
import { OFFICIAL_FILES } from '../../../src/core/dataset/files';

const contents = { a: Buffer.alloc(2_000, 'ab'), b: Buffer.from('labels') };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const small = Object.entries(contents).map(([name, bytes]) => ({
  name,
  pack: `${name}.pack`,
  bytes: bytes.length,
  sha256: sha256(bytes),
}));
const [fileA] = small as [(typeof small)[0]];

let folder: string;
let lines: string[];
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookbook-data-'));
  lines = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) server.close();
});

/** A folder with the given files. */
function source(name: string, files: Record<string, Uint8Array>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(path, file), bytes);
  return path;
}

function ensure(options: { folders?: string[]; mirrors?: string[] }): Promise<boolean> {
  return ensureData({
    out: join(folder, 'out'),
    cache: join(folder, 'cache'),
    folders: [],
    mirrors: [],
    debianPackage: false,
    files: small,
    log: (line) => lines.push(line),
    ...options,
  });
}

/** A mirror that answers with these bodies by path, and counts what it was asked. */
async function mirror(bodies: Record<string, Uint8Array>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = bodies[request.url ?? ''];
    response.writeHead(body ? 200 : 404).end(body);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

describe('the data of the site', () => {
  it('is known by the same names and hashes as in the page', () => {
    const ours = FILES.map(({ name, bytes, sha256: hash }) => ({ name, bytes, hash }));
    const pages = Object.values(OFFICIAL_FILES).map(({ name, bytes, sha256: hash }) => ({ name, bytes, hash }));
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
    expect(ours.sort(byName)).toEqual(pages.sort(byName));
  });

  it('is packed from gzip and plain files, with an index that says what is inside', async () => {
    const from = source('from', { 'a.gz': gzipSync(contents.a), b: contents.b });
    expect(await ensure({ folders: [from] })).toBe(true);
    const index = JSON.parse(readFileSync(join(folder, 'out/index.json'), 'utf8'));
    const packed = readFileSync(join(folder, 'out/a.pack'));
    expect(index).toMatchObject({ format: 1, name: 'Fashion-MNIST', synthetic: false });
    expect(index.files[0]).toEqual({ ...fileA, packedBytes: packed.length });
    expect(gunzipSync(packed).equals(contents.a)).toBe(true);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.pack', 'b.pack', 'index.json']);
  });

  it('is packed once, and again when a pack was damaged', async () => {
    const from = source('from', { a: contents.a, b: contents.b });
    await ensure({ folders: [from] });
    lines = [];
    await ensure({ folders: [from] });
    expect(lines).toEqual([]);
    const path = join(folder, 'out/a.pack');
    const damaged = readFileSync(path);
    damaged[20] = damaged[20]! ^ 0xff;
    writeFileSync(path, damaged);
    expect(await packedSet(join(folder, 'out'), small)).toBeUndefined();
    expect(await ensure({ folders: [from] })).toBe(true);
    expect(await packedSet(join(folder, 'out'), small)).toBeDefined();
  });

  it('passes over a wrong file, says why, and takes the next source', async () => {
    const wrong = source('wrong', { a: Buffer.alloc(2_000, 'x'), 'b.gz': gzipSync(contents.b).subarray(0, 12) });
    const right = source('right', { a: contents.a, b: contents.b });
    expect(await ensure({ folders: [wrong, right] })).toBe(true);
    expect(lines.some((line) => /wrong\/a is not used: its SHA-256 is/.test(line))).toBe(true);
    expect(lines.some((line) => /b\.gz is not used: its gzip data is truncated/.test(line))).toBe(true);
  });

  it('comes from a mirror, is kept, and is not asked for again', async () => {
    const { url, asked } = await mirror({ '/a.gz': gzipSync(contents.a), '/b.gz': gzipSync(contents.b) });
    expect(await ensure({ mirrors: [url] })).toBe(true);
    expect(asked.sort()).toEqual(['/a.gz', '/b.gz']);
    rmSync(join(folder, 'out'), { recursive: true });
    expect(await ensure({ folders: [join(folder, 'cache')], mirrors: [url] })).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('goes from a mirror with one wrong file to the next, for that file alone', async () => {
    const first = await mirror({ '/a.gz': gzipSync(contents.a), '/b.gz': gzipSync('labelz') });
    const second = await mirror({ '/a.gz': gzipSync(contents.a), '/b.gz': gzipSync(contents.b) });
    expect(await ensure({ mirrors: [first.url, second.url] })).toBe(true);
    expect(second.asked).toEqual(['/b.gz']);
  });

  it('is not there where nobody has it: nothing is left behind, and the log says what to do', async () => {
    const empty = source('empty', {});
    const { url } = await mirror({});
    source('out', { 'index.json': Buffer.from('{}'), 'a.pack': gzipSync('old') });
    expect(await ensure({ folders: [empty, join(folder, 'nowhere')], mirrors: [url, 'http://127.0.0.1:1/'] })).toBe(
      false,
    );
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(lines.filter((line) => line.startsWith(url))).toEqual([`${url}a.gz is not used: it answers 404.`]);
    expect(lines.at(-1)).toMatch(/cannot be had \(2 of its 2 files\).*synthetic sample.*FASHION_MNIST_DIR/);
  });
});

describe('a file of the data', () => {
  it.each([
    ['an HTML page', Buffer.from('<!DOCTYPE html><html></html>'), /HTML page/],
    ['too short', Buffer.from('labels'), /6 bytes instead of 2000/],
    ['a gzip bomb', gzipSync(Buffer.alloc(10_000_000)), /too long/],
    [
      'a gzip with a wrong checksum',
      Buffer.from(gzipSync(contents.a).map((byte, i, all) => (i === all.length - 6 ? byte ^ 1 : byte))),
      /corrupt/,
    ],
  ])('is refused when it is %s', async (_name, bytes, message) => {
    await expect(unpackAndCheck(bytes, fileA)).rejects.toThrow(message);
  });
});
