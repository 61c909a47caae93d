/** What every exporter keeps to, and the files that there were before them, byte for byte. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPORTERS, exporterOf, type FileRequest } from '../../../src/core/exchange';
import { arraysOf, makeFile } from '../../../src/core/exchange/make';
import type { ArtifactRef } from '../../../src/core/results/types';
import { WRITTEN_BEFORE } from './before';
import { REQUESTS, ledger, read, resultOf } from './given';
import { textOf } from './text';

const requestFor = (id: string): FileRequest => {
  const found = Object.values(REQUESTS).find(({ exporter }) => exporter === id);
  if (!found) throw new Error(`given.ts has nothing to make a file of by "${id}": add it.`);
  return found;
};

describe.each(EXPORTERS)('the exporter $id', ({ id, version, about, source, name, mediaType }) => {
  it('gives equal bytes for equal results, of which it changes nothing', async () => {
    const request = requestFor(id);
    const before = JSON.stringify(request);
    const [first, second] = [await makeFile(request, read), await makeFile(structuredClone(request), read)];
    expect(first.length).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect(JSON.stringify(request)).toBe(before);
  });

  it('has a name that every system takes, a format and words', () => {
    expect(id).toMatch(/^[a-z][a-z\d-]*$/);
    expect(name).toMatch(/^\w[\w.-]*(\/\w[\w.-]*)*$/);
    expect(mediaType).toMatch(/^[a-z]+\/[\w.+-]+$/);
    expect(Number.isInteger(version) && version > 0).toBe(true);
    for (const words of [about, source]) expect(words.trim()).not.toBe('');
    expect(about).not.toMatch(/\.$|\|/);
  });

  it('ends its text with a line break', async () => {
    // A JSON value is whole without one.
    if (!mediaType.startsWith('text/')) return;
    expect((await textOf(requestFor(id), { read })).at(-1)).toBe('\n');
  });

  it('reads the arrays that it needs and no others, and says what is missing', async () => {
    const request = requestFor(id);
    const seen: string[] = [];
    await makeFile(request, (ref: ArtifactRef) => {
      seen.push(ref.hash);
      return read(ref);
    });
    const needed = Object.values(arraysOf(request)).flatMap((refs) => Object.values(refs).map(({ hash }) => hash));
    expect(seen.sort()).toEqual(needed.sort());
    const { needs } = exporterOf(id);
    if (needs.ledger)
      await expect(makeFile({ ...request, ledger: undefined } as never, read)).rejects.toMatchObject({
        code: 'input/missing',
        message: `${name} needs the ledger.`,
      });
    for (const [result, arrays] of Object.entries(needs.results ?? {})) {
      await expect(makeFile({ ...request, results: {} } as never, read)).rejects.toThrow(
        `${name} needs the result "${result}".`,
      );
      const [array] = arrays.filter((one) => !one.endsWith('*'));
      const bare = { ...request, results: { ...request.results, [result]: resultOf({}) } } as never;
      if (array) await expect(makeFile(bare, read)).rejects.toThrow(`${name} needs "${array}"`);
    }
  });
});

describe('the exporters', () => {
  it('have different ids and names of files', () => {
    for (const key of ['id', 'name'] as const) {
      const all = EXPORTERS.map((exporter) => exporter[key]);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('are listed in docs/files.md', () => {
    const documented = readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8');
    const rows = EXPORTERS.map(({ name, about, source, id }) => `| \`${name}\` | ${about} | ${source} | \`${id}\` |`);
    expect(documented.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
  });

  it('refuse an id that none has, and say which there are', () => {
    expect(() => exporterOf('toString')).toThrow(/^There is no exporter "toString"\. There are: .*\bruns, /);
  });

  it('are given those events of the ledger alone that they need', async () => {
    const other = ledger.filter(({ type }) => type !== 'run');
    expect(await textOf({ exporter: 'runs', ledger: [...other, ...ledger] })).toBe(await textOf(REQUESTS['runs.csv']!));
  });
});

describe('the files that there were before exporters', () => {
  it.each(Object.keys(WRITTEN_BEFORE))('%s has the bytes it had', async (name) => {
    const request = REQUESTS[name]!;
    expect(exporterOf(request.exporter).name).toBe(name);
    const text = await textOf(request, { read });
    const written = WRITTEN_BEFORE[name]!;
    // Columns of runs were added at the end.
    const before = name === 'runs.csv' ? text.replaceAll(/,(experiment,parent,started_at|,,)(?=\r\n)/g, '') : text;
    const hash = createHash('sha256').update(before).digest('hex');
    expect(written.length === hash.length ? hash : before).toBe(written);
  });
});
