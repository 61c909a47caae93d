/** What the Explore cell shows of the checks of single images: counts, scores with their thresholds, the worst images. */
import { nameOfLabel, pixelsOf, type ImageSize } from '../../../../core/dataset/shape';
import type { Data, Layout } from 'plotly.js';
import { SPLIT_NAMES, type DatasetSummary } from '../../../../core/dataset/types';
import { DATALAB_LOW_INFORMATION, DATALAB_MOST_PREVALENT, type QualityKind } from '../../../../core/profile/quality';
import { WORST, type QualityCheck, type QualitySummary } from '../../../../core/profile/quality-summary';
import { count, decimal, percent, plural } from '../../../../core/words/numbers';
import type { NdArray } from '../../../../core/results/types';
import type { Block, GridImage, ImageList, ImagesBlock, PlotlySpec, TableBlock } from '../../../../plots/blocks';
import { classNames } from '../../../classes';
import { imageSize } from '../../../sizes';
import type { CellContent } from '../../../types';
import { listed } from '../../../../core/words/comparisons';
import { SPLIT_LABELS } from '../written';
import type { ExploreParams, ExploreSummary } from '../../types';

type Content = CellContent<ExploreParams, ExploreSummary>;
type ReadArray = (name: string) => Promise<NdArray>;

const TITLES: Readonly<Record<QualityKind, string>> = {
  dark: 'Dark',
  light: 'Light',
  'low-information': 'Low information',
  blurry: 'Blurry',
};
const SCORES: Readonly<Record<QualityKind, string>> = {
  dark: '99th percentile of x/255',
  light: '1 − 5th percentile of x/255',
  'low-information': '0.1 × entropy in bits',
  blurry: 'edge and histogram score',
};

export function qualityBlocks(content: Content): Block[] {
  const { quality } = content.summary;
  if (quality.images === 0) return [];
  const classes = classNames(content);
  const size = imageSize(content);
  const read: ReadArray = (name) => {
    const ref = content.result.artifacts[name];
    return ref ? content.read(ref) : Promise.reject(new Error(`explore: the result has no array "${name}"`));
  };
  const dataset = (content.inputs['data']?.summary as DatasetSummary | undefined)?.hash;
  return [
    countTable(quality, dataset),
    ...classTable(quality, dataset, read, classes),
    scoreFigure(quality, read),
    ...quality.checks.flatMap((check, at) =>
      isTelling(check)
        ? [{ ...worstGrid(quality, check, at, size, read, classes), ...(dataset === undefined ? {} : { dataset }) }]
        : [],
    ),
  ];
}

/** Where no image comes near the threshold, the lowest scores say nothing. */
const isTelling = ({ flagged, worst }: QualityCheck): boolean => flagged > 0 || (worst[0]?.score ?? 1) < 0.9;

/** Images of one check, lowest score first, with their scores under them. */
function listOf(
  dataset: string | undefined,
  title: string,
  ids: ImageList['ids'],
  scores: ReadArray,
  kind: QualityKind,
): ImageList | undefined {
  if (dataset === undefined) return undefined;
  return {
    title,
    dataset,
    ids,
    labels: async (shown) => {
      const { data } = await scores(`quality.${kind}`);
      return shown.map((id) => decimal(data[id] ?? null));
    },
  };
}

function countTable(quality: QualitySummary, dataset: string | undefined): TableBlock {
  const { images, checks } = quality;
  return {
    type: 'table',
    id: 'quality',
    title: 'Dark, light, low-information and blurry images',
    caption: `Each of ${count(images)} images has four scores from 0 (bad) to 1, by cleanvision's definitions. It is flagged where a score is at or below its threshold. ${secondSentences(quality)} In the Alerts cell the thresholds can be moved.`,
    columns: [
      { key: 'check', label: 'Check' },
      { key: 'threshold', label: 'Threshold', align: 'right', digits: 2 },
      { key: 'images', label: 'Images', align: 'right' },
      { key: 'share', label: 'Share (%)', align: 'right', digits: 2 },
      ...SPLIT_NAMES.map((split) => ({ key: split, label: SPLIT_LABELS[split], align: 'right' as const })),
    ],
    rows: checks.map(({ kind, threshold, flagged, bySplit }) => ({
      check: TITLES[kind],
      threshold,
      images: flagged,
      share: (100 * flagged) / images,
      ...bySplit,
    })),
    images: (row) => {
      const check = checks[row];
      if (dataset === undefined || !check || check.flagged === 0) return undefined;
      const partly = check.ids.length < check.flagged ? ` (the lowest ${count(check.ids.length)})` : '';
      return { title: `${TITLES[check.kind]} images${partly}`, dataset, ids: check.ids };
    },
  };
}

