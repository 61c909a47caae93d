/** Attributions to pixels: the maps, their class averages, and the checks beside them. */
import { imageId } from '../../../../core/dataset/ids';
import { pixelsOf } from '../../../../core/dataset/shape';
import type { DatasetSummary } from '../../../../core/dataset/types';
import { ALL_METHODS, methodOf, type KnownMethod } from '../../../../core/explain/all-methods';
import { ATTRIBUTE_ARTIFACTS } from '../../../../core/explain/arrays';
import { scaledForDisplay } from '../../../../core/explain/pixels';
import {
  LEAST_POOLED,
  type Block,
  type FigureBlock,
  type GridImage,
  type ImagesBlock,
  type TableBlock,
  type TableColumn,
} from '../../../../plots/blocks';
import { classNames, namer } from '../../../classes';
import { imageSize } from '../../../sizes';
import { deletionFigure } from '../figures';
import { attributionOf } from '../earlier';
import { checkedOf, checkSentences, deletionSentence, rankedMethods, whereSentence, type Checked } from '../findings';
import { artifactOf } from '../../arrays';
import type { Attribution } from '../../types';
import { labelOf, meanArea, RANDOM_LABEL, spreadOf } from '../words';
import { read, type Content } from './content';
import type { CheckValues } from '../../../../../workers/tasks/attribute/types';
import { listed } from '../../../../core/words/comparisons';
import { inSentence } from '../../../../core/words/names';
import { fixed, percent, plural } from '../../../../core/words/numbers';

/** Cuts the image or map of a row out of count x pixels values. */
function rowsOf(content: Content) {
  const pixels = pixelsOf(imageSize(content));
  return <T extends { subarray(from: number, to: number): T }>(values: T, row: number): T =>
    values.subarray(row * pixels, (row + 1) * pixels);
}

/** The methods that ran, in the registry's order. */
const methodsOf = ({ methods }: Attribution): readonly KnownMethod[] =>
  ALL_METHODS.filter(({ id }) => methods.some(({ method }) => method === id));

/** One row an image of `rows`: the original, then each method. */
function mapsBlock(
  content: Content,
  rows: readonly number[],
  titled: Pick<ImagesBlock, 'id' | 'title' | 'caption'>,
): ImagesBlock {
  const attribution = attributionOf(content.summary);
  const [images, methods] = [attribution.images, methodsOf(attribution)];
  const nameOf = namer(content);
  const data = content.inputs['data']?.summary as DatasetSummary | undefined;
  const [size, rowOf] = [imageSize(content), rowsOf(content)];
  return {
    type: 'images',
    ...titled,
    alt: `${rows.length} images of the validation split, each beside maps of the predicted class by ${plural(methods.length, 'method')}.`,
    columns: 1 + methods.length,
    ...(data ? { dataset: data.hash } : {}),
    columnLabels: ['Image', ...methods.map(({ short }) => short)],
    async load() {
      const pixels = (await read(content, ATTRIBUTE_ARTIFACTS.images)).data as Uint8Array;
      const maps = await Promise.all(
        methods.map(async ({ id }) => {
          const { data } = await read(content, artifactOf(id, ATTRIBUTE_ARTIFACTS.attributions));
          return data as Float32Array;
        }),
      );
      return rows.flatMap((row): GridImage[] => {
        const image = images[row]!;
        const [label, predicted] = [nameOf(image.label), nameOf(image.predicted)];
        const named = image.label === image.predicted ? label : `${label}, predicted ${predicted}`;
        return [
          {
            pixels: rowOf(pixels, row).slice(),
            size,
            scale: 'gray',
            label: `${percent(image.probability, 0)} ${predicted}`,
            classIndex: image.label,
            alt: `Image ${image.index}: ${named}`,
            ...(data ? { image: imageId(data, 'train', image.index) } : {}),
          },
          ...methods.map((method, at): GridImage => ({
            pixels: scaledForDisplay(rowOf(maps[at]!, row)),
            size,
            scale: 'diverging',
            alt: `${method.label} of image ${image.index}`,
          })),
        ];
      });
    },
  };
}

/** Images of the key figure. */
const KEY_ROWS = 3;

/** Rows of the first image of each class, those of them that come first of all, and all others. */
function firstAndOthers(labels: readonly number[]): { first: number[]; key: number[]; others: number[] } {
  const rows = labels.map((_, row) => row);
  const first = rows.filter((row) => labels.indexOf(labels[row]!) === row);
  const key = first.slice(0, KEY_ROWS);
  return { first, key, others: rows.filter((row) => !key.includes(row)) };
}

