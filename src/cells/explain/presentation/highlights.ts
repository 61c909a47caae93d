/** What the Explain cell gives to the summary of the study. */
import { points, pointsInterval } from '../../../core/words/comparisons';
import { count, fixed, plural } from '../../../core/words/numbers';
import type { Miniature } from '../../../plots/miniature';
import { pixelsOf } from '../../../core/dataset/shape';
import type { Highlights } from '../../highlights';
import { imageSize } from '../../sizes';
import type { Content } from './blocks/content';
import { fewMaps } from './blocks/pixels';
import { attributionOf } from './earlier';
import { rankedMethods } from './findings';
import { labelOf, meanArea } from './words';

function picture(content: Content): Miniature {
  const block = fewMaps(content);
  return { title: 'Attribution, best method', alt: block.alt, drawing: { type: 'images', block } };
}

export function highlights(content: Content): Highlights {
  const { selection } = content.summary;
  const attribution = attributionOf(content.summary);
  const best = rankedMethods(attribution)[0];
  const { estimate, interval } = selection.differences.all;
  const kept = `${count(selection.kept.length)} of ${plural(pixelsOf(imageSize(content)), 'pixel')}`;
  const change = `95 % CI ${pointsInterval(interval, 1, -selection.margin)}`;
  return {
    did: 'explains a model’s decisions',
    findings: [
      `Keeping ${kept} changes accuracy by ${points(estimate)} (${change}): ${selection.recommended ? 'recommended' : 'not recommended'}.`,
      ...(best
        ? [
            `${labelOf(best.method)} has the best deletion curve: area under the deletion curve ${fixed(meanArea(best), 2)}, ` +
              `${fixed(meanArea(attribution.random), 2)} in random order.`,
          ]
        : []),
    ],
    figures: [
      {
        label: 'Gained by refining features',
        value: points(estimate),
        interval: change,
        note: selection.recommended ? `on ${kept}` : 'by a pixel mask; not taken',
      },
    ],
    ...(best ? { picture: picture(content) } : {}),
  };
}
