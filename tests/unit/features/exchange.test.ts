import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pipelineFromJson, pipelineToJson } from '../../../src/core/features/json';
import { applyPipeline, fitPipeline, pipelineHash } from '../../../src/core/features/pipeline';
import { pipelineToPython } from '../../../src/core/features/python';
import type { StepSpec } from '../../../src/core/features/types';
import type { Json } from '../../../src/core/results/types';
import { blobs, hasRealImages, realImages, SIZE } from './images';

const COUNT = 400;
/** Real images where the data set is installed; the black one at the end tests divisions by zero. */
const images = blobs(COUNT);
if (hasRealImages) images.set(realImages(COUNT - 1));
const kept = Array.from({ length: 50 }, (_, index) => 10 + 9 * index);

const PIPELINES: Record<string, StepSpec[]> = {
  nothing: [],
  'scale, standardise': [{ kind: 'scale' }, { kind: 'standardise' }],
  'augment, centre, crop, scale, standardise all, mask to a vector': [
    { kind: 'augment' },
    { kind: 'centre' },
    { kind: 'crop' },
    { kind: 'scale' },
    { kind: 'standardise', params: { scope: 'all', floor: 0.1 } },
    { kind: 'mask', params: { kept, form: 'vector' } },
  ],
  'scale, centre, mask as an image': [{ kind: 'scale' }, { kind: 'centre' }, { kind: 'mask', params: { kept } }],
  'centre, named features, standardise': [
    { kind: 'centre' },
    { kind: 'named' },
    { kind: 'standardise', params: { floor: 0.001 } },
  ],
};

describe('pipeline.json', () => {
  const fitted = fitPipeline(
    PIPELINES['augment, centre, crop, scale, standardise all, mask to a vector']!,
    images,
    COUNT,
    SIZE,
  );
  const text = JSON.stringify(pipelineToJson(fitted));
  const changed = (change: (json: { [key: string]: Json } & { steps: { [key: string]: Json }[] }) => void): unknown => {
    const json = JSON.parse(text) as { [key: string]: Json } & { steps: { [key: string]: Json }[] };
    change(json);
    return json;
  };

  test('brings back the same pipeline, bit for bit', () => {
    const back = pipelineFromJson(JSON.parse(text));
    expect(pipelineHash(back)).toBe(pipelineHash(fitted));
    expect(applyPipeline(back, images, COUNT)).toEqual(applyPipeline(fitted, images, COUNT));
    expect(back.output).toEqual(fitted.output);
  });

  test.each<[string, unknown, RegExp | string]>([
    ['something else', [1, 2], /not a feature pipeline/],
    ['a later version', changed((json) => (json['version'] = 2)), /newer version/],
    ['a step of a later version', changed((json) => (json.steps[1]!['version'] = 9)), /newer version/],
    ['no steps', changed((json) => delete (json as { steps?: unknown }).steps), /no list of steps/],
    ['a missing array', changed((json) => (json.steps[4]!['arrays'] = {})), /step 5 needs the arrays mean, std/],
    [
      'an array of another size',
      changed(
        (json) => (json.steps[4]!['arrays'] = { mean: { shape: [2], data: [1] }, std: { shape: [1], data: [1] } }),
      ),
      /1 numbers where its shape wants 2/,
    ],
    [
      'a wrong shape',
      changed(
        (json) => (json.steps[4]!['arrays'] = { mean: { shape: [1], data: [1] }, std: { shape: [1], data: [1] } }),
      ),
      /another shape/,
    ],
    [
      'text for a number',
      changed(
        (json) => (json.steps[4]!['arrays'] = { mean: { shape: [1], data: ['1'] }, std: { shape: [1], data: [1] } }),
      ),
      /not a number/,
    ],
    [
      'a number that 32 bits do not hold',
      changed(
        (json) => (json.steps[4]!['arrays'] = { mean: { shape: [1], data: [1e39] }, std: { shape: [1], data: [1] } }),
      ),
      /"mean" of step 5 holds 1e\+39, more than a 32-bit number can be/,
    ],
    [
      'a deviation that 32 bits hold as 0',
      changed((json) => ((json.steps[4]!['arrays'] as { std: { data: number[] } }).std.data[0] = 1e-50)),
      /"std" of step 5 must be above 0/,
    ],
    ['a crop that does not fit', changed((json) => (json.steps[2]!['params'] = { top: 20 })), /only 28 x 28/],
  ])('refuses %s', (_name, json, sentence) => {
    expect(() => pipelineFromJson(json)).toThrow(sentence);
  });
});

