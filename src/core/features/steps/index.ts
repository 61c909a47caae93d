/** The feature steps by which pipelines are planned, in the order of their names. */
import type { StepDefinition } from '../types';
import * as steps from './all';

export const STEPS: readonly StepDefinition[] = Object.values(steps);
