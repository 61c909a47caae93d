/** One of each kind of addition. docs/house.md describes them. */
import type { Toy } from './copy';

const exported = (registry: string, after: string, name: string, file: string): Toy['line'] => ({
  in: registry,
  after,
  added: `\nexport { ${name} } from './${file}';`,
});

export const TOYS: Readonly<Record<string, Toy>> = {
  task: {
    toy: 'task',
    to: 'workers/tasks/toy',
    line: {
      in: 'workers/tasks/registry.ts',
      after: 'export const registry = {',
      added: "\n  toy: taskEntry({ version: 1, numeric: false, load: () => import('./toy') }),",
    },
  },
  cell: {
    toy: 'cell',
    to: 'src/cells/toy',
    line: { in: 'src/cells/kinds.ts', after: "'report',", added: " 'toy'," },
  },
  'feature step': {
    toy: 'feature',
    to: 'src/core/features/steps/negative',
    line: exported('src/core/features/steps/all.ts', "export { mask } from './mask';", 'negative', 'negative'),
  },
  augmentation: {
    toy: 'augmentation/turn.ts',
    to: 'src/core/features/augmentations/turn.ts',
    line: {
      in: 'src/core/features/augmentations/names.ts',
      after: "  shift: 'shift',",
      added: "\n  turn: 'turn by 180°',",
    },
  },
  layer: {
    toy: 'layer/leaky-relu.ts',
    to: 'src/core/models/layers/leaky-relu.ts',
    line: exported('src/core/models/layers/all.ts', "export { maxPool } from './max-pool';", 'leakyRelu', 'leaky-relu'),
  },
  'family of networks': {
    toy: 'family-network',
    to: 'src/core/families/tiny',
    line: {
      in: 'src/core/families/names.ts',
      after: "  majority: { label: 'majority class', searched: true, fit: 'majority' },",
      added: "\n  tiny: { label: 'tiny network', searched: true },",
    },
  },
  'family without networks': {
    toy: 'family-classic',
    to: 'src/core/families/smoothed',
    line: {
      in: 'src/core/families/names.ts',
      after: "  centroid: { label: 'nearest centroid', searched: true, fit: 'centroid' },",
      added: "\n  smoothed: { label: 'smoothed shares', searched: true, tuned: true, fit: 'smoothed' },",
    },
  },
  sampler: {
    toy: 'sampler/middle.ts',
    to: 'src/core/search/samplers/middle.ts',
    line: {
      in: 'src/core/search/sampler-names.ts',
      after: "  random: 'Random',",
      added: "\n  middle: 'Middle first',",
    },
  },
  pruner: {
    toy: 'pruner/threshold.ts',
    to: 'src/core/search/pruners/threshold.ts',
    line: { in: 'src/core/search/pruner-names.ts', after: "  none: 'None',", added: "\n  threshold: 'Threshold'," },
  },
  attribution: {
    toy: 'attribution/row-occlusion.ts',
    to: 'src/core/explain/methods/row-occlusion.ts',
    line: {
      in: 'src/core/explain/method-names.ts',
      after: "  lime: { label: 'LIME', runs: true },",
      added: "\n  'row-occlusion': { label: 'Row occlusion' },",
    },
  },
  'column test': {
    toy: 'column-test',
    to: 'src/core/drift/column-tests/mean-shift',
    line: exported('src/core/drift/column-tests/all.ts', "export { ks } from './ks';", 'meanShift', 'mean-shift'),
  },
  'test of whole samples': {
    toy: 'sample-test',
    to: 'src/core/drift/sample-tests/centres',
    line: exported('src/core/drift/sample-tests/all.ts', "export { energy } from './energy';", 'centres', 'centres'),
  },
  'sequence detector': {
    toy: 'sequence-detector',
    to: 'src/core/drift/sequences/summed-loss',
    line: exported('src/core/drift/sequences/all.ts', "export { sharp } from './sharp';", 'summedLoss', 'summed-loss'),
  },
  exporter: {
    toy: 'exporter/runs-jsonl.ts',
    to: 'src/core/exchange/runs-jsonl.ts',
    line: exported('src/core/exchange/all.ts', "export { runs } from './runs';", 'runsJsonl', 'runs-jsonl'),
  },
};
