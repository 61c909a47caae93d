/** Samplers and pruners with their default settings. */
import type { ParamSpec } from '../../../src/core/params';
import { parseParams } from '../../../src/core/params/parse';
import { pruner as median } from '../../../src/core/search/pruners/median';
import { sampler as tpe } from '../../../src/core/search/samplers/tpe';
import type { PrunerConfig, SamplerConfig } from '../../../src/core/search/types';

const defaults = ({ params }: { readonly params: ParamSpec }) => parseParams(params, {}, 'test');

export const RANDOM: SamplerConfig = { type: 'random' };
export const TPE: SamplerConfig = { type: 'tpe', ...defaults(tpe) };
export const NO_PRUNER: PrunerConfig = { type: 'none' };
export const MEDIAN_PRUNER: PrunerConfig = { type: 'median', ...defaults(median) };
