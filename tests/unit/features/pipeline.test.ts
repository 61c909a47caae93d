import { describe, expect, test } from 'vitest';
import { namedFeatures } from '../../../src/core/features/named';
import {
  applyPipeline,
  fitPipeline,
  pipelineHash,
  planPipeline,
  pullBackToPixels,
} from '../../../src/core/features/pipeline';
import { STEPS } from '../../../src/core/features/steps';
import { defineStep } from '../../../src/core/features/types';
import { integer } from '../../../src/core/params';
import type { StepSpec } from '../../../src/core/features/types';
import { randomSource } from '../../../src/core/seed';
import { blobs, SIZE } from './images';

const images = blobs(600);
const kept = Array.from({ length: 60 }, (_, index) => 200 + 5 * index);
const errorOf = (steps: readonly StepSpec[]): string => {
  try {
    planPipeline(steps, SIZE);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('steps', () => {
  test('no steps give the raw values as float32 images', () => {
    const { data, shape } = applyPipeline(fitPipeline([], images, 600, SIZE), images, 600);
    expect(shape).toEqual([600, 28, 28]);
    expect(Array.from(data)).toEqual(Array.from(images));
  });

  test('standardised values have mean 0 and deviation 1 on the training images, but where the floor holds', () => {
    const fitted = fitPipeline(
      [{ kind: 'scale' }, { kind: 'standardise', params: { floor: 0.01 } }],
      images,
      600,
      SIZE,
    );
    const { data } = applyPipeline(fitted, images, 600);
    const std = fitted.steps[1]!.arrays['std']!.data;
    for (let pixel = 0; pixel < 784; pixel += 1) {
      const values = Array.from({ length: 600 }, (_, image) => data[image * 784 + pixel]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / 600;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 600);
      expect(Math.abs(mean)).toBeLessThan(1e-5);
      if (std[pixel]! > 0.0100001) expect(deviation).toBeCloseTo(1, 4);
      else expect(deviation).toBeLessThanOrEqual(1.00001);
    }
  });

  test('one mean and deviation for all values gives mean 0 and deviation 1 over everything', () => {
    const fitted = fitPipeline(
      [{ kind: 'scale' }, { kind: 'standardise', params: { scope: 'all' } }],
      images,
      600,
      SIZE,
    );
    const { data } = applyPipeline(fitted, images, 600);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 4);
    expect(new Set(fitted.steps[1]!.arrays['mean']!.data).size).toBe(1);
  });

  test('a centred image has its centre of mass within half a pixel of the middle and keeps its brightness', () => {
    const { data } = applyPipeline(fitPipeline([{ kind: 'centre' }], images, 599, SIZE), images, 599);
    for (let image = 0; image < 599; image += 1) {
      let [mass, momentX, momentY, before] = [0, 0, 0, 0];
      for (let pixel = 0; pixel < 784; pixel += 1) {
        const value = data[image * 784 + pixel]!;
        mass += value;
        before += images[image * 784 + pixel]!;
        momentX += value * (pixel % 28);
        momentY += value * Math.floor(pixel / 28);
      }
      expect(mass).toBe(before);
      expect(Math.abs(momentX / mass - 13.5)).toBeLessThanOrEqual(0.5 + 1e-6);
      expect(Math.abs(momentY / mass - 13.5)).toBeLessThanOrEqual(0.5 + 1e-6);
    }
  });

  test('a black image passes through centring as it is', () => {
    const black = new Uint8Array(784);
    expect(
      applyPipeline(fitPipeline([{ kind: 'centre' }], black, 1, SIZE), black, 1).data.every((value) => value === 0),
    ).toBe(true);
  });

  test('a crop keeps exactly its window', () => {
    const ramp = Uint8Array.from({ length: 784 }, (_, index) => index % 251);
    const fitted = fitPipeline([{ kind: 'crop', params: { top: 3, left: 5, height: 2, width: 4 } }], ramp, 1, SIZE);
    const { data, shape } = applyPipeline(fitted, ramp, 1);
    expect(shape).toEqual([1, 2, 4]);
    expect(Array.from(data)).toEqual([3, 4].flatMap((y) => [5, 6, 7, 8].map((x) => (y * 28 + x) % 251)));
  });

  test('a mask keeps its pixels in place as an image, and in the order listed as a vector', () => {
    const ramp = Uint8Array.from({ length: 784 }, (_, index) => 1 + (index % 250));
    const asImage = applyPipeline(fitPipeline([{ kind: 'mask', params: { kept: [400, 7] } }], ramp, 1, SIZE), ramp, 1);
    expect(asImage.data.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)).toBe(2);
    expect(asImage.data[7]).toBe(8);
    const vector = applyPipeline(
      fitPipeline([{ kind: 'mask', params: { kept: [400, 7], form: 'vector' } }], ramp, 1, SIZE),
      ramp,
      1,
    );
    expect(vector.shape).toEqual([1, 2]);
    expect(Array.from(vector.data)).toEqual([151, 8]);
  });

  test('named features are those of the images, also after centring', () => {
    const plain = applyPipeline(fitPipeline([{ kind: 'named' }], images, 600, SIZE), images, 600);
    expect(plain.shape).toEqual([600, 12]);
    expect(plain.data).toEqual(namedFeatures(images, 600, SIZE));
    const centred = applyPipeline(fitPipeline([{ kind: 'centre' }], images, 600, SIZE), images, 600);
    const both = applyPipeline(fitPipeline([{ kind: 'centre' }, { kind: 'named' }], images, 600, SIZE), images, 600);
    expect(both.data).toEqual(namedFeatures(Uint8Array.from(centred.data), 600, SIZE));
  });
});

