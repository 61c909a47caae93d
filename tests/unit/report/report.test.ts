import { describe, expect, it, vi } from 'vitest';
import type { Block, GridImage, ImagesBlock } from '../../../src/plots/blocks';
import { TABLE_ROWS } from '../../../src/report/blocks';
import { buildPage } from '../../../src/report/page';
import { buildResults } from '../../../src/report/results';
import type { ReportCell, ReportSource } from '../../../src/report/types';
import { TIME, cell, dataset, figure, renderers, source, toy } from './source';
import { GARMENTS } from '../garments';

const page = async (from: ReportSource): Promise<string> =>
  (await buildPage(from, await buildResults(from, TIME), renderers, () => undefined)).html;

const table = (count: number): Block => ({
  type: 'table',
  id: 'rows',
  title: 'Rows',
  caption: 'Counted.',
  columns: [
    { key: 'n', label: 'n', align: 'right' },
    { key: 'class', label: 'Class', classMark: true, classes: GARMENTS.classes },
  ],
  rows: Array.from({ length: count }, (_, n) => ({ n: n * 1000, class: n % 10 })),
});

const images: Block = {
  type: 'images',
  id: 'grid',
  title: 'Grid',
  caption: 'Images.',
  alt: 'Two images.',
  columns: 2,
  load: () =>
    Promise.resolve([
      { pixels: new Uint8Array(784), size: GARMENTS, scale: 'gray', label: 'Bag <b>', classIndex: 8 },
      { pixels: new Float32Array(784), size: GARMENTS, scale: 'diverging' },
    ]),
};

const everything: Block[] = [
  { type: 'facts', facts: [{ label: 'Images', value: '70,000', note: 'all' }] },
  {
    type: 'alerts',
    id: 'alerts',
    title: 'Alerts',
    caption: '',
    alerts: [{ kind: 'skew', severity: 'warning', sentence: 'Very <skewed>.', count: 1 }],
  },
  figure('one'),
  images,
  table(3),
  { type: 'text', markdown: 'Plain *text*.' },
];

