/** The stream and the rule that the notebook ships with: the defaults of the Monitor cell. */
import { params } from '../../../src/cells/monitor/types';
import { parseParams } from '../../../src/core/params/parse';
import type { Scenario } from '../../../src/core/drift/scenarios';

const { scenario, severity, fromBatch, batches, budget, consecutive, labelDelay } = parseParams(params, {}, 'test');

export const SHIPPED = { batches, budget, consecutive, labelDelay };
export const SHIPPED_SCENARIO: Scenario = { type: scenario, severity, fromBatch };
