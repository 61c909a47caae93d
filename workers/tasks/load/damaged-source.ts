/** The files of the sample with known damage. Loaded when it is asked for. */
import {
  DAMAGED_COUNTS,
  DAMAGED_NAME,
  damagedDrawer,
  damagedLabels,
  damagedMissing,
} from '../../../src/core/dataset/damaged';
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
