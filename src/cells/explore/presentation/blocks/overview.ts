/** What there is: counts, fields, splits side by side, and whether the splits come from one place. */
import { pixelsOf, type ImageSize } from '../../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../../core/dataset/types';
import { fieldLabel, splitDifferences } from '../../../../core/profile/alerts';
import { leastDetectable } from '../../../../core/profile/split-tests';
import { pNumber, SIGNIFICANT } from '../../../../core/words/comparisons';
import { SCOPES, SPLIT_EFFECT, type ProfileSummary } from '../../../../core/profile/types';
import type { Block, FactsBlock, PlotlySpec, TableBlock } from '../../../../plots/blocks';
import { classBalance } from '../figures/distributions';
import { SPLIT_LABELS, numberWord } from '../written';
import type { Content, Shown } from '../shown';
import { duplicateTable, fieldTable, missingTable, splitTable } from '../tables/overview';
import { count, decimal, fixed, percent, plural } from '../../../../core/words/numbers';

export function overviewBlocks({ summary, result, data }: Content, shown: Shown): Block[] {
  const { profile } = shown;
  const duplicates = duplicateTable(profile, summary.datasetHash, shown.nameOf);
  return [
    overview(profile, shown.size),
    fieldTable(summary, result.artifacts, data),
    ...balance(shown),
    missingTable(profile),
    splitTable(shown),
    ...differences(profile),
    ...(duplicates ? [duplicates] : []),
  ];
}

/** Which images the statistics describe, in a few words. */
const SCOPE_NOTES = { trainingFile: 'all splits but test', train: 'training split', all: 'all splits' } as const;

function overview({ splits, scope, pixels, perClass, constantPixels }: ProfileSummary, size: ImageSize): FactsBlock {
  const all = SCOPES.all.reduce((sum, split) => sum + splits[split].count, 0);
  return {
    type: 'facts',
    facts: [
      { label: 'Images counted', value: count(all) },
      { label: 'Images described', value: count(pixels.images), note: SCOPE_NOTES[scope] },
      { label: 'Classes', value: count(perClass.filter((images) => images > 0).length) },
      {
        label: 'Mean of x/255',
        value: decimal(pixels.mean, 4),
        note: `standard deviation ${decimal(pixels.std, 4)}`,
      },
      {
        label: 'Zeros',
        value: percent(pixels.zeroShare),
        note: `background; ${count(constantPixels)} of ${count(pixelsOf(size))} pixels constant`,
      },
    ],
  };
}

function balance({ profile, nameOf, ofSplit }: Shown): Block[] {
  const uneven = new Set(profile.perClass).size > 1;
  return [
    {
      type: 'figure',
      id: 'class-balance',
      title: 'Class balance by split',
      caption: uneven
        ? 'Images of each class in each split. The classes are not equally frequent.'
        : 'Images of each class in each split. All classes are equally frequent, so accuracy weights them equally.',
      alt: `Grouped bars: images per class and split. Over the images described: ${profile.perClass
        .map((images, label) => `${nameOf(label)} ${images}`)
        .join(', ')}.`,
      draw: () => Promise.resolve(classBalance((split) => profile.splits[split].perClass, nameOf)),
      pick: ({ trace, point }) => {
        const split = SPLIT_NAMES[trace];
        return split && typeof point === 'number' ? ofSplit(split, point) : undefined;
      },
    },
  ];
}

function differences(profile: ProfileSummary): Block[] {
  const { splitTests } = profile;
  if (splitTests.length === 0) return [];
  return [effectMap(profile), testTable(profile)];
}

/** "Five of 52 tests are significant, none of them with an effect of at least 0.05": begins a sentence. */
export function differenceWords(profile: ProfileSummary): string {
  const { splitTests } = profile;
  const significant = splitTests.filter(({ adjusted }) => adjusted < SIGNIFICANT).length;
  const large = splitDifferences(profile, SPLIT_EFFECT).length;
  const tests = plural(splitTests.length, 'test');
  const where = 'of the other splits against training';
  const after = `significant after Holm correction (α = ${SIGNIFICANT})`;
  if (significant === 0) return `None of ${tests} ${where} is ${after}`;
  return `${numberWord(significant)} of ${tests} ${where} ${significant === 1 ? 'is' : 'are'} ${after}, ${large === 0 ? 'none' : count(large)} of them with an effect of at least ${SPLIT_EFFECT}`;
}

