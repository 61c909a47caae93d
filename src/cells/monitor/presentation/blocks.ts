/** Everything that the Monitor cell shows and reports, in order. */
import { classTable, isWide } from '../../../plots/class-table';
import { pixelsOf } from '../../../core/dataset/shape';
import { DRAWN } from '../../../core/drift/column-tests';
import { sequenceLabel } from '../../../core/drift/sequences';
import type { ArtifactRef } from '../../../core/results/types';
import { points } from '../../../core/words/comparisons';
import type { Block, FactsBlock, GridImage, ImagesBlock } from '../../../plots/blocks';
import { classNames, namer } from '../../classes';
import { imageSize } from '../../sizes';
import { accuracyFigure, alarmDistance, classesFigure, driftFigure, furthest, heatFigure } from './figures';
import { columnsTable, gateTable, samplesTable, sequencesTable } from './tables';
import { EXAMPLES, type MonitorSummary } from '../types';
import { driftName, drifts, type Content } from './words';
import { count, fixed, percent, plural } from '../../../core/words/numbers';

function factsBlock(summary: MonitorSummary): FactsBlock {
  const { scores, settings, alarm, champion, retraining } = summary;
  const images = scores.reduce((sum, score) => sum + score.images, 0);
  return {
    type: 'facts',
    facts: [
      { label: 'Stream', value: `${settings.batches} batches`, note: `${count(images)} images, each once` },
      {
        label: 'Drift',
        value: drifts(summary) ? driftName(summary) : 'none',
        ...(drifts(summary) ? { note: summary.happening } : {}),
      },
      {
        label: 'Alarm',
        value: alarm.after === null ? 'none' : `after batch ${alarm.after}`,
        note: `${alarm.rule === null ? 'no' : sequenceLabel(alarm.rule)} rule fired; at most ${percent(settings.budget, 1)} of streams without drift`,
      },
      {
        label: 'Champion',
        value: percent(champion.reference.accuracy),
        note: `of the calibration split: ${champion.label}, ${count(champion.parameters)} parameters`,
      },
      {
        label: 'Challenger',
        value: retraining ? (retraining.gate.promote ? 'promoted' : 'rejected') : 'none',
        ...(retraining
          ? {
              note: `${points(retraining.later.drifted.difference)} with drift, ${points(retraining.later.clean.difference)} without`,
            }
          : {}),
      },
    ],
  };
}

async function exampleImages(content: Content, refs: readonly ArtifactRef[]): Promise<GridImage[]> {
  const { labels } = content.summary.examples;
  const nameOf = namer(content);
  const size = imageSize(content);
  const imagePixels = pixelsOf(size);
  const rows = await Promise.all(refs.map((ref) => content.read(ref)));
  return rows.flatMap(({ data }, row) =>
    labels.map((label, index): GridImage => {
      const pixels = (data as Uint8Array).subarray(index * imagePixels, (index + 1) * imagePixels);
      const name = nameOf(label);
      const alt = `${name} ${row === 0 ? 'before' : 'as it comes in'}`;
      return { pixels, size, scale: 'gray', alt };
    }),
  );
}

export function examplesBlock(content: Content): ImagesBlock | undefined {
  const { summary, result } = content;
  const { labels, batch } = summary.examples;
  const [before, after] = [result.artifacts[EXAMPLES.before], result.artifacts[EXAMPLES.after]];
  if (!before || !after || labels.length === 0 || !drifts(summary)) return undefined;
  const table = {
    type: 'images' as const,
    id: 'examples',
    title: 'Images before and after the onset',
    caption: `The first image of each class in batch ${batch}: ${isWide(labels.length) ? 'first as it is, then' : 'above as it is, below'} as it comes in. ${summary.happening}`,
    alt: `Two rows of ${plural(labels.length, 'image')}: the upper as they are, the lower after ${driftName(summary).toLowerCase()}.`,
    columns: labels.length,
    columnLabels: labels.map(namer(content)),
    load: () => exampleImages(content, [before, after]),
  };
  return classTable(table, 2);
}

function classesBlock(content: Content): Block | undefined {
  const { summary } = content;
  if (summary.scenario.type !== 'class-mix' || !drifts(summary)) return undefined;
  return {
    type: 'figure',
    id: 'classes',
    title: 'Classes before and after the onset',
    caption: `Images of each class in batch ${summary.examples.batch}, without the drift and as they came in. ${summary.happening}`,
    alt: 'Bars of images per class, two for each class; those of the classes that become rare are much shorter with the drift.',
    draw: () => Promise.resolve(classesFigure(summary, classNames(content))),
  };
}

export function blocks(content: Content): Block[] {
  const { summary } = content;
  const { alarm, settings, reports, retraining } = summary;
  const columns = reports[0]?.columns.length ?? 0;
  const far = furthest(summary);
  const level = alarmDistance(summary);
  const parts: (Block | undefined)[] = [
    factsBlock(summary),
    {
      type: 'figure',
      id: 'drift',
      title: 'Drift over the stream',
      caption:
        `How far batches lie from the calibration split in the columns that move most (${DRAWN.distance.about}). ${far.label} moves furthest, to ` +
        `${fixed(far.distance, 2)} in batch ${far.batch}; ` +
        (level === null
          ? 'batches are too small for a column to alarm alone.'
          : `from ${fixed(level, 2)} on a column alarms alone.`),
      alt: `Lines of distances over ${settings.batches} batches. ${alarm.sentence}`,
      height: 380,
      draw: () => Promise.resolve(driftFigure(summary)),
    },
    {
      type: 'figure',
      id: 'columns-by-batch',
      title: 'Every column in every batch',
      caption:
        'Evidence that a column of a batch differs from the calibration split: −log₁₀ of the corrected p-value, from the named features above to the softmax outputs ' +
        'and the predicted class below. A drift shows as a dark block that begins at its onset; single cells are chance.',
      alt: `Heat map of ${columns} columns by ${settings.batches} batches.`,
      height: 560,
      draw: () => Promise.resolve(heatFigure(summary)),
    },
    {
      type: 'figure',
      id: 'accuracy',
      title: 'Accuracy over the stream',
      caption:
        `Share of each batch that is named rightly, with 95 % intervals (Wilson). Labels of a batch are there ${settings.labelDelay} ` +
        `${settings.labelDelay === 1 ? 'batch' : 'batches'} later: until then accuracy is not known and drift speaks alone.` +
        (retraining ? ' The challenger is shown on batches that came in after it was trained.' : ''),
      alt: `Accuracy of the champion${retraining ? ' and the challenger' : ''} over ${settings.batches} batches.`,
      height: 380,
      draw: () => Promise.resolve(accuracyFigure(summary)),
    },
    examplesBlock(content),
    classesBlock(content),
    columnsTable(summary),
    samplesTable(summary),
    sequencesTable(summary),
    ...(retraining ? [gateTable(retraining)] : []),
  ];
  return parts.filter((block) => block !== undefined);
}
