/** What was spoilt on purpose in the sample with known damage. Loaded for that sample alone. */
import { DAMAGE_WORDS, DEAD_PIXELS, RARE_CLASS, damages, type DamageKind } from '../../../core/dataset/damage-manifest';
import { imageId } from '../../../core/dataset/ids';
import { nameOfLabel } from '../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import type { Block } from '../../../plots/blocks';
import type { DataSummary } from '../types';

/** The manifest: what was spoilt, and the images themselves. */
export function damageTable(summary: DataSummary): Block {
  const kinds = Object.entries(DAMAGE_WORDS) as [DamageKind, string][];
  const idsOf = (wanted: DamageKind): number[] =>
    damages().flatMap(({ kind, part, index, source }) => {
      if (kind !== wanted) return [];
      const id = imageId(summary, part, index);
      return source === undefined ? [id] : [imageId(summary, 'train', source), id];
    });
  const images = kinds.map(([kind, what]) => ({
    what,
    count: damages().filter((damage) => damage.kind === kind).length,
  }));
  const whole = [
    {
      what: `images of ${nameOfLabel(summary.classes, RARE_CLASS)}, of which most were replaced: a rare class`,
      count: rareCount(summary),
    },
    { what: 'pixels in the middle that are black in every image', count: DEAD_PIXELS.length },
    { what: 'images of the test file, which all sit two rows lower', count: summary.counts.test },
  ];
  return {
    type: 'table',
    id: 'damage',
    title: 'Known damage',
    caption: 'Each image has at most one kind of damage. Copies stand beside the image that they were made from.',
    columns: [
      { key: 'count', label: 'Count', align: 'right' },
      { key: 'what', label: 'Damage' },
    ],
    rows: [...images, ...whole],
    images: (row) => {
      const kind = kinds[row];
      return kind && { title: `Damage: ${kind[1]}`, dataset: summary.hash, ids: idsOf(kind[0]) };
    },
  };
}

const rareCount = ({ splits }: DataSummary): number =>
  SPLIT_NAMES.reduce((sum, split) => sum + (splits[split].perClass[RARE_CLASS] ?? 0), 0);