describe('the report', () => {
  it('asks for nothing: no script that runs, no address that is loaded, and a policy that forbids both', async () => {
    const html = await page(source([cell('a', toy('a', everything), { note: 'A note.' })]));
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toEqual([
      '<script type="application/json" id="lookbook-results">',
      '<script type="application/json" id="lookbook-notebook">',
    ]);
    const outside = html.replaceAll(/<script\b[\s\S]*?<\/script>/g, '');
    const loaded = [...outside.matchAll(/\b(?:src|href|xlink:href|poster|srcset|data|action)\s*=\s*"([^"]*)"/g)].map(
      ([, address]) => address!,
    );
    expect(loaded.length).toBeGreaterThan(2);
    for (const address of loaded) expect(address).toMatch(/^(#|data:image\/png;base64,)/);
    const drawn = [...outside.matchAll(/url\(([^)]*)\)/g)].map(([, address]) => address!);
    expect(drawn.filter((address) => !address.startsWith('#'))).toHaveLength(1);
    for (const address of drawn) expect(address).toMatch(/^(#|data:image\/png;base64,)/);
    expect(outside).not.toMatch(/@import|<link\b|<iframe|<object|<embed|<base\b|\son[a-z]+\s*=/i);
    expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
  });

  it('escapes what comes from people and data, also inside the inert JSON', async () => {
    const html = await page(source([cell('a', toy('a', everything))]));
    expect(html).toContain('<h1>A &lt;study&gt;</h1>');
    expect(html).toContain('Ada &amp; Grace');
    expect(html).toContain('a found &lt;something&gt; &amp; more.');
    expect(html).not.toContain('<something>');
    const json = /id="lookbook-notebook">([\s\S]*?)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(json)).toMatchObject({ note: '</script><script>alert(1)</script>' });
  });

  it('shows every kind of block, numbered, with title, caption and text alternative', async () => {
    const html = await page(source([cell('a', toy('a', everything)), cell('b', toy('b', [figure('two')]))]));
    // The alerts are the first cell's key figure: what it folds comes in the appendix.
    expect(html).toContain('<b>Figure 1. Figure of two.</b>');
    expect(html).toContain('<b>Figure 2. Figure of one.</b> What one sees, in images.');
    expect(html).toContain('<b>Figure 3. Grid.</b>');
    expect(html).toContain('<b>Table 1. Rows.</b>');
    expect(html).toContain('aria-label="An &quot;alternative&quot; of one"');
    expect(html).toContain('Very &lt;skewed&gt;.');
    expect(html).toContain('<dd>70,000<small>all</small></dd>');
    expect(html).toContain('<p>Plain *text*.</p>');
    expect(html).toContain('<i class="mark c1"></i>Trouser');
    expect(html.match(/<i class="px"/g)).toHaveLength(2);
    expect(html).toContain('Very &lt;skewed&gt;. <small>Count 1</small>');
  });

  it('keeps the ids of figures apart and rounds their coordinates', async () => {
    const html = await page(source([cell('a', toy('a', [figure('one'), figure('two')]))]));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, reference] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(reference);
    expect(html).toContain('d="M1.23,2.34L10,20"');
    expect(html).not.toContain('class="empty"');
  });

  it('keeps of a figure what shows, and none of what Plotly writes for itself', async () => {
    const html = await page(source([cell('a', toy('a', [figure('one')]))]));
    expect(html).toContain('<path class="crisp" style="fill:#1f4e79;fill-opacity:0.5" d="M1.23,2.34L10,20"/>');
    expect(html).toContain('<text style="font-size:12px;white-space:pre">0</text>');
  });

  it('cuts long tables and says how many rows there are', async () => {
    const html = await page(source([cell('a', toy('a', [table(1234)]))]));
    const body = /<figure id="toy-a-a-rows"[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(html)![1]!;
    expect(body.match(/<tr>/g)).toHaveLength(TABLE_ROWS);
    expect(html).toContain(`The first ${TABLE_ROWS} of 1,234 rows`);
    expect(await page(source([cell('a', toy('a', [table(TABLE_ROWS)]))]))).not.toContain('The first');
  });

  it('breaks no file name or hash, and lets long sentences wrap', async () => {
    const block: Block = {
      type: 'table',
      id: 'files',
      title: 'Files',
      caption: '',
      columns: [
        { key: 'name', label: 'File', code: true },
        { key: 'said', label: 'Said' },
        { key: 'n', label: 'n', align: 'right' },
      ],
      rows: [{ name: 'a'.repeat(64), said: 'A sentence that is longer than a name is.', n: 3 }],
    };
    const html = await page(source([cell('a', toy('a', [block]))]));
    expect(html).toContain('<td class="code">aaa');
    expect(html).toContain('<td class="w">A sentence');
    expect(html).toContain('<td class="r">3</td>');
  });

  it('says in its place that a figure could not be drawn, and goes on', async () => {
    const html = await page(source([cell('a', toy('a', [figure('broken'), figure('fine')]))]));
    expect(html).toContain('“Figure of broken” could not be drawn.');
    expect(html).toContain('out of paint');
    expect(html).toContain('Figure of fine.');
  });

  it('says that a result cannot be shown when its cell cannot read it, and goes on', async () => {
    const whole = toy('a', []);
    const unreadable = {
      ...whole,
      presentation: {
        ...whole.presentation,
        findings: () => {
          throw new TypeError('summary.runs is missing');
        },
      },
    };
    const html = await page(source([cell('a', unreadable), cell('b', toy('b', [figure('fine')]))]));
    expect(html).toContain('This result cannot be shown.');
    expect(html).toContain('summary.runs is missing');
    expect(html).toContain('Figure of fine.');
  });

  it('warns of synthetic data, stale results, failures and cells that have not run', async () => {
    const failed = cell('f', toy('f', []), {
      status: {
        notebookId: 'n',
        cellId: 'f',
        state: 'failed',
        error: { code: 'train/diverged', message: 'It diverged.', retry: false },
      },
    });
    const { content: _none, ...idle } = cell('i', toy('i', []));
    const html = await page(
      source([
        cell('d', toy('d', []), { summary: { ...dataset, synthetic: true } }),
        cell('s', toy('s', []), { stale: true }),
        failed,
        { ...idle, stale: true },
      ]),
    );
    expect(html).toContain('These data are synthetic');
    expect(html).toContain('This result is stale');
    expect(html).toContain('This cell failed. It diverged.');
    expect(html).toContain('This cell has not run. Stands in for a cell.');
    const clean = await page(source([cell('d', toy('d', []), { summary: dataset })]));
    expect(clean).not.toMatch(/class="banner/);
  });

  it('states where the numbers come from: data, split, seed, backend, versions, keys, openings of the test set', async () => {
    const opened = {
      id: 'o',
      at: TIME,
      type: 'test-opening' as const,
      cellId: 'tune',
      reason: 'The chosen model',
      modelHash: 'm',
      accuracy: 0.8712,
    };
    const data = cell('d', toy('d', []), { summary: dataset });
    const html = await page(source([data], { ledger: [opened] }));
    for (const part of [
      dataset.hash,
      'version v1',
      '<code>12</code>',
      '<code>42</code>',
      'WASM, SIMD',
      'wasm/strict',
      'version 0.1.0',
      data.content!.result.key,
    ]) {
      expect(html).toContain(part);
    }
    expect(html).toContain('read 1 time<br>The chosen model: accuracy 0.8712');
    expect(await page(source([data]))).toContain('never read');
  });

  it('takes its cover from the cell that collects all others, which gets no section of its own', async () => {
    const cover = {
      ...cell('r', toy('r', [figure('own')], ['Ready.'], true)),
      params: { title: 'Handed in', author: 'Someone', notes: 'Read *this* first.' },
    };
    const html = await page(source([cell('a', toy('a', [])), cover]));
    expect(html).toContain('<h1>Handed in</h1>');
    expect(html).toContain('Someone ·');
    expect(html).toContain('Read *this* first.');
    expect(html).not.toContain('Figure of own');
  });

  it('lists every section in the contents', async () => {
    const html = await page(source([cell('a', toy('a', [])), cell('b', toy('a', []))]));
    const links = [...html.matchAll(/<nav[\s\S]*?<\/nav>/g)][0]![0].matchAll(/href="#([^"]+)"/g);
    const anchors = [...links].map(([, anchor]) => anchor);
    expect(anchors).toEqual(['toy-a-a', 'toy-a-b', 'provenance', 'appendix']);
    for (const anchor of anchors) expect(html).toContain(`<section id="${anchor}">`);
  });

  it('tells how far it is and lets the page breathe between blocks', async () => {
    const from = source([cell('a', toy('a', [figure('one'), figure('two')])), cell('b', toy('b', []))]);
    const told: string[] = [];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await buildPage(from, await buildResults(from, TIME), renderers, ({ stage, done, total }) =>
      told.push(`${stage} ${done}/${total}`),
    );
    clearInterval(timer);
    expect(told).toEqual(['Toy a 0/4', 'Toy b 1/4', 'Appendix: Toy a 2/4', 'Appendix: Toy b 3/4', 'Provenance 4/4']);
    expect(turns).toBeGreaterThanOrEqual(1);
  });

  it('leaves a place of a table empty where there is no image, since black would be one', async () => {
    const given: GridImage = { pixels: new Uint8Array(784).fill(9), size: GARMENTS, scale: 'gray', label: 'there' };
    const gap: GridImage = { pixels: new Uint8Array(784), size: GARMENTS, scale: 'gray', absent: true };
    const block: Block = { ...(images as ImagesBlock), load: () => Promise.resolve([gap, given]) };
    const html = await page(source([cell('a', toy('a', [block]))]));
    expect(html.match(/<i class="px"/g)).toHaveLength(1);
    expect(html).toContain('<div></div><div><i class="px"');
  });

  it('holds all its images in one file, each once, and none where there are none', async () => {
    const two = { ...images, id: 'again' } as Block;
    const html = await page(source([cell('a', toy('a', [images, two])), cell('b', toy('b', [images]))]));
    expect(html.match(/<i class="px"/g)).toHaveLength(6);
    expect(new Set([...html.matchAll(/class="px" style="([^"]+)"/g)].map(([, style]) => style))).toEqual(
      new Set(['--x:0;--y:0', '--x:1;--y:0']),
    );
    expect(html.match(/background-image:url\(data:image\/png/g)).toHaveLength(1);
    expect(await page(source([cell('a', toy('a', [figure('one')]))]))).not.toContain('background-image');
  });
});

describe('a report that leaves images out', () => {
  const aggregate: Block = { ...(images as ImagesBlock), id: 'means', title: 'Means', aggregate: true };
  const cover = (params: object): ReportCell => ({
    ...cell('r', toy('r', [], ['Ready.'], true)),
    params: { title: '', author: '', notes: '', ...params },
  });
  const asked = vi.fn(() => Promise.resolve<readonly GridImage[]>([]));
  const shown: Block[] = [{ ...(images as ImagesBlock), load: asked }, aggregate, figure('one')];

  it('asks for no image, says so in its place, and keeps numbers, aggregates and plots', async () => {
    const html = await page(source([cell('a', toy('a', shown)), cover({ withoutImages: true })]));
    expect(asked).not.toHaveBeenCalled();
    expect(html).toContain('These are images of the data set, which this report leaves out.');
    expect(html).toContain('<b>Figure 1. Grid.</b>');
    expect(html).toContain('<b>Figure 2. Means.</b>');
    expect(html).toContain('<b>Figure 3. Figure of one.</b>');
    expect(html.match(/<i class="px"/g)).toHaveLength(2);
    expect(html).toContain('those of the data set are left out');
  });

  it('is made only when the switch is on', async () => {
    for (const params of [{}, { withoutImages: false }]) {
      asked.mockClear();
      const html = await page(source([cell('a', toy('a', shown)), cover(params)]));
      expect(asked).toHaveBeenCalledOnce();
      expect(html).not.toContain('left out');
    }
  });
});
