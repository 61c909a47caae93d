/** What the choice of a model costs, and how sure it should be: against closed forms and naive computation. */
import { describe, expect, it } from 'vitest';
import { fitTemperature, tempered } from '../../../src/core/models/temperature';
import { normal, randomSource } from '../../../src/core/seed';
import { logLoss, predictedClasses } from '../../../src/core/stats/classification';
import { OptimismBootstrap } from '../../../src/core/stats/optimism';

/** Probabilities of 3 classes and labels drawn from them, after their logits were multiplied by `sharpness`. */
function world(
  images: number,
  sharpness: number,
): { readonly probabilities: Float32Array; readonly labels: Uint8Array } {
  const random = randomSource(3);
  const probabilities = new Float32Array(3 * images);
  const labels = new Uint8Array(images);
  for (let image = 0; image < images; image += 1) {
    const logits = [0, 0, 0].map(() => 2 * normal(random));
    const softmax = (scale: number): number[] => {
      const weights = logits.map((logit) => Math.exp(scale * logit));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    };
    const truth = softmax(1);
    const draw = random();
    labels[image] = draw < truth[0]! ? 0 : draw < truth[0]! + truth[1]! ? 1 : 2;
    probabilities.set(softmax(sharpness), 3 * image);
  }
  return { probabilities, labels };
}

describe('temperature scaling', () => {
  it('finds the factor by which logits were sharpened', () => {
    for (const sharpness of [0.4, 1, 2.5]) {
      const { probabilities, labels } = world(20_000, sharpness);
      expect(fitTemperature(probabilities, labels, 3) / sharpness).toBeCloseTo(1, 1);
    }
  });

  it('is where the log-loss is least, by trying temperatures around it', () => {
    const { probabilities, labels } = world(2000, 1.7);
    const temperature = fitTemperature(probabilities, labels, 3);
    const lossAt = (factor: number): number => logLoss(labels, tempered(probabilities, 3, factor * temperature));
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) expect(lossAt(factor)).toBeGreaterThan(lossAt(1));
  });

  it('changes how sure a model is and not what it names; a temperature of 1 changes nothing', () => {
    const { probabilities } = world(200, 1);
    const cooler = tempered(probabilities, 3, 3);
    expect(predictedClasses(cooler, 3)).toEqual(predictedClasses(probabilities, 3));
    tempered(probabilities, 3, 1).forEach((value, at) => expect(value).toBeCloseTo(probabilities[at]!, 6));
  });

  it('takes probabilities of exactly 0 and 1', () => {
    const sure = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const wrongOnce = fitTemperature(sure, Uint8Array.of(0, 1, 1), 3);
    expect(wrongOnce).toBeCloseTo(20, 6);
    expect(tempered(sure, 3, 20).every((value) => Number.isFinite(value))).toBe(true);
    expect(() => fitTemperature(new Float32Array(0), new Uint8Array(0), 3)).toThrow(RangeError);
  });
});

describe('the optimism of choosing', () => {
  const guessers = (models: number, images: number, accuracy: number, seed: number): Uint8Array[] => {
    const random = randomSource(seed);
    return Array.from({ length: models }, () =>
      Uint8Array.from({ length: images }, () => (random() < accuracy ? 1 : 0)),
    );
  };
  const of = (right: readonly Uint8Array[], resamples = 300) => {
    const bootstrap = new OptimismBootstrap(right, 1);
    for (let drawn = 0; drawn < resamples; drawn += 1) bootstrap.resample();
    return bootstrap.finish();
  };

  it('is about nothing for one model, and for copies of one', () => {
    const [one] = guessers(1, 1000, 0.8, 1);
    expect(Math.abs(of([one!]).optimism)).toBeLessThan(0.003);
    expect(Math.abs(of([one!, one!, one!]).optimism)).toBeLessThan(0.003);
  });

  it('takes most of the luck out of the best of many that are equally good', () => {
    let [apparent, corrected] = [0, 0];
    const worlds = 10;
    for (let seed = 0; seed < worlds; seed += 1) {
      const { apparent: seen, corrected: mended } = of(guessers(20, 500, 0.8, seed), 200);
      apparent += (seen - 0.8) / worlds;
      corrected += (mended - 0.8) / worlds;
    }
    // The best of 20 normal draws lies 1.87 standard deviations up: 0.0179 each here.
    expect(apparent).toBeGreaterThan(0.025);
    expect(Math.abs(corrected)).toBeLessThan(0.4 * apparent);
  });

  it('is small where one model is clearly the best', () => {
    const right = [...guessers(10, 1000, 0.6, 2), ...guessers(1, 1000, 0.9, 3)];
    const { optimism, apparent, interval } = of(right);
    expect(Math.abs(optimism)).toBeLessThan(0.003);
    expect(interval[0]).toBeLessThan(apparent);
    expect(interval[1]).toBeGreaterThan(apparent);
  });

  it('refuses no models, no images, and lists of unequal length', () => {
    expect(() => new OptimismBootstrap([], 1)).toThrow(RangeError);
    expect(() => new OptimismBootstrap([new Uint8Array(0)], 1)).toThrow(RangeError);
    expect(() => new OptimismBootstrap([new Uint8Array(3), new Uint8Array(4)], 1)).toThrow(RangeError);
  });
});
