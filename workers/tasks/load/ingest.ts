/** Reads the four files of a source, checks them, and stores them as shards. */
import { unpack, type FileInHand } from '../../../src/core/dataset/bytes';
import {
  ACCEPT_OTHER_SET,
  FILE_ROLES,
  OFFICIAL_FILES,
  OFFICIAL_HASH,
  OFFICIAL_SHAPE,
  byRole,
  datasetHash,
  type FileRole,
} from '../../../src/core/dataset/files';
import { LookbookError } from '../../../src/core/errors';
import { IdxReader } from '../../../src/core/dataset/idx';
import { hashMismatch } from '../../../src/core/dataset/site-index';
import { pixelsOf, sameSize, sizeOf, sizeWords, type ImageSize } from '../../../src/core/dataset/shape';
import type { DatasetRecord, Part } from '../../../src/storage/records';
import type { Staging } from '../../../src/storage/port';
import { SHARD_SIZE } from '../../../src/storage/shards';
import type { TaskContext } from '../types';
import { totalBytes, type Source } from './source';
import type { LoadDetail } from './types';

export interface Ingested {
  readonly record: DatasetRecord;
  readonly labels: Readonly<Record<Part, Uint8Array>>;
}

interface ReadFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Progress is reported after this many bytes. */
const REPORTED_BYTES = 500_000;

/**
 * Loads a source's files into storage. A set stored before stays untouched until this one is complete and verified.
 * @throws LookbookError whatever is wrong with a file or with storage; nothing of this load is left behind then
 */
export async function ingest(source: Source, context: TaskContext<LoadDetail>): Promise<Ingested> {
  const id = `${context.key.slice(0, 16)}.${Date.now().toString(36)}`;
  const staging = context.datasets.stage(id, totalBytes(source));
  try {
    return await new Ingestion(source, context, staging).run();
  } catch (thrown) {
    await staging.discard();
    throw thrown;
  }
}

class Ingestion {
  readonly #source: Source;
  readonly #context: TaskContext<LoadDetail>;
  readonly #staging: Staging;
  readonly #total: number;
  readonly #labels: Record<Part, Uint8Array> = { train: new Uint8Array(0), test: new Uint8Array(0) };
  /** Of the images, once the first file of them was begun. */
  #size: ImageSize | undefined;
  #done = 0;
  #reported = 0;

  constructor(source: Source, context: TaskContext<LoadDetail>, staging: Staging) {
    this.#source = source;
    this.#context = context;
    this.#staging = staging;
    this.#total = totalBytes(source);
  }

