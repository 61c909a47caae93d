import fc from 'fast-check';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { looksLikeHtml, unpack } from '../../../src/core/dataset/bytes';
import {
  FILE_ROLES,
  OFFICIAL_FILES,
  OFFICIAL_HASH,
  OFFICIAL_SHAPE,
  byRole,
  datasetHash,
} from '../../../src/core/dataset/files';
import { IdxReader } from '../../../src/core/dataset/idx';
import { encodeIdxHeader, readIdxHeader } from '../../../src/core/dataset/idx-header';
import { concat, failureOf, imagesFile, inChunks, labelsFile, realFile } from './fixtures';

const file = { name: 'some-file', advice: 'Choose another.' };

async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  kind?: 'images' | 'labels',
): Promise<{ values: Uint8Array; count: number; sha256: string; bytes: number }> {
  const reader = new IdxReader(file, kind);
  const parts: Buffer[] = [];
  for await (const chunk of unpack(chunks, file)) parts.push(Buffer.from(reader.push(chunk)));
  const { header, bytes, sha256 } = reader.finish();
  return { values: Uint8Array.from(Buffer.concat(parts)), count: header.count, sha256, bytes };
}

describe('the official files', () => {
  it.each(FILE_ROLES)('%s of the Debian package has the published length, count and SHA-256', async (role) => {
    const official = OFFICIAL_FILES[role];
    const read = await readAll(inChunks(realFile(role), 100_003), official.kind);
    expect(read.sha256).toBe(official.sha256);
    expect(read.bytes).toBe(official.bytes);
    expect(read.count).toBe(official.count);
    const header = official.kind === 'images' ? 16 : 8;
    expect(Buffer.compare(Buffer.from(read.values), gunzipSync(realFile(role)).subarray(header))).toBe(0);
  });

  it('have one hash together, which every one of them changes', () => {
    const hashes = byRole((role) => OFFICIAL_FILES[role].sha256);
    expect(datasetHash(hashes)).toBe(OFFICIAL_HASH);
    for (const role of FILE_ROLES) expect(datasetHash({ ...hashes, [role]: '0'.repeat(64) })).not.toBe(OFFICIAL_HASH);
  });
});

describe('reading IDX as it streams', () => {
  it('gives the same values and hash for any size of chunks, packed or plain', async () => {
    const plain = imagesFile(30);
    const packed = Uint8Array.from(gzipSync(plain));
    const sha256 = createHash('sha256').update(plain).digest('hex');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), fc.boolean(), async (size, zipped) => {
        const read = await readAll(inChunks(zipped ? packed : plain, size), 'images');
        expect(read.sha256).toBe(sha256);
        expect(Buffer.compare(Buffer.from(read.values), Buffer.from(plain.subarray(16)))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [8, 8],
    [17, 23],
    [64, 64],
    [64, 8],
  ])('reads images of %i x %i, rows first', async (height, width) => {
    const bytes = imagesFile(3, 0, { height, width });
    const read = await readAll(inChunks(bytes, 100), 'images');
    expect(read.count).toBe(3);
    expect([...read.values]).toEqual([...bytes.subarray(16)]);
    expect(await readIdxHeader(inChunks(bytes, 100), file)).toMatchObject({
      size: { height, width },
      itemBytes: height * width,
    });
  });

  it('reads only the header where only that is asked for', async () => {
    let asked = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of inChunks(imagesFile(200), 1000)) {
        asked += 1;
        yield chunk;
      }
    };
    expect(await readIdxHeader(unpack(counted(), file), file)).toMatchObject({ kind: 'images', count: 200 });
    expect(asked).toBeLessThan(3);
  });

  it('ends with the failure of its source, not with one of its own', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Uint8Array.from(gzipSync(imagesFile(10))).subarray(0, 300);
      throw new TypeError('connection lost');
    };
    await expect(readAll(broken())).rejects.toThrow('connection lost');
  });
});

