/** Whether the splits come from one place: tests of every split against the training split, corrected for their number, with effects. */
import { SPLIT_NAMES, type SplitName } from '../dataset/types';
import { NAMED_FEATURES } from '../features/named';
import { holm } from '../stats/adjust';
import { cramersV } from '../stats/association';
import { chiSquareContingency, joinSparse } from '../stats/contingency';
import { ksP, ksTwoSample, leastKsDistance } from '../stats/ks';
import { plural } from '../words/numbers';
import { COMPARED_WITH, type ColumnSummary, type ProfileSummary, type SplitTest } from './types';
import { SIGNIFICANT } from '../words/comparisons';

/** What the tests need of one split. */
export interface TestedSplit {
  readonly perClass: readonly number[];
  /** The named features, each ascending, in their order. */
  readonly ascending: readonly Float64Array[];
  readonly columns: readonly ColumnSummary[];
}

/**
 * Tests every split with images against the training split: the classes by Pearson's chi-square (rare ones joined), each named feature by the
 * two-sample Kolmogorov-Smirnov test (exact for few images; ties make it conservative). All p-values are corrected together
 * (Holm).
 */
export function splitTests(splits: Readonly<Record<SplitName, TestedSplit>>): SplitTest[] {
  const base = splits[COMPARED_WITH];
  const tests = SPLIT_NAMES.filter((split) => split !== COMPARED_WITH).flatMap((split) =>
    testSplit(split, splits[split], base),
  );
  const adjusted = holm(tests.map(({ p }) => p));
  return tests.map((test, at) => ({ ...test, adjusted: adjusted[at]! }));
}

function testSplit(split: SplitName, one: TestedSplit, base: TestedSplit): Omit<SplitTest, 'adjusted'>[] {
  const images = one.ascending[0]?.length ?? 0;
  if (images === 0 || (base.ascending[0]?.length ?? 0) === 0) return [];
  const tests: Omit<SplitTest, 'adjusted'>[] = [];
  const total = [...one.perClass, ...base.perClass].reduce((sum, count) => sum + count, 0);
  if (total > 0) {
    const { statistic, df, p } = chiSquareContingency(enoughExpected(one.perClass, base.perClass));
    const effect = cramersV(statistic, total, df > 0 ? 2 : 1);
    tests.push({ split, field: 'class', test: 'chi-square', statistic, p, effect, shift: null });
  }
  for (const [at, { id }] of NAMED_FEATURES.entries()) {
    const { statistic, p } = ksTwoSample(one.ascending[at]!, base.ascending[at]!);
    const shift = standardisedShift(one.columns[at]!, base.columns[at]!);
    tests.push({ split, field: id, test: 'ks', statistic, p, effect: statistic, shift });
  }
  return tests;
}

/** Cohen's d with the variances of both weighed by their numbers. */
function standardisedShift(one: ColumnSummary, base: ColumnSummary): number | null {
  if (one.mean === null || base.mean === null || one.std === null || base.std === null) return null;
  const variance = (one.count * one.std ** 2 + base.count * base.std ** 2) / (one.count + base.count);
  // A column that is constant but for rounding has a deviation of exactly 0.
  return variance > 0 ? (one.mean - base.mean) / Math.sqrt(variance) : null;
}

/** Counts of two samples for a chi-square test: as they are where each expects five, else with the rare classes joined. */
function enoughExpected(one: readonly number[], base: readonly number[]): readonly (readonly number[])[] {
  const joined = joinSparse(one, base);
  const filled = one.filter((count, label) => count + base[label]! > 0).length;
  return joined[0].length === filled ? [one, base] : joined;
}

type Counted = Pick<ProfileSummary, 'splitTests'> & {
  readonly splits: Readonly<Record<SplitName, { readonly count: number }>>;
};

/** Splits so small that no difference from the training split, however large, would be significant beside the other tests of the profile. */
export function tooSmallToCompare({ splits, splitTests }: Counted): SplitName[] {
  const compared = SPLIT_NAMES.filter((split) => splitTests.some((test) => test.split === split));
  const base = splits[COMPARED_WITH].count;
  return compared.filter((split) => ksP(1, splits[split].count, base) * splitTests.length > SIGNIFICANT);
}

/** The same in a sentence; none if all are large enough. */
export function tooSmallSentences(profile: Counted): string[] {
  const { splits } = profile;
  const small = tooSmallToCompare(profile);
  if (small.length === 0) return [];
  const images = small.map((split) => `${split} (${plural(splits[split].count, 'image')})`).join(', ');
  return [
    `Whether ${images} ${small.length === 1 ? 'differs' : 'differ'} from the training split (${plural(splits[COMPARED_WITH].count, 'image')}) cannot be tested. With so few images even the largest difference is not significant.`,
  ];
}

/**
 * The distance (KS) that one test of the profile must at least reach to be significant after correction if it stood alone:
 * how small a difference so many images can show. Null where nothing is compared, or no distance would show.
 */
export function leastDetectable(profile: ProfileSummary, split: SplitName): number | null {
  const [one, base] = [profile.splits[split].count, profile.splits[COMPARED_WITH].count];
  if (one === 0 || base === 0 || profile.splitTests.length === 0) return null;
  return leastKsDistance(SIGNIFICANT / profile.splitTests.length, one, base);
}
