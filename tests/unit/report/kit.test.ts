import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cells/registry';
import type { Requirement } from '../../../src/cells/types';
import type { FileRequest } from '../../../src/core/exchange';
import { kitParts } from '../../../src/report/kit';
import { gatherFiles } from '../../../src/report/files';
import type { ReportCell } from '../../../src/report/types';
import { runsText } from '../exchange/text';
import { runEvent } from '../ledger/events';
import { TIME, cell, figure, renderers, source, toy, type Toy } from './source';

const words = new TextDecoder();

function giving(kind: string, files: () => readonly FileRequest[], requirements: readonly Requirement[] = []): Toy {
  const plain = toy(kind, [figure('history')]);
  return { ...plain, presentation: { ...plain.presentation, files, requirements } };
}
/** A request of which {@link makeFile} makes the text. */
const asked = (exporter: string, text: string): FileRequest => ({ exporter, settings: text }) as unknown as FileRequest;
const makeFile = async ({ settings }: FileRequest): Promise<Uint8Array<ArrayBuffer>> => {
  const text = settings as unknown as string;
  if (text === 'gone') throw new Error('The array is gone.');
  return new TextEncoder().encode(text);
};

const line = (requirement: string, more: Partial<Requirement> = {}): Requirement => ({
  mission: 'M3',
  requirement,
  algorithm: 'A <search>',
  reference: 'Someone 2011',
  figureId: 'history',
  ...more,
});

const parts = async (cells: ReportCell[]): Promise<Record<string, string>> => {
  const made = await kitParts(source(cells, { makeFile }), { renderers, at: TIME });
  return Object.fromEntries(made.map(({ name, bytes }) => [name, words.decode(bytes)]));
};

describe('the hand-in kit', () => {
  it('has the report, the requirements, results, notebook and what the cells give', async () => {
    const made = await parts([
      cell(
        'a',
        giving('a', () => [asked('trials', 'a\r\n')], [line('Search')]),
      ),
    ]);
    expect(Object.keys(made)).toEqual([
      'report.html',
      'requirements.html',
      'results.json',
      'notebook.json',
      'trials.csv',
    ]);
    expect(made['trials.csv']).toBe('a\r\n');
    expect(JSON.parse(made['results.json']!)).toMatchObject({ schema: 'lookbook-results/4' });
    expect(JSON.parse(made['notebook.json']!)).toMatchObject({ format: 1 });
  });

  it('leaves the lower of two cells with the same file its name, and moves the other to a folder', async () => {
    const upper = giving('f', () => [asked('pipeline-python', 'v1'), asked('runs', 'a')]);
    const lower = giving('f', () => [asked('pipeline-python', 'v2'), asked('stream', 'b')]);
    const { files } = await gatherFiles({ cells: [cell('features', upper), cell('features-2', lower)], makeFile });
    expect(files.map(({ name, bytes }) => [name, words.decode(bytes)])).toEqual([
      ['features/pipeline.py', 'v1'],
      ['runs.csv', 'a'],
      ['pipeline.py', 'v2'],
      ['stream.csv', 'b'],
    ]);
  });

  it('says what a cell could not make, and keeps the rest', async () => {
    const broken = giving('broken', () => [asked('runs', 'gone'), asked('stream', 'here')]);
    const unknown = giving('unknown', () => [asked('nowhere', '')]);
    const refusing = giving('refusing', () => {
      throw new Error('There is no study.');
    });
    const fine = giving('fine', () => [asked('trials', 'fine')]);
    const made = await parts([cell('b', broken), cell('u', unknown), cell('r', refusing), cell('f', fine)]);
    expect(made['not-made.txt']).toContain('Toy broken: The array is gone.');
    expect(made['not-made.txt']).toContain('Toy unknown: There is no exporter "nowhere".');
    expect(made['not-made.txt']).toContain('Toy refusing: There is no study.');
    expect(made).toMatchObject({ 'trials.csv': 'fine', 'stream.csv': 'here' });
    expect(made).not.toHaveProperty(['runs.csv']);
  });

  it('makes a file from what the cell holds where nobody else makes it', async () => {
    const ledger = [runEvent({ id: 'a' })];
    const tracking = giving('t', () => [{ exporter: 'runs', ledger }]);
    const { files } = await gatherFiles({ cells: [cell('t', tracking)] });
    expect(files.map(({ bytes }) => words.decode(bytes))).toEqual([runsText(ledger)]);
  });

  it('asks nothing of cells that have no result', async () => {
    const { content: _none, ...idle } = cell(
      'i',
      giving('i', () => {
        throw new Error('asked');
      }),
    );
    expect(await gatherFiles({ cells: [idle] })).toEqual({ files: [], failed: [] });
  });
});

