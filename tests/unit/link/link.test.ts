import fc from 'fast-check';
import { deflateSync, inflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { integers, text, whyInvalid, type Param } from '../../../src/core/params';
import type { Json } from '../../../src/core/results/types';
import { PRESET_NAMES } from '../../../src/core/presets';
import * as edit from '../../../src/notebook/document';
import { LINK_PREFIX, linkHash, readLink } from '../../../src/notebook/link';
import type { NotebookDocument, Shapes } from '../../../src/notebook/types';
import { shapes as small } from '../notebook/shapes';

/** The small mission, with the parameters that make links long: free text and lists of pixels. */
const shapes: Shapes = new Map(
  [...small].map(([kind, shape]) => [
    kind,
    {
      ...shape,
      params: {
        ...shape.params,
        title: text({ label: 'Title' }),
        kept: integers({ label: 'Kept', min: 0, max: 783 }),
      },
    },
  ]),
);

function valueOf(param: Param): fc.Arbitrary<Json> {
  switch (param.type) {
    case 'number':
      return fc.integer({ min: param.min, max: param.max });
    case 'boolean':
      return fc.boolean();
    case 'text':
      return fc.string({ unit: 'grapheme', maxLength: 40 });
    case 'choice':
      return fc.constantFrom(...param.choices.map(({ value }) => value));
    case 'several':
      return fc.subarray(
        param.choices.map(({ value }) => value),
        { minLength: param.min },
      );
    case 'integers':
      return fc.uniqueArray(fc.integer({ min: param.min, max: param.max }), { maxLength: 400 });
  }
}

type Change = (document: NotebookDocument) => NotebookDocument;
const kinds = [...shapes.keys()];
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;

/** What a person may do to a notebook, one step at a time; each step is possible in whatever notebook it meets. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...kinds).map(
    (kind): Change =>
      (document) =>
        edit.addCell(document, shapes, kind).document,
  ),
  fc.nat(50).map((at): Change => (document) => {
    return document.cells.length === 0 ? document : edit.deleteCell(document, pick(document.cells, at).id);
  }),
  fc.record({ at: fc.nat(50), note: fc.string({ unit: 'grapheme' }) }).map(({ at, note }): Change => (document) => {
    return document.cells.length === 0 ? document : edit.setNote(document, pick(document.cells, at).id, note);
  }),
  fc.record({ at: fc.nat(50), by: fc.integer({ min: -5, max: 5 }) }).map(({ at, by }): Change => (document) => {
    return document.cells.length === 0 ? document : edit.moveCell(document, pick(document.cells, at).id, by);
  }),
  fc
    .constantFrom(
      ...kinds.flatMap((kind) =>
        Object.entries(shapes.get(kind)!.params).map(([name, param]) => ({ kind, name, param })),
      ),
    )
    .chain(({ kind, name, param }) => valueOf(param).map((value) => ({ kind, name, value })))
    .map(({ kind, name, value }): Change => (document) => {
      const cell = document.cells.find((one) => one.kind === kind);
      return cell ? edit.setParams(document, shapes, cell.id, { [name]: value }) : document;
    }),
  fc
    .record({
      title: fc.string({ unit: 'grapheme', maxLength: 80 }),
      author: fc.string({ unit: 'grapheme', maxLength: 80 }),
      preset: fc.constantFrom(...PRESET_NAMES),
      rootSeed: fc.integer({ min: 0, max: 0xffffffff }),
    })
    .map(
      (head): Change =>
        (document) =>
          edit.setHead(document, head),
    ),
);
const notebook = fc
  .array(change, { maxLength: 25 })
  .map((changes) => changes.reduce((document, one) => one(document), edit.defaultNotebook(shapes)));

const NAMED = { named: true };

describe('a link', () => {
  it('brings back every notebook that can be made, in characters that any address may carry', async () => {
    await fc.assert(
      fc.asyncProperty(notebook, async (document) => {
        const hash = await linkHash(document, NAMED);
        expect(hash).toMatch(/^#n=[A-Za-z0-9_-]+$/);
        expect(await readLink(hash, shapes)).toEqual(document);
      }),
    );
  });

  it('carries the name of the author only if that is wanted', async () => {
    const document = edit.setHead(edit.defaultNotebook(shapes), { title: 'Shirts', author: 'Ada Lovelace' });
    expect(await readLink(await linkHash(document, NAMED), shapes)).toEqual(document);
    const unnamed = await linkHash(document, { named: false });
    expect(await readLink(unnamed, shapes)).toEqual({ ...document, author: '' });
    const packed = Buffer.from(unnamed.slice(LINK_PREFIX.length), 'base64url');
    expect(Buffer.from(inflateSync(packed)).toString()).not.toMatch(/author|Ada/);
  });

  it('is short: the default notebook in below 500 characters, half of all pixels as a list in below 1,600', async () => {
    const start = edit.defaultNotebook(shapes);
    expect((await linkHash(start, NAMED)).length).toBeLessThan(500);
    const kept = Array.from({ length: 784 }, (_, pixel) => pixel).filter((pixel) => (pixel * 7919) % 784 < 392);
    const masked = edit.setParams(start, shapes, 'features', { kept });
    expect(whyInvalid(shapes.get('features')!.params['kept']!, kept)).toBeUndefined();
    expect((await linkHash(masked, NAMED)).length).toBeLessThan(1600);
  });

  it('survives being escaped and wrapped by a mail program', async () => {
    const document = edit.defaultNotebook(shapes);
    const wrapped = (await linkHash(document, NAMED)).slice(3).replaceAll(/(.{60})/g, '$1\n');
    expect(await readLink(`#n=${encodeURIComponent(wrapped)}`, shapes)).toEqual(document);
  });

  it('is none of ours with another hash', async () => {
    for (const hash of ['', '#', '#cells', '#N=abc', '#cell-data'])
      expect(await readLink(hash, shapes)).toBeUndefined();
  });

  it('that is damaged or cut off anywhere is told in a sentence, and gives no notebook', async () => {
    const hash = await linkHash(edit.defaultNotebook(shapes), NAMED);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: hash.length - LINK_PREFIX.length - 1 }), async (length) => {
        await expect(readLink(hash.slice(0, LINK_PREFIX.length + length), shapes)).rejects.toThrowError(
          /damaged or was cut off/,
        );
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (rubbish) => {
        await expect(readLink(LINK_PREFIX + rubbish, shapes)).rejects.toThrowError(
          expect.objectContaining({ name: 'LookbookError' }),
        );
      }),
      { examples: [['%'], ['%E0%A4%A'], ['____'], ['é']] },
    );
  });

  it('of a newer format, with unknown cells or with values out of range is refused in the words of the notebook', async () => {
    const linkOf = (value: unknown): string =>
      LINK_PREFIX + Buffer.from(deflateSync(Buffer.from(JSON.stringify(value)))).toString('base64url');
    const start = edit.defaultNotebook(shapes);
    await expect(readLink(linkOf({ ...start, format: 9 }), shapes)).rejects.toThrowError(/format 9/);
    await expect(readLink(linkOf({ ...start, cells: [{ id: 'a', kind: 'oracle' }] }), shapes)).rejects.toThrowError(
      /no kind of cell "oracle"/,
    );
    const wide = { id: 'data', kind: 'data', params: { width: 99 } };
    await expect(readLink(linkOf({ ...start, cells: [wide] }), shapes)).rejects.toThrowError(
      /"Width" must lie between/,
    );
  });

  it('that would unpack to more than a notebook can be is refused before it fills the memory', async () => {
    const bomb = deflateSync(new Uint8Array(60_000_000).fill(32), { level: 9 });
    await expect(readLink(LINK_PREFIX + Buffer.from(bomb).toString('base64url'), shapes)).rejects.toThrowError(
      /damaged/,
    );
  });
});
