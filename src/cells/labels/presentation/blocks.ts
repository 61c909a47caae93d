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
        note: `95 % CI ${percentInterval(audit.estimated.interval)}`,
      },
      {
        label: 'Held-out accuracy',
        value: percent(audit.outOfSample.accuracy),
        note: `${folds} folds, 95 % CI ${percentInterval(audit.outOfSample.interval)}`,
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
      'Each decision is an entry of the ledger and stays with the image, even if it is no longer flagged.',
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
    title: `The ${plural(shown, 'label')} with the lowest self-confidence`,
    caption:
      'Given label → class predicted by a model that was not trained on the image. Self-confidence is the predicted probability of the given label; ' +
      'lowest first.',
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
      `${nameOf(worst)} has the most labels estimated wrong: ${count(estimated[worst]!)} of ${count(perClass[worst]!)}. The threshold is the mean ` +
      'self-confidence of the class; an image counts for a class if its probability is above it.',
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
      flagged[row]! > 0 ? issueList(content, `Labelled ${nameOf(row)}, flagged`, (given) => given === row) : undefined,
  };
}

function methodsTable({ summary }: Content): TableBlock {
  return {
    type: 'table',
    id: 'methods',
    title: 'Flagged images by pruning method',
    caption:
      'From the same probabilities. By noise rate: as many images for each pair of classes as the confident joint counts. By class: as ' +
      'many for each class as are off its diagonal. Confident joint: the images counted off the diagonal.',
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
      `Labels flipped in a copy of the same ${count(images)} images, on which new models were trained. Precision counts every label that was not ` +
      'flipped as a false alarm, also those that were wrong before.',
    columns: [
      { key: 'kind', label: 'Flipped' },
      { key: 'flipped', label: 'Flips', align: 'right' },
      { key: 'flagged', label: 'Flagged', align: 'right' },
      { key: 'recall', label: 'Recall, 95 % CI, %', align: 'right' },
      { key: 'precision', label: 'Precision, 95 % CI, %', align: 'right' },
      { key: 'top', label: 'Precision at as many as flips, %', align: 'right', digits: 1 },
      { key: 'average', label: 'Average precision, %', align: 'right', digits: 1 },
      { key: 'margin', label: 'by margin, %', align: 'right', digits: 1 },
      { key: 'right', label: 'True class suggested, %', align: 'right', digits: 1 },
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
      `${plural(removed, 'image')} left out (${classes}); ${modelName(summary)}, ${count(imagesTrained)} images trained per model. Accuracy on ` +
      `${count(validationImages)} validation images with unchanged labels. Rows two and three: lead of leaving out the confirmed images, ` +
      'paired by image and seed. The CI covers images and seeds; p is Holm-corrected.',
    columns: [
      { key: 'name', label: 'Trained' },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'seeds', label: 'by seed', align: 'right' },
      { key: 'change', label: 'Lead without, points', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % CI, points', align: 'right' },
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
