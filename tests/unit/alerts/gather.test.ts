import { describe, expect, it } from 'vitest';
import { gather, type Scores } from '../../../src/core/alerts/gather';
import type { ProfileSource } from '../../../src/core/alerts/profile-checks';
import type { Evidence, EvidenceKind } from '../../../src/core/profile/evidence';
import { mergeProfiles } from '../../../src/core/profile/merge';
import { LISTED_IDS } from '../../../src/core/dataset/ids';
import { findings } from '../../../src/cells/alerts/presentation/findings';
import type { AlertsSummary } from '../../../src/cells/alerts/types';
import { GARMENTS } from '../garments';

/** Of no image: nothing in it is out of order but that nothing could be computed. */
const empty = mergeProfiles([], 'trainingFile', GARMENTS);
const profile = { ...empty.summary, notComputed: [] };
const source: ProfileSource = { profile, modeShare: [], counts: { train: 900, test: 100 }, shape: GARMENTS };

function evidence(kind: EvidenceKind, more: Partial<Evidence> = {}): Evidence {
  return {
    kind,
    score: 'score',
    counts: 'at-most',
    threshold: 0.3,
    range: [0, 1],
    step: 0.1,
    arrays: { scores: kind },
    judged: 1000,
    severity: 'notice',
    words: { one: 'image is odd', many: 'images are odd', meaning: 'look at them', quiet: 'no image is odd' },
    ...more,
  };
}

const dark: Scores = { evidence: evidence('dark'), scores: Float32Array.of(0.9, 0.25, 0.1, 0.3, 0.25, Number.NaN) };

