/** What the retraining rule promises, tried on real images: 20 seeds of splits and of drift for each scenario. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compareBatch, fitReference, type DriftReport } from '../../../src/core/drift/report';
import { checkAccuracy, decideRetraining, type RetrainDecision } from '../../../src/core/drift/rule';
import type { Scenario } from '../../../src/core/drift/scenarios';
import type { AccuracyCheck } from '../../../src/core/drift/sequences/types';
import { applyScenario, streamBatches } from '../../../src/core/drift/stream';
import { SHIPPED, SHIPPED_SCENARIO } from './shipped';
import { loadWorld, Setting, type World } from './world';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';

const SEEDS = 20;
const NONE: Scenario = { type: 'none', severity: 0, fromBatch: 1 };

let world: World;
beforeAll(() => {
  world = loadWorld();
});

/** One setting a seed, shared by the tests: only splits and class means, not images. */
const settings = new Map<number, Setting>();
function settingOf(seed: number): Setting {
  const setting = settings.get(seed) ?? new Setting(world, seed);
  settings.set(seed, setting);
  return setting;
}

interface Run {
  readonly decision: RetrainDecision;
  readonly reports: readonly DriftReport[];
  readonly checks: readonly AccuracyCheck[];
}

function runStream(scenario: Scenario, seed: number, upTo = SHIPPED.batches): Run {
  const setting = settingOf(seed);
  const { calibration, stream } = setting.splits;
  const known = setting.images(calibration);
  const knownColumns = setting.columns(known, false);
  const reference = fitReference(knownColumns);
  const accuracyOnReference = { correct: setting.correct(knownColumns, known.labels), images: known.labels.length };
  const reports: DriftReport[] = [];
  const checks: AccuracyCheck[] = [];
  for (const [index, positions] of streamBatches(stream, SHIPPED.batches, seed).slice(0, upTo).entries()) {
    const clean = setting.images(positions.map((position) => stream[position]!));
    const batch = applyScenario(clean, index + 1, scenario, seed, CLASS_NAMES);
    const columns = setting.columns(batch, batch !== clean && scenario.type !== 'class-mix');
    reports.push(compareBatch(reference, index + 1, columns));
    const found = { correct: setting.correct(columns, batch.labels), images: batch.labels.length };
    checks.push(checkAccuracy(index + 1, found, accuracyOnReference));
  }
  return { decision: decideRetraining(reports, checks, SHIPPED), reports, checks };
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

describe('the retraining rule on real images', () => {
  it('retrains at most 1 of 20 streams without drift, and marks columns in few batches', () => {
    const runs = seeds.map((seed) => runStream(NONE, seed));
    expect(runs.filter(({ decision }) => decision.retrain).length).toBeLessThanOrEqual(1);
    // The corrected p of a batch is below 0.05 in at most 5 % of batches: of 400, 20 and what chance adds (3 deviations).
    const marked = runs.flatMap(({ reports }) => reports).filter((report) => report.p <= 0.05).length;
    expect(marked).toBeLessThanOrEqual(33);
    expect(runs[0]!.decision.sentence).toMatch(/^No retraining: in 20 batches/);
  });

  it('retrains after the onset of the shipped scenario and not before, at once, in at least 19 of 20 streams', () => {
    const runs = seeds.map((seed) => runStream(SHIPPED_SCENARIO, seed, 10));
    const inTime = runs.filter(({ decision }) => decision.batch === SHIPPED_SCENARIO.fromBatch);
    expect(inTime.length).toBeGreaterThanOrEqual(19);
  });

  it.each([
    { type: 'noise', severity: 0.05, fromBatch: 9 },
    { type: 'blur', severity: 0.2, fromBatch: 9 },
    { type: 'brightness', severity: 0.1, fromBatch: 9 },
    { type: 'contrast', severity: 0.2, fromBatch: 9 },
    { type: 'rotation', severity: 0.3, fromBatch: 9 },
    { type: 'shift', severity: 0.2, fromBatch: 9 },
    { type: 'class-mix', severity: 0.8, fromBatch: 9 },
  ] as const)('sees $type of severity $severity within three batches of its onset', (scenario) => {
    for (const seed of [100, 101]) {
      const { decision } = runStream(scenario, seed, 11);
      expect(decision.retrain, decision.sentence).toBe(true);
      expect(decision.batch, decision.sentence).toBeGreaterThanOrEqual(9);
      expect(decision.batch, decision.sentence).toBeLessThanOrEqual(11);
    }
  });
});
