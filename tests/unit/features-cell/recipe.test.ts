import { describe, expect, it } from 'vitest';
import { parseParams } from '../../../src/core/params/parse';
import { planPipeline } from '../../../src/core/features/pipeline';
import { outputOf, stepsOf, variantsOf, type PipelineChoices } from '../../../src/core/features/recipe';
import { params } from '../../../src/cells/features/types';
import { SIZE } from '../features/images';

const PLAIN: PipelineChoices = {
  kept: [],
  maskForm: 'image',
  centre: false,
  augmentation: 'none',
  shift: 2,
  crop: 0,
  output: 'pixels',
  values: 'scale',
};
const kinds = (change: Partial<PipelineChoices>): string[] =>
  stepsOf({ ...PLAIN, ...change }, SIZE).map(({ kind }) => kind);
const middle = [14 * 28 + 14, 13 * 28 + 13];

describe('choices become steps', () => {
  it('in one order, with the mask first so that kept pixels are those of the raw image', () => {
    expect(kinds({ kept: middle, centre: true, augmentation: 'both', crop: 2, values: 'standardise-all' })).toEqual([
      'mask',
      'centre',
      'augment',
      'crop',
      'scale',
      'standardise',
    ]);
    expect(kinds({ output: 'named', values: 'standardise-all' })).toEqual(['named', 'standardise']);
    expect(kinds({ values: 'none' })).toEqual([]);
  });

  it('that say what comes out', () => {
    expect(outputOf({ ...PLAIN, crop: 3 }, SIZE)).toMatchObject({ kind: 'image', height: 22, width: 22 });
    expect(outputOf({ ...PLAIN, kept: middle, maskForm: 'vector' }, SIZE)).toMatchObject({ kind: 'vector', size: 2 });
    expect(outputOf({ ...PLAIN, output: 'named', values: 'none' }, SIZE)).toMatchObject({ kind: 'vector', size: 12 });
    expect(outputOf({ ...PLAIN, values: 'none' }, SIZE)).toMatchObject({ height: 28, width: 28, values: 'bytes' });
  });

  it('where a mirror alone shifts by nothing, and a shift alone does not mirror', () => {
    expect(stepsOf({ ...PLAIN, augmentation: 'flip' }, SIZE)[0]).toEqual({
      kind: 'augment',
      params: { flip: true, shift: 0 },
    });
    expect(stepsOf({ ...PLAIN, augmentation: 'shift' }, SIZE)[0]).toEqual({
      kind: 'augment',
      params: { flip: false, shift: 2 },
    });
  });

  it('standardises named features each by its own mean', () => {
    const [, step] = stepsOf({ ...PLAIN, output: 'named', values: 'standardise-all' }, SIZE);
    expect(step).toEqual({ kind: 'standardise', params: { scope: 'each' } });
  });
});

describe('choices that cannot be combined are met by a sentence', () => {
  const all = Array.from({ length: 784 }, (_, pixel) => pixel);
  it.each([
    ['a mask of all pixels', { kept: all }, /keeps all 784 pixels/],
    ['a crop of everything', { crop: 14 }, /leaves nothing of 28 x 28/],
    ['a crop of all that is kept', { kept: [0, 27], crop: 2 }, /cuts away every pixel that the mask keeps/],
    ['a pixel listed twice', { kept: [5, 5] }, /twice/],
    ['a vector that is to be centred', { kept: middle, maskForm: 'vector', centre: true }, /can be neither centred/],
    ['a vector that is to be cropped', { kept: middle, maskForm: 'vector', crop: 1 }, /cropped/],
    ['named features of a crop', { output: 'named', crop: 2, values: 'none' }, /set the crop to 0/],
    [
      'named features of a vector',
      { output: 'named', kept: middle, maskForm: 'vector', values: 'none' },
      /as an image/,
    ],
    ['scaled named features', { output: 'named' }, /units of their own/],
    ['a shift by nothing', { augmentation: 'shift', shift: 0 }, /changes nothing/],
  ] as const)('%s', (_name, change, sentence) => {
    expect(() => stepsOf({ ...PLAIN, ...change }, SIZE)).toThrow(expect.objectContaining({ code: 'params/invalid' }));
    expect(() => stepsOf({ ...PLAIN, ...change }, SIZE)).toThrow(sentence);
  });

  it('so are parameters out of range', () => {
    expect(() => parseParams(params, { crop: 33 }, 'Features')).toThrow(/between 0 and 32/);
    expect(() => parseParams(params, { kept: [4096] }, 'Features')).toThrow(/between 0 and 4095/);
    expect(() => parseParams(params, { ablationImages: 0 }, 'Features')).toThrow(/between 100 and/);
  });
});

describe('the variants of an ablation', () => {
  it('turn over one part each and leave the rest', () => {
    const choices = { ...PLAIN, centre: true, crop: 2, values: 'standardise-all' } as const;
    expect(variantsOf(choices, 'used', SIZE).map(({ part, on }) => [part, on])).toEqual([
      ['centre', true],
      ['crop', true],
      ['standardise', true],
    ]);
    for (const { part, choices: turned } of variantsOf(choices, 'used', SIZE)) {
      const changed = Object.keys(choices).filter(
        (name) => choices[name as keyof PipelineChoices] !== turned[name as keyof PipelineChoices],
      );
      expect(changed).toEqual([part === 'standardise' ? 'values' : part]);
    }
  });

  it('try what is off only if it is asked for, and all of them can be planned', () => {
    const tried = variantsOf(PLAIN, 'all', SIZE);
    expect(tried.filter(({ on }) => !on).map(({ part }) => part)).toEqual([
      'centre',
      'augmentation',
      'crop',
      'named',
      'standardise',
    ]);
    for (const { choices } of tried) expect(() => planPipeline(stepsOf(choices, SIZE), SIZE)).not.toThrow();
    expect(variantsOf(PLAIN, 'used', SIZE).map(({ part }) => part)).toEqual(['scale']);
  });

  it('leave out what does not fit: nothing is centred or cropped before a vector of kept pixels', () => {
    const parts = variantsOf({ ...PLAIN, kept: middle, maskForm: 'vector' }, 'all', SIZE).map(({ part }) => part);
    expect(parts).toEqual(['mask', 'scale', 'standardise']);
  });
});
