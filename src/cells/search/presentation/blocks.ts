/** What the Search cell shows and reports, in order. */
import { FAMILIES } from '../../../core/families/all';
import type { Block, FigureBlock, PlotlySpec, TableBlock } from '../../../plots/blocks';
import { classMatrix } from '../../../plots/class-matrix';
import { classNames, namesOf } from '../../classes';
import type { CellContent } from '../../types';
import { percentInterval, pNumber, points } from '../../../core/words/comparisons';
import { fitSeconds, imageSeconds } from '../arrays';
import type { FeaturesUsed, SearchParams, SearchSummary } from '../types';
import { count, percent, plural } from '../../../core/words/numbers';

type Content = CellContent<SearchParams, SearchSummary>;

const FEATURES: Readonly<Record<FeaturesUsed, string>> = {
  notebook: "notebook's features",
  own: '12 named features',
  pixels: 'pixels',
  none: 'labels only',
};

function leaderboardTable({ summary, result }: Content): TableBlock {
  const { leaderboard, budget } = summary;
  const timing = result.timing ?? {};
  return {
    type: 'table',
    id: 'leaderboard',
    title: 'Leaderboard',
    caption:
      `Validation accuracy with its 95 % CI (Wilson). Networks share a budget of ${count(budget.images)} images trained ` +
      `(${plural(budget.epochs, 'epoch')} of ${count(budget.trainImages)}). The other families are fitted on at most the same images; "images trained" ` +
      'counts every pass over an image. Times are those of this run, with other fits in parallel.',
    columns: [
      { key: 'rank', label: '#', align: 'right' },
      { key: 'label', label: 'Family' },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % CI, %', align: 'right' },
      { key: 'logLoss', label: 'Log-loss, nats', align: 'right', digits: 3 },
      { key: 'features', label: 'Fitted on' },
      { key: 'trainImages', label: 'Training images', align: 'right', digits: 0 },
      { key: 'imagesTrained', label: 'Images trained', align: 'right', digits: 0 },
      { key: 'parameters', label: 'Parameters', align: 'right', digits: 0 },
      { key: 'seconds', label: 'Fit, s', align: 'right', digits: 1 },
      { key: 'inference', label: 'Inference, ms an image', align: 'right', digits: 3 },
    ],
    rows: leaderboard.map((row, index) => {
      const perImage = timing[imageSeconds(row.family)];
      return {
        rank: index + 1,
        label: row.label,
        accuracy: 100 * row.accuracy,
        interval: percentInterval(row.interval, 1, ''),
        logLoss: row.logLoss,
        features: FEATURES[row.features],
        trainImages: row.trainImages,
        imagesTrained: row.imagesTrained,
        parameters: row.parameters,
        seconds: timing[fitSeconds(row.family)] ?? null,
        inference: perImage === undefined ? null : 1000 * perImage,
      };
    }),
  };
}

function accuracySpec({ leaderboard }: SearchSummary): PlotlySpec {
  const rows = leaderboard.toReversed();
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: rows.map(({ accuracy }) => 100 * accuracy),
        y: rows.map(({ label }) => label),
        marker: { size: 11 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: rows.map(({ accuracy, interval }) => 100 * (interval[1] - accuracy)),
          arrayminus: rows.map(({ accuracy, interval }) => 100 * (accuracy - interval[0])),
          thickness: 1.5,
          width: 5,
        },
        hovertemplate: '%{y}: %{x:.2f} %<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'accuracy on validation (%)' } },
      yaxis: { type: 'category' },
      showlegend: false,
    },
  };
}

function accuracyFigure({ summary }: Content): FigureBlock {
  const { leaderboard } = summary;
  const [best, last] = [leaderboard[0]!, leaderboard.at(-1)!];
  return {
    type: 'figure',
    id: 'accuracy',
    title: 'Validation accuracy by family',
    caption:
      `From ${percent(last.accuracy)} (${last.label}) to ${percent(best.accuracy)} (${best.label}). The CIs are each family's own; ` +
      'the table below compares the families image by image.',
    alt: leaderboard.map(({ label, accuracy }) => `${label} ${percent(accuracy)}`).join(', '),
    height: 90 + 40 * leaderboard.length,
    draw: () => Promise.resolve(accuracySpec(summary)),
  };
}

