/** How each named feature affects each class. */
import { LINEAR_ARTIFACTS } from '../../../../core/explain/arrays';
import type { Block, FigureBlock } from '../../../../plots/blocks';
import { classNames, namer } from '../../../classes';
import { signedFigure, swarmFigure } from '../figures';
import type { NamedExplanation } from '../../types';
import { read, type Content } from './content';
import { percent, plural, scientific } from '../../../../core/words/numbers';

/** The sentence on a class that the named features leave. */
export const sentenceOf = ({ sentences }: NamedExplanation, label: number): string => sentences[label] ?? '';

/** Shapley values of one class. @param label the class; the one that the features move most if left out */
export function swarmBlock(content: Content, label?: number): FigureBlock {
  const { named } = content.summary;
  const shown = label ?? named.strongest;
  const name = namer(content)(shown);
  return {
    type: 'figure',
    id: 'beeswarm',
    title: `Shapley values for ${name}, image by image`,
    caption:
      `${sentenceOf(named, shown)} Each point is one validation image: right of 0 its feature raises the score for ${name}, ` +
      'left of 0 it lowers it. Colour: third of the values of the feature.',
    alt: `A row of points for each of ${named.features.length} features, by Shapley value for ${name}.`,
    height: 480,
    async draw() {
      const [values, offsets, levels] = await Promise.all([
        read(content, LINEAR_ARTIFACTS.swarmValues),
        read(content, LINEAR_ARTIFACTS.swarmOffsets),
        read(content, LINEAR_ARTIFACTS.swarmLevels),
      ]);
      const images = levels.shape[1]!;
      const size = named.features.length * images;
      const part = (array: typeof values) => array.data.subarray(shown * size, (shown + 1) * size);
      return swarmFigure(named.features, {
        values: part(values),
        offsets: part(offsets),
        levels: levels.data,
        images,
      });
    },
  };
}

export function signedBlock(content: Content): FigureBlock {
  const { named } = content.summary;
  const classes = named.signed.length / named.features.length;
  return {
    type: 'figure',
    id: 'feature-effects',
    title: 'How each feature affects each class',
    caption:
      `${sentenceOf(named, named.strongest)} Mean absolute Shapley value in units of the logit, with its sign. Orange: more of the ` +
      'feature raises the score for the class; blue: it lowers it. Exact for this linear model.',
    alt: `Heat map of ${named.features.length} features by ${plural(classes, 'class', 'classes')}; ${namer(content)(named.strongest)} is moved most.`,
    height: 460,
    draw: () => Promise.resolve(signedFigure(named, classNames(content))),
  };
}

export function namedText({ summary: { named } }: Content): Block {
  return {
    type: 'text',
    markdown: `**Named features that raise the score of each class.**

${named.sentences.map((sentence) => `- ${sentence}`).join('\n')}

These sentences explain a linear model with ${percent(named.validation.accuracy)} validation accuracy, not the network above.
The values are exact: they add up to each logit within ${scientific(named.additivityGap, 0)}. Such Shapley values treat the features
as independent. Ink area and mean intensity are not, and share their effect.`,
  };
}