describe('gathering alerts', () => {
  it('counts what lies at or beyond the threshold and lists it worst first, ties by id', () => {
    const { alerts, behind } = gather(source, [dark], { dark: 0.25 });
    expect(alerts[0]).toMatchObject({
      kind: 'dark',
      count: 3,
      threshold: 0.25,
      ids: [2, 1, 4],
      images: 3,
      share: 0.003,
    });
    expect(alerts[0]!.sentence).toBe(
      '3 of 1,000 images are odd (0.30 %). Look at them. Threshold: score at most 0.25.',
    );
    expect([...behind['dark']!.scores]).toEqual([0.1, 0.25, 0.25].map(Math.fround));
    expect(alerts[0]!.movable).toMatchObject({ usual: 0.3, value: 0.25, curve: [0, 1, 1, 4, 4, 4, 4, 4, 4, 5, 5] });
  });

  it('takes ids where scores are of some images, and both images of a pair', () => {
    const pairs: Scores = {
      evidence: evidence('near-leak', { severity: 'warning' }),
      scores: [0.2, 0.1, 0.8],
      ids: [5, 900, 6, 901, 7, 902],
    };
    const { alerts } = gather(source, [dark, pairs], {});
    expect(alerts.map(({ kind }) => kind)).toEqual(['near-leak', 'dark']);
    expect(alerts[0]).toMatchObject({
      count: 2,
      ids: [6, 901, 5, 900],
      images: 4,
      together: 2,
      noun: ['pair of images', 'pairs of images'],
    });
  });

  it('give the share of what was judged, not of all that there is', () => {
    const found = new Float32Array(576);
    const issues: Scores = { evidence: evidence('label-issue', { judged: 6000 }), scores: found };
    const big = { ...source, counts: { train: 60_000, test: 10_000 } };
    const { alerts } = gather(big, [issues], {});
    expect(alerts[0]).toMatchObject({ count: 576, judged: 6000, share: 0.096 });
    expect(alerts[0]!.sentence).toMatch(/^576 of 6,000 images are odd \(9\.6 %\)\./);
  });

  it('say in which splits the other images of leaking pairs are, at wherever the threshold stands', () => {
    const leaks: Scores = {
      evidence: evidence('near-leak', {
        groups: ['with train', 'with validation', 'with test'],
        words: { one: 'pair', many: 'pairs', meaning: 'mind them', quiet: 'pairs' },
      }),
      scores: [0.1, 0.2, 0.25],
      ids: [1, 901, 2, 901, 3, 50],
      groups: [2, 2, 1],
    };
    const sentence = (threshold: number): string =>
      gather(source, [leaks], { 'near-leak': threshold }).alerts[0]!.sentence;
    expect(sentence(0.2)).toBe(
      '2 pairs, all 2 with test (3 of 1,000 images, 0.30 %). Mind them. Threshold: score at most 0.2.',
    );
    expect(sentence(0.1)).toMatch(/^1 pair, with test \(2 of 1,000 images, /);
    expect(sentence(0.3)).toMatch(/^3 pairs, 1 with validation and 2 with test \(5 of 1,000 images, /);
  });

  it('lists what it found nothing of as in order, with the threshold still to be moved', () => {
    const { alerts, quiet } = gather(source, [dark], { dark: 0 });
    expect(alerts).toEqual([]);
    const check = quiet.find(({ kind }) => kind === 'dark');
    expect(check).toMatchObject({ count: 0, sentence: 'no image is odd', threshold: 0 });
    expect(check?.movable?.curve.at(-1)).toBe(5);
    expect(quiet.map(({ kind }) => kind)).toContain('missing');
  });

  it('ranks by severity, then by the share affected', () => {
    const more = (kind: EvidenceKind, severity: Evidence['severity'], found: number): Scores => ({
      evidence: evidence(kind, { severity }),
      scores: new Float32Array(found),
    });
    const { alerts } = gather(
      source,
      [
        more('dark', 'notice', 2),
        more('light', 'notice', 5),
        more('outlier', 'info', 90),
        more('label-issue', 'warning', 1),
      ],
      {},
    );
    expect(alerts.map(({ kind }) => kind)).toEqual(['label-issue', 'light', 'dark', 'outlier']);
  });

  it('brings a threshold outside the range into it, and holds at most a thousand ids in the summary', () => {
    const many: Scores = { evidence: evidence('dark'), scores: new Float32Array(LISTED_IDS + 500) };
    const { alerts, behind } = gather({ ...source, counts: { train: 2000, test: 0 } }, [many], { dark: 7 });
    expect(alerts[0]).toMatchObject({ threshold: 1, count: LISTED_IDS + 500, images: LISTED_IDS + 500 });
    expect(alerts[0]!.ids).toHaveLength(LISTED_IDS);
    expect(behind['dark']!.ids).toHaveLength(LISTED_IDS + 500);
  });
});

describe('checks of the profile', () => {
  it('count along the whole range as they do at their threshold', () => {
    const perClass = [100, 100, 100, 100, 100, 100, 100, 100, 100, 10];
    const labels = perClass.flatMap((images, label) => new Array<number>(images).fill(label));
    const uneven: ProfileSource = {
      ...source,
      profile: { ...profile, perClass },
      modeShare: [0.995, 0.95, 1, 0.2],
      labels,
    };
    const { alerts } = gather(uneven, [], { 'near-constant': 0.95 });
    const imbalance = alerts.find(({ kind }) => kind === 'imbalance')!;
    expect(imbalance).toMatchObject({
      count: 1,
      images: 10,
      threshold: 0.5,
      ids: Array.from({ length: 10 }, (_, at) => 900 + at),
    });
    expect(imbalance.movable!.curve[9]).toBe(0);
    expect(imbalance.movable!.curve[10]).toBe(1);
    expect(imbalance.movable!.curve[100]).toBe(10);
  });

  it('list the images of exact copies, and those of leaks alone where they stand in two splits', () => {
    const place = (split: 'train' | 'test', index: number) => ({ split, index, label: 0 });
    const duplicates = {
      ...profile.duplicates,
      groups: 2,
      copies: 2,
      listed: [
        [place('train', 3), place('train', 8)],
        [place('train', 4), place('test', 2)],
      ],
      across: [{ splits: ['train', 'test'] as const, groups: 1 }],
    };
    const { alerts } = gather({ ...source, profile: { ...profile, duplicates } }, [], {});
    expect(alerts.map(({ kind, count, ids }) => [kind, count, ids])).toEqual([
      ['leak', 1, [4, 902]],
      ['duplicates', 2, [3, 8, 4, 902]],
    ]);
  });

  it('find wholly black images by the scores, which the profile only counts', () => {
    const black = { ...profile, splits: { ...profile.splits, train: { ...profile.splits.train, blank: 1 } } };
    const scores = (kind: EvidenceKind): Scores => ({ evidence: evidence(kind), scores: Float32Array.of(0.5, 0, 0.4) });
    const { alerts } = gather({ ...source, profile: black }, [scores('dark'), scores('low-information')], {});
    expect(alerts.find(({ kind }) => kind === 'blank')).toMatchObject({ count: 1, ids: [1] });
  });
});

describe('the words', () => {
  const summaryOf = (scores: readonly Scores[]): AlertsSummary => ({
    ...gather(source, scores, {}),
    shown: [],
    dataset: { hash: 'h', name: 'Set', synthetic: false },
    images: 1000,
    sources: ['explore', 'labels'],
  });

  it('begin with the most severe finding, and are honest where nothing is severe or nothing was found', () => {
    const warning = { ...dark, evidence: { ...dark.evidence, severity: 'warning' as const } };
    expect(findings(summaryOf([warning]))[0]).toBe('4 of 1,000 images are odd (0.40 %).');
    expect(findings(summaryOf([dark]))[0]).toBe('No warnings. First notice: 4 of 1,000 images are odd (0.40 %).');
    expect(findings(summaryOf([]))[0]).toMatch(/^All 1\d checks of the data are in order/);
  });

  it('say what was not checked', () => {
    expect(findings(summaryOf([dark]))).toContain(
      'Not checked: near copies and outliers. No cell that looks for them is an input of this one.',
    );
  });
});
