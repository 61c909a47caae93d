/** Everything the Map cell shows and reports, in order. */
import { totalOf } from '../../../../core/map/sample';
import { count, decimal, percent } from '../../../../core/words/numbers';
import type { Block, FactsBlock } from '../../../../plots/blocks';
import { classBlocks } from './classes';
import { otherClassShare } from '../confusion';
import { mapBlocks } from './map';
import { outlierBlocks } from './outliers';
import type { Content } from '../read';

function overview({ summary }: Content): FactsBlock {
  const { judged, references, distance, reconstruction, components, map, confusion, notComputed } = summary;
  const other = confusion && otherClassShare(confusion);
  return {
    type: 'facts',
    facts: [
      {
        label: 'Images checked',
        value: count(totalOf(judged)),
        note: `against ${count(references)} training images`,
      },
      ...(distance
        ? [
            {
              label: 'Outliers by distance',
              value: count(distance.flagged),
              note: `${decimal(distance.threshold)} or more`,
            },
          ]
        : []),
      ...(reconstruction && components
        ? [
            {
              label: 'Outliers by reconstruction',
              value: count(reconstruction.flagged),
              note: `${components.kept} components, ${percent(components.held, 0)} of the variance`,
            },
          ]
        : []),
      ...(other && other.images > 0
        ? [{ label: 'Nearest image of another class', value: percent(other.other / other.images) }]
        : []),
      ...(notComputed.length > 0
        ? [{ label: 'Not in full', value: count(notComputed.length), note: notComputed[0]! }]
        : []),
      ...(map ? [{ label: 'Images on the map', value: count(map.images), note: 'without the test file' }] : []),
    ],
  };
}

export const blocks = (content: Content): Block[] => [
  overview(content),
  ...mapBlocks(content),
  ...classBlocks(content),
  ...outlierBlocks(content),
];
