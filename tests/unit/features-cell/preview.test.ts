import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { applyPipeline, fitPipeline } from '../../../src/core/features/pipeline';
import { histogramOf, previewPipeline, stageArtifact, statsOf } from '../../../src/core/features/preview';
import { stepsOf, type PipelineChoices } from '../../../src/core/features/recipe';
import { randomSource } from '../../../src/core/seed';
import { SIZE } from '../features/images';

const COUNT = 20;
const random = randomSource(3);
const images = Uint8Array.from({ length: COUNT * PIXELS }, () => Math.floor(256 * random()));
const choices: PipelineChoices = {
  kept: [],
  maskForm: 'image',
  centre: false,
  augmentation: 'none',
  shift: 2,
  crop: 2,
  output: 'pixels',
  values: 'standardise-all',
};
const fit = (change: Partial<PipelineChoices> = {}) =>
  fitPipeline(stepsOf({ ...choices, ...change }, SIZE), images, COUNT, SIZE);

describe('the numbers of a stage', () => {
  it('are those of its definition', () => {
    const stats = statsOf(Float32Array.of(0, 0, 2, 4));
    expect(stats).toMatchObject({ min: 0, max: 4, mean: 1.5, zeros: 0.5 });
    expect(stats.std).toBeCloseTo(Math.sqrt(2.75), 12);
    expect(() => statsOf(new Float32Array())).toThrow(RangeError);
  });

  it('are counted in bins that hold every value, the greatest too', () => {
    const values = Float32Array.of(-1, 0, 0, 1);
    const { from, width, counts } = histogramOf(values, { min: -1, max: 1 });
    expect(from).toBe(-1);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(4);
    expect(counts[Math.floor(1 / width)]).toBe(2);
    expect(counts.at(-1)).toBe(1);
    expect(histogramOf(Float32Array.of(3, 3), { min: 3, max: 3 })).toEqual({ from: 2.5, width: 1, counts: [2] });
  });
});

describe('the preview of a pipeline', () => {
  const fitted = fit();
  const { preview, artifacts } = previewPipeline(fitted, images, COUNT, [4, 7], 1);

  it('begins with the raw images and ends with what models are given', () => {
    expect(preview.stages.map(({ kind }) => kind)).toEqual(['raw', 'crop', 'scale', 'standardise']);
    expect(preview.stages.map(({ shape }) => shape[0])).toEqual([28, 24, 24, 24]);
    expect(Array.from(artifacts[stageArtifact(0)]!.data)).toEqual(
      [4, 7].flatMap((row) => Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS))),
    );
    expect(preview.stages.at(-1)!.stats.mean).toBeCloseTo(0, 4);
    expect(preview.stages.at(-1)!.stats.std).toBeCloseTo(1, 4);
  });

  it('shows cropped values where they stand within the image, and nothing at the border', () => {
    const shown = artifacts[stageArtifact(3)]!.data;
    const given = applyPipeline(fitted, images.subarray(4 * PIXELS), 1).data;
    expect(shown[5 * 28 + 9]).toBe(given[3 * 24 + 7]);
    expect(Array.from(shown.subarray(0, 2 * 28))).toEqual(new Array(56).fill(0));
  });

  it('lists what was learnt', () => {
    expect(preview.learnt.map(({ name }) => name).sort()).toEqual(['mean', 'std']);
    const mean = preview.learnt.find(({ name }) => name === 'mean')!;
    expect(mean.stats.mean).toBeCloseTo(0.5, 1);
  });

  it('puts the kept pixels of a vector back to their places', () => {
    const kept = [30, 400];
    const vector = fit({ kept, maskForm: 'vector', crop: 0, values: 'scale' });
    const placed = previewPipeline(vector, images, COUNT, [0], 1).artifacts[stageArtifact(2)]!.data;
    for (let pixel = 0; pixel < PIXELS; pixel += 1) {
      expect(placed[pixel]).toBe(kept.includes(pixel) ? Math.fround(images[pixel]! / 255) : 0);
    }
  });

  it('has no pictures of named features, but the name of each learnt number', () => {
    const named = previewPipeline(fit({ crop: 0, output: 'named' }), images, COUNT, [0], 1);
    expect(named.preview.stages.map(({ pictured }) => pictured)).toEqual([true, false, false]);
    expect(Object.keys(named.artifacts)).toEqual([stageArtifact(0)]);
    expect(named.preview.learnt[0]!.values!.map(({ of }) => of)).toContain('entropy');
  });

  it('shows the augmentation of its seed, and the same again for the same seed', () => {
    const augmented = fit({ crop: 0, augmentation: 'both' });
    const look = (seed: number) =>
      previewPipeline(augmented, images, COUNT, [0, 1, 2], seed).artifacts[stageArtifact(1)]!.data;
    expect(look(1)).toEqual(look(1));
    expect(look(1)).not.toEqual(look(2));
  });
});
