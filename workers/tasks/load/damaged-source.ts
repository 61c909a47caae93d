/** The files of the sample with known damage. Loaded when it is asked for. */
import { DAMAGED_COUNTS } from '../../../src/core/dataset/damage-manifest';
import { damagedDrawer, damagedLabels, damagedMissing } from '../../../src/core/dataset/damaged';
import { DAMAGED_NAME } from '../../../src/core/dataset/types';
import type { Source } from './source';
import { drawnSource } from './synthetic-source';

export function damagedSource(): Source {
  return {
    ...drawnSource(DAMAGED_COUNTS, damagedLabels, (part) => damagedDrawer(part)),
    title: 'the built-in generator, damaged on purpose',
    datasetName: DAMAGED_NAME,
    remarks: { missing: damagedMissing() },
  };
}
