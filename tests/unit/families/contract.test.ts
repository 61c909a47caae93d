/** Every family of the registry through the same contract. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { modelLabel, openFamily, openFit, openTunable, untuned } from '../../../src/core/families';
import { FAMILIES as families } from '../../../src/core/families/all';
import { FAMILY_FACTS, type FamilyFacts, type FamilyId } from '../../../src/core/families/names';
import { plainInput, inputFor, rawPipeline } from '../../../src/core/features/input';
import { rawLayout } from '../../../src/core/features/types';
import { requireFits } from '../../../src/core/models/fit-check';
import { canonicalJson, hashJson } from '../../../src/core/results/canonical';
import type { Json } from '../../../src/core/results/types';
import { checkSpace, contains, type Dimension } from '../../../src/core/search/space';
import { randomSource } from '../../../src/core/seed';

const SIZE = { height: 28, width: 28 };
const FOLDER = join(import.meta.dirname, '../../../src/core/families');
const facts = Object.entries<FamilyFacts>(FAMILY_FACTS) as [FamilyId, FamilyFacts][];

/** Of what was fitted before families had one registry: their results are found again under the same keys. */
const CANDIDATES: Readonly<Record<string, string>> = {
  majority: 'c49735b5769dc9d2',
  centroid: '35cc9d71fb058537',
  knn: 'a16af80cd22b3b32',
  'named-linear': '860472e0604b9eb0',
  softmax: '115ded5aeb190d19',
  mlp: 'f55ee3ae56d6ea8a',
  cnn: '5cea9ca34713bfe2',
};
const NETWORKS: Readonly<Record<string, string>> = {
  softmax: '89edd975580fd6a1',
  mlp: '7748c97598b4468f',
  'cnn-small': '1bee7634834773e6',
  'cnn-reference': '76973e831492c325',
};

test('every folder of a family has a line, every line a folder, and every fit a file', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((one) => one.isDirectory());
  const withFile = (file: string): string[] =>
    folders.filter(({ name }) => readdirSync(join(FOLDER, name)).includes(file)).map(({ name }) => name);
  expect(withFile('index.ts').toSorted()).toEqual(facts.map(([id]) => id).toSorted());
  expect(withFile('fit.ts').toSorted()).toEqual(facts.flatMap(([, { fit }]) => fit ?? []).toSorted());
});

test('what was fitted before is fitted under the same specification', () => {
  for (const [id, hash] of Object.entries(CANDIDATES)) {
    expect([id, hashJson(untuned(families[id as FamilyId]) as unknown as Json).slice(0, 16)]).toEqual([id, hash]);
  }
  for (const [id, hash] of Object.entries(NETWORKS)) {
    const { model } = untuned(families[id as FamilyId]);
    expect([id, hashJson(model as unknown as Json).slice(0, 16)]).toEqual([id, hash]);
  }
});

test('an unknown family or fit is refused with the names there are', async () => {
  await expect(openFamily('forest')).rejects.toThrow(
    /no family of models "forest"; known are majority, centroid, .*cnn/,
  );
  await expect(openFit('../tune')).rejects.toThrow(/no way to fit a model "\.\.\/tune"; known are majority, /);
  await expect(openTunable('majority')).rejects.toThrow('The majority class has no settings to tune');
});

/** A value of a dimension, by the source's next number. */
function drawn(dimension: Dimension, random: () => number): number | string | boolean {
  if (dimension.type === 'choice') return dimension.choices[Math.floor(random() * dimension.choices.length)]!;
  const value = dimension.low + random() * (dimension.high - dimension.low);
  return dimension.type === 'int' ? Math.round(value) : value;
}

describe.each(facts)('%s', (id, { label, fit, tuned }) => {
  const family = families[id];

  it('says what it is, and builds what its line says', () => {
    expect(family.about).toMatch(/\w{4,}.*\.$/);
    const candidate = untuned(family);
    expect(candidate.type).toBe(fit ? 'classic' : 'network');
    expect(JSON.parse(canonicalJson(candidate as unknown as Json))).toEqual(candidate);
    const name = candidate.type === 'network' ? candidate.model.name : candidate.model.family;
    expect([name, modelLabel(name)]).toEqual([fit ?? id, label]);
  });

  it('has settings if its line says so, and begins within them', () => {
    expect(family.space !== undefined).toBe(tuned === true);
    if (!family.space) return;
    checkSpace(family.space);
    for (const [name, dimension] of Object.entries(family.space))
      expect([name, contains(dimension, family.defaults[name])]).toEqual([name, true]);
  });

  it('builds what can be fitted from any of its settings', () => {
    const random = randomSource(5);
    for (let draw = 0; draw < 30; draw += 1) {
      const entries = Object.entries(family.space ?? {}).map(([name, dimension]) => [name, drawn(dimension, random)]);
      const candidate = family.build({ ...family.defaults, ...Object.fromEntries(entries) });
      if (candidate.type === 'classic') expect(candidate.model.family).toBe(fit);
      else {
        requireFits(candidate.model, rawLayout(SIZE));
        expect(candidate.learningRate).toBeGreaterThan(0);
        expect(Number.isInteger(candidate.batchSize)).toBe(true);
      }
    }
  });
});

describe.each(facts.filter(([, { fit }]) => fit))('the fit of %s', (id) => {
  it('gives probabilities, and the same ones from the arrays that it leaves', async () => {
    const candidate = untuned(families[id]);
    if (candidate.type !== 'classic') throw new Error('a network has no fit');
    const way = await openFit(candidate.model.family);
    const size = { height: 4, width: 4 };
    const shape = { ...size, classes: ['a', 'b', 'c'] };
    const random = randomSource(3);
    const labels = Uint8Array.from({ length: 60 }, (_, at) => at % 3);
    const images = Uint8Array.from({ length: 60 * 16 }, (_, at) => 40 * labels[Math.floor(at / 16)]! + 30 * random());
    const around = {
      input: way.raw ? inputFor(rawPipeline(shape), shape) : plainInput(size),
      classes: 3,
      turn: () => Promise.resolve(),
      report: () => undefined,
    };
    const batch = { images, labels, indices: Uint32Array.from(labels.keys()), ...size };
    const { arrays, parameters, passes } = await way.fit(candidate.model, batch, around);
    expect(parameters).toBeGreaterThan(0);
    expect(passes).toBeGreaterThanOrEqual(1);
    for (const [name, { data, shape: of }] of Object.entries(arrays)) {
      expect(name).toMatch(/^model\./);
      expect(of.reduce((product, side) => product * side, 1)).toBe(data.length);
    }
    const probabilities = await way.predictor(candidate.model, structuredClone(arrays), around)(images);
    expect(probabilities).toHaveLength(180);
    for (let at = 0; at < 180; at += 3) {
      expect(probabilities[at]! + probabilities[at + 1]! + probabilities[at + 2]!).toBeCloseTo(1, 5);
    }
    const right = labels.filter((label, at) => {
      const own = probabilities.subarray(3 * at, 3 * at + 3);
      return own[label] === Math.max(...own);
    }).length;
    // Of three equal shares each is the largest.
    expect(right).toBeGreaterThan(55);
  });
});
