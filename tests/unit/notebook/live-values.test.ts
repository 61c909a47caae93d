import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { quotable } from '../../../src/app/quotable';
import { definitions } from '../../../src/cells/registry';
import type { CellContent } from '../../../src/cells/types';
import { quotedCells, quoteValues, type Quotable } from '../../../src/notebook/live-values';
import { completions, isMeant, liveValues, typedAt, withQuote } from '../../../src/notebook/value-list';

const explain: Quotable = {
  headlines: [
    { name: 'accuracy', what: 'Accuracy on the validation images', text: '88.0 %' },
    { name: 'interval', what: '95 % CI of the accuracy', text: '87.1 to 88.9 %' },
    { name: 'gone', what: 'Something that this result has not', text: undefined },
  ],
  summary: {
    accuracy: 0.864321,
    images: 12_000,
    best: { name: 'a*b', epochs: 4 },
    ci95: [0.85, 0.87],
    runs: Array.from({ length: 784 }, (_, index) => index),
    nested: { score: { accuracy: 0.9 }, none: null, list: [], empty: '' },
  },
};
const lookup = (cell: string): Quotable | undefined => (cell === 'explain' ? explain : undefined);
const bare = (summary: unknown) => (): Quotable => ({ headlines: [], summary });

describe('live values', () => {
  it('are a headline number in its own format by its short name, and what the summary holds by a path', () => {
    expect(quoteValues('{{explain.accuracy}} ({{ explain.interval }})', lookup)).toBe('88.0 % (87.1 to 88.9 %)');
    expect(quoteValues('{{explain.images}}, {{explain.ci95}}, {{explain.nested.score.accuracy}}', lookup)).toBe(
      '12,000, 0.85, 0.87, 0.9',
    );
  });

  it('say in words when there is nothing to show, and what could be named instead', () => {
    const said = (text: string): string => quoteValues(text, lookup).replaceAll('\\', '');
    expect(said('{{tune.accuracy}}')).toBe('[tune has no result yet]');
    expect(said('{{explain.gone}}')).toBe('[explain.gone: not in this result]');
    expect(said('{{explain.accurcy}}')).toBe(
      '[explain.accurcy is not a value; there are explain.accuracy, explain.interval, explain.gone and others]',
    );
    expect(said('{{explain.nested.none}}')).toBe('[explain.nested.none is not a value]');
    expect(said('{{explain.nested.empty}}')).toBe('[explain.nested.empty is not a value]');
    expect(said('{{explain.constructor.name}}')).toContain('is not a value');
    expect(said('{{explain.toString}}')).toContain('is not a value');
    expect(said('{{explain}}')).toContain('has 6 parts; name one, such as explain.accuracy');
  });

  it('show flat objects by their parts, and say how to name one part of what is too much for a sentence', () => {
    expect(quoteValues('{{explain.best}}', lookup)).toBe('name a\\*b, epochs 4');
    expect(quoteValues('{{explain.runs.783}}', lookup)).toBe('783');
    expect(quoteValues('{{explain.runs}}', lookup)).toContain('has 784 parts; name one, such as explain\\.runs\\.0');
  });

  it('leave other braces alone', () => {
    expect(quoteValues('{{}} {a} {{1}}', lookup)).toBe('{{}} {a} {{1}}');
    expect(quotedCells('{{explain.accuracy}} {{ tune }} {{explain.x}} {{1}}')).toEqual(['explain', 'tune']);
  });

  it.each([
    '1. x',
    '2) x',
    '---',
    '===',
    '- x',
    '+ x',
    '* x',
    '# x',
    '> x',
    '    x',
    '~~~',
    '```',
    '| a | b |',
    '***',
    '<b>x</b>',
    '[a](b)',
    '![a](b)',
    'https://x.org',
    'www.x.org',
    'a@b.org',
    '&amp;',
    '\\',
    '_a_',
    'a\n\nb',
    'a\n---',
    '\ta',
    ':---',
  ])('that look like Markdown (%j) stay text, alone on a line and after words', (value) => {
    const plain = value.replace(/\s+/g, ' ').trim();
    const shown = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true }).trim();
    const escaped = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(shown(quoteValues('{{a.b}}', bare({ b: value })))).toBe(`<p>${escaped}</p>`);
    expect(shown(quoteValues('words {{a.b}}', bare({ b: value })))).toBe(`<p>words ${escaped}</p>`);
  });

  it('of any text make one paragraph that holds the text alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...' \n\t-=+*_#>`~|[]()<>&!.:/\\@12ab{}"\'$') }), (value) => {
        const plain = value.replace(/\s+/g, ' ').trim();
        fc.pre(plain !== '');
        const html = marked.parse(quoteValues('{{a.b}}', bare({ b: value })), { async: false, gfm: true }).trim();
        const text = html.replace(/^<p>|<\/p>$/g, '');
        expect(text).not.toMatch(/<\w/);
        const unescaped = text
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(unescaped).toBe(plain);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the values to choose from', () => {
  const values = liveValues('explain', explain);

  it('are the headline numbers first, then the paths, each by the quote that shows it', () => {
    expect(values.map(({ path }) => path)).toEqual([
      'explain.accuracy',
      'explain.interval',
      'explain.images',
      'explain.ci95',
      'explain.best.name',
      'explain.best.epochs',
      'explain.nested.score.accuracy',
    ]);
    for (const { path, text } of values) expect(quoteValues(`{{${path}}}`, lookup).replaceAll('\\', '')).toBe(text);
    expect(liveValues('tune', { headlines: [], summary: undefined })).toEqual([]);
  });

  it('are found by any words of their path or of what they are', () => {
    const found = (query: string): string[] => values.filter((value) => isMeant(value, query)).map(({ path }) => path);
    expect(found('validation IMAGES')).toEqual(['explain.accuracy']);
    expect(found('acc')).toEqual(['explain.accuracy', 'explain.interval', 'explain.nested.score.accuracy']);
    expect(found('nothing of the kind')).toEqual([]);
  });

  it('complete what is typed: paths that begin so first, headline numbers before the rest', () => {
    const paths = (query: string): string[] => completions(values, query, 3).map(({ path }) => path);
    expect(paths('')).toEqual(['explain.accuracy', 'explain.interval', 'explain.images']);
    expect(paths('explain.n')).toEqual(['explain.nested.score.accuracy']);
    expect(paths('score')).toEqual(['explain.nested.score.accuracy']);
  });

  it.each<[string, string, string]>([
    ['at the end of the text', 'It is {{expl|', 'It is {{explain.accuracy}}|'],
    ['with braces behind', 'It is {{expl|}} now', 'It is {{explain.accuracy}}| now'],
    ['before a word that is not part of it', 'It is {{|now', 'It is {{explain.accuracy}}|now'],
    ['within a name that is closed', '{{ex|plain.acc }}!', '{{explain.accuracy}}|!'],
    ['after another quote', '{{a.b}} and {{|', '{{a.b}} and {{explain.accuracy}}|'],
  ])('replace a quote that is being typed %s', (_where, before, after) => {
    const caret = before.indexOf('|');
    const text = before.replace('|', '');
    const typed = typedAt(text, caret)!;
    const made = withQuote(text, typed, 'explain.accuracy');
    expect(`${made.text.slice(0, made.caret)}|${made.text.slice(made.caret)}`).toBe(after);
  });

  it.each(['no braces|', '{{explain.accuracy}}|', '{{a b|', '{|{'])(
    'are not offered where no quote is typed: %s',
    (text) => {
      expect(typedAt(text.replace('|', ''), text.indexOf('|'))).toBeUndefined();
    },
  );
});

