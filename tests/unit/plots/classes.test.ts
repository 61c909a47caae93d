import { textOf } from '../exchange/text';
import { tuneFiles } from '../../../src/cells/tune/presentation/files';
import { describe, expect, it } from 'vitest';
import { classNames, namer, namesOf } from '../../../src/cells/classes';
import { signedFigure } from '../../../src/cells/explain/presentation/figures';
import { cellText, classAxis, confusionMatrix, namedMatrix, namedMatrixAlt } from '../../../src/plots/class-matrix';
import { classFigure, confusionBlock } from '../../../src/cells/tune/presentation/figures/test';
import { TUNE_ARTIFACTS } from '../../../src/cells/tune/arrays';
import { unnamedClasses } from '../../../src/core/dataset/shape';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';

const data = { height: 17, width: 23, classes: ['a', 'b', 'c'] };
const confusion = [5, 1, 0, 0, 4, 2, 0, 0, 6];

function expectOwnNames(words: string): void {
  expect(words).not.toMatch(/undefined|NaN/);
  for (const name of CLASS_NAMES) expect(words).not.toContain(name);
}

describe('what cells call the classes of a data set', () => {
  it('are its own names, and numbers where none are known', () => {
    expect(namesOf(classNames({ data }), 4)).toEqual(['a', 'b', 'c', 'class 3']);
    expect(namer({})(7)).toBe('class 7');
  });

  it('stand in figures and sentences of a set of three, never garments', async () => {
    const content = {
      data,
      summary: {
        test: {
          confusion,
          images: 18,
          perClass: [0.9, 0.7, 0.8].map((f1) => ({ f1, recall: f1, precision: f1, support: 6 })),
        },
      },
    };
    const blocks = [confusionBlock(content as never), classFigure(content as never)];
    expect(blocks[0]!.caption).toContain('Most frequent confusion: b predicted as c, 2 images');
    expect(blocks[1]!.caption).toContain('b is last');
    for (const block of blocks) {
      expectOwnNames(`${block.title} ${block.caption} ${block.alt} ${JSON.stringify(await block.draw())}`);
    }
    const named = { features: ['width'], signed: [1, 2, 3] };
    expect(signedFigure(named as never, data.classes).data[0]).toMatchObject({ x: ['a', 'b', 'c'], z: [[1, 2, 3]] });
  });

  it('make the columns of predictions.csv', async () => {
    const arrays: Record<string, unknown> = {
      [TUNE_ARTIFACTS.testProbabilities]: { data: Float32Array.of(0.25, 0.5, 0.25, 0, 0, 1) },
      [TUNE_ARTIFACTS.testLabels]: { data: Uint8Array.of(0, 2) },
      [TUNE_ARTIFACTS.testIndices]: { data: Uint32Array.of(1, 0) },
    };
    const artifacts = Object.fromEntries(Object.keys(arrays).map((name) => [name, name]));
    const [, , predictions] = tuneFiles({ data, ledger: [], summary: { runIds: [] }, result: { artifacts } } as never);
    const csv = await textOf(predictions!, { read: (ref) => Promise.resolve(arrays[ref as never] as never) });
    expect(csv.trim().split('\r\n')).toEqual([
      'index,label,label_name,predicted,predicted_name,p0,p1,p2',
      '0,2,c,2,c,0,0,1',
      '1,0,a,1,b,0.25,0.5,0.25',
    ]);
  });
});

describe('a heat map of classes', () => {
  it('has numbers and every name up to twenty classes, and neither beyond', () => {
    const of = (classes: number) =>
      namedMatrix(
        Array.from({ length: classes }, () => new Array<number>(classes).fill(1)),
        unnamedClasses(classes),
      );
    expect(of(10).data[0]).toMatchObject({ texttemplate: '%{text}' });
    expect(of(26).data[0]).toMatchObject({ texttemplate: '' });
    expect((of(26).data[0] as { x: string[] }).x).toHaveLength(26);
    expect(of(26).layout.xaxis).toMatchObject({ nticks: 20 });
    expect(of(10).layout.xaxis).not.toHaveProperty('nticks');
    expect(cellText('%{z}', 20)).toBe('%{z}');
    expect(classAxis(100)).toEqual({ type: 'category', nticks: 20 });
    expect(namedMatrixAlt(3)).toBe(
      'Heat map of 3 true classes by 3 predicted classes with the number of images in each cell.',
    );
    expect(namedMatrixAlt(26)).toBe('Heat map of 26 true classes by 26 predicted classes.');
  });

  it('of counts is coloured by the share of the row, and a class without images has no colour', () => {
    const counts = [
      [3, 1],
      [0, 0],
    ];
    const drawn = confusionMatrix({
      counts,
      names: ['a', 'b'],
      row: 'true',
      column: 'near',
      cells: 'shares',
      hover: '',
    });
    expect(drawn.data[0]).toMatchObject({
      z: [
        [75, 25],
        [null, null],
      ],
      text: [
        ['3', '1'],
        ['0', '0'],
      ],
      texttemplate: '%{z:.0f}',
    });
    expect(drawn.layout).toMatchObject({ xaxis: { title: { text: 'near' } }, yaxis: { title: { text: 'true' } } });
  });
});
