/** Parameters that count training images, for sets larger than Fashion-MNIST. */
import { expect, it } from 'vitest';
import { params as explain } from '../../../src/cells/explain/types';
import { params as features } from '../../../src/cells/features/types';
import { params as labels } from '../../../src/cells/labels/types';
import { params as map } from '../../../src/cells/map/types';
import { params as monitor } from '../../../src/cells/monitor/types';
import { params as search } from '../../../src/cells/search/types';
import { params as similar } from '../../../src/cells/similar/types';
import { params as tune } from '../../../src/cells/tune/types';
import { judgedOf } from '../../../src/cells/labels/job';
import { availableOf, shareOut } from '../../../src/core/map/sample';
import type { ParamSpec } from '../../../src/core/params';
import { parseParams } from '../../../src/core/params/parse';

const COUNTS: readonly (readonly [string, ParamSpec, readonly string[]])[] = [
  ['Similar', similar, ['trainQueries']],
  ['Labels', labels, ['trainImages']],
  ['Map', map, ['judgedImages', 'referenceImages']],
  ['Features', features, ['trainImages', 'ablationImages']],
  ['Explain', explain, ['trainImages', 'selectionImages']],
  ['Search', search, ['trainImages']],
  ['Tune', tune, ['trialImages', 'finalImages']],
  ['Monitor', monitor, ['trainImages']],
];

it.each(COUNTS)(
  '%s can be asked for every image of a training file of 200,000, and for no more',
  (name, params, counts) => {
    const asked = (images: number) => Object.fromEntries(counts.map((count) => [count, images]));
    expect(parseParams(params, asked(200_000), name)).toMatchObject(asked(200_000));
    for (const count of counts)
      expect(() => parseParams(params, { [count]: 201_000 }, name)).toThrow('must lie between');
  },
);

it('what is asked for beyond the images of a set is cut off where splits are shared out', () => {
  const splits = Object.fromEntries(
    Object.entries({ train: 80, validation: 10, calibration: 10, stream: 20 }).map(([split, count]) => [
      split,
      { count },
    ]),
  ) as never;
  expect(judgedOf(200_000, { splits })).toEqual({ trainImages: 80, others: 40 });
  expect(shareOut(availableOf({ splits }), 200_000)).toEqual({
    train: 80,
    validation: 10,
    calibration: 10,
    stream: 20,
  });
});
