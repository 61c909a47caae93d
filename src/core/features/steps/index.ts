/** Every feature step, in the order in which a form offers them. To add one: a file here and a line below. */
import type { StepDefinition } from '../types';
import { augment } from './augment';
import { centre } from './centre';
import { crop } from './crop';
import { mask } from './mask';
import { named } from './named';
import { scale } from './scale';
import { standardise } from './standardise';

export const STEPS: readonly StepDefinition[] = [augment, centre, crop, scale, standardise, mask, named];
