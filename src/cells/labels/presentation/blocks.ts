/** What the Label issues cell shows and reports, in order. */
import { countDecisions, decisionsOf } from '../../../core/ledger/decisions';
import { PRUNE_METHODS } from '../../../core/labels/confident-learning';
import type { Block, FactsBlock, GridImage, ImagesBlock, TableBlock, TableRow } from '../../../plots/blocks';
import { percentInterval, pNumber, pointsInterval } from '../../../core/words/comparisons';
import { classNames, namer } from '../../classes';
import { checkFigure, noiseFigure, pairsFigure, reliabilityFigure } from './figures';
import { issueLabel, issueList, pixelsOf, readIssues, type Content } from './images';
import type { Change } from '../types';
import {
  CHECK_WORDS,
  estimatedPerClass,
  flaggedOf,
  flaggedPerClass,
  mean,
  METHODS,
  modelName,
  pairName,
} from './words';
import { count, inPercent, percent, plural } from '../../../core/words/numbers';

const WORST = 12;

function factsBlock({ summary }: Content): FactsBlock {
  const { audit, images, imagesTrained, folds } = summary;
  const flagged = flaggedOf(summary);
  return {
    type: 'facts',
    facts: [
      { label: 'Flagged', value: count(flagged), note: `of ${count(images)}, ${METHODS[summary.method]}` },
      {
        label: 'Estimated wrong',
        value: percent(audit.estimated.share),
        note: `95 % interval ${percentInterval(audit.estimated.interval)}`,
      },
      {
        label: 'Held-out images named as labelled',
        value: percent(audit.outOfSample.accuracy),
        note: `${folds} folds, 95 % interval ${percentInterval(audit.outOfSample.interval)}`,
      },
      { label: 'Model', value: modelName(summary), note: `${count(imagesTrained)} images trained` },
    ],
  };
}

/** What people have decided so far; the page shows it live. */
function decisionsTable(content: Content): TableBlock {
  const { summary, ledger } = content;
  const nameOf = namer(content);
  const decisions = decisionsOf(ledger, summary.dataset.hash);
  const flagged = flaggedOf(summary);
  const { confirmed, dismissed } = countDecisions(decisions, summary.audit.ids);
  const rows = [...decisions.values()].map(({ image, given, suggested, selfConfidence, decision }): TableRow => ({
    image,
    given: nameOf(given),
    suggested: nameOf(suggested),
    selfConfidence: 100 * selfConfidence,
    decision,
  }));
  return {
    type: 'table',
    id: 'decisions',
    title: 'Decisions',
    caption:
      `${count(confirmed)} confirmed as wrong, ${count(dismissed)} dismissed; ${plural(flagged, 'image is', 'images are')} flagged. ` +
      'Each decision is an entry of the ledger and follows the image, also where it is not flagged any more.',
    columns: [
      { key: 'image', label: 'Image', align: 'right' },
      { key: 'given', label: 'Label' },
      { key: 'suggested', label: 'Suggested' },
      { key: 'selfConfidence', label: 'Self-confidence %', align: 'right', digits: 1 },
      { key: 'decision', label: 'Decision' },
    ],
    rows,
    initialRows: 10,
    images: (row) => {
      const id = rows[row]?.['image'];
      return typeof id === 'number'
        ? { title: `Image ${count(id)}`, dataset: summary.dataset.hash, ids: [id] }
        : undefined;
    },
  };
}

function worstBlock(content: Content): ImagesBlock | undefined {
  const shown = Math.min(WORST, flaggedOf(content.summary));
  if (shown === 0) return undefined;
  return {
    type: 'images',
    id: 'worst',
    title: `The ${plural(shown, 'label')} that the models believe least`,
    caption:
      'Given label → the class that a model names that has not seen the image, and the probability it leaves to the given label ' +
      '(self-confidence). The least believed first.',
    alt: `${plural(shown, 'image')} with given and suggested class`,
    columns: 6,
    async load() {
      const issues = await readIssues(content);
      return Array.from({ length: shown }, (_, rank): GridImage => {
        const pair = pairName(classNames(content), issues.given[rank]!, issues.suggested[rank]!);
        return {
          pixels: pixelsOf(issues, rank),
          size: issues.size,
          scale: 'gray',
          label: pair,
          classIndex: issues.given[rank]!,
          alt: `Image ${issues.ids[rank]!}: ${issueLabel(issues, rank, classNames(content))}`,
        };
      });
    },
  };
}

function classesTable(content: Content): TableBlock {
  const nameOf = namer(content);
  const { perClass, audit } = content.summary;
  const estimated = estimatedPerClass(content.summary);
  const flagged = flaggedPerClass(content.summary);
  const worst = estimated.indexOf(Math.max(...estimated));
  return {
    type: 'table',
    id: 'classes',
    title: 'Label issues by class',
    caption:
      `${nameOf(worst)} is doubted most: ${count(estimated[worst]!)} of ${count(perClass[worst]!)} labels. The threshold is the mean ` +
      'self-confidence of the class: above it an image is counted to it.',
    columns: [
      { key: 'class', label: 'Class', classMark: true, classes: classNames(content) },
      { key: 'images', label: 'Images', align: 'right' },
      { key: 'threshold', label: 'Threshold', align: 'right', digits: 3 },
      { key: 'estimated', label: 'Estimated wrong', align: 'right' },
      { key: 'share', label: 'of the class, %', align: 'right', digits: 1 },
      { key: 'flagged', label: 'Flagged', align: 'right' },
    ],
    rows: perClass.map((images, label) => ({
      class: label,
      images,
      threshold: audit.thresholds[label] ?? null,
      estimated: estimated[label]!,
      share: images === 0 ? null : (100 * estimated[label]!) / images,
      flagged: flagged[label]!,
    })),
    images: (row) =>
      flagged[row]! > 0
        ? issueList(content, `Labelled ${nameOf(row)}, and doubted`, (given) => given === row)
        : undefined,
  };
}

