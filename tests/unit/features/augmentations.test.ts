/** Every augmentation keeps the contract of augmentations, and those that were there first draw what they always drew. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { params } from '../../../src/cells/features/types';
import { COMBINED } from '../../../src/core/features/augmentations/combined';
import { AUGMENTATION_LABELS } from '../../../src/core/features/augmentations/names';
import {
  AUGMENTATIONS,
  augmentationsOf,
  augmenterOf,
  augmentParams,
  augmentStep,
  switchedOn,
  TUNED_AUGMENTATIONS,
  tunedAugmentation,
} from '../../../src/core/features/augmenter';
import { modelInput } from '../../../src/core/features/input';
import { applyPipeline, fitPipeline, planPipeline } from '../../../src/core/features/pipeline';
import { parseParams } from '../../../src/core/params/parse';
import { refOf } from '../../../src/core/results/arrays';
import { randomSource } from '../../../src/core/seed';
import { blobs, SIZE } from './images';

const FOLDER = join(import.meta.dirname, '../../../src/core/features/augmentations');
const NO_AUGMENTATIONS = ['combined.ts', 'names.ts', 'types.ts'];
const SMALL = { height: 5, width: 7 };
const random = randomSource(8);
/** Bytes, none of them black and no two equal. */
const image = Uint8Array.from({ length: 35 }, (_, at) => 20 + 5 * at + Math.floor(4 * random()));
const seeds = Array.from({ length: 300 }, () => Math.floor(2 ** 32 * random()));

type Params = Parameters<typeof switchedOn>[0];
const paramsOf = (ids: readonly string[]): Params =>
  parseParams(augmentParams, augmentStep(ids, {}).params, 'augment') as unknown as Params;

/** An image as these augmentations show it for each seed; wherever they write nothing, 1. */
function shown<P extends Float32Array | Uint8Array>(ids: readonly string[], of: P, empty: () => P): number[][] {
  const run = augmenterOf<P>(paramsOf(ids), SMALL, [empty().fill(1) as P, empty().fill(1) as P]);
  return seeds.map((seed) => {
    const to = empty().fill(1) as P;
    run(of, to, seed);
    return Array.from(to);
  });
}
const asBytes = (ids: readonly string[]) => shown<Uint8Array>(ids, image, () => new Uint8Array(35));
const asFloats = (ids: readonly string[]) =>
  shown<Float32Array>(ids, Float32Array.from(image), () => new Float32Array(35));

test('every name has its file and every file its name', () => {
  const files = readdirSync(FOLDER).filter((file) => !NO_AUGMENTATIONS.includes(file));
  expect(files.sort()).toEqual(
    Object.keys(AUGMENTATION_LABELS)
      .filter((name) => !(name in COMBINED))
      .map((id) => `${id}.ts`)
      .sort(),
  );
});

test('no two augmentations share a parameter, a place in the order or a name in studies', () => {
  const all = Object.values(AUGMENTATIONS);
  for (const taken of [
    all.flatMap(({ params }) => Object.keys(params)),
    all.map(({ order }) => order),
    all.flatMap(({ tuned }) => Object.keys(tuned)),
  ]) {
    expect(new Set<string | number>(taken).size).toBe(taken.length);
  }
});

