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
        note: `${alarm.rule === null ? 'no rule fired' : `rule: ${sequenceLabel(alarm.rule)}`}; false-alarm rate at most ${percent(settings.budget, 1)} of streams`,
      },
      {
        label: 'Champion',
        value: percent(champion.reference.accuracy),
        note: `on calibration: ${champion.label}, ${count(champion.parameters)} parameters`,
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
      const alt = `${name} ${row === 0 ? 'before' : 'with drift'}`;
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
    title: 'Images without and with drift',
    caption: `The first image of each class in batch ${batch}, ${isWide(labels.length) ? 'first without, then with drift' : 'without drift above and with drift below'}. ${summary.happening}`,
    alt: `Two rows of ${plural(labels.length, 'image')}: the upper without drift, the lower with ${driftName(summary).toLowerCase()}.`,
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
    title: 'Classes without and with drift',
    caption: `Images of each class in batch ${summary.examples.batch}, without and with drift. ${summary.happening}`,
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
        `Distance of each batch to the calibration split, for the columns that move most (${DRAWN.distance.about}). ${far.label} moves most, to ` +
        `${fixed(far.distance, 2)} in batch ${far.batch}. ` +
        (level === null
          ? 'Batches are too small for one column to raise the alarm.'
          : `From ${fixed(level, 2)} on one column raises the alarm.`),
      alt: `Lines of distances over ${settings.batches} batches. ${alarm.sentence}`,
      height: 340,
      draw: () => Promise.resolve(driftFigure(summary)),
    },
    {
      type: 'figure',
      id: 'columns-by-batch',
      title: 'Every column in every batch',
      caption:
        '−log₁₀ of the corrected p-value of each column against the calibration split: named features above, softmax outputs ' +
        'and predicted class below. Drift shows as a dark block from its onset on; single dark cells are expected at random.',
      alt: `Heat map of ${columns} columns by ${settings.batches} batches.`,
      height: 560,
      draw: () => Promise.resolve(heatFigure(summary)),
    },
    {
      type: 'figure',
      id: 'accuracy',
      title: 'Accuracy over the stream',
      caption:
        `Accuracy of each batch with 95 % CIs (Wilson). Labels arrive ${settings.labelDelay} ` +
        `${settings.labelDelay === 1 ? 'batch' : 'batches'} later; until then only drift can be measured.` +
        (retraining ? ' The challenger is shown on batches after its training.' : ''),
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