describe('a bad file gets a sentence that names it, what was found and what was expected', () => {
  const packed = Uint8Array.from(gzipSync(imagesFile(30)));
  const damaged = packed.slice();
  damaged.fill(0x55, 40, 60);
  const badLabel = labelsFile(30);
  badLabel[8 + 17] = 10;

  it.each([
    ['a truncated gzip', packed.subarray(0, packed.length >> 1), 'data/corrupt-gzip', /truncated or damaged/],
    ['a gzip without its trailer', packed.subarray(0, packed.length - 8), 'data/corrupt-gzip', /truncated or damaged/],
    ['a damaged gzip', damaged, 'data/corrupt-gzip', /truncated or damaged/],
    [
      'a gzip with a wrong checksum',
      concat(packed.subarray(0, -8), new Uint8Array(4), packed.subarray(-4)),
      'data/corrupt-gzip',
      /damaged/,
    ],
    ['a web page', Buffer.from('\n <!DOCTYPE html><title>x</title>'), 'data/html-answer', /web page/],
    ['a bare html tag', Buffer.from('<HTML lang="en">'), 'data/html-answer', /web page/],
    ['a packed web page', gzipSync('<!doctype html>'), 'data/wrong-magic', /3c 21 64 6f/],
    ['an empty file', new Uint8Array(0), 'data/wrong-magic', /is empty/],
    ['a cut header', imagesFile(1).subarray(0, 9), 'data/wrong-magic', /ends after 9 bytes/],
    ['another format', Buffer.from('PK\u0003\u0004 zip archive'), 'data/wrong-magic', /50 4b 03 04.*2051 \(images\)/],
    ['labels in place of images', labelsFile(30), 'data/wrong-magic', /2049 \(labels\).*expected 2051 \(images\)/],
    ['images too low', encodeIdxHeader(2, { height: 7, width: 28 }), 'data/wrong-magic', /7 x 28 .*8 x 8 to 64 x 64/],
    [
      'images too wide',
      encodeIdxHeader(2, { height: 28, width: 65 }),
      'data/wrong-magic',
      /28 x 65 .*8 x 8 to 64 x 64/,
    ],
    [
      'images beyond counting',
      encodeIdxHeader(2, { height: 2 ** 31, width: 2 ** 31 }),
      'data/wrong-magic',
      /2147483648 x 2147483648 pixels/,
    ],
    [
      'missing images',
      imagesFile(30).subarray(0, 16 + 29 * 784 + 5),
      'data/wrong-count',
      /announces 30 images.*ends after 29/,
    ],
    ['too many bytes', concat(imagesFile(30), new Uint8Array(1)), 'data/wrong-count', /more bytes follow/],
    ['no items', encodeIdxHeader(0, OFFICIAL_SHAPE), 'data/wrong-count', /no items/],
  ])('%s', async (_name, bytes, code, sentence) => {
    const failure = await failureOf(readAll(inChunks(Uint8Array.from(bytes), 64), 'images'));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    expect(failure.message).toMatch(/^some-file: .* Choose another\.$/);
  });

  it('a label at or above the limit, where there is one, with its place', async () => {
    expect((await readAll(inChunks(badLabel, 5), 'labels')).values[17]).toBe(10);
    const limited = new IdxReader(file, 'labels', 10);
    const failure = await failureOf(Promise.resolve().then(() => limited.push(badLabel)));
    expect(failure).toMatchObject({ code: 'data/bad-label' });
    expect(failure.message).toContain('label number 18 is 10, expected 0 to 9');
  });

  it('but data that merely begin with "<" are no web page', () => {
    expect(looksLikeHtml(Buffer.from('<svg xmlns='))).toBe(false);
    expect(looksLikeHtml(Buffer.from('<!-- c --> <html>'))).toBe(true);
    expect(looksLikeHtml(imagesFile(1))).toBe(false);
  });
});
