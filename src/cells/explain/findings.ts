/** The Explain cell's findings, each a sentence that can be read alone. */
import { CLASS_NAMES, CLASSES } from '../../core/dataset/types';
import { count, percent } from '../../core/profile/text';
import { classScores } from '../../core/stats/classification';
import { MODEL_LABELS } from '../../core/models/zoo';
import type { ExplainParams, ExplainSummary } from './types';

/** A residual as a percentage with as many digits as it needs. */
export const residualPercent = (residual: number): string =>
  Number.isFinite(residual) ? percent(residual, residual < 0.001 ? 3 : residual < 0.1 ? 2 : 1) : 'undefined';

const THIRDS = ['top', 'middle', 'bottom'] as const;

function confusedPair(confusion: readonly number[]): { from: number; to: number; images: number } {
  let worst = { from: 0, to: 1, images: -1 };
  confusion.forEach((images, at) => {
    const from = Math.floor(at / CLASSES);
    const to = at % CLASSES;
    if (from !== to && images > worst.images) worst = { from, to, images };
  });
  return worst;
}

function accuracySentence({ train }: ExplainSummary, model: ExplainParams['model']): string {
  const { select, fitImages, imagesTrained } = train;
  const [low, high] = select.interval;
  const passes = imagesTrained > fitImages ? ` (${count(imagesTrained)} with repeats)` : '';
  return (
    `The ${MODEL_LABELS[model]} reads ${count(fitImages)} images${passes} and names ${percent(select.accuracy)} of ` +
    `${count(select.images)} unseen select images (95 % interval ${(100 * low).toFixed(1)} to ${percent(high)}).`
  );
}

function confusionSentence({ train }: ExplainSummary): string {
  const scores = classScores(train.select.confusion, CLASSES);
  const hardest = scores.reduce((worst, score, index) => (score.recall < scores[worst]!.recall ? index : worst), 0);
  const pair = confusedPair(train.select.confusion);
  return (
    `${CLASS_NAMES[hardest]} is the hardest class: ${percent(scores[hardest]!.recall)} of its images are found. The most ` +
    `frequent confusion is ${CLASS_NAMES[pair.from]} taken for ${CLASS_NAMES[pair.to]}, ${count(pair.images)} times.`
  );
}

function whereSentence({ attribution }: ExplainSummary): string {
  const strongest = attribution.classes
    .map(({ thirds, averaged }, index) => {
      const third = thirds.indexOf(Math.max(...thirds));
      return { index, averaged, third, share: thirds[third]! };
    })
    .filter(({ averaged }) => averaged > 0)
    .sort((a, b) => b.share - a.share)[0];
  const spread = `the strongest tenth of the pixels carries ${percent(attribution.topTenthShare, 0)} of the attribution`;
  if (!strongest) return `On average ${spread}; no class had an image that the model named rightly.`;
  return (
    `On average ${spread}. The most local class is ${CLASS_NAMES[strongest.index]}, with ${percent(strongest.share, 0)} in ` +
    `the ${THIRDS[strongest.third]} third of the image.`
  );
}

function residualSentence({ attribution }: ExplainSummary): string {
  const { median, largest } = attribution.residual;
  return (
    `Integrated gradients with ${attribution.spec.steps} steps add up to the change of the logit within ` +
    `${residualPercent(median)} (median) and ${residualPercent(largest)} (largest) of it.`
  );
}

function deletionSentence({ attribution }: ExplainSummary): string {
  const { share, attributed, random } = attribution.deletion;
  const figures = `lowers the explained logit by ${attributed.toFixed(2)} on average, against ${random.toFixed(2)}`;
  const verdict =
    attributed > random
      ? 'so the order says more than chance'
      : 'so on these images the order says no more than chance';
  return `Blacking out the ${percent(share, 0)} of the ink that integrated gradients rank first ${figures} for ink at random: ${verdict}.`;
}

export function findings(summary: ExplainSummary, model: ExplainParams['model']): string[] {
  return [
    accuracySentence(summary, model),
    confusionSentence(summary),
    whereSentence(summary),
    residualSentence(summary),
    deletionSentence(summary),
  ];
}
