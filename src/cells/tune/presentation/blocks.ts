/** What the Tune cell shows and reports, in order. */
import { knownName } from '../../../core/known';
import { SAMPLER_LABELS } from '../../../core/search/sampler-names';
import { testOpeningsOf } from '../../../core/ledger/runs';
import type { Block, FactsBlock, TableBlock, TableColumn } from '../../../plots/blocks';
import { percentInterval } from '../../../core/words/comparisons';
import { classNames } from '../../classes';
import { finalistName } from './findings';
import { historyFigure, importancesFigure, slicesFigure, trialCurvesFigure } from './figures/study';
import { classFigure, confusionBlock, mistakesBlock, reliabilityFigure, type Content } from './figures/test';
import { trialSeconds } from '../arrays';
import type { TuneParams, TuneSummary } from '../types';
import { nameWords } from './words';
import { count, fixed, percent } from '../../../core/words/numbers';

function factsBlock({ test, finalists, calibration, study, card }: TuneSummary): FactsBlock {
  const { validation } = finalists[0]!;
  return {
    type: 'facts',
    facts: [
      { label: 'Accuracy on test', value: percent(test.accuracy), note: `95 % CI ${percentInterval(test.ci95)}` },
      { label: 'Accuracy on validation', value: percent(validation.accuracy), note: 'used for the choice' },
      { label: 'Log-loss on test', value: fixed(test.logLoss, 3), note: `nats; Brier ${fixed(test.brier, 3)}` },
      {
        label: 'Calibration error',
        value: percent(test.calibrationError),
        note: `${percent(calibration.after.calibrationError)} at temperature ${fixed(calibration.temperature, 2)}`,
      },
      {
        label: 'Trials',
        value: count(study.trials.length),
        note: `${SAMPLER_LABELS[knownName(SAMPLER_LABELS, study.sampler.type, 'sampler')]}, seed ${study.seed}`,
      },
      { label: 'Parameters', value: count(card.parameters) },
    ],
  };
}

/** A column for each setting of the space. */
function settingColumns({ study }: TuneSummary): TableColumn[] {
  return Object.entries(study.space).map(([name, dimension]) => ({
    key: name,
    label: nameWords(name),
    align: 'right',
    ...(dimension.type === 'float' ? { digits: dimension.log ? 5 : 2 } : {}),
  }));
}

/** How the final trainings went beside their settings, where it is worth a sentence. */
function howTrained({ finalists }: TuneSummary, { schedule, shards }: TuneParams): string {
  const ends = finalists.flatMap(({ earlyStopped: stopped }) =>
    stopped ? [`${stopped.bestEpoch} of ${stopped.epochs}`] : [],
  );
  return [
    ...(schedule === 'cosine' ? [' The learning rate follows half a cosine to 0.'] : []),
    ...(ends.length > 0 ? [` Early stopping kept the weights of epoch ${ends.join(', ')}.`] : []),
    ...(shards > 1 ? [` Batches were split into ${shards} shards for idle workers.`] : []),
  ].join('');
}

/** What the choice has to do with the test set, however often that was read. */
function unseenWords(openings: number): string {
  const when = 'The test set was read after this choice';
  return openings < 2 ? `${when}.` : `${when}; including other studies it has been read ${count(openings)} times.`;
}

function finalistsTable({ summary, params, ledger }: Content): TableBlock {
  return {
    type: 'table',
    id: 'finalists',
    title: 'Finalists on validation',
    caption:
      'The best settings of the study, retrained on more images; the chosen one first. ' +
      `${unseenWords(testOpeningsOf(ledger).length)}${howTrained(summary, params)}`,
    columns: [
      { key: 'name', label: 'Finalist' },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % CI, %', align: 'right' },
      { key: 'logLoss', label: 'Log-loss, nats', align: 'right', digits: 3 },
      ...settingColumns(summary),
      { key: 'trainImages', label: 'Training images', align: 'right', digits: 0 },
      { key: 'imagesTrained', label: 'Images trained', align: 'right', digits: 0 },
      { key: 'parameters', label: 'Parameters', align: 'right', digits: 0 },
    ],
    rows: summary.finalists.map((finalist, rank) => ({
      ...finalist.settings,
      name: `${finalistName(finalist)}${rank === 0 ? ', chosen' : ''}`,
      accuracy: 100 * finalist.validation.accuracy,
      interval: percentInterval(finalist.validation.interval, 1, ''),
      logLoss: finalist.validation.logLoss,
      trainImages: finalist.trainImages,
      imagesTrained: finalist.imagesTrained,
      parameters: finalist.parameters,
    })),
  };
}

function classTable(content: Content): TableBlock {
  const { test } = content.summary;
  const per = (key: string, label: string): TableColumn => ({ key, label, align: 'right', digits: 1 });
  return {
    type: 'table',
    id: 'test-classes',
    title: 'Test: precision and recall by class',
    caption: 'Recall, precision and F1 on the sealed test images.',
    columns: [
      { key: 'class', label: 'Class', classMark: true, classes: classNames(content) },
      { key: 'support', label: 'Images', align: 'right', digits: 0 },
      per('recall', 'Recall %'),
      per('precision', 'Precision %'),
      per('f1', 'F1 %'),
    ],
    rows: test.perClass.map(({ support, recall, precision, f1 }, index) => ({
      class: index,
      support,
      recall: 100 * recall,
      precision: 100 * precision,
      f1: 100 * f1,
    })),
  };
}

function trialsTable({ summary, result }: Content): TableBlock {
  const { study } = summary;
  return {
    type: 'table',
    id: 'trials',
    title: 'All trials',
    caption: `Trials in order, ${count(study.width)} per generation. Accuracy is that of the last validation report; for a pruned trial it is not the final value.`,
    columns: [
      { key: 'number', label: 'Trial', align: 'right' },
      { key: 'state', label: 'State' },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'logLoss', label: 'Log-loss, nats', align: 'right', digits: 3 },
      ...settingColumns(summary),
      { key: 'images', label: 'Images trained', align: 'right', digits: 0 },
      { key: 'seconds', label: 'Fit, s', align: 'right', digits: 1 },
    ],
    rows: study.trials.map(({ number, state, params, reports, metrics }) => ({
      ...params,
      number: number + 1,
      state,
      accuracy: reports.length > 0 ? 100 * reports.at(-1)!.value : null,
      logLoss: metrics['logLoss'] ?? null,
      images: reports.at(-1)?.step ?? null,
      seconds: result.timing?.[trialSeconds(number)] ?? null,
    })),
    initialRows: 12,
  };
}

export function blocks(content: Content): Block[] {
  const { summary } = content;
  return [
    factsBlock(summary),
    historyFigure(summary),
    trialCurvesFigure(summary),
    slicesFigure(summary),
    importancesFigure(summary),
    trialsTable(content),
    finalistsTable(content),
    confusionBlock(content),
    classFigure(content),
    classTable(content),
    reliabilityFigure(summary),
    mistakesBlock(content),
  ].filter((block) => block !== undefined);
}