describe('the headline numbers of the cells', () => {
  it('have short names and are listed in docs/live-values.md with what they are', async () => {
    const rows: string[] = [];
    for (const { kind, presentation } of definitions.values()) {
      for (const [name, { what }] of Object.entries((await presentation()).presentation.values ?? {})) {
        expect(name).toMatch(/^[a-z][A-Za-z]{1,23}$/);
        rows.push(`| \`{{${kind}.${name}}}\` | ${what} |`);
      }
    }
    expect(rows.length).toBeGreaterThan(80);
    const documented = readFileSync(new URL('../../../docs/live-values.md', import.meta.url), 'utf8');
    expect(documented.split('\n').filter((line) => line.startsWith('| `{{'))).toEqual(rows);
  });

  it('are none, rather than a failure, in a summary of another version', async () => {
    for (const { presentation } of definitions.values()) {
      const { headlines } = quotable((await presentation()).presentation, {
        summary: {},
        params: {},
      } as unknown as CellContent);
      for (const { text } of headlines) expect(typeof text === 'string' || text === undefined).toBe(true);
    }
  });

  it('that throw leave the others standing', () => {
    const values = {
      fine: { what: 'x', text: () => '1' },
      broken: {
        what: 'y',
        text: (): string => {
          throw new TypeError('no such part');
        },
      },
    };
    const { headlines } = quotable({ values }, { summary: {} } as CellContent);
    expect(headlines.map(({ text }) => text)).toEqual(['1', undefined]);
  });
});