function effectMap(profile: ProfileSummary): Block {
  const { splitTests } = profile;
  const splits = SPLIT_NAMES.filter((split) => splitTests.some((test) => test.split === split));
  const fields = [...new Set(splitTests.map(({ field }) => field))];
  const at = (split: string, field: string): (typeof splitTests)[number] | undefined =>
    splitTests.find((test) => test.split === split && test.field === field);
  const smallest = splits
    .flatMap((split) => {
      const distance = leastDetectable(profile, split);
      return distance === null ? [] : [`${decimal(distance, 3)} for ${SPLIT_LABELS[split].toLowerCase()}`];
    })
    .join(', ');
  const significance =
    smallest === ''
      ? 'With so few images no difference would be significant'
      : `Smallest significant KS distance: ${smallest}. Its size says whether it matters`;
  return {
    type: 'figure',
    id: 'split-differences',
    title: 'Differences between the splits and training',
    caption: `Effect sizes from 0 (equal) to 1: KS distance, for classes Cramér's V; * significant after correction. ${differenceWords(profile)}. ${significance}.`,
    alt: `Map of effects: ${fields.length} fields by ${splits.length} splits. ${differenceWords(profile)}.`,
    height: 110 + 30 * fields.length,
    draw: (): Promise<PlotlySpec> =>
      Promise.resolve({
        data: [
          {
            type: 'heatmap',
            x: splits.map((split) => SPLIT_LABELS[split]),
            y: fields.map(fieldLabel),
            z: fields.map((field) => splits.map((split) => at(split, field)?.effect ?? 0)),
            text: fields.map((field) =>
              splits.map((split) => {
                const test = at(split, field);
                return test ? `${fixed(test.effect, 3)}${test.adjusted < SIGNIFICANT ? ' *' : ''}` : '';
              }),
            ) as unknown as string[],
            texttemplate: '%{text}',
            zmin: 0,
            zmax: Math.max(2 * SPLIT_EFFECT, ...splitTests.map(({ effect }) => effect)),
            hovertemplate: '%{y}, %{x}: %{text}<extra></extra>',
          },
        ],
        layout: { xaxis: { type: 'category' }, yaxis: { autorange: 'reversed', type: 'category' } },
      }),
  };
}

function testTable({ splitTests }: ProfileSummary): TableBlock {
  const rows = splitTests.toSorted((a, b) => b.effect - a.effect);
  return {
    type: 'table',
    id: 'split-tests',
    title: 'Every split against training, every test',
    caption: `Two-sample Kolmogorov-Smirnov tests of the named features and Pearson's chi-square of the class counts; ${plural(rows.length, 'p-value')} corrected together (Holm). Effect: KS distance or Cramér's V, which do not grow with the number of images. Shift: difference of the means in standard deviations. The splits of the training file are stratified, so their classes cannot differ.`,
    columns: [
      { key: 'split', label: 'Split' },
      { key: 'field', label: 'Field' },
      { key: 'test', label: 'Test' },
      { key: 'effect', label: 'Effect', align: 'right', digits: 4 },
      { key: 'shift', label: 'Shift (SD)', align: 'right', digits: 4 },
      { key: 'statistic', label: 'Statistic', align: 'right', digits: 4 },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'adjusted', label: 'p, corrected', align: 'right' },
    ],
    rows: rows.map(({ split, field, test, effect, shift, statistic, p, adjusted }) => ({
      split: SPLIT_LABELS[split],
      field: fieldLabel(field),
      test: test === 'ks' ? 'KS' : 'chi-square',
      effect,
      shift,
      statistic,
      p: pNumber(p),
      adjusted: pNumber(adjusted),
    })),
    initialRows: 12,
  };
}