/** What other marks than the thresholds would say. */
function secondSentences({ images, checks }: QualitySummary): string {
  return checks
    .flatMap(({ kind, flagged, second }) => {
      if (second?.name === 'datalab') {
        const dropped =
          flagged > DATALAB_MOST_PREVALENT * images
            ? ` It drops checks that flag more than ${percent(DATALAB_MOST_PREVALENT, 0)} of a set, as cleanvision's threshold does here (${percent(flagged / images)}).`
            : '';
        return [
          `For low information cleanlab's Datalab uses the threshold ${second.threshold}, which flags ${plural(second.flagged, 'image')}.${dropped}`,
        ];
      }
      if (kind !== 'blurry' || second === undefined) return [];
      return [
        `The blurry score adds the spread of the histogram to the edges, which is high where one grey level (the background) dominates. Edges alone would flag ${second.flagged === 0 ? 'none' : count(second.flagged)}.`,
      ];
    })
    .join(' ');
}

/** One row a check and class that has any. */
function classTable(
  quality: QualitySummary,
  dataset: string | undefined,
  read: ReadArray,
  classes: readonly string[],
): Block[] {
  const rows = quality.checks.flatMap(({ kind, threshold, byClass, flagged }) =>
    byClass.flatMap((images, label) => (images > 0 ? [{ kind, threshold, label, images, flagged }] : [])),
  );
  if (rows.length === 0) return [];
  const inClass = (of: (typeof rows)[number]) => async (): Promise<readonly number[]> => {
    const [{ data: scores }, { data: labels }] = await Promise.all([read(`quality.${of.kind}`), read('labels')]);
    const ids: number[] = [];
    for (let id = 0; id < labels.length; id += 1) {
      if (labels[id] === of.label && scores[id]! <= of.threshold) ids.push(id);
    }
    return ids.sort((a, b) => scores[a]! - scores[b]! || a - b);
  };
  return [
    {
      type: 'table',
      id: 'quality-by-class',
      title: 'Flagged images by class',
      caption:
        'Images of each class at or below the threshold, and their share of all images flagged by that check. A class that is flagged far more often than others usually looks that way by nature.',
      columns: [
        { key: 'check', label: 'Check' },
        { key: 'class', label: 'Class', classMark: true, classes },
        { key: 'images', label: 'Images', align: 'right' },
        { key: 'share', label: 'Share of flagged (%)', align: 'right', digits: 1 },
      ],
      rows: rows.map(({ kind, label, images, flagged }) => ({
        check: TITLES[kind],
        class: label,
        images,
        share: (100 * images) / flagged,
      })),
      images: (row) => {
        const of = rows[row];
        return (
          of && listOf(dataset, `${TITLES[of.kind]}: ${nameOfLabel(classes, of.label)}`, inClass(of), read, of.kind)
        );
      },
      initialRows: 12,
    },
  ];
}

function scoreFigure(quality: QualitySummary, read: ReadArray): Block {
  const marked = quality.checks
    .map(({ kind, flagged }) => `${TITLES[kind].toLowerCase()} ${count(flagged)}`)
    .join(', ');
  return {
    type: 'figure',
    id: 'quality-scores',
    title: 'Scores of the checks, with their thresholds',
    caption: `Images in each hundredth of the score, on a logarithmic axis. Images at or left of the line are flagged: ${marked}. A line through the bulk means that the threshold does not fit these images.`,
    alt: `Four histograms of scores from 0 to 1 over ${count(quality.images)} images, each with its threshold as a line. Flagged: ${marked}.`,
    height: 560,
    draw: async () => scoreHistograms(quality, await read('quality.histograms')),
  };
}