function againstTable({ summary }: Content): TableBlock | undefined {
  const rows = summary.leaderboard.flatMap(({ label, againstWinner }) =>
    againstWinner
      ? [
          {
            label,
            difference: 100 * againstWinner.difference,
            low: 100 * againstWinner.interval[0],
            high: 100 * againstWinner.interval[1],
            onlyWinner: againstWinner.onlyWinner,
            onlyOther: againstWinner.onlyOther,
            p: pNumber(againstWinner.p),
            adjusted: pNumber(againstWinner.adjusted),
          },
        ]
      : [],
  );
  if (rows.length === 0) return undefined;
  return {
    type: 'table',
    id: 'against-winner',
    title: `The ${summary.winner.label} against each other family`,
    caption:
      'On the same validation images. Lead: difference of accuracies in percentage points, with a paired bootstrap CI (2,000 resamples). ' +
      "Then images that only one of the two classifies correctly, and McNemar's test, Holm-corrected for the number of families.",
    columns: [
      { key: 'label', label: 'Family' },
      { key: 'difference', label: 'Lead, points', align: 'right', digits: 2 },
      { key: 'low', label: 'from', align: 'right', digits: 2 },
      { key: 'high', label: 'to', align: 'right', digits: 2 },
      { key: 'onlyWinner', label: 'Only winner correct', align: 'right', digits: 0 },
      { key: 'onlyOther', label: 'Only this correct', align: 'right', digits: 0 },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'adjusted', label: 'p, corrected', align: 'right' },
    ],
    rows,
  };
}

function curvesFigure({ summary }: Content): FigureBlock | undefined {
  const rows = summary.leaderboard.filter(({ curve }) => (curve?.x.length ?? 0) > 1);
  if (rows.length === 0) return undefined;
  const best = rows[0]!;
  const gain = best.curve!.y.at(-1)! - best.curve!.y.at(-2)!;
  return {
    type: 'figure',
    id: 'curves',
    title: 'Learning curves by family',
    caption:
      `Validation accuracy after each epoch. The last epoch changed the ${best.label} by ${points(gain)}` +
      `${gain > 0.003 ? ', so a larger budget may help.' : '.'}`,
    alt: rows
      .map(({ label, curve }) => `${label} from ${percent(curve!.y[0]!)} to ${percent(curve!.y.at(-1)!)}`)
      .join(', '),
    draw: () =>
      Promise.resolve({
        data: rows.map(({ label, curve }) => ({
          type: 'scatter' as const,
          mode: 'lines+markers' as const,
          name: label,
          x: [...curve!.x],
          y: curve!.y.map((share) => 100 * share),
        })),
        layout: {
          xaxis: { title: { text: 'images trained' }, rangemode: 'tozero' as const },
          yaxis: { title: { text: 'accuracy on validation (%)' } },
        },
      }),
  };
}

function recallFigure(content: Content): FigureBlock {
  const { leaderboard } = content.summary;
  const classes = leaderboard[0]!.recall.length;
  const names = namesOf(classNames(content), classes);
  const means = names.map(
    (_, index) => leaderboard.reduce((sum, { recall }) => sum + recall[index]!, 0) / leaderboard.length,
  );
  const hardest = means.indexOf(Math.min(...means));
  const best = leaderboard[0]!;
  return {
    type: 'figure',
    id: 'recall',
    title: 'Recall by family and class',
    caption:
      `Recall on the validation split. ${names[hardest]} has the lowest mean recall over all families; ` +
      `the ${best.label} reaches ${percent(best.recall[hardest]!)}.`,
    alt: `Heat map of ${plural(classes, 'class', 'classes')} by ${plural(leaderboard.length, 'family', 'families')}; each cell is the recall in per cent.`,
    height: 480,
    draw: () =>
      Promise.resolve(
        classMatrix({
          names,
          columnNames: leaderboard.map(({ label }) => label),
          values: names.map((_, index) => leaderboard.map(({ recall }) => 100 * recall[index]!)),
          cell: '%{z:.0f}',
          hover: '%{x}: recall of %{y} %{z:.1f} %',
          unit: 'recall (%)',
          range: { zmin: 0, zmax: 100 },
        }),
      ),
  };
}

function familyTable({ summary }: Content): TableBlock {
  return {
    type: 'table',
    id: 'families',
    title: 'Families',
    caption: 'Method, source and accuracy; for a family that could not be fitted, the reason.',
    columns: [
      { key: 'label', label: 'Family' },
      { key: 'about', label: 'Method' },
      { key: 'outcome', label: 'Outcome' },
    ],
    rows: [
      ...summary.leaderboard.map(({ family, label, accuracy }) => ({
        label,
        about: FAMILIES[family].about,
        outcome: percent(accuracy),
      })),
      ...summary.leftOut.map(({ family, label, reason }) => ({
        label,
        about: FAMILIES[family].about,
        outcome: reason,
      })),
    ],
  };
}

export function blocks(content: Content): Block[] {
  return [
    leaderboardTable(content),
    accuracyFigure(content),
    againstTable(content),
    curvesFigure(content),
    recallFigure(content),
    familyTable(content),
  ].filter((block) => block !== undefined);
}
