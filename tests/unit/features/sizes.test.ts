/** Pipelines of images that are neither 28 x 28 nor square. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inputFor, modelInput, plainInput, prepareValues } from '../../../src/core/features/input';
import { pipelineFromJson, pipelineToJson } from '../../../src/core/features/json';
import { applyPipeline, fitPipeline, pipelineHash, pullBackToPixels } from '../../../src/core/features/pipeline';
import { pipelineToPython } from '../../../src/core/features/python';
import { outputOf, stepsOf, type PipelineChoices } from '../../../src/core/features/recipe';
import { randomSource } from '../../../src/core/seed';
import { blobs, SIZE } from './images';

const COUNT = 40;
const PYTHON = '/usr/bin/python3';
const hasNumpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;
const CHOICES: PipelineChoices = {
  kept: [],
  maskForm: 'image',
  centre: true,
  augmentation: 'both',
  shift: 2,
  crop: 1,
  output: 'pixels',
  values: 'standardise-each',
};

describe.each([
  { height: 8, width: 8 },
  { height: 17, width: 23 },
])('a pipeline of $height x $width pixels', (size) => {
  const pixels = size.height * size.width;
  const random = randomSource(2);
  const images = Uint8Array.from({ length: COUNT * pixels }, () => (random() < 0.5 ? 0 : Math.floor(256 * random())));
  const fitted = fitPipeline(stepsOf(CHOICES, size), images, COUNT, size);

  test('crops each border and says so', () => {
    expect(outputOf(CHOICES, size)).toMatchObject({ height: size.height - 2, width: size.width - 2 });
    expect(applyPipeline(fitted, images, COUNT).shape).toEqual([COUNT, size.height - 2, size.width - 2]);
  });

  test('comes back from JSON with its size', () => {
    const back = pipelineFromJson(JSON.parse(JSON.stringify(pipelineToJson(fitted))));
    expect(back.input).toEqual(size);
    expect(pipelineHash(back)).toBe(pipelineHash(fitted));
    expect(applyPipeline(back, images, COUNT)).toEqual(applyPipeline(fitted, images, COUNT));
  });

  test('looks pixels up as it works them out, moved by augmentation too', async () => {
    const steps = stepsOf({ ...CHOICES, centre: false, crop: 0 }, size);
    const input = modelInput(fitPipeline(steps, images, COUNT, size));
    const positions = Array.from({ length: COUNT }, (_, row) => row);
    for (const training of [{}, { augmentSeed: 3 }])
      expect(input.lookup()!.values(images, positions, training)).toEqual(input.values(images, COUNT, training));
    expect(await prepareValues(input, images, () => Promise.resolve())).toEqual(input.values(images, COUNT));
    expect(plainInput(size).shape).toEqual([size.height, size.width, 1]);
  });

  test('carries an attribution back to the raw pixels', () => {
    const values = new Float32Array((size.height - 2) * (size.width - 2));
    values[0] = 2;
    const steps = stepsOf({ ...CHOICES, centre: false }, size);
    const back = pullBackToPixels(fitPipeline(steps, images, COUNT, size), images, 1, values, 'attribution');
    expect(back.length).toBe(pixels);
    expect(back.indexOf(2)).toBe(size.width + 1);
  });

  test.each(hasNumpy ? (['pixels', 'named'] as const) : [])('gives the same numbers in NumPy, of %s', (output) => {
    const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
    const change = { output, crop: output === 'named' ? 0 : 1 };
    const one = fitPipeline(stepsOf({ ...CHOICES, ...change }, size), images, COUNT, size);
    const header = Buffer.alloc(16);
    [2051, COUNT, size.height, size.width].forEach((value, index) => header.writeUInt32BE(value, index * 4));
    const paths = ['pipeline.py', 'images.idx', 'out.npy'].map((name) => join(folder, name));
    writeFileSync(paths[0]!, pipelineToPython(one));
    writeFileSync(paths[1]!, Buffer.concat([header, images]));
    execFileSync(PYTHON, paths);
    const bytes = readFileSync(paths[2]!);
    rmSync(folder, { recursive: true });
    const theirs = new Float32Array(Uint8Array.from(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
    const ours = applyPipeline(one, images, COUNT).data;
    expect(theirs.length).toBe(ours.length);
    ours.forEach((value, at) =>
      expect(Math.abs(value - theirs[at]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))),
    );
  });
});

test('a pipeline file without a size is one of 28 x 28 pixels, with the same hash', () => {
  const fitted = fitPipeline([{ kind: 'scale' }], blobs(5), 5, SIZE);
  const { input, ...old } = pipelineToJson(fitted) as Record<string, unknown>;
  expect(input).toEqual(SIZE);
  expect(pipelineFromJson(old).input).toEqual(SIZE);
  expect(pipelineHash(pipelineFromJson(old))).toBe(pipelineHash(fitted));
});

test('a pipeline of other images is refused with both sizes', () => {
  const fitted = fitPipeline([{ kind: 'scale' }], blobs(5), 5, SIZE);
  expect(() => inputFor(fitted, { height: 17, width: 23 })).toThrow(/28 x 28 pixels.*17 x 23/);
});