function deletionBlock(attribution: Attribution): FigureBlock {
  const { methods } = attribution;
  return {
    type: 'figure',
    id: 'deletion',
    title: 'Deletion curves: probability of the predicted class as pixels are blacked out',
    caption: `${deletionSentence(attribution)} A steep fall means that the order finds pixels which the model uses.`,
    alt: `Falling curves of the probability for ${plural(methods.length, 'method')} and random order; ${labelOf(rankedMethods(attribution)[0]!.method)} falls fastest.`,
    height: 420,
    draw: () => Promise.resolve(deletionFigure(attribution)),
  };
}

/** Of the columns of a check. */
const medianKey = ({ name }: Checked): string => `${name}.median`;
const worstKey = ({ name }: Checked): string => `${name}.worst`;

/** Median and worst value of each check, as the table shows them. */
function checkCells(values: CheckValues, checked: readonly Checked[]): Record<string, number | null> {
  return Object.fromEntries(
    checked.flatMap((one) => {
      const { scale = 1, worst } = one.check;
      const spread = spreadOf(values[one.name] ?? []);
      return [
        [medianKey(one), spread ? scale * spread.median : null],
        [worstKey(one), spread ? scale * spread[worst.is] : null],
      ];
    }),
  );
}

function checksTable(attribution: Attribution): TableBlock {
  const checked = checkedOf(attribution);
  const measured = checked.map(({ check: { label, about, good } }) => `${label}: ${about}; good is ${good}.`).join(' ');
  return {
    type: 'table',
    id: 'checks',
    title: 'Checks of the methods',
    caption:
      `${checkSentences(attribution)} ${measured} Area under the deletion curve: smaller is better. Gain over random order, with a 95 % CI ` +
      '(bootstrap over images).',
    columns: [
      { key: 'method', label: 'Method' },
      { key: 'from', label: 'Adds up from' },
      ...checked.flatMap((one): TableColumn[] => [
        { key: medianKey(one), label: one.check.label, align: 'right', digits: one.check.digits },
        { key: worstKey(one), label: one.check.worst.label, align: 'right', digits: one.check.digits },
      ]),
      { key: 'area', label: 'Area', align: 'right', digits: 3 },
      { key: 'advantage', label: 'Gain', align: 'right', digits: 3 },
      { key: 'interval', label: '95 % CI', align: 'right' },
    ],
    rows: [
      ...rankedMethods(attribution).map(({ method, checks, advantage, areas }) => ({
        method: labelOf(method),
        from: methodOf(method).completeFrom ?? 'need not add up',
        ...checkCells(checks, checked),
        area: meanArea({ areas }),
        advantage: advantage.estimate,
        interval: `${fixed(advantage.low, 2)} to ${fixed(advantage.high, 2)}`,
      })),
      {
        method: RANDOM_LABEL,
        from: null,
        ...checkCells({}, checked),
        area: meanArea(attribution.random),
        advantage: null,
        interval: null,
      },
    ],
  };
}

/** Class averages of more methods than this stand one class a row, of fewer two. */
const TWO_CLASSES_A_ROW = 4;

/** Methods whose attributions were averaged, beside each other for each class. */
function classAverages(content: Content): ImagesBlock[] {
  const attribution = attributionOf(content.summary);
  const { classes } = attribution;
  const nameOf = namer(content);
  const [size, rowOf] = [imageSize(content), rowsOf(content)];
  const methods = methodsOf(attribution).filter(({ id }) => classes[id] !== undefined);
  const number = Math.max(0, ...methods.map(({ id }) => classes[id]!.length));
  const beside = methods.length > TWO_CLASSES_A_ROW ? 1 : 2;
  const labels = methods.map(({ short }) => short);
  if (methods.length === 0) return [];
  const block: ImagesBlock = {
    type: 'images',
    id: 'class-averages',
    title: 'Where the model looks, class by class',
    caption:
      `Mean attribution over the correctly classified validation images of each class (how many is below each map), ${beside === 2 ? 'two classes' : 'one class'} a row. ` +
      `Positive: ink raises the score of the class; negative: ink lowers it. ${whereSentence(attribution, classNames(content))}`,
    alt: `Maps of ${plural(number, 'class', 'classes')} by ${listed(methods.map(({ label }) => label))}.`,
    columns: beside * methods.length,
    columnLabels: beside === 2 ? [...labels, ...labels] : labels,
    aggregate: methods.every(({ id }) =>
      classes[id]!.every(({ averaged }) => averaged === 0 || averaged >= LEAST_POOLED),
    ),
    async load() {
      const averages = await Promise.all(
        methods.map(async ({ id }) => {
          const { data } = await read(content, artifactOf(id, ATTRIBUTE_ARTIFACTS.classAverages));
          return data as Float32Array;
        }),
      );
      return Array.from({ length: number }, (_, label) => label).flatMap((label) =>
        methods.map((method, at): GridImage => {
          const { averaged, looked } = classes[method.id]![label]!;
          return {
            pixels: scaledForDisplay(rowOf(averages[at]!, label)),
            size,
            scale: 'diverging',
            label: `${nameOf(label)}, ${averaged} of ${looked}`,
            classIndex: label,
            alt: `Mean ${method.label} of ${nameOf(label)}`,
          };
        }),
      );
    },
  };
  return [block];
}

