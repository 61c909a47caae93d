/** How a cell is read: what stands open, what is folded, and when it is a single sentence. */
import { describe, expect, it } from 'vitest';
import { equalSentence, equalTo, type Told } from '../../../src/cells/equal';
import { levelled, MOST_FACTS } from '../../../src/cells/levels';
import type { Levels } from '../../../src/cells/types';
import { contentsOf, idOf, type Levelled } from '../../../src/plots/levels';
import type { Block, FactsBlock, TableBlock } from '../../../src/plots/blocks';
import { buildPage } from '../../../src/report/page';
import { buildResults } from '../../../src/report/results';
import { cell, figure, renderers, source, TIME, toy } from './source';

const facts = (number: number): FactsBlock => ({
  type: 'facts',
  facts: Array.from({ length: number }, (_, at) => ({ label: `Fact ${at}`, value: String(at) })),
});
const table = (id: string): TableBlock => ({ type: 'table', id, title: id, caption: '', columns: [], rows: [] });
const text = (markdown: string): Block => ({ type: 'text', markdown });

const levels: Levels = {
  key: ['absent', 'two'],
  sections: [
    { id: 'curves', title: 'Curves', blocks: ['curve-*'], notable: ({ cellId }) => `of ${cellId}` },
    { id: 'empty', title: 'Nothing', blocks: ['none'] },
    { id: 'tables', title: 'Tables', blocks: ['rows'] },
  ],
};

function shown(
  blocks: Block[],
  { with: asked, findings = ['Found.'] }: { with?: Levels; findings?: string[] } = {},
): Levelled {
  const { definition, presentation } = toy('a', blocks, findings);
  const { content } = cell('a', { definition, presentation });
  return levelled({ ...presentation, ...(asked ? { levels: asked } : {}) }, content!);
}
const names = ({ open, sections }: Levelled): unknown => [
  open.map(idOf),
  ...sections.map(({ id, blocks }) => [id, ...blocks.map(idOf)]),
];

describe('the levels of a cell', () => {
  it('opens the facts and the first key figure that is there, and folds the rest into its sections in their order', () => {
    const blocks = [facts(2), figure('one'), table('rows'), figure('two'), figure('curve-b'), figure('curve-a')];
    const found = shown(blocks, { with: levels });
    expect(names(found)).toEqual([
      ['facts', 'two'],
      ['curves', 'curve-b', 'curve-a'],
      ['tables', 'rows'],
      // What no section names is not lost.
      ['more', 'one'],
    ]);
    expect(found.sections[0]).toMatchObject({ title: 'Curves', notable: 'of a' });
  });

  it('opens the first titled block, and keeps the rest, where a cell says nothing of levels', () => {
    expect(names(shown([facts(1), figure('one'), table('rows')]))).toEqual([
      ['facts', 'one'],
      ['more', 'rows'],
    ]);
  });

  it(`opens ${MOST_FACTS} facts at most`, () => {
    const [open] = shown([facts(9)]).open;
    expect(open).toEqual(facts(MOST_FACTS));
  });

  it('leaves a text with what it follows, and one before everything open', () => {
    const found = shown([text('first'), figure('two'), figure('curve-a'), text('of curves')], { with: levels });
    expect(names(found)).toEqual([
      ['text', 'two'],
      ['curves', 'curve-a', 'text'],
    ]);
  });

  it('says the other findings first of what is folded', () => {
    const { sections } = shown([figure('two')], { with: levels, findings: ['Headline.', 'One.', 'Two.'] });
    expect(sections).toEqual([
      {
        id: 'findings',
        title: 'More findings',
        notable: '2 more findings',
        blocks: [{ type: 'list', items: ['One.', 'Two.'] }],
      },
    ]);
  });

  it('counts figures and tables', () => {
    expect(contentsOf([figure('one'), table('rows'), table('more'), text('')])).toBe('1 figure, 2 tables');
    expect(contentsOf([text('')])).toBe('');
  });
});

describe('a cell that equals an earlier one', () => {
  const { definition, presentation } = toy('a', [figure('one')]);
  const [first, second] = [cell('a', { definition, presentation }), cell('a-2', { definition, presentation })];
  const told = (one: typeof first, kind = 'a'): Told => ({
    kind,
    title: 'Toy a',
    cellId: one.id,
    content: one.content,
  });

  it('is one with the same key, or one that says so', () => {
    expect(equalTo(presentation, 'a', second.content!, [told(first)])).toBeUndefined();
    expect(equalTo(presentation, 'a', first.content!, [told(first)])).toEqual({ title: 'Toy a', cellId: 'a', why: '' });
    const same = (): string => 'nothing was taken over';
    const equal = equalTo({ same }, 'a', second.content!, [told(first, 'b'), told(first)])!;
    expect(equalSentence(equal)).toBe('Equal to Toy a: nothing was taken over.');
    expect(equalTo({ same }, 'a', second.content!, [told(first, 'b')])).toBeUndefined();
  });

  it('is a sentence in the report, with no figure and no appendix of its own', async () => {
    const twice = { ...second, content: { ...second.content!, result: first.content!.result } };
    const from = source([first, twice]);
    const { html } = await buildPage(from, await buildResults(from, TIME), renderers, () => undefined);
    expect(html).toContain('<p class="finding">Equal to Toy a.</p>');
    expect(html.match(/Figure of one/g)).toHaveLength(1);
  });
});

describe('the report in levels', () => {
  it('has the key figure in its body and the rest folded in the appendix, where a link leads', async () => {
    const { definition, presentation } = toy(
      'a',
      [figure('one'), figure('two'), table('curve-table')],
      ['Found.', 'Else.'],
    );
    const from = source([cell('a', { definition, presentation: { ...presentation, levels } })]);
    const { html } = await buildPage(from, await buildResults(from, TIME), renderers, () => undefined);
    const [body, appendix] = html.split('<section id="appendix">');
    expect(body).toContain('Figure of two');
    expect(body).not.toContain('Figure of one');
    expect(body).not.toContain('Else.');
    expect(appendix).toContain('Figure of one');
    expect(appendix).toContain('<details><summary><b>Curves</b> <span>of a</span></summary><div id="toy-a-a--curves">');
    expect(body).toContain('<a href="#toy-a-a--curves">Curves</a>');
    expect(appendix).not.toContain('<details open');
  });
});