  async run(): Promise<Ingested> {
    const read = {} as Record<FileRole, ReadFile>;
    for (const role of FILE_ROLES) {
      read[role] = OFFICIAL_FILES[role].kind === 'labels' ? await this.#readLabels(role) : await this.#readImages(role);
      this.#checkOfficial(role, read[role].sha256);
    }
    this.#report('Storing');
    const hash = datasetHash(
      byRole((role) => read[role].sha256),
      this.#shift,
    );
    const record = await this.#staging.commit({
      hash,
      name:
        this.#source.datasetName ??
        (hash === OFFICIAL_HASH ? 'Fashion-MNIST' : `Unofficial IDX set ${hash.slice(0, 8)}`),
      synthetic: this.#source.synthetic,
      source: this.#source.title,
      ...sizeOf(this.#sizeRead),
      counts: { train: this.#labels.train.length, test: this.#labels.test.length },
      files: FILE_ROLES.map((role) => ({ name: OFFICIAL_FILES[role].name, ...read[role] })),
      ...this.#source.remarks,
      ...(this.#source.uploadToken === undefined ? {} : { uploadToken: this.#source.uploadToken }),
    });
    return { record, labels: this.#labels };
  }

  get #sizeRead(): ImageSize {
    if (!this.#size) throw new LookbookError('internal');
    return this.#size;
  }

  /** What is taken from every label. */
  get #shift(): number {
    return this.#source.remarks?.labels?.shift ?? 0;
  }

  async #readLabels(role: FileRole): Promise<ReadFile> {
    const { part } = OFFICIAL_FILES[role];
    const pieces: Uint8Array[] = [];
    const read = await this.#read(role, (values) => {
      pieces.push(values.slice());
    });
    const labels = new Uint8Array(read.count);
    let filled = 0;
    for (const piece of pieces) {
      labels.set(piece, filled);
      filled += piece.length;
    }
    this.#labels[part] = labels.map((label) => label - this.#shift);
    return read;
  }

  async #readImages(role: FileRole): Promise<ReadFile> {
    const { part } = OFFICIAL_FILES[role];
    const labels = this.#labels[part];
    let index = 0;
    const room = (pixels: number): Uint8Array<ArrayBuffer> =>
      new Uint8Array(Math.max(0, Math.min(SHARD_SIZE, labels.length - index * SHARD_SIZE)) * pixels);
    let images: Uint8Array<ArrayBuffer> | undefined;
    let filled = 0;
    return this.#read(role, async (values) => {
      if (values.length === 0) return;
      const size = this.#sizeRead;
      images ??= room(pixelsOf(size));
      let offset = 0;
      while (offset < values.length) {
        const taken = Math.min(values.length - offset, images.length - filled);
        images.set(values.subarray(offset, offset + taken), filled);
        filled += taken;
        offset += taken;
        if (filled < images.length) continue;
        const start = index * SHARD_SIZE;
        const shard = { images, labels: labels.slice(start, start + SHARD_SIZE), ...size };
        await this.#staging.write(part, index, shard);
        if (part === 'train' && index === 0) this.#report(this.#stage(role), { first: shard });
        index += 1;
        images = room(pixelsOf(size));
        filled = 0;
      }
    });
  }

  /** Streams one file through the checks of its form; `take` gets its values. */
  async #read(
    role: FileRole,
    take: (values: Uint8Array) => void | Promise<void>,
  ): Promise<ReadFile & { readonly count: number }> {
    const source = this.#source.files[role];
    const file: FileInHand = { name: source.name, advice: this.#source.advice };
    const { kind, part } = OFFICIAL_FILES[role];
    const reader = new IdxReader(
      file,
      kind,
      this.#source.official === 'required' ? OFFICIAL_SHAPE.classes.length : undefined,
    );
    this.#report(this.#stage(role));
    let headerSeen = false;
    for await (const chunk of unpack(source.open(), file, source.reopens ? () => source.open() : undefined)) {
      const values = reader.push(chunk);
      if (reader.header && !headerSeen) {
        headerSeen = true;
        if (reader.header.size) await this.#checkSize(source.name, reader.header.size);
        const labels = this.#labels[part].length;
        if (kind === 'images' && reader.header.count !== labels) {
          const partner = this.#source.files[`${part}-labels`].name;
          const { countsDiffer } = await import('../../../src/core/dataset/checks');
          throw countsDiffer(
            { name: source.name, header: reader.header },
            { name: partner, header: { ...reader.header, kind: 'labels', count: labels } },
            this.#source.advice,
          );
        }
      }
      await take(values);
      this.#done += chunk.length;
      if (this.#done - this.#reported >= REPORTED_BYTES) this.#report(this.#stage(role));
      await this.#context.turn();
    }
    const { header, bytes, sha256 } = reader.finish();
    return { bytes, sha256, ...source.original, count: header.count };
  }

  /** Images are as large as those of the other file, and as Fashion-MNIST's where its files are expected. */
  async #checkSize(name: string, size: ImageSize): Promise<void> {
    const { official, advice, files } = this.#source;
    if (official !== 'not-asked' && !sameSize(size, OFFICIAL_SHAPE)) {
      throw new LookbookError(
        'data/wrong-magic',
        `${name}: found images of ${sizeWords(size)} pixels; those of Fashion-MNIST are ${sizeWords(OFFICIAL_SHAPE)}. ` +
          this.#adviceForOthers,
      );
    }
    if (this.#size && !sameSize(this.#size, size)) {
      const { sizesDiffer } = await import('../../../src/core/dataset/checks');
      throw sizesDiffer({ name: files['train-images'].name, size: this.#size }, { name, size }, advice);
    }
    this.#size = size;
  }

  /** What to do about files that are not the official ones. */
  get #adviceForOthers(): string {
    return this.#source.official === 'required'
      ? this.#source.advice
      : `If you mean another set, choose "${ACCEPT_OTHER_SET}" and run the cell again.`;
  }

  #checkOfficial(role: FileRole, sha256: string): void {
    const official = OFFICIAL_FILES[role].sha256;
    if (this.#source.official === 'not-asked' || sha256 === official) return;
    throw hashMismatch(this.#source.files[role].name, sha256, official, this.#adviceForOthers);
  }

  #stage(role: FileRole): string {
    return `${this.#source.verb} the ${OFFICIAL_FILES[role].title}`;
  }

  #report(stage: string, detail?: LoadDetail): void {
    this.#reported = this.#done;
    this.#context.report({
      stage,
      done: Math.min(this.#done, this.#total),
      total: this.#total,
      unit: 'bytes',
      ...(detail ? { detail } : {}),
    });
  }
}
