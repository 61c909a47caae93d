/** The rules of docs/words.md: each finds what it is for and nothing else, and the source of the cells holds to the words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BANNED,
  MOST_FINDINGS,
  MOST_HEADLINE_WORDS,
  MOST_SENTENCE_WORDS,
  presentationProblems,
  sentencesOf,
  wordProblems,
  wordsOf,
} from '../../support/words';

const words = (many: number): string => `${Array.from({ length: many }, () => 'word').join(' ')}.`;

describe('sentences', () => {
  it.each([
    ['Accuracy is 0.9 (p = 0.04). It is significant.', 2],
    ['McNemar p = 0.04. 12 images differ.', 2],
    ['CNN vs. MLP: no difference.', 1],
    ['After C. Northcutt and others, e.g. Confident learning.', 1],
    ['It says: “All pixels are kept.” Nothing else.', 2],
    ['First line\n\nsecond paragraph', 2],
    ['- one item\n- another item', 2],
    ['Is it? Yes!', 2],
  ])('of %j are counted', (text, many) => {
    expect(sentencesOf(text)).toHaveLength(many);
  });

  it('have the words that a reader counts', () => {
    expect(wordsOf('576 of 6,000 checked labels (9.6 %) are flagged.')).toBe(8);
    expect(wordsOf('28 × 28 values, Shirt → Coat')).toBe(5);
    expect(wordsOf('p = 0.14')).toBe(2);
  });

  it('are short, and a headline is short as a whole', () => {
    expect(wordProblems([words(MOST_SENTENCE_WORDS)], 'sentence')).toEqual([]);
    expect(wordProblems([words(MOST_SENTENCE_WORDS + 1)], 'sentence')).toHaveLength(1);
    expect(wordProblems([`W${words(20)} W${words(20)}`], 'sentence')).toEqual([]);
    expect(wordProblems([words(MOST_HEADLINE_WORDS)], 'headline')).toEqual([]);
    expect(wordProblems([`W${words(13)} W${words(13)}`], 'headline')).toHaveLength(1);
  });

  it.each(['undefined images', 'NaN % of them', 'it is [object Object]', 'null trials'])('have no hole: %s', (text) => {
    expect(wordProblems([text], 'sentence')).toHaveLength(1);
  });

  it('may hold words that look like holes', () => {
    expect(wordProblems(['A nullable model of Nantes.'], 'sentence')).toEqual([]);
  });
});

describe('words that are not used', () => {
  const BAD: readonly string[] = [
    'It names 89.5 % of the images rightly.',
    'Ten images are named wrongly.',
    'By true class and given name.',
    'Shirt is taken for Coat.',
    'The two runs are told apart.',
    'It cannot be told from chance.',
    'The difference is clear of chance.',
    'More than chance explains.',
    'A 95 % interval.',
    'That is what looking adds to.',
    'The model is too sure.',
    'Copies flatter the score.',
    'High width speaks for Sandal.',
    'The step is turned over.',
    'The strangest images.',
    'The drift is noticed.',
    'Noise sets in with batch 9.',
    'Images to be near to.',
    'It did not end well.',
    'Mend that cell first.',
    'The gravest alert.',
    'The commonest class.',
    'It is trained anew.',
  ];
  it('are each found by one rule', () => {
    expect(BANNED).toHaveLength(BAD.length);
    for (const [at, { phrase }] of BANNED.entries()) {
      expect(BAD[at]).toMatch(phrase);
      expect(wordProblems([BAD[at]!], 'sentence')).toHaveLength(1);
    }
  });

  it.each([
    'The model reaches 89.5 % accuracy on 10,000 test images (95 % CI 88.9 to 90.1 %).',
    'The difference is not significant (p = 0.14).',
    'Of 12 trials 8 completed and 4 were pruned.',
    'Named features raise the score of Sandal.',
    'The right class is predicted; the recommended mask keeps 627 pixels.',
    'A gravel amendment, measured by a chancellor.',
  ])('leave good sentences alone: %s', (text) => {
    expect(wordProblems([text], 'headline')).toEqual([]);
  });

  it('are those of docs/words.md', () => {
    const rows = readFileSync('docs/words.md', 'utf8')
      .split('\n')
      .filter((line) => /^\| (?!not |-)/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, , say]) => say)).toEqual(BANNED.map(({ say }) => say));
    for (const [at, row] of rows.entries()) {
      for (const phrase of row[1]!.split(', ')) expect(phrase).toMatch(BANNED[at]!.phrase);
    }
  });

  const sources = readdirSync('src/cells', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const cell = join('src/cells', name);
      return readdirSync(cell, { recursive: true, encoding: 'utf8' })
        .filter((file) => file === 'index.ts' || (file.startsWith('presentation') && file.endsWith('.ts')))
        .map((file) => join(cell, file));
    });

  it('stand in no source of what cells say', () => {
    expect(sources.length).toBeGreaterThan(80);
    const found = sources.flatMap((file) =>
      literals(readFileSync(file, 'utf8')).flatMap((text) => wrong(text).map((problem) => `${file}: ${problem}`)),
    );
    expect(found).toEqual([]);
  });
});

/** Texts of a source without its comments: what stands between quotes, with a value for what a template puts in. */
function literals(source: string): string[] {
  const found =
    source.match(/\/\*[\s\S]*?\*\/|(?<![:\w])\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ??
    [];
  return found.filter((text) => !text.startsWith('/')).map((text) => text.slice(1, -1));
}

/** Banned words in a literal; holes are only holes in what is made of it. */
const wrong = (text: string): string[] =>
  BANNED.flatMap(({ phrase }) => {
    const match = phrase.exec(text.replaceAll(/\$\{[^}]*\}/g, '1'));
    return match ? [`"${match[0]}" in ${text.slice(0, 120)}`] : [];
  });