describe('the requirements page', () => {
  const nothing = (): readonly FileRequest[] => [];

  it('leads from each line to its section and figure, in the report and from the file beside it', async () => {
    const made = await parts([
      cell('x', toy('x', [figure('other')])),
      cell('a', giving('a', nothing, [line('Search'), line('Log', { figureId: 'missing' })])),
    ]);
    const report = made['report.html']!;
    const page = made['requirements.html']!;
    expect(report).toContain('<section id="requirements">');
    expect(report).toContain('href="#requirements"');
    expect(report).toContain('<a href="#toy-a-a-history">Figure 2</a>');
    expect(report).toContain('A &lt;search&gt;');
    expect(page).toContain('<a href="report.html#toy-a-a">Toy a</a>');
    expect(page).toContain('<a href="report.html#toy-a-a-history">Figure 2</a>');
    for (const [, anchor] of page.matchAll(/href="report\.html#([^"]+)"/g)) expect(report).toContain(`id="${anchor}"`);
    expect(page).toContain(
      '1 of 2 lines are carried out in the report; not carried out: Log (this run gave nothing to show for it).',
    );
    expect(report).toContain('1 of 2 lines are carried out in the report;');
    expect(page.match(/<td>–<\/td>/g)).toHaveLength(1);
  });

  it('orders lines by mission, and joins those that two cells of a kind carry out', async () => {
    const explore = giving('e', nothing, [line('Balance', { mission: 'M1' })]);
    const features = giving('f', nothing, [line('Scaling', { mission: 'M2' })]);
    const tune = giving('t', nothing, [line('Search')]);
    const made = await parts([cell('t', tune), cell('f', features), cell('f-2', features), cell('e', explore)]);
    const page = made['requirements.html']!;
    expect([...page.matchAll(/<h2>(M\d)/g)].map(([, mission]) => mission)).toEqual(['M1', 'M2', 'M3']);
    expect(page.match(/Scaling/g)).toHaveLength(1);
    expect(page).toContain('report.html#toy-f-f"');
    expect(page).toContain('report.html#toy-f-f-2"');
  });

  it('says which lines stand in cells that have not run or are out of date', async () => {
    const kinds = giving('k', nothing, [line('Search')]);
    const { content: _none, ...idle } = cell('i', kinds);
    const one = await parts([idle]);
    expect(one['requirements.html']).toContain(
      '0 of 1 lines are carried out in the report; not carried out: Search (not run).',
    );
    expect(one['requirements.html']).toContain('(not run)');
    const stale = await parts([cell('s', kinds, { stale: true })]);
    expect(stale['requirements.html']).toContain('(out of date)');
  });

  it('names what each result was made by, where a parameter chose that', async () => {
    const method: Requirement['method'] = ({ summary }) => ({ algorithm: summary as string, reference: 'Its paper' });
    const kinds = giving('k', nothing, [line('Search', { method })]);
    const { content: _none, ...idle } = cell('i', kinds);
    const made = await parts([
      cell('a', kinds, { summary: 'A sampler' }),
      cell('b', kinds, { summary: 'Another' }),
      idle,
    ]);
    const page = made['requirements.html']!;
    const said = [...page.matchAll(/<td>Search<\/td><td>.*?<\/td><td>(.*?)<\/td><td>(.*?)<\/td>/g)];
    expect(said.map(([, algorithm, reference]) => [algorithm, reference])).toEqual([
      ['A sampler', 'Its paper'],
      ['Another', 'Its paper'],
      ['A &lt;search&gt;', 'Someone 2011'],
    ]);
  });

  it('counts a line as carried out if one cell shows it, and asks the cell whether its evidence says anything', async () => {
    const unmet: Requirement['unmet'] = ({ summary }) =>
      (summary as { found: number }).found > 0 ? undefined : 'the forest says nothing';
    const kinds = giving('k', nothing, [line('Importance', { unmet })]);
    const none = await parts([cell('a', kinds, { summary: { found: 0 } })]);
    expect(none['requirements.html']).toContain('not carried out: Importance (the forest says nothing).');
    expect(none['requirements.html']).toContain('Toy k</a> (the forest says nothing)');
    const one = await parts([cell('a', kinds, { summary: { found: 0 } }), cell('b', kinds)]);
    expect(one['requirements.html']).toContain('All 1 lines are carried out in the report.');
  });
});

describe('the cells of Lookbook', () => {
  const unmetOf = async (kind: string, requirement: string, summary: unknown) => {
    const { presentation } = await definitions.get(kind)!.presentation();
    const found = presentation.requirements!.find((one) => one.requirement === requirement)!;
    return found.unmet!({ summary } as never);
  };

  it('do not count importances of which the forest itself says nothing, nor a retraining that never was', async () => {
    const importances = (outOfBagR2?: number) => ({ importances: { trials: 5, parameters: [], outOfBagR2 } });
    const importance = (summary: unknown) => unmetOf('tune', 'Importance of hyperparameters', summary);
    expect(await importance({ importances: null })).toBe('too few trials completed');
    expect(await importance(importances(0.02))).toBe('5 complete trials do not show which setting matters');
    expect(await importance(importances(0.6))).toBeUndefined();
    const pruning = (type: string) => unmetOf('tune', 'Early stopping of trials', { study: { pruner: { type } } });
    expect(await pruning('none')).toBe('pruning is turned off');
    expect(await pruning('median')).toBeUndefined();
    const retraining = (summary: unknown) => unmetOf('monitor', 'Retraining, champion and challenger', summary);
    expect(await retraining({ retraining: null, alarm: { retrain: false } })).toMatch(/no retraining was triggered/);
    expect(await retraining({ retraining: {} })).toBeUndefined();
  });

  it('say for every part of the mission what they carry out, by which algorithm and after whom', async () => {
    const lines: Requirement[] = [];
    for (const definition of definitions.values()) {
      const { presentation } = await definition.presentation();
      lines.push(...(presentation.requirements ?? []));
      if (definition.mission) expect(presentation.requirements?.length, definition.title).toBeGreaterThan(0);
    }
    expect(new Set(lines.map(({ mission }) => mission))).toEqual(new Set(['M1', 'M2', 'M3', 'M4']));
    const said = lines.map(({ mission, requirement }) => `${mission} ${requirement}`);
    expect(new Set(said).size).toBe(said.length);
    for (const { requirement, algorithm, reference } of lines) {
      for (const part of [requirement, algorithm, reference]) expect(part.trim()).not.toBe('');
      // A table cell, not a paragraph.
      expect(requirement.length, requirement).toBeLessThan(80);
      expect(algorithm.length, requirement).toBeLessThan(220);
    }
  });
});
