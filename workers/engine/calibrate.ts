/** A micro-benchmark of about a second: how many images of noise the active backend trains in a second, by batch size. */
import { pixelsOf } from '../../src/core/dataset/shape';
import { CALIBRATION_MODEL, CALIBRATION_SIZE } from '../../src/core/models/expected';
import type { BatchSpeed } from '../../src/core/results/types';
import { randomSource } from '../../src/core/seed';
import { Adam } from './adam';
import { Batches } from './batches';
import { buildNetwork } from './build';
import { plainInput } from './input';
import { batchLoss } from './loss';
import * as tf from './tf';

const SIZES = [32, 64, 128, 256];
/** For each size, after a step that compiles. Shorter ones differed from run to run by more than sizes do. */
const MEASURED_MS = 200;
/** No further size is begun after this: a slow backend has then said enough. */
const ENOUGH_MS = 1000;

/** @param turn called between steps; may throw to stop */
export async function calibrate(turn: () => Promise<void>): Promise<readonly BatchSpeed[]> {
  const most = SIZES.at(-1)!;
  const random = randomSource(1);
  const images = Uint8Array.from({ length: most * pixelsOf(CALIBRATION_SIZE) }, () => Math.floor(256 * random()));
  const labels = Uint8Array.from({ length: most }, (_, row) => row % 10);
  const network = buildNetwork(CALIBRATION_MODEL, 1, plainInput(CALIBRATION_SIZE));
  const adam = new Adam(1e-3, network.variables);
  const batches = new Batches(network.input, { images, labels }, 1);
  const step = (size: number): tf.Scalar =>
    tf.tidy(() => {
      const examples = batches.take(
        Uint32Array.from({ length: size }, (_, row) => row),
        0,
        0,
      );
      return adam.minimize(() => batchLoss(network, examples, 0));
    });
  const speeds: BatchSpeed[] = [];
  const begun = performance.now();
  try {
    for (const batchSize of SIZES) {
      if (speeds.length > 0 && performance.now() - begun > ENOUGH_MS) break;
      let started = performance.now();
      await settle(step(batchSize));
      await turn();
      let [count, elapsed] = [batchSize, performance.now() - started];
      // Where one step takes that long, what it compiled does not count.
      if (elapsed < MEASURED_MS) {
        started = performance.now();
        [count, elapsed] = [0, 0];
      }
      while (elapsed < MEASURED_MS) {
        await settle(step(batchSize));
        count += batchSize;
        await turn();
        elapsed = performance.now() - started;
      }
      speeds.push({ batchSize, imagesPerSecond: (1000 * count) / elapsed });
    }
  } finally {
    batches.dispose();
    adam.dispose();
    network.dispose();
  }
  return speeds;
}

/** Waits for the device. */
async function settle(loss: tf.Scalar): Promise<void> {
  await loss.data();
  loss.dispose();
}
