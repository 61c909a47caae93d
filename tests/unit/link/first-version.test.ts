/** What the first version of Lookbook left on disk and in links: it opens, and every cell shows what it found. */
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cells/registry';
import type { CellContent } from '../../../src/cells/types';
import { LookbookError } from '../../../src/core/errors';
import { unnamedClasses, type DataShape } from '../../../src/core/dataset/shape';
import { runsOf } from '../../../src/core/ledger/runs';
import { findCell, resolveParams } from '../../../src/notebook/document';
import { parseNotebook } from '../../../src/notebook/format';
import { inputsOf } from '../../../src/notebook/graph';
import { readLink } from '../../../src/notebook/link';
import { quotable } from '../../../src/app/quotable';
import { quoteValues, type Quotable } from '../../../src/notebook/live-values';
import { readRun } from '../../../src/notebook/run-file';
import { FORMAT, type NotebookDocument, type ShownRun } from '../../../src/notebook/types';
import type { FigureBlock } from '../../../src/plots/blocks';
import { firstLink, firstNotebook, firstRunFile } from '../../support/first-version';

const shapes = definitions;
const saved = await readRun(firstRunFile(), shapes);

function contentOf({ document, run }: { document: NotebookDocument; run: ShownRun }, id: string): CellContent {
  const result = (cell: string) => run.results.get(run.statuses.get(cell)!.key!)!;
  const cell = findCell(document, id);
  const inputs = Object.entries(inputsOf(document, shapes, cell)).map(([name, source]) => [name, result(source)]);
  return {
    cellId: id,
    params: resolveParams(document, shapes, cell) as CellContent['params'],
    summary: result(id).summary,
    result: result(id),
    inputs: Object.fromEntries(inputs) as CellContent['inputs'],
    data: result('data').summary as DataShape,
    ledger: run.ledger,
    read: (ref) => {
      const array = run.readArray(ref);
      return array ? Promise.resolve(array) : Promise.reject(new LookbookError('storage/corrupt'));
    },
    shownOnly: true,
  };
}

/** The fixture is kept without big arrays: what is drawn from one says that it is gone. */
async function drawn(block: FigureBlock): Promise<unknown> {
  try {
    return await block.draw();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'storage/corrupt' });
    return null;
  }
}

describe('a notebook of the first version', () => {
  it('opens with its parameters under the present names', () => {
    const document = parseNotebook(firstNotebook(), shapes);
    const paramsOf = (id: string) => findCell(document, id).params;
    expect(document.format).toBe(FORMAT);
    expect(document.cells).toHaveLength(15);
    expect(paramsOf('explore')).toEqual({ scope: 'train', samplesPerClass: 3 });
    expect(paramsOf('explore-2')).toEqual({ scope: 'trainingFile' });
    expect(paramsOf('similar')).toEqual({ trainQueries: 0, neighbours: 3 });
    expect(paramsOf('track')).toEqual({ ranking: 'validation/accuracy' });
    expect(paramsOf('explain')).toMatchObject({ trainImages: 200, selectionImages: 200, selectionSeeds: 2 });
    for (const id of ['labels', 'features', 'search', 'monitor']) expect(paramsOf(id)['trainImages']).toBe(200);
  });

  it('is the one that its link holds', async () => {
    const linked = await readLink(firstLink(), shapes);
    expect(linked!.cells).toEqual(parseNotebook(firstNotebook(), shapes).cells);
  });
});

describe('a saved run of the first version', () => {
  it('shows every run under the present names', () => {
    const runs = runsOf(saved.run.ledger);
    expect(runs).toHaveLength(36);
    for (const run of runs) expect(run.metrics['validation/accuracy']).toBeGreaterThan(0);
  });

  it.each(saved.document.cells.map(({ id }) => id))('shows what "%s" found, in words and in blocks', async (id) => {
    const { presentation } = await shapes.get(findCell(saved.document, id).kind)!.presentation();
    const content = contentOf(saved, id);
    const findings = presentation.findings(content);
    expect(findings.length).toBeGreaterThan(0);
    const blocks = presentation.blocks(content);
    const words = [...findings, JSON.stringify(blocks)].join('\n');
    expect(words).not.toMatch(/undefined|NaN|\[object/);
    expect(words).not.toMatch(/\b(on|of|in) (fit|select|calibrate)\b|\b(fit|select|calibrate) (images|split)\b/);
    for (const block of blocks) {
      if (block.type === 'figure') expect(JSON.stringify(await drawn(block))).not.toContain('undefined');
    }
  });

  it('has a data set of known size, with classes by their numbers', () => {
    const summary = saved.run.results.get(saved.run.statuses.get('data')!.key!)!.summary;
    expect(summary).toMatchObject({ height: 28, width: 28 });
    expect((summary as DataShape).classes).toEqual(unnamedClasses(10));
  });

  it('has the headline numbers of every cell, in their own format', async () => {
    for (const { id, kind } of saved.document.cells) {
      const { presentation } = await shapes.get(kind)!.presentation();
      for (const { name, text } of quotable(presentation, contentOf(saved, id)).headlines) {
        expect(text ?? '', `${id}.${name}`).not.toMatch(/undefined|NaN|\[object|\.\d{5}/);
        // What depends on an outcome may be missing: a mask, an alarm, a second family.
        if (/accuracy|interval|images|parameters/i.test(name) && kind !== 'features')
          expect(text, `${id}.${name}`).toMatch(/\d/);
      }
    }
  });

  it('fills the quotes of its notes with the values that they quoted', () => {
    const { document, run } = saved;
    const lookup = (id: string): Quotable => ({
      headlines: [],
      summary: run.results.get(run.statuses.get(id)?.key ?? '')?.summary,
    });
    const noteOf = (id: string) => quoteValues(findCell(document, id).note, lookup);
    expect(noteOf('data')).toBe('Trained on 320, chosen on 40.');
    expect(noteOf('features')).toBe('On 40 images of 40; 200 learnt from.');
    expect(noteOf('explain')).toMatch(/^Accuracy 0\.\d+ on select, \d+ judged of calibrate\.$/);
    for (const { note } of document.cells) expect(quoteValues(note, lookup)).not.toContain('[');
  });
});
