/** Pixels looked up by a table give what the pipeline gives, to the bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { modelInput, prepareValues } from '../../../src/core/features/input';
import { fitPipeline } from '../../../src/core/features/pipeline';
import type { StepSpec } from '../../../src/core/features/types';
import { randomSource } from '../../../src/core/seed';

import { SIZE } from './images';

const COUNT = 60;
const random = randomSource(4);
const images = Uint8Array.from({ length: COUNT * PIXELS }, () => (random() < 0.4 ? 0 : Math.floor(256 * random())));

const crop = { kind: 'crop', params: { top: 1, left: 5, height: 20, width: 17 } };
const kept = [3, 700, 12, 400, 401, 33];
const pipelines: Readonly<Record<string, readonly StepSpec[]>> = {
  'no step': [],
  scale: [{ kind: 'scale' }],
  'standardise each': [{ kind: 'standardise' }],
  'scale, standardise all': [{ kind: 'scale' }, { kind: 'standardise', params: { scope: 'all' } }],
  'crop, scale, standardise': [crop, { kind: 'scale' }, { kind: 'standardise' }],
  'mask to an image, standardise': [{ kind: 'mask', params: { kept } }, { kind: 'standardise' }],
  'scale, mask to a vector': [{ kind: 'scale' }, { kind: 'mask', params: { kept, form: 'vector' } }],
  'crop, mask to a vector': [crop, { kind: 'mask', params: { kept: [300, 2, 17], form: 'vector' } }],
  'augment, scale': [{ kind: 'augment' }, { kind: 'scale' }],
  'scale, augment': [{ kind: 'scale' }, { kind: 'augment', params: { flip: false, shift: 8 } }],
  'augment by mirroring, crop, standardise': [{ kind: 'augment', params: { shift: 0 } }, crop, { kind: 'standardise' }],
  'augment, mask, scale': [{ kind: 'augment' }, { kind: 'mask', params: { kept } }, { kind: 'scale' }],
};

const gathered = (positions: readonly number[]): Uint8Array => {
  const out = new Uint8Array(positions.length * PIXELS);
  positions.forEach((position, row) =>
    out.set(images.subarray(position * PIXELS, (position + 1) * PIXELS), row * PIXELS),
  );
  return out;
};

describe.each(Object.entries(pipelines))('the table of "%s"', (_name, steps) => {
  const input = modelInput(fitPipeline(steps, images, COUNT, SIZE));

  test('gives the values of the pipeline for images at any positions, trained on or evaluated', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(COUNT - 1), { minLength: 1, maxLength: 20 }),
        fc.nat(2 ** 32 - 1),
        fc.nat(50_000),
        (positions, augmentSeed, firstIndex) => {
          const raw = gathered(positions);
          for (const training of [{}, { augmentSeed, firstIndex }]) {
            const looked = input.lookup()!.values(images, positions, training);
            expect(looked).toEqual(input.values(raw, positions.length, training));
            // What a device is handed: pixels as bytes, and tables.
            const { pixels, sources, tables } = input.lookup()!;
            const bytes = pixels(images, positions, training);
            const level = (at: number): number =>
              bytes[Math.floor(at / input.size) * PIXELS + sources[at % input.size]!]!;
            const base = (at: number): number => (tables.length > 256 ? (at % input.size) * 256 : 0);
            expect(looked.every((value, at) => value === tables[base(at) + level(at)])).toBe(true);
          }
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  });

  test('is what images are prepared with', async () => {
    let turns = 0;
    const prepared = await prepareValues(input, images, () => Promise.resolve(void (turns += 1)));
    expect(prepared).toEqual(input.values(images, COUNT));
    expect(turns).toBe(1);
  });
});

test('pipelines whose values look at several pixels, or move pixels that have tables of their own, have no table', () => {
  const without: readonly (readonly StepSpec[])[] = [
    [{ kind: 'centre' }, { kind: 'scale' }],
    [{ kind: 'named' }],
    [crop, { kind: 'augment' }, { kind: 'scale' }],
    [{ kind: 'mask', params: { kept } }, { kind: 'augment' }],
    [{ kind: 'augment' }, { kind: 'augment' }],
    [{ kind: 'augment' }, { kind: 'centre' }],
  ];
  for (const steps of without) expect(modelInput(fitPipeline(steps, images, COUNT, SIZE)).lookup()).toBeUndefined();
});