/**
 * The generated files are run where Python has NumPy. Everywhere else they must be the very files that passed when the
 * record was written (`WRITE_REFERENCE=1 npx vitest run tests/unit/features/exchange.test.ts`).
 */
interface Verified {
  readonly command: string;
  readonly numpy: string;
  readonly sha256: Readonly<Record<string, string>>;
}
const RECORD = new URL('../../reference/pipeline/verified.json', import.meta.url);
const PYTHON = '/usr/bin/python3';
const asked = spawnSync(PYTHON, ['-c', 'import numpy; print(numpy.__version__)'], { encoding: 'utf8' });
const numpy = asked.status === 0 ? asked.stdout.trim() : undefined;

describe('pipeline.py', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the generated file on images and gives the values with the header of the .npy file. */
  function transformed(python: string, pixels: Uint8Array): { readonly data: Float32Array; readonly header: string } {
    const header = Buffer.alloc(16);
    [2051, COUNT, 28, 28].forEach((value, index) => header.writeUInt32BE(value, index * 4));
    const paths = ['pipeline.py', 'images.idx', 'out.npy'].map((name) => join(folder, name));
    writeFileSync(paths[0]!, python);
    writeFileSync(paths[1]!, Buffer.concat([header, pixels]));
    execFileSync(PYTHON, paths);
    const bytes = readFileSync(paths[2]!);
    const start = 10 + bytes.readUInt16LE(8);
    const data = new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer);
    return { data, header: bytes.subarray(10, start).toString('latin1') };
  }

  const sets = { generated: blobs(COUNT), ...(hasRealImages ? { real: images } : {}) };
  const cases = Object.entries(PIPELINES).flatMap(([name, steps]) =>
    Object.entries(sets).map(([set, pixels]) => ({ name, steps, set, pixels })),
  );
  test.each(numpy === undefined ? [] : cases)(
    '$name, $set images: NumPy gives the same numbers to 1e-6',
    ({ steps, pixels }) => {
      const fitted = fitPipeline(steps, pixels, COUNT, SIZE);
      const ours = applyPipeline(fitted, pixels, COUNT);
      const { data, header } = transformed(pipelineToPython(fitted), pixels);
      expect(header).toContain("'descr': '<f4'");
      expect(header).toContain(`'shape': (${ours.shape.join(', ')})`);
      let worst = 0;
      ours.data.forEach((value, index) => {
        worst = Math.max(worst, Math.abs(value - data[index]!) / Math.max(1, Math.abs(value)));
      });
      expect(worst).toBeLessThan(1e-6);
    },
  );

  test('the files are those that passed with NumPy when the record was written', () => {
    const sha256: Record<string, string> = {};
    for (const [name, steps] of Object.entries(PIPELINES)) {
      const text = pipelineToPython(fitPipeline(steps, sets.generated, COUNT, SIZE));
      sha256[name] = createHash('sha256').update(text).digest('hex');
    }
    if (process.env['WRITE_REFERENCE'] && numpy !== undefined) {
      const command = 'WRITE_REFERENCE=1 npx vitest run tests/unit/features/exchange.test.ts';
      writeFileSync(RECORD, `${JSON.stringify({ command, numpy, sha256 } satisfies Verified, undefined, 1)}\n`);
    }
    expect(sha256).toEqual((JSON.parse(readFileSync(RECORD, 'utf8')) as Verified).sha256);
  });
});
