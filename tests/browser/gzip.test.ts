/** Gzip files that Chromium's DecompressionStream refuses, though gunzip, Python and Node read them. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Unpacked } from './harness/protocol';
import { startHarness, type Harness } from './harness/start';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness?.close());

async function unpack(...parts: readonly Uint8Array[]): Promise<Unpacked> {
  const packed = Buffer.concat(parts).toString('base64');
  return harness.visit((page) => page.evaluate((text) => window.unpack!(text), packed));
}

/** Bytes that hardly pack, so that the browser has given some of them before it refuses. */
function noise(length: number, seed: string): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; 32 * at < length; at += 1) blocks.push(createHash('sha256').update(`${seed} ${at}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}
const [first, second] = [noise(900_000, 'first'), noise(300_000, 'second')];
const [one, two] = [gzipSync(first), gzipSync(second)];
const zeros = new Uint8Array(512);

describe('a dropped gzip file', () => {
  test.each([
    ['of one member', true, [one], first],
    ['of several members', false, [one, two, one], Buffer.concat([first, second, first])],
    ['with zeros behind its end', false, [one, zeros], first],
    ['with zeros between its members and behind them', false, [one, zeros, two, zeros], Buffer.concat([first, second])],
    ['of small members', false, [gzipSync('a'), gzipSync('b')], Buffer.from('ab')],
  ] as const)('%s is read whole', async (_name, browser, parts, content) => {
    const found = await unpack(...parts);
    expect(found.error).toBeUndefined();
    expect(found.browser).toBe(browser);
    expect(Buffer.compare(Buffer.from(found.bytes!, 'base64'), content)).toBe(0);
  });

  test('with something else behind its end is refused with a sentence of its own', async () => {
    const { error } = await unpack(one, zeros, Buffer.from('junk'));
    expect(error).toBe(
      'dropped.gz: the gzip file is sound up to its end (900,000 bytes came out), but 4 bytes follow that are neither gzip ' +
        'nor zeros. Choose another.',
    );
  });

  test.each([
    ['cut short', [one.subarray(0, 500_000)]],
    ['cut in its second member', [one, two.subarray(0, 1000)]],
    ['of another checksum', [one.subarray(0, -8), new Uint8Array(8)]],
  ])('%s is said to be truncated or damaged', async (_name, parts) => {
    const { error, browser } = await unpack(...parts);
    expect(browser).toBe(false);
    expect(error).toMatch(
      /^dropped\.gz: the gzip file is truncated or damaged; [\d,]+ bytes of it were read and [\d,]+ came/,
    );
  });
});