describe('what a cell says', () => {
  const good = { findings: ['The model reaches 89.5 % accuracy.'], blocks: [] };

  it('has a headline and few findings', () => {
    expect(presentationProblems(good)).toEqual([]);
    expect(presentationProblems({ ...good, findings: [] })).toEqual(['no finding']);
    const many = Array.from({ length: MOST_FINDINGS + 1 }, () => 'One finding.');
    expect(presentationProblems({ ...good, findings: many })).toHaveLength(1);
  });

  it('is read in findings, captions, titles, facts, tables, alerts and texts', () => {
    const bad = 'The gravest mistake.';
    const titled = { id: 'a', title: 'A title', caption: 'A caption.' };
    const table = { ...titled, type: 'table', columns: [{ key: 'a', label: 'A' }], rows: [{ a: 'word' }] } as const;
    const alert = { kind: 'k', severity: 'info', count: 1 } as const;
    const draw = () => Promise.reject(new Error('not drawn'));
    const load = draw;
    const cases = [
      { ...good, findings: [bad] },
      { ...good, findings: ['One.', bad] },
      ...(
        [
          { type: 'text', markdown: bad },
          { type: 'facts', facts: [{ label: bad, value: '1' }] },
          { type: 'facts', facts: [{ label: 'a', value: bad }] },
          { type: 'facts', facts: [{ label: 'a', value: '1', note: bad }] },
          { ...table, title: bad },
          { ...table, caption: bad },
          { ...table, columns: [{ key: 'a', label: bad }] },
          { ...table, rows: [{ a: bad }] },
          { ...titled, type: 'alerts', alerts: [{ ...alert, sentence: bad }] },
          { ...titled, type: 'alerts', alerts: [], title: bad },
          { ...titled, type: 'figure', alt: '', draw, caption: bad },
          { ...titled, type: 'figure', alt: bad, draw },
          { ...titled, type: 'images', alt: '', columns: 1, load, title: bad },
          { ...titled, type: 'images', alt: '', columns: 1, load, columnLabels: [bad] },
        ] as const
      ).map((block) => ({ ...good, blocks: [block] })),
    ];
    for (const said of cases) expect(presentationProblems(said), JSON.stringify(said)).toHaveLength(1);
    expect(presentationProblems({ ...good, blocks: [table] })).toEqual([]);
  });
});
