import { CALIBRATION_MODEL } from '../../../src/core/models/expected';
import type { Output } from '../../../src/core/results/types';
import { activate, assertBackendAlive } from '../../engine/backend';
import { calibrate } from '../../engine/calibrate';
import type { Task, TaskContext } from '../types';
import { toTiming } from './timing';
import type { CalibrateArrays, CalibrateInputs, CalibrateSpec, CalibrateSummary } from './types';

async function run(
  { backend, ...options }: CalibrateSpec,
  context: TaskContext<never, CalibrateInputs>,
): Promise<Output<CalibrateSummary, CalibrateArrays>> {
  // The next task that computes makes the environment's own backend active again.
  await activate({ ...context.environment, backend }, options);
  const speeds = await calibrate(async () => {
    assertBackendAlive();
    await context.turn();
  });
  return { summary: { model: CALIBRATION_MODEL.name }, timing: toTiming(speeds) };
}

export const task: Task<CalibrateSpec, CalibrateSummary, never, CalibrateInputs, CalibrateArrays> = { run };
