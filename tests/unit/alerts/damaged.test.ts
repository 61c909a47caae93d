import { beforeAll, describe, expect, it } from 'vitest';
import { gather, type Gathered, type Scores } from '../../../src/core/alerts/gather';
import type { CheckedAlert, CheckKind } from '../../../src/core/alerts/types';
import {
  DAMAGED_COUNTS,
  DEAD_PIXELS,
  MISSING_VALUES,
  RARE_CLASS,
  damages,
  type DamageKind,
} from '../../../src/core/dataset/damage-manifest';
import { damagedDrawer, damagedLabels, damagedMissing } from '../../../src/core/dataset/damaged';
import { SYNTHETIC_COUNTS } from '../../../src/core/dataset/synthetic';
import { imageId, type Part } from '../../../src/core/dataset/ids';
import { missingValues } from '../../../src/core/dataset/missing';
import { splitIndices, testOrder } from '../../../src/core/dataset/splits';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_NAMES } from '../../../src/core/dataset/types';
import { QUALITY_KINDS, QUALITY_THRESHOLDS } from '../../../src/core/profile/quality';
import { sha256Hex } from '../../../src/core/results/canonical';
import { Bench, openFrom, readFrom, type Splits } from '../profile/harness';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

let served: Splits;
serveImages({
  split: (_summary, split, limit, start) => Promise.resolve(readFrom(served, split, limit, start)),
  open: () => openFrom(served),
});

const drawn = (part: Part): Uint8Array => damagedDrawer(part)(0, DAMAGED_COUNTS[part]);
const images = { train: drawn('train'), test: drawn('test') };
const labels = { train: damagedLabels('train'), test: damagedLabels('test') };
const pixels = (part: Part, index: number): Uint8Array => images[part].subarray(index * PIXELS, (index + 1) * PIXELS);
const hurt = (...kinds: DamageKind[]) => damages().filter(({ kind }) => kinds.includes(kind));
const idsOf = (...kinds: DamageKind[]): number[] =>
  hurt(...kinds).map(({ part, index }) => imageId({ counts: DAMAGED_COUNTS }, part, index));

function squared(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, pixel) => sum + (value - b[pixel]!) ** 2, 0);
}

describe('the damaged sample', () => {
  it('is the same bytes in whatever pieces it is drawn', () => {
    expect(DAMAGED_COUNTS).toEqual(SYNTHETIC_COUNTS);
    expect(sha256Hex(images.train).slice(0, 16)).toBe('9aba2766421e0522');
    expect(sha256Hex(labels.train).slice(0, 16)).toBe('9f21a011f77ef04a');
    const piece = damagedDrawer('test')(700, 900);
    expect(Buffer.compare(piece, images.test.subarray(700 * PIXELS, 900 * PIXELS))).toBe(0);
  });

  it('damages no image twice, and copies sound ones', () => {
    const touched = damages().flatMap(({ part, index, source }) => [
      `${part} ${index}`,
      ...(source === undefined ? [] : [`train ${source}`]),
    ]);
    expect(new Set(touched).size).toBe(touched.length);
  });

  it('has copies with the label of what they are copies of, and near copies near it', () => {
    for (const { kind, part, index, source } of hurt('exact-copy', 'exact-leak', 'near-copy', 'near-leak')) {
      const distance = squared(pixels(part, index), pixels('train', source!));
      expect(labels[part][index]).toBe(labels.train[source!]);
      if (kind.startsWith('exact')) expect(distance).toBe(0);
      else {
        expect(distance).toBeGreaterThan(0);
        expect(distance).toBeLessThanOrEqual(30 * 4);
      }
    }
  });

  it('has flipped labels, a dead spot in every image, and misses what it says', () => {
    const sound = new Set(idsOf('flipped'));
    expect(sound.size).toBe(60);
    for (const part of ['train', 'test'] as const) {
      for (let index = 0; index < DAMAGED_COUNTS[part]; index += 1) {
        for (const pixel of DEAD_PIXELS) expect(pixels(part, index)[pixel]).toBe(0);
      }
    }
    const missing = damagedMissing();
    expect(missing.train.reduce((sum, found) => sum + found, 0)).toBe(12 * MISSING_VALUES);
  });
});