describe.each(Object.keys(AUGMENTATIONS))('the augmentation %s', (id) => {
  const augmentation = AUGMENTATIONS[id]!;

  it('says what it does and where it comes from', () => {
    for (const text of [augmentation.about, augmentation.source, augmentation.without]) expect(text).not.toBe('');
  });

  it('is on as Features puts it in, alone, and off by its own values', () => {
    expect(switchedOn(paramsOf([id]))).toEqual([augmentation]);
    expect(switchedOn({ ...paramsOf([id]), ...(augmentation.off as Params) })).toEqual([]);
  });

  it('is off by default, unless pipelines were stored with it on before it had a file', () => {
    const byDefault = parseParams(augmentParams, {}, 'augment') as unknown as Params;
    expect(switchedOn(byDefault).includes(augmentation)).toBe(augmentation.drawsAfter !== undefined);
  });

  it('writes every value, changes an image in some way and leaves what it was given as it was', () => {
    const before = Array.from(image);
    const got = asFloats([id]);
    expect(Array.from(image)).toEqual(before);
    expect(got.flat()).not.toContain(1);
    expect(got.some((one) => one.join() !== before.join())).toBe(true);
    expect(asFloats([id])).toEqual(got);
  });

  it('gives other pixels or black alone, alike as bytes, exactly if it says so; only then devices look values up', () => {
    const taken = new Set([0, ...image]);
    expect(
      asFloats([id])
        .flat()
        .every((value) => taken.has(value)),
    ).toBe(augmentation.copies);
    if (augmentation.copies) expect(asBytes([id])).toEqual(asFloats([id]));
    const fitted = fitPipeline([augmentStep([id], {}), { kind: 'scale' }], image, 1, SMALL);
    expect(modelInput(fitted).lookup() !== undefined).toBe(augmentation.copies);
  });

  it('is offered by Features, alone; what it lets Tune choose can be planned and names no more than is on', () => {
    const { choices } = params.augmentation;
    expect(choices.filter(({ value }) => augmentationsOf(value).join() === id)).toHaveLength(1);
    for (const name of Object.keys(augmentation.tuned)) {
      const [planned] = planPipeline(tunedAugmentation(name), SMALL);
      expect(switchedOn(planned!.params)).toContain(augmentation);
    }
  });
});

describe('choices', () => {
  it('are those that notebooks were stored with', () => {
    const stored = [
      { value: 'none', label: 'none' },
      { value: 'flip', label: 'mirror' },
      { value: 'shift', label: 'shift' },
      { value: 'both', label: 'mirror and shift' },
    ];
    expect(params.augmentation.choices).toEqual(expect.arrayContaining(stored));
  });

  it('of Tune are those that studies were stored with, and others are refused by naming those', () => {
    expect(TUNED_AUGMENTATIONS).toMatchObject({
      none: [],
      shifted: [{ kind: 'augment', params: { flip: false, shift: 1 } }],
      'mirrored and shifted': [{ kind: 'augment', params: { flip: true, shift: 1 } }],
    });
    expect(() => tunedAugmentation('turned')).toThrow('There is no augmentation "turned"; known are none, shifted, ');
    expect(augmentationsOf('none')).toEqual([]);
    expect(augmentationsOf('both')).toEqual(['flip', 'shift']);
    expect(() => augmentStep(['sheared'], {})).toThrow('There is no augmentation "sheared"; known are flip, shift');
  });
});

test('mirroring that is switched off moves images as if it were on', () => {
  const unmirrored = (one: number[]) => [0, 7, 14, 21, 28].flatMap((row) => one.slice(row, row + 7).reverse());
  const [alone, both] = [asBytes(['shift']), asBytes(['flip', 'shift'])];
  expect(both.every((one, at) => [one.join(), unmirrored(one).join()].includes(alone[at]!.join()))).toBe(true);
});

/** Hashes of what seed 77 gave at 56c35bd, before augmentations had files. */
const DRAWN: Readonly<Record<string, { readonly params: { flip: boolean; shift: number }; readonly hash: string }>> = {
  mirroring: { params: { flip: true, shift: 0 }, hash: 'af713f540229a388' },
  shifting: { params: { flip: false, shift: 3 }, hash: '741769cf5c40d845' },
  both: { params: { flip: true, shift: 2 }, hash: '42b9d68a336a445e' },
};

test.each(Object.entries(DRAWN))('%s gives the very values that it gave before', (_name, { params: set, hash }) => {
  const images = blobs(40);
  const fitted = fitPipeline([{ kind: 'augment', params: set }, { kind: 'scale' }], images, 40, SIZE);
  const options = { augmentSeed: 77, firstIndex: 30 };
  const { data, shape } = applyPipeline(fitted, images, 40, options);
  const looked = modelInput(fitted)
    .lookup()!
    .values(
      images,
      Array.from({ length: 40 }, (_, at) => at),
      options,
    );
  expect(refOf({ data, shape }).hash.slice(0, 16)).toBe(hash);
  expect(looked).toEqual(data);
});
