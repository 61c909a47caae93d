import fc from 'fast-check';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/core/gzip/crc32';
import { Damaged, Trailing, gunzipMembers } from '../../../src/core/gzip/members';
import { realFile } from '../dataset/fixtures';

const unpacked = (packed: Uint8Array): Buffer => Buffer.concat([...gunzipMembers(packed)]);
const bytesOf = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** Bytes with and without repetitions, some longer than the window. */
const contents = fc
  .record({ seed: fc.uint8Array({ maxLength: 400 }), times: fc.integer({ min: 1, max: 400 }) })
  .map(({ seed, times }) => Buffer.concat(Array<Uint8Array>(times).fill(seed)));
const packing = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ),
});

describe('gzip files, member by member', () => {
  it('give what zlib gives, however they are packed, of however many members, with however many zeros behind', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(contents, packing), { minLength: 1, maxLength: 4 }),
        fc.nat(600),
        (members, zeros) => {
          const packed = bytesOf(...members.map(([bytes, how]) => gzipSync(bytes, how)), new Uint8Array(zeros));
          expect(Buffer.compare(unpacked(packed), Buffer.concat(members.map(([bytes]) => bytes)))).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of the official training images are read whole', () => {
    const packed = realFile('train-images');
    expect(Buffer.compare(unpacked(packed), gunzipSync(packed))).toBe(0);
  });

  it('may carry a name, a comment, extra bytes and a checksum of the header', () => {
    const plain = gzipSync('content');
    const head = Buffer.from(plain.subarray(0, 10));
    head[3] = 2 + 4 + 8 + 16;
    const packed = bytesOf(
      head,
      Buffer.from([2, 0, 7, 7]),
      Buffer.from('name\0comment\0'),
      Buffer.from([1, 2]),
      plain.subarray(10),
    );
    expect(unpacked(packed).toString()).toBe('content');
  });

  it('with something else behind them say how much it is', () => {
    const packed = gzipSync('content');
    const read = (): Buffer => unpacked(bytesOf(packed, new Uint8Array(5), Buffer.from('junk')));
    expect(read).toThrow(Trailing);
    expect(read).toThrow('4 bytes follow');
  });

  it('cut anywhere, or with any byte of their data changed, are damaged', () => {
    const content = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * at) % 97));
    const packed = gzipSync(content);
    for (let length = 1; length < packed.length; length += 1) {
      expect(() => unpacked(packed.subarray(0, length))).toThrow(Damaged);
    }
    for (let at = 10; at < packed.length; at += 1) {
      const changed = Buffer.from(packed);
      changed[at]! ^= 1 << (at % 8);
      expect(() => unpacked(changed)).toThrow(/./);
    }
  });
});

it('CRC-32 of "123456789" is cbf43926, in one piece and in two', () => {
  const [one, other] = [Buffer.from('1234'), Buffer.from('56789')];
  expect(crc32(Buffer.concat([one, other])).toString(16)).toBe('cbf43926');
  expect(crc32(other, crc32(one)).toString(16)).toBe('cbf43926');
});