describe('the checks on the damaged sample', () => {
  let found: Gathered;
  let scores: Readonly<Record<string, ArrayLike<number>>>;
  const orders = { ...splitIndices(labels.train, 1), test: testOrder(labels.test, 1) };
  const alertOf = (kind: CheckKind): CheckedAlert => {
    const alert = found.alerts.find((candidate) => candidate.kind === kind);
    if (!alert) throw new Error(`no alert of kind ${kind}: ${found.alerts.map((one) => one.kind).join(', ')}`);
    return alert;
  };
  const behind = (kind: CheckKind): Set<number> => new Set(found.behind[kind]?.ids);

  beforeAll(async () => {
    served = Object.fromEntries(
      SPLIT_NAMES.map((split) => {
        const part = split === 'test' ? 'test' : 'train';
        const indices = orders[split];
        const batch = new Uint8Array(indices.length * PIXELS);
        for (const [at, index] of indices.entries()) batch.set(pixels(part, index), at * PIXELS);
        return [split, { images: batch, labels: Uint8Array.from(indices, (index) => labels[part][index]!), indices }];
      }),
    ) as unknown as Splits;
    const missing = missingValues(damagedMissing(), orders);
    const { result, read } = await new Bench(served, { missing }).run();
    const { summary, artifacts } = result;
    const array = async (name: string): Promise<ArrayLike<number>> => (await read(artifacts[name]!)).data;
    scores = Object.fromEntries(
      await Promise.all(QUALITY_KINDS.map(async (kind) => [kind, await array(`quality.${kind}`)] as const)),
    );
    const evidence = summary.evidence.map((one): Scores => ({ evidence: one, scores: scores[one.kind]! }));
    const source = {
      profile: summary.profile,
      shape: GARMENTS,
      modeShare: await array('pixelModeShare'),
      counts: DAMAGED_COUNTS,
      labels: await array('labels'),
      missing: missing.ids,
    };
    found = gather(source, evidence, {});
  }, 120_000);

  it('raise every kind of alert that Explore can raise', () => {
    const kinds = [
      'missing',
      'leak',
      'duplicates',
      'imbalance',
      'split-difference',
      'blank',
      ...QUALITY_KINDS,
      'constant',
      'near-constant',
      'correlation',
      'pixel-correlation',
      'skew',
      'zeros',
      'not-computed',
    ];
    expect(found.alerts.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
    expect(found.alerts[0]!.severity).toBe('warning');
  });

  it('count the missing values, the black images, the rare class and the dead spot', () => {
    expect(alertOf('missing')).toMatchObject({ count: 12 * MISSING_VALUES, images: 12 });
    expect(behind('missing')).toEqual(new Set(idsOf('missing')));
    expect(alertOf('blank').count).toBe(8);
    expect(behind('blank')).toEqual(new Set(idsOf('black')));
    expect(alertOf('imbalance').count).toBe(1);
    const rare = (part: Part): number => labels[part].filter((label) => label === RARE_CLASS).length;
    expect(alertOf('imbalance').images).toBe(rare('train') + rare('test'));
    expect(alertOf('constant').count).toBeGreaterThanOrEqual(DEAD_PIXELS.length);
  });

  it('find the exact copies, and as leaks those that stand in two splits', () => {
    // Black images are equal to each other as well.
    expect(alertOf('duplicates').count).toBe(40 + 25 + 7);
    for (const id of idsOf('exact-copy', 'exact-leak')) expect(behind('duplicates')).toContain(id);
    for (const id of idsOf('exact-leak')) expect(behind('leak')).toContain(id);
  });

  it.each([
    ['dark', ['dark', 'black']],
    ['light', ['light']],
    ['low-information', ['black', 'flat']],
    ['blurry', ['blurred']],
  ] as const)(
    'find what was spoilt to be %s, and nothing sound that the definition does not catch',
    (kind, damaged) => {
      for (const id of idsOf(...damaged)) expect(behind(kind)).toContain(id);
      const caught = Array.from(scores[kind]!).filter((score) => score <= Math.fround(QUALITY_THRESHOLDS[kind])).length;
      expect(alertOf(kind).count).toBe(caught);
    },
  );

  it('count light and blurry images to the one that was spoilt: no drawing is so by itself', () => {
    expect(alertOf('light').count).toBe(hurt('light').length);
    expect(behind('blurry')).toEqual(new Set(idsOf('blurred')));
  });
});
