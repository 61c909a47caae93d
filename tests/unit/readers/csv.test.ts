import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftCsv } from '../../../src/core/exchange/drift';
import { csvOf } from '../../../src/core/csv';
import { runsText } from '../exchange/text';
import { runEvent } from '../ledger/events';

/** The fields of a table by the rules of RFC 4180. */
function fieldsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = field.exec(text); found; found = field.exec(text)) {
    rows.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a CSV table', () => {
  it.each([
    '=1+1',
    '+SUM(A1)',
    '-2+3',
    '@cmd',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '=HYPERLINK("http://x","y")',
    '-',
    '+',
  ])('makes the text %j harmless, which a spreadsheet would run as a formula', (text) => {
    expect(fieldsOf(csvOf([[text, 'b']]))).toEqual([[`'${text}`, 'b']]);
  });

  it('leaves numbers as they are, negative ones too, and texts that are numbers or begin otherwise', () => {
    expect(csvOf([[-0.5, -1e-7, 3, '-0.5', '+1e3', 'a=b', 'x', true, null, undefined]])).toBe(
      '-0.5,-1e-7,3,-0.5,+1e3,a=b,x,true,,\r\n',
    );
  });

  it('brings every text back as it was, or with an apostrophe in front', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
        const [row] = fieldsOf(csvOf([texts]));
        row!.forEach((field, at) => {
          expect([texts[at], `'${texts[at]}`]).toContain(field);
          expect(/^[=@\t\r\n]/.test(field)).toBe(false);
        });
      }),
    );
  });

  it('is what the ledger and the drift of a stream are written as', () => {
    expect(runsText([runEvent({ id: 'r', name: '=cmd()', family: '@x', params: { a: '-1+1' } })])).toMatch(
      /'=cmd\(\),'@x.*'-1\+1/,
    );
    const column = { id: '=odd', measures: { ks: { statistic: -0.25, p: 0.5, adjusted: 1 } } };
    const csv = driftCsv([{ batch: 1, images: 5, level: 0.05, columns: [column] } as never]);
    expect(fieldsOf(csv)[1]).toEqual(['1', '5', "'=odd", 'ks', '-0.25', '', '0.5', '1', 'false', 'true']);
  });
});