function methodsTable({ summary }: Content): TableBlock {
  return {
    type: 'table',
    id: 'methods',
    title: 'What each way of pruning flags',
    caption:
      'From the same probabilities. By noise rate takes for each pair of classes as many as the matrix above counts; by class takes for ' +
      'each class as many as are off its diagonal; the last takes those that were counted there.',
    columns: [
      { key: 'method', label: 'Pruning' },
      { key: 'flagged', label: 'Flagged', align: 'right' },
      { key: 'share', label: 'of all, %', align: 'right', digits: 2 },
      { key: 'used', label: 'Shown here' },
    ],
    rows: PRUNE_METHODS.map((method) => ({
      method: METHODS[method],
      flagged: summary.audit.flagged[method],
      share: (100 * summary.audit.flagged[method]) / summary.images,
      used: method === summary.method ? 'yes' : '',
    })),
  };
}

function checksTable({ summary }: Content): TableBlock | undefined {
  const { checks, images } = summary;
  if (checks.length === 0) return undefined;
  return {
    type: 'table',
    id: 'checks',
    title: 'Labels flipped on purpose',
    caption:
      `In a copy of the labels of the same ${count(images)} images; new models were trained on it. Precision counts every label that was not ` +
      'flipped as a false alarm, also those that were wrong before.',
    columns: [
      { key: 'kind', label: 'Flipped' },
      { key: 'flipped', label: 'Flips', align: 'right' },
      { key: 'flagged', label: 'Flagged', align: 'right' },
      { key: 'recall', label: 'Recall, 95 % interval, %', align: 'right' },
      { key: 'precision', label: 'Precision, 95 % interval, %', align: 'right' },
      { key: 'top', label: 'Precision among the first as many, %', align: 'right', digits: 1 },
      { key: 'average', label: 'Average precision, %', align: 'right', digits: 1 },
      { key: 'margin', label: 'by margin, %', align: 'right', digits: 1 },
      { key: 'right', label: 'Right class suggested, %', align: 'right', digits: 1 },
      { key: 'estimated', label: 'Estimated wrong, %', align: 'right', digits: 1 },
    ],
    rows: checks.map((check) => ({
      kind: CHECK_WORDS[check.kind],
      flipped: check.flipped,
      flagged: check.flagged,
      recall: percentInterval(check.recall, 1, ''),
      precision: percentInterval(check.precision, 1, ''),
      top: 100 * check.bySelfConfidence.precisionAtAll,
      average: 100 * check.bySelfConfidence.averagePrecision,
      margin: 100 * check.byMargin.averagePrecision,
      right: check.found === 0 ? null : (100 * check.suggestedRight) / check.found,
      estimated: 100 * check.estimated,
    })),
  };
}

function retrainTable(content: Content): TableBlock | undefined {
  const { summary } = content;
  const nameOf = namer(content);
  const { retraining } = summary;
  if (!retraining) return undefined;
  const { accuracy, againstAll, againstRandom, removed, removedPerClass, validationImages, imagesTrained } = retraining;
  const classes = removedPerClass
    .flatMap((images, label) => (images > 0 ? [`${nameOf(label)} ${images}`] : []))
    .join(', ');
  const row = (name: string, values: readonly number[], against?: Change): TableRow => ({
    name,
    accuracy: 100 * mean(values),
    seeds: values.map((value) => inPercent(value)).join(', '),
    change: against ? 100 * against.estimate : null,
    interval: against ? pointsInterval(against.interval, 2) : null,
    p: against ? pNumber(against.adjusted) : null,
  });
  return {
    type: 'table',
    id: 'retraining',
    title: 'Retrained without the confirmed images',
    caption:
      `${plural(removed, 'image')} left out (${classes}), ${modelName(summary)}, ${count(imagesTrained)} images trained a model. Accuracy on ` +
      `the ${count(validationImages)} validation images, whose labels stay as they are. The second and third row say how far leaving out the ` +
      'confirmed images is ahead of each: paired on the same images and seeds, the interval counts images and seeds, p is corrected (Holm).',
    columns: [
      { key: 'name', label: 'Trained' },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'seeds', label: 'by seed', align: 'right' },
      { key: 'change', label: 'Without is ahead by, points', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % interval, points', align: 'right' },
      { key: 'p', label: 'p, corrected', align: 'right' },
    ],
    rows: [
      row('without the confirmed images', accuracy.without),
      row('with all images', accuracy.all, againstAll),
      row('without as many random ones of the same classes', accuracy.random, againstRandom),
    ],
  };
}

/** What follows the images and the decisions on them. */
const detail = (content: Content): Block[] =>
  [
    retrainTable(content),
    pairsFigure(content),
    noiseFigure(content),
    classesTable(content),
    checkFigure(content),
    checksTable(content),
    reliabilityFigure(content),
    methodsTable(content),
  ].filter((block) => block !== undefined);

export function blocks(content: Content): Block[] {
  const worst = worstBlock(content);
  const decided = decisionsOf(content.ledger, content.summary.dataset.hash).size > 0;
  return [
    factsBlock(content),
    ...(worst ? [worst] : []),
    ...(decided ? [decisionsTable(content)] : []),
    ...detail(content),
  ];
}
