import { describe, expect, it } from 'vitest';
import { OFFICIAL_HASH } from '../../../src/core/dataset/files';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { presentResult } from '../../../src/core/legacy/version-1';

const summaryOf = (kind: string, summary: unknown): unknown =>
  presentResult({
    key: 'k',
    kind,
    version: 2,
    summary,
    artifacts: {},
    outputHash: 'o',
    createdAt: '2026-01-01T00:00:00Z',
    seconds: 1,
  }).summary;

describe('a data set of the first version', () => {
  it.each([
    ['the official files', { hash: OFFICIAL_HASH, synthetic: false }, CLASS_NAMES],
    ['a built-in sample', { hash: 'other', synthetic: true }, CLASS_NAMES],
    ['an imported set of ten classes', { hash: 'other', synthetic: false }, /^class \d$/],
    ['an imported set of 2 classes', { hash: 'other', synthetic: false, classes: 2 }, ['class 0', 'class 1']],
  ])('has the size of its images and the names of its classes: %s', (_what, summary, names) => {
    for (const kind of ['cell:data', 'task:load']) {
      const { height, width, classes } = summaryOf(kind, summary) as Record<string, unknown>;
      expect([height, width]).toEqual([28, 28]);
      if (names instanceof RegExp) {
        expect(classes).toHaveLength(10);
        for (const name of classes as string[]) expect(name).toMatch(names);
      } else expect(classes).toEqual(names);
    }
  });

  it('is not looked for in results of other kinds, nor where a result holds nothing', () => {
    expect(summaryOf('cell:explore', { classes: 3 })).toEqual({ classes: 3 });
    expect(summaryOf('cell:data', null)).toBeNull();
  });
});
