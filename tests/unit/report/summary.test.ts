import { describe, expect, it } from 'vitest';
import type { Highlights } from '../../../src/cells/highlights';
import { partWords, summarise, summaryText, type SummaryCell } from '../../../src/report/summary';

const cell = (id: string, mission: string, highlights?: Highlights, more: Partial<SummaryCell> = {}): SummaryCell => ({
  id,
  title: id.toUpperCase(),
  mission,
  state: highlights ? 'done' : 'idle',
  stale: false,
  highlights,
  ...more,
});
const figure = (label: string, first = false) => ({ label, value: '1', interval: '95 % CI 0 to 2', first });

describe('the summary of a study', () => {
  it('says in two sentences what was done and what came of it, each thing once', () => {
    const { lead } = summarise([
      cell('data', '', { did: 'explores 9 images' }),
      cell('a', 'M3 Model selection', { did: 'compares 2 families', outcome: 'the model reaches 90 %' }),
      cell('b', 'M3 Model selection', { did: 'compares 2 families', outcome: 'drift is noticed' }),
    ]);
    expect(lead).toEqual([
      'This study explores 9 images and compares 2 families.',
      'The model reaches 90 %; drift is noticed.',
    ]);
    expect(summarise([cell('a', 'M1 x')]).lead).toEqual([]);
  });

  it('takes two findings of a part, every cell’s first before any second, in the order of the cells', () => {
    const { findings } = summarise([
      cell('a', 'M1 x', { findings: ['a1', 'a2'] }),
      cell('b', 'M1 x', { findings: ['b1'] }),
      cell('c', 'M1 x', { findings: ['c1'] }),
      cell('d', 'M2 x', { findings: ['d1', 'd2', 'd3'] }),
      cell('e', 'M2 x', { findings: ['d1'] }),
      cell('data', '', { findings: ['of no part'] }),
    ]);
    expect(findings.map(({ mission, cellId, text }) => [mission, cellId, text])).toEqual([
      ['M1', 'a', 'a1'],
      ['M1', 'b', 'b1'],
      ['M2', 'd', 'd1'],
      ['M2', 'd', 'd2'],
    ]);
  });

  it('puts the figure that a study is judged by first, and has at most four', () => {
    const { figures } = summarise([
      cell('a', 'M2 x', { figures: [figure('refined')] }),
      cell('b', 'M3 x', { figures: [figure('test', true), figure('tuned')] }),
      cell('c', 'M4 x', { figures: [figure('retrained'), figure('fifth')] }),
    ]);
    expect(figures.map(({ label, cellId }) => [label, cellId])).toEqual([
      ['test', 'b'],
      ['refined', 'a'],
      ['tuned', 'b'],
      ['retrained', 'c'],
    ]);
  });

  it('says how far each part of the mission is', () => {
    const done = { findings: ['x'] };
    const states = (cells: SummaryCell[]): string[] =>
      summarise(cells).parts.map((part) => `${part.id} ${partWords(part)}`);
    expect(states([cell('a', 'M1 x', done), cell('b', 'M1 x', done)])).toEqual(['M1 done']);
    expect(states([cell('a', 'M1 x', done), cell('b', 'M1 x', undefined, { state: 'running' })])).toEqual([
      'M1 1 of 2 done, running',
    ]);
    expect(states([cell('a', 'M2 x', done), cell('b', 'M2 x')])).toEqual(['M2 1 of 2 done, others not run']);
    expect(states([cell('a', 'M2 x', done, { stale: true })])).toEqual(['M2 out of date']);
    expect(states([cell('a', 'M3 x', undefined, { state: 'failed' })])).toEqual(['M3 failed']);
    expect(states([cell('a', 'M4 x'), cell('data', '')])).toEqual(['M4 not run']);
  });

  it('is plain text for a message, and says what is out of date', () => {
    const text = summaryText(
      'Study',
      summarise([
        cell('a', 'M1 x', { did: 'explores', findings: ['Seen.'], figures: [figure('Test', true)] }, { stale: true }),
      ]),
    );
    expect(text).toBe(
      [
        'Study',
        '',
        'This study explores.',
        '',
        'Test: 1 (95 % CI 0 to 2)',
        '',
        'M1 Exploratory data analysis: out of date',
        '- Seen. (out of date)',
        '',
      ].join('\n'),
    );
  });
});
