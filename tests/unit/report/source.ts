/** A report's source made of cells that exist nowhere but here: the report must not need to know them. */
import { defineCell, definePresentation } from '../../../src/cells/types';
import { text } from '../../../src/core/params';
import { hashJson } from '../../../src/core/results/canonical';
import type { StoredResult } from '../../../src/core/results/types';
import type { Block } from '../../../src/plots/blocks';
import type { Renderers, ReportCell, ReportSource } from '../../../src/report/types';

export const TIME = '2026-03-04T05:06:07.000Z';

export const dataset = {
  hash: hashJson('data'),
  name: 'Fashion-MNIST',
  synthetic: false,
  files: [],
  counts: { train: 60_000, test: 10_000 },
  splitVersion: 'v1',
  splitSeed: 12,
  splits: {},
};

export function resultOf(kind: string, summary: unknown, at = TIME, seconds = 2.5, of = kind): StoredResult {
  const artifacts = { means: { hash: hashJson('means'), dtype: 'float32' as const, shape: [10, 784], bytes: 31_360 } };
  return {
    key: hashJson(of),
    kind: `cell:${kind}`,
    version: 3,
    summary,
    artifacts,
    outputHash: hashJson(['out', kind]),
    createdAt: at,
    seconds,
  };
}

/** A kind of cell that exists nowhere but here, with what it says. */
export type Toy = Pick<ReportCell, 'definition' | 'presentation'>;

export function toy(
  kind: string,
  blocks: Block[],
  findings = [`${kind} found <something> & more.`],
  collectsAll = false,
): Toy {
  const presentation = definePresentation({
    help: {},
    about: 'Method of **toy**.',
    findings: () => findings,
    blocks: () => blocks,
  });
  const definition = defineCell({
    kind,
    title: `Toy ${kind}`,
    mission: 'M0 Test',
    purpose: 'Stands in for a cell.',
    params: { title: text({ label: 'Title' }) },
    inputs: {},
    version: 3,
    numeric: false,
    collectsAll,
    presentation: () => Promise.resolve({ presentation }),
  });
  return { definition, presentation };
}

export function cell(
  id: string,
  { definition, presentation }: Toy,
  changes: Partial<ReportCell> & { summary?: unknown; at?: string } = {},
): ReportCell {
  const { summary = { found: 1 }, at, ...rest } = changes;
  // Each cell of its own parameters.
  const result = resultOf(definition.kind, summary, at, undefined, id);
  return {
    id,
    definition,
    presentation,
    content: {
      cellId: id,
      params: { title: '' },
      summary,
      result,
      inputs: {},
      ledger: [],
      read: () => Promise.reject(new Error('no arrays here')),
    },
    status: { notebookId: 'n', cellId: id, state: 'done', key: result.key, endedAt: at ?? TIME },
    stale: false,
    note: '',
    ...rest,
  };
}

export function source(cells: ReportCell[], changes: Partial<ReportSource> = {}): ReportSource {
  return {
    document: { title: 'A <study>', author: 'Ada & Grace', preset: 'quick', rootSeed: 42 },
    cells,
    environment: { backend: 'wasm', description: 'WASM, SIMD', numericMode: 'wasm/strict', workers: 2 },
    ledger: [],
    appVersion: '0.1.0',
    notebookJson: '{"format":1,"note":"</script><script>alert(1)</script>"}',
    ...changes,
  };
}

/** As Plotly exports: ids, a clip path by url(), an empty group, long coordinates, an embedded image. */
const SVG =
  '<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" width="760" height="300" viewBox="0 0 760 300"><defs><clipPath id="clip1"><rect/></clipPath></defs>' +
  `<g class="empty"/><g clip-path="url(#clip1)" style="clip-path: url(&quot;#clip1&quot;)"><path class="point crisp" style="opacity: 1; fill: rgb(31, 78, 121); fill-opacity: 0.5;" d="M1.23456,2.3456L10,20"/><text class="xtick" data-notex="1" style="font-family: ui-sans-serif, system-ui, 'Segoe UI'; font-size: 12px; white-space: pre;">0</text><image xlink:href="data:image/png;base64,AA=="/></g></svg>`;

export const renderers: Renderers = {
  figure: (block) => (block.id === 'broken' ? Promise.reject(new Error('out of paint')) : Promise.resolve(SVG)),
  markdown: (markdown) => `<p>${markdown.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
};

export const figure = (id: string): Block => ({
  type: 'figure',
  id,
  title: `Figure of ${id}`,
  caption: 'What one sees, in images.',
  alt: `An "alternative" of ${id}`,
  draw: () => Promise.resolve({ data: [], layout: {} }),
});
