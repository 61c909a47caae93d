/** The micro-benchmark on the real backends. */
import { expect, test } from 'vitest';
import { calibrate } from '../../../workers/engine/calibrate';
import * as tf from '../../../workers/engine/tf';
import { use } from './backends';

test('a calibration measures rising batch sizes, lets messages in after every step and leaves no tensor', async () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    await use(backend);
    const before = tf.memory().numTensors;
    let turns = 0;
    const speeds = await calibrate(() => Promise.resolve(void (turns += 1)));
    expect(tf.memory().numTensors).toBe(before);
    const sizes = speeds.map(({ batchSize }) => batchSize);
    expect(sizes).toEqual([32, 64, 128, 256].slice(0, sizes.length));
    expect(turns).toBeGreaterThanOrEqual(sizes.length);
    for (const { imagesPerSecond } of speeds) expect(imagesPerSecond).toBeGreaterThan(1);
  }
});

test('a calibration can be stopped between two steps and leaves no tensor then either', async () => {
  await use('wasm');
  const before = tf.memory().numTensors;
  await expect(calibrate(() => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
  expect(tf.memory().numTensors).toBe(before);
});