describe('augmentation', () => {
  const steps: StepSpec[] = [{ kind: 'augment', params: { flip: true, shift: 3 } }, { kind: 'scale' }];
  const fitted = fitPipeline(steps, images, 600, SIZE);

  test('is off in evaluation', () => {
    const without = applyPipeline(fitPipeline([{ kind: 'scale' }], images, 600, SIZE), images, 600);
    expect(applyPipeline(fitted, images, 600).data).toEqual(without.data);
  });

  test('gives the same images for the same seed and others for another', () => {
    const first = applyPipeline(fitted, images, 600, { augmentSeed: 4 }).data;
    expect(applyPipeline(fitted, images, 600, { augmentSeed: 4 }).data).toEqual(first);
    expect(applyPipeline(fitted, images, 600, { augmentSeed: 5 }).data).not.toEqual(first);
  });

  test('does not depend on how the images are divided into batches', () => {
    const whole = applyPipeline(fitted, images, 600, { augmentSeed: 4 }).data;
    const tail = applyPipeline(fitted, images.subarray(250 * 784), 350, { augmentSeed: 4, firstIndex: 250 }).data;
    expect(tail).toEqual(whole.slice(250 * 784));
  });

  test('mirrors about half of the images and shifts over the whole range', () => {
    const bar = new Uint8Array(2000 * 784);
    for (let image = 0; image < 2000; image += 1) {
      bar[image * 784 + 14 * 28 + 14] = 255;
      bar[image * 784 + 14 * 28 + 15] = 100;
    }
    const { data } = applyPipeline(fitted, bar, 2000, { augmentSeed: 9 });
    const counts = new Map<string, number>();
    let mirrored = 0;
    for (let image = 0; image < 2000; image += 1) {
      const at = data.subarray(image * 784, (image + 1) * 784).indexOf(1);
      const flipped = data[image * 784 + at - 1]! > 0;
      mirrored += flipped ? 1 : 0;
      const place = `${Math.floor(at / 28) - 14},${flipped ? 27 - (at % 28) - 14 : (at % 28) - 14}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    expect(mirrored).toBeGreaterThan(900);
    expect(mirrored).toBeLessThan(1100);
    expect(counts.size).toBe(49);
  });

  test('does not touch what later steps learn', () => {
    const learns: StepSpec[] = [{ kind: 'scale' }, { kind: 'standardise' }];
    const with_ = fitPipeline([steps[0]!, ...learns], images, 600, SIZE);
    const without = fitPipeline(learns, images, 600, SIZE);
    expect(with_.steps[2]!.arrays).toEqual(without.steps[1]!.arrays);
  });
});

describe('carrying back to the pixels', () => {
  const pipelines: Record<string, StepSpec[]> = {
    'scale and standardise': [{ kind: 'scale' }, { kind: 'standardise' }],
    'centre, crop, scale, standardise, mask': [
      { kind: 'augment' },
      { kind: 'centre' },
      { kind: 'crop', params: { top: 1, left: 2, height: 25, width: 22 } },
      { kind: 'scale' },
      { kind: 'standardise', params: { floor: 0.05 } },
      { kind: 'mask', params: { kept, form: 'vector' } },
    ],
    'mask as an image, then crop': [{ kind: 'mask', params: { kept } }, { kind: 'crop' }, { kind: 'scale' }],
  };

  test.each(Object.entries(pipelines))(
    '%s: the gradient equals finite differences of the pipeline itself',
    (_name, steps) => {
      const fitted = fitPipeline(steps, images, 600, SIZE);
      const few = images.slice(3 * 784, 8 * 784);
      const size = applyPipeline(fitted, few, 5).data.length / 5;
      const random = randomSource(3);
      const weights = Float32Array.from({ length: 5 * size }, () => random() - 0.5);
      const gradient = pullBackToPixels(fitted, few, 5, weights, 'gradient');
      const before = applyPipeline(fitted, few, 5).data;
      for (let image = 0; image < 5; image += 1) {
        for (let pixel = 0; pixel < 784; pixel += 13) {
          const at = image * 784 + pixel;
          const nudged = few.slice();
          const step = nudged[at]! < 255 ? 1 : -1;
          nudged[at]! += step;
          const after = applyPipeline(fitted, nudged, 5).data;
          let difference = 0;
          for (let index = image * size; index < (image + 1) * size; index += 1) {
            difference += weights[index]! * (after[index]! - before[index]!);
          }
          expect(Math.abs(difference / step - gradient[at]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(gradient[at]!)));
        }
      }
    },
  );

  test('an attribution keeps its sum and lands on the pixel that each value came from', () => {
    const dot = new Uint8Array(784);
    dot[4 * 28 + 5] = 200;
    const fitted = fitPipeline([{ kind: 'centre' }, { kind: 'scale' }, { kind: 'standardise' }], images, 600, SIZE);
    const values = new Float32Array(784);
    values[14 * 28 + 14] = 3;
    const back = pullBackToPixels(fitted, dot, 1, values, 'attribution');
    expect(back[4 * 28 + 5]).toBe(3);
    expect(back.reduce((sum, value) => sum + value, 0)).toBe(3);
  });

  test('named features refuse, with the reason', () => {
    const fitted = fitPipeline([{ kind: 'named' }], images, 600, SIZE);
    expect(() => pullBackToPixels(fitted, images, 1, new Float32Array(12), 'gradient')).toThrow(/not linear/);
  });
});

describe('what cannot be used is refused in words', () => {
  test.each<[string, StepSpec[], RegExp]>([
    ['an empty mask', [{ kind: 'mask', params: { kept: [] } }], /keeps no pixel/],
    [
      'a mask outside the image',
      [{ kind: 'crop' }, { kind: 'mask', params: { kept: [600] } }],
      /keeps pixel 600.*only 576/,
    ],
    ['a mask with a pixel twice', [{ kind: 'mask', params: { kept: [5, 5] } }], /twice/],
    [
      'a crop larger than the image',
      [{ kind: 'crop', params: { top: 10 } }],
      /24 x 24 pixels from row 10.*only 28 x 28/,
    ],
    ['a crop after a crop', [{ kind: 'crop' }, { kind: 'crop', params: { height: 26 } }], /only 24 x 24/],
    ['an empty crop', [{ kind: 'crop', params: { height: 0 } }], /keeps nothing/],
    ['scaling twice', [{ kind: 'scale' }, { kind: 'scale' }], /must come before steps that change their range/],
    ['centring after standardising', [{ kind: 'standardise' }, { kind: 'centre' }], /must come before Standardise/],
    [
      'augmentation after standardising',
      [{ kind: 'standardise' }, { kind: 'augment' }],
      /must come before Standardise/,
    ],
    ['augmentation that does nothing', [{ kind: 'augment', params: { flip: false, shift: 0 } }], /changes nothing/],
    ['cropping a vector', [{ kind: 'named' }, { kind: 'crop' }], /must come before steps that pick out values/],
    ['named features of scaled images', [{ kind: 'scale' }, { kind: 'named' }], /images of pixels from 0 to 255/],
    ['an unknown step', [{ kind: 'sharpen' }], /no feature step "sharpen"/],
    ['an unknown parameter', [{ kind: 'scale', params: { by: 2 } }], /no parameter "by"/],
  ])('%s', (_name, steps, sentence) => {
    expect(errorOf(steps)).toMatch(sentence);
  });

  test('fitting on no images', () => {
    expect(() => fitPipeline([{ kind: 'scale' }], images, 0, SIZE)).toThrow(/on no images/);
  });
});

describe('identity', () => {
  const steps: StepSpec[] = [{ kind: 'scale' }, { kind: 'standardise' }];
  const hash = pipelineHash(fitPipeline(steps, images, 600, SIZE));

  test('the hash is equal for equal pipelines and changes with data, parameters and order of steps', () => {
    expect(pipelineHash(fitPipeline(steps, images, 600, SIZE))).toBe(hash);
    expect(pipelineHash(fitPipeline(steps, blobs(600, 2), 600, SIZE))).not.toBe(hash);
    expect(
      pipelineHash(fitPipeline([steps[0]!, { kind: 'standardise', params: { floor: 0.02 } }], images, 600, SIZE)),
    ).not.toBe(hash);
    expect(pipelineHash(fitPipeline([{ kind: 'standardise' }], images, 600, SIZE))).not.toBe(hash);
  });

  test('a toy step needs one definition and one line in the list', () => {
    const invert = defineStep({
      kind: 'invert',
      version: 1,
      title: 'Invert',
      about: 'Light becomes dark.',
      params: { top: integer({ label: 'Top', default: 255, min: 1, max: 255 }) },
      plan: (_params, layout) => layout,
      apply: ({ params }, block) => ({ ...block, data: block.data.map((value) => params.top - value) }),
      pullBack: (_context, _input, output) => output.map((value) => -value),
      python: ({ params }) => ({ lines: [`x = ${params.top} - x`] }),
    });
    const known = [...STEPS, invert];
    const fitted = fitPipeline([{ kind: 'invert' }, { kind: 'scale' }], images, 600, SIZE, known);
    const { data } = applyPipeline(fitted, images, 600, {}, known);
    expect(data[784 * 599]).toBe(1);
    expect(() => applyPipeline(fitted, images, 600)).toThrow(/no feature step "invert"/);
  });
});
