/** What follows from a calibration: a batch size to suggest, and the time that trainings will take. */
import { expect, test } from 'vitest';
import { unnamedClasses } from '../../../src/core/dataset/shape';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { expectedSeconds, multiplications } from '../../../src/core/models/expected';
import { suggestedBatch } from '../../../src/core/models/batch-size';
import { topSpeed } from '../../../src/core/models/speed';
import type { ModelSpec } from '../../../src/core/models/types';
import { MODELS } from '../../support/networks';

const SIZE = { height: 28, width: 28 };
const data = { ...SIZE, classes: CLASS_NAMES };
const speeds = [
  { batchSize: 32, imagesPerSecond: 2000 },
  { batchSize: 64, imagesPerSecond: 3700 },
  { batchSize: 128, imagesPerSecond: 4000 },
  { batchSize: 256, imagesPerSecond: 3000 },
];

test('the smallest batch that reaches nine tenths of the top speed is suggested', () => {
  expect(topSpeed({ speeds })).toBe(4000);
  expect(suggestedBatch({ speeds })).toBe(64);
  expect(suggestedBatch({ speeds: [{ batchSize: 32, imagesPerSecond: 9 }] })).toBe(32);
});

test('multiplications are those of the layers', () => {
  expect(multiplications(MODELS.softmax, SIZE)).toBe(784 * 10);
  expect(multiplications(MODELS.mlp, SIZE)).toBe(784 * 256 + 256 * 10);
  const convolutions = 26 * 26 * 9 * 32 + 11 * 11 * 9 * 32 * 64;
  expect(multiplications(MODELS['cnn-reference'], SIZE)).toBe(convolutions + 5 * 5 * 64 * 128 + 128 * 10);
  const strided = {
    name: 'strided',
    layers: [
      { type: 'conv2d', filters: 4, size: 3, stride: 2, padding: 'same' },
      { type: 'depthwise-conv2d', size: 3 },
      { type: 'average-pool', size: 2 },
      { type: 'dropout', rate: 0.5 },
      { type: 'flatten' },
      { type: 'dense', units: 10 },
    ],
  } as const;
  expect(multiplications(strided, SIZE)).toBe(14 * 14 * 9 * 4 + 12 * 12 * 9 * 4 + 6 * 6 * 4 * 10);
});

test('the time of trainings follows the network, the batch size and how many run side by side', () => {
  const small = { model: MODELS['cnn-small'], batchSize: 128, data };
  expect(expectedSeconds({ speeds }, [small], 8000, 2)).toBe(2);
  expect(expectedSeconds({ speeds }, [{ ...small, batchSize: 100 }], 3700, 2)).toBe(1);
  expect(expectedSeconds({ speeds }, [{ ...small, batchSize: 8 }], 2000, 2)).toBe(1);
  expect(expectedSeconds({ speeds }, [small, small, small], 8000, 2)).toBeCloseTo(1, 12);
  const heavier = multiplications(MODELS['cnn-reference'], SIZE) / multiplications(MODELS['cnn-small'], SIZE);
  const reference = { model: MODELS['cnn-reference'], batchSize: 128, data };
  expect(expectedSeconds({ speeds }, [reference], 4000, 1)).toBeCloseTo(heavier, 12);
  expect(expectedSeconds({ speeds }, [reference, small], 4000, 1)).toBeCloseTo((heavier + 1) / 2, 12);
});

test('the time of trainings follows the size of the images and the number of classes', () => {
  const seconds = (model: ModelSpec, height: number, width: number, classes = 10): number => {
    const shape = { height, width, classes: unnamedClasses(classes) };
    return expectedSeconds({ speeds }, [{ model, batchSize: 128, data: shape }], 4000, 1);
  };
  expect(seconds(MODELS.softmax, 64, 64) / seconds(MODELS.softmax, 8, 8)).toBeCloseTo(64, 9);
  expect(seconds(MODELS.softmax, 17, 23, 100) / seconds(MODELS.softmax, 17, 23)).toBeCloseTo(10, 9);
  // 'same' padding at 8 x 8: 8 filters on 64 places, 16 on the 16 that pooling leaves, 4 x 16 values to 64 units.
  const tiny = 64 * 9 * 8 + 16 * 9 * 8 * 16 + 4 * 16 * 64 + 64 * 10;
  expect(seconds(MODELS['cnn-small'], 8, 8)).toBeCloseTo(tiny / multiplications(MODELS['cnn-small'], SIZE), 9);
});