/** @param histograms checks x bins of 0-1 */
export function scoreHistograms({ checks }: QualitySummary, histograms: NdArray): PlotlySpec {
  const bins = histograms.shape[1]!;
  const layout: Record<string, unknown> = {
    grid: { rows: 2, columns: 2, pattern: 'independent', xgap: 0.16, ygap: 0.3 },
    showlegend: false,
    bargap: 0,
  };
  const data: Partial<Data>[] = [];
  for (const [panel, { kind, threshold }] of checks.entries()) {
    const number = panel === 0 ? '' : String(panel + 1);
    const counts = Array.from(histograms.data.subarray(panel * bins, (panel + 1) * bins));
    const filled = counts.flatMap((images, bin) => (images > 0 ? [{ middle: (bin + 0.5) / bins, images }] : []));
    const top = Math.max(1, ...counts);
    const line = (at: number, mark: boolean, name: string): Partial<Data> =>
      ({
        type: 'scatter',
        mode: 'lines',
        name,
        meta: mark ? { series: 1 } : { muted: true },
        line: { width: 2, dash: mark ? 'solid' : 'dot' },
        x: [at, at],
        y: [0.8, top],
        xaxis: `x${number}`,
        yaxis: `y${number}`,
        hovertemplate: `${name}: %{x}<extra></extra>`,
      }) as Partial<Data>;
    data.push(
      {
        type: 'bar',
        name: TITLES[kind],
        meta: { series: 0 },
        x: filled.map(({ middle }) => middle),
        y: filled.map(({ images }) => images),
        width: filled.map(() => 1 / bins),
        xaxis: `x${number}`,
        yaxis: `y${number}`,
        hovertemplate: '%{y:,} images at %{x:.2f}<extra>%{fullData.name}</extra>',
      } as Partial<Data>,
      line(threshold, true, 'Threshold'),
    );
    if (kind === 'low-information') {
      data.push(line(DATALAB_LOW_INFORMATION, false, "Datalab's threshold"));
    }
    layout[`xaxis${number}`] = { title: { text: `${TITLES[kind]}: ${SCORES[kind]}` }, range: [0, 1.005] };
    layout[`yaxis${number}`] = { title: { text: 'Images' }, type: 'log', dtick: 1 };
  }
  return { data, layout: layout as Partial<Layout> };
}

function worstGrid(
  quality: QualitySummary,
  check: QualityCheck,
  at: number,
  size: ImageSize,
  read: ReadArray,
  classes: readonly string[],
): ImagesBlock {
  const { kind, worst, flagged, threshold } = check;
  const first = quality.checks.slice(0, at).reduce((sum, before) => sum + before.worst.length, 0);
  const title = `${TITLES[kind]}: the ${worst.length === WORST ? WORST : plural(worst.length, 'image')}${worst.length === WORST ? ' lowest scores' : ''}`;
  const below =
    flagged === 0
      ? `None reaches the threshold of ${threshold}; these are the lowest scores.`
      : flagged >= worst.length
        ? `All are at or below the threshold of ${threshold}.`
        : `The first ${flagged === 1 ? 'one is' : `${flagged} are`} at or below the threshold of ${threshold}.`;
  return {
    type: 'images',
    id: `quality-${kind}`,
    title,
    caption: `Lowest score first (${SCORES[kind]}), from ${decimal(worst[0]?.score ?? null)} to ${decimal(worst.at(-1)?.score ?? null)}. ${below}`,
    alt: `Images with the lowest scores of the check "${TITLES[kind]}", with their scores.`,
    columns: 10,
    load: async () => {
      const { data } = await read('quality.worst');
      const pixels = pixelsOf(size);
      return worst.map(({ id, label, score, split }, place): GridImage => ({
        image: id,
        pixels: Uint8Array.from(data.subarray((first + place) * pixels, (first + place + 1) * pixels)),
        size,
        scale: 'gray',
        classIndex: label,
        label: decimal(score),
        alt: `${nameOfLabel(classes, label)}, ${SPLIT_LABELS[split]}, score ${decimal(score)}`,
      }));
    },
  };
}

/** "Of 70,000 images, cleanvision's thresholds flag 30 as dark, none as light, ..." */
export function qualitySentence({ images, checks }: QualitySummary): string[] {
  if (images === 0) return [];
  const parts = checks.map(({ kind, flagged }) => `${flagged === 0 ? 'none' : count(flagged)} as ${WORDS[kind]}`);
  const low = checks.find((check) => check.kind === 'low-information');
  const doubt =
    low && low.flagged > DATALAB_MOST_PREVALENT * images && low.second
      ? ` The low-information threshold was made for photographs; Datalab's (${low.second.threshold}) flags ${count(low.second.flagged)}.`
      : '';
  return [`Of ${count(images)} images, cleanvision's thresholds flag ${listed(parts)}.${doubt}`];
}

const WORDS: Readonly<Record<QualityKind, string>> = {
  dark: 'dark',
  light: 'light',
  'low-information': 'low in information',
  blurry: 'blurry',
};
