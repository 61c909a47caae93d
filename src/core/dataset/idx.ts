/**
 * The IDX format (yann.lecun.com/exdb/mnist): a big-endian magic number, one 32-bit size a dimension, then uint8 values.
 * Read as it streams: the header, then values in whatever chunks arrive, with the SHA-256 of all bytes on the way.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { LookbookError } from '../errors';
import type { FileInHand } from './bytes';
import type { IdxKind } from './files';
import { LEAST_SIDE, MOST_SIDE, pixelsOf, sizeWords, type ImageSize } from './shape';
import { hexOf } from '../results/canonical';
import { count } from '../words/numbers';

export interface IdxHeader {
  readonly kind: IdxKind;
  /** Images or labels that follow. */
  readonly count: number;
  /** 8 or 16. */
  readonly headerBytes: number;
  /** Bytes of one image (its pixels) or label (1). */
  readonly itemBytes: number;
  /** Of images. */
  readonly size?: ImageSize;
}

export const MAGIC = { images: 2051, labels: 2049 } as const;

function kindOfMagic(magic: number): IdxKind | undefined {
  if (magic === MAGIC.images) return 'images';
  return magic === MAGIC.labels ? 'labels' : undefined;
}

/** Reads one IDX file chunk by chunk: `push` each, then `finish`. */
export class IdxReader {
  readonly #file: FileInHand;
  readonly #expected: IdxKind | undefined;
  readonly #labelLimit: number;
  readonly #digest = sha256.create();
  readonly #head = new Uint8Array(16);
  #headLength = 0;
  #header: IdxHeader | undefined;
  #itemBytesRead = 0;

  /**
   * @param expected the kind that the file must be; left out, either will do
   * @param labelLimit labels must be below it; left out, any will do
   */
  constructor(file: FileInHand, expected?: IdxKind, labelLimit = 256) {
    this.#file = file;
    this.#expected = expected;
    this.#labelLimit = labelLimit;
  }

  /** The header, once enough bytes have arrived. */
  get header(): IdxHeader | undefined {
    return this.#header;
  }

  /**
   * Takes the next bytes of the file and returns those of them that are values (a view, maybe empty).
   * @throws LookbookError `data/wrong-magic`, `data/wrong-count` if there are more values than the header says,
   *   `data/bad-label` for a label at or above the limit
   */
  push(chunk: Uint8Array): Uint8Array {
    this.#digest.update(chunk);
    let offset = 0;
    while (!this.#header && offset < chunk.length) {
      this.#head[this.#headLength] = chunk[offset]!;
      this.#headLength += 1;
      offset += 1;
      if (this.#headLength === 4) this.#checkMagic();
      if (this.#headLength === this.#headerBytes()) this.#header = this.#parseHeader();
    }
    const values = chunk.subarray(offset);
    if (!this.#header || values.length === 0) return values;
    const wanted = this.#header.count * this.#header.itemBytes;
    if (this.#itemBytesRead + values.length > wanted) {
      this.#fail(
        'data/wrong-count',
        `the header announces ${this.#announced()}, but more bytes follow than that. It is not the whole, unchanged file.`,
      );
    }
    if (this.#header.kind === 'labels') this.#checkLabels(values);
    this.#itemBytesRead += values.length;
    return values;
  }

  /**
   * To be called after the last chunk.
   * @returns the header, the file's length and the SHA-256 of all its bytes
   * @throws LookbookError `data/wrong-magic` if there is not even a header, `data/wrong-count` if values are missing
   */
  finish(): { readonly header: IdxHeader; readonly bytes: number; readonly sha256: string } {
    if (!this.#header) {
      const found = this.#headLength === 0 ? 'the file is empty' : `the file ends after ${this.#headLength} bytes`;
      return this.#fail('data/wrong-magic', `${found}, before the end of an IDX header (8 or 16 bytes).`);
    }
    const wanted = this.#header.count * this.#header.itemBytes;
    if (this.#itemBytesRead < wanted) {
      const found = Math.floor(this.#itemBytesRead / this.#header.itemBytes);
      this.#fail(
        'data/wrong-count',
        `the header announces ${this.#announced()}, but the file ends after ${count(found)}.`,
      );
    }
    return {
      header: this.#header,
      bytes: this.#header.headerBytes + wanted,
      sha256: hexOf(this.#digest.digest()),
    };
  }

  #announced(): string {
    return `${count(this.#header?.count ?? 0)} ${this.#header?.kind ?? 'items'}`;
  }

  #view(): DataView {
    return new DataView(this.#head.buffer);
  }

  #headerBytes(): number {
    return this.#view().getUint32(0) === MAGIC.labels ? 8 : 16;
  }

  #checkMagic(): void {
    const magic = this.#view().getUint32(0);
    const kind = kindOfMagic(magic);
    const expected = this.#expected
      ? `${MAGIC[this.#expected]} (${this.#expected})`
      : `${MAGIC.images} (images) or ${MAGIC.labels} (labels)`;
    if (kind === undefined) {
      const hex = [...this.#head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
      this.#fail(
        'data/wrong-magic',
        `it begins with the bytes ${hex}; an IDX file begins with the number ${expected}.`,
      );
    } else if (this.#expected && kind !== this.#expected) {
      this.#fail('data/wrong-magic', `found the number ${magic} (${kind}) at its beginning, expected ${expected}.`);
    }
  }

  #parseHeader(): IdxHeader {
    const view = this.#view();
    const items = view.getUint32(4);
    if (items === 0) this.#fail('data/wrong-count', 'the header announces no items at all.');
    if (view.getUint32(0) === MAGIC.labels) return { kind: 'labels', count: items, headerBytes: 8, itemBytes: 1 };
    const size = { height: view.getUint32(8), width: view.getUint32(12) };
    if (Math.min(size.height, size.width) < LEAST_SIDE || Math.max(size.height, size.width) > MOST_SIDE) {
      this.#fail(
        'data/wrong-magic',
        `found images of ${sizeWords(size)} pixels; images of ${sizeWords({ height: LEAST_SIDE, width: LEAST_SIDE })} ` +
          `to ${sizeWords({ height: MOST_SIDE, width: MOST_SIDE })} can be read.`,
      );
    }
    return { kind: 'images', count: items, headerBytes: 16, itemBytes: pixelsOf(size), size };
  }

  #checkLabels(labels: Uint8Array): void {
    for (let index = 0; index < labels.length; index += 1) {
      if (labels[index]! >= this.#labelLimit) {
        const position = count(this.#itemBytesRead + index + 1);
        this.#fail(
          'data/bad-label',
          `label number ${position} is ${labels[index]}, expected 0 to ${this.#labelLimit - 1}.`,
        );
      }
    }
  }

  #fail(code: 'data/wrong-magic' | 'data/wrong-count' | 'data/bad-label', found: string): never {
    throw new LookbookError(code, `${this.#file.name}: ${found} ${this.#file.advice}`);
  }
}