function meaning(attribution: Attribution): Block {
  const methods = methodsOf(attribution);
  const black = methods.filter(({ blacksOut }) => blacksOut).map(({ label }) => label);
  const unlike = 'half-blackened images differ from all training images';
  const reservations =
    black.length === 0
      ? `one reservation: ${unlike}`
      : `two reservations. First, ${unlike}. Second, orders computed by blacking out (${listed(black)}) have an easier task`;
  const adds = methods.some(({ completeFrom }) => completeFrom)
    ? 'Completeness says that the sum along the path was computed accurately. It does not say that the reasons of the ' +
      'model are good. '
    : '';
  const without = unsigned(methods);
  const limits = methods.flatMap(({ limits: own }) => own ?? []).join(' ');
  return {
    type: 'text',
    markdown: `**Limits of these maps.** ${adds}The deletion curves check an order on these images, with ${reservations}.
${limits}${without ? ` Maps of ${without} have no sign.` : ''}`,
  };
}

/** "saliency and SmoothGrad": the methods whose maps have no sign, if there are any. */
function unsigned(methods: readonly KnownMethod[]): string | undefined {
  const labels = methods.filter(({ signed }) => !signed).map(({ label }) => inSentence(label));
  return labels.length === 0 ? undefined : listed(labels);
}

/** The maps that come first, with their checks. */
export function pixelBlocks(content: Content): Block[] {
  const attribution = attributionOf(content.summary);
  const { key } = firstAndOthers(attribution.images.map(({ label }) => label));
  const best = rankedMethods(attribution)[0]!;
  const without = unsigned(methodsOf(attribution));
  return [
    mapsBlock(content, key, {
      id: 'attributions',
      title: 'Attribution maps of the predicted class',
      caption:
        `The first images of ${key.length} classes, the others below; ${labelOf(best.method)} has the best deletion curve. Orange raises the score of ` +
        `the predicted class, blue lowers it${without ? `; ${without} show strength only` : ''}. Each map is scaled to the 99 % ` +
        'quantile of its magnitudes.',
    }),
    deletionBlock(attribution),
    checksTable(attribution),
    meaning(attribution),
    ...classAverages(content),
  ];
}

/** Images in the strip of the summary. */
const FEW = 5;

/** A few images and what speaks for their predicted class by the method that finds the decisive pixels first; no labels. */
export function fewMaps(
  content: Content,
): Pick<ImagesBlock, 'columns' | 'alt'> & { load(): Promise<readonly GridImage[]> } {
  const attribution = attributionOf(content.summary);
  const best = rankedMethods(attribution)[0]!;
  const { first } = firstAndOthers(attribution.images.map(({ label }) => label));
  const rows = first.slice(0, FEW);
  const maps = mapsBlock(content, rows, { id: 'few', title: '', caption: '' });
  const at = 1 + methodsOf(attribution).findIndex(({ id }) => id === best.method);
  return {
    columns: rows.length,
    alt: `${rows.length} validation images and their maps by ${labelOf(best.method)}.`,
    async load() {
      const all = await maps.load();
      const column = (index: number): GridImage[] =>
        rows.map((_, row) => {
          const { pixels, size, scale } = all[row * maps.columns + index]!;
          return { pixels, size, scale };
        });
      return [...column(0), ...column(at)];
    },
  };
}

/** The other explained images. */
export function moreMaps(content: Content): Block[] {
  const { images } = attributionOf(content.summary);
  const { others } = firstAndOthers(images.map(({ label }) => label));
  if (others.length === 0) return [];
  const wrong = others.filter((row) => images[row]!.label !== images[row]!.predicted).length;
  return [
    mapsBlock(content, others, {
      id: 'attributions-more',
      title: 'More explained images',
      caption: `Further images of each class; ${wrong} of these ${others.length} are misclassified. The colour mark is the true class.`,
    }),
  ];
}
