/** The trained model: its score, its curves, what it confuses. */
import { classesOfConfusion, classScores, rowsOfConfusion } from '../../../../core/stats/classification';
import type { Block, FactsBlock, TableBlock } from '../../../../plots/blocks';
import { percentInterval } from '../../../../core/words/comparisons';
import { classNames, namesOf } from '../../../classes';
import { curvesFigure } from '../figures';
import { namedMatrix, namedMatrixAlt } from '../../../../plots/class-matrix';
import type { Content } from './content';
import { count, fixed, percent } from '../../../../core/words/numbers';

export function factsBlock({ summary: { train } }: Content): FactsBlock {
  return {
    type: 'facts',
    facts: [
      {
        label: 'Accuracy on validation',
        value: percent(train.validation.accuracy),
        note: `95 % CI ${percentInterval(train.validation.interval)}`,
      },
      { label: 'Log loss on validation', value: fixed(train.validation.logLoss, 3), note: 'nats' },
      {
        label: 'Images trained',
        value: count(train.imagesTrained),
        note: `${count(train.trainImages)} different ones`,
      },
      { label: 'Weights', value: count(train.card.parameters) },
    ],
  };
}

function classTable(content: Content): TableBlock {
  const { confusion } = content.summary.train.validation;
  const rows = classScores(confusion, classesOfConfusion(confusion)).map((score, index) => ({
    class: index,
    images: score.support,
    recall: 100 * score.recall,
    precision: 100 * score.precision,
    f1: 100 * score.f1,
  }));
  return {
    type: 'table',
    id: 'classes',
    title: 'Recall and precision by class',
    caption:
      'Recall: share of the images of a class that are predicted as it. Precision: share of the images predicted as a class that are of it. ' +
      'Validation split.',
    columns: [
      { key: 'class', label: 'Class', classMark: true, classes: classNames(content) },
      { key: 'images', label: 'Images', align: 'right', digits: 0 },
      { key: 'recall', label: 'Recall %', align: 'right', digits: 1 },
      { key: 'precision', label: 'Precision %', align: 'right', digits: 1 },
      { key: 'f1', label: 'F1 %', align: 'right', digits: 1 },
    ],
    rows,
  };
}

export function modelBlocks(content: Content): Block[] {
  const { train } = content.summary;
  const final = train.curves.validationAccuracy.y.at(-1) ?? 0;
  const loss = train.curves.trainLoss.y.at(-1) ?? 0;
  const counts = rowsOfConfusion(train.validation.confusion);
  return [
    {
      type: 'figure',
      id: 'curves',
      title: 'Loss and accuracy while training',
      caption:
        `Training loss (mean cross-entropy of the last batches) falls to ${fixed(loss, 2)} nats; validation accuracy ends at ` +
        `${percent(final)}. The validation split is scored after each epoch and never trained on.`,
      alt: `Over ${count(train.imagesTrained)} images trained the accuracy on validation rises to ${percent(final, 0)}.`,
      draw: () => Promise.resolve(curvesFigure(train.curves)),
    },
    {
      type: 'figure',
      id: 'confusion',
      title: 'Confusion matrix on validation',
      caption: `Images of the validation split (${count(train.validation.images)}) by true and predicted class. Colour: share of the true class.`,
      alt: namedMatrixAlt(counts.length),
      height: 520,
      draw: () => Promise.resolve(namedMatrix(counts, namesOf(classNames(content), counts.length))),
    },
    classTable(content),
  ];
}
