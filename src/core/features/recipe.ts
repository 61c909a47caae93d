/**
 * From what a person chooses to the steps of a pipeline, in the one order in which they fit together: mask, centre,
 * augment, crop, named features, scale, standardise. The mask comes first, so that kept pixels are always pixels of the raw
 * image and no value of a dropped pixel reaches a model by a shift.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';
import type { AugmentationChoice } from './augmentations/names';
import { augmentationsOf, augmentStep } from './augmenter';
import { planPipeline } from './pipeline';
import { refuse } from './steps/refuse';
import { rawLayout, type Layout, type StepSpec } from './types';

export type MaskForm = 'image' | 'vector';
export type Output = 'pixels' | 'named';
export type Values = 'none' | 'scale' | 'standardise-all' | 'standardise-each';

export interface PipelineChoices {
  /** Raw pixels, row by row from 0; empty: all. */
  readonly kept: readonly number[];
  readonly maskForm: MaskForm;
  readonly centre: boolean;
  readonly augmentation: AugmentationChoice;
  /** Largest shift of the augmentation, pixels. */
  readonly shift: number;
  /** Pixels cut from each border. */
  readonly crop: number;
  readonly output: Output;
  readonly values: Values;
}

function checkMask({ kept, maskForm, centre, augmentation, crop }: PipelineChoices, size: ImageSize): void {
  const { height, width } = size;
  if (kept.length === 0) return;
  if (kept.length >= pixelsOf(size))
    refuse(`The pixel mask keeps all ${pixelsOf(size)} pixels, so it changes nothing: keep fewer, or leave it out.`);
  if (maskForm === 'vector' && (centre || augmentation !== 'none' || crop > 0))
    refuse(
      'A vector of kept pixels can be neither centred, cropped nor augmented: choose the mask as an image, or turn these steps off.',
    );
  const inWindow = (pixel: number): boolean => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    return Math.min(row, column) >= crop && row < height - crop && column < width - crop;
  };
  // Centring moves pixels that lie outside the window into it.
  if (!centre && !kept.some(inWindow)) refuse('The crop cuts away every pixel that the mask keeps.');
}

/**
 * @param size of the raw images
 * @throws LookbookError `params/invalid` with a sentence for choices that cannot be combined
 */
export function stepsOf(choices: PipelineChoices, size: ImageSize): readonly StepSpec[] {
  const { kept, maskForm, centre, augmentation, shift, crop, output, values } = choices;
  const { height, width } = size;
  checkMask(choices, size);
  if (2 * crop >= Math.min(height, width))
    refuse(`A crop of ${crop} pixels from each border leaves nothing of ${height} x ${width} pixels.`);
  if (output === 'named') {
    if (crop > 0) refuse('Named features are measured on whole images: set the crop to 0, or choose pixels.');
    if (kept.length > 0 && maskForm === 'vector')
      refuse('Named features are measured on images: choose the mask as an image, or choose pixels.');
    if (values === 'scale')
      refuse(
        'Named features have units of their own, which scaling by 255 would spoil: standardise them, or choose none.',
      );
  }
  const steps: StepSpec[] = [];
  if (kept.length > 0) steps.push({ kind: 'mask', params: { kept: [...kept].sort((a, b) => a - b), form: maskForm } });
  if (centre) steps.push({ kind: 'centre' });
  if (augmentation !== 'none') steps.push(augmentStep(augmentationsOf(augmentation), { shift }));
  if (crop > 0) {
    const window = { top: crop, left: crop, height: height - 2 * crop, width: width - 2 * crop };
    steps.push({ kind: 'crop', params: window });
  }
  if (output === 'named') steps.push({ kind: 'named' });
  else if (values !== 'none') steps.push({ kind: 'scale' });
  // Named features differ in unit and size: one mean for all of them would mean nothing.
  if (values === 'standardise-each' || (values === 'standardise-all' && output === 'named'))
    steps.push({ kind: 'standardise', params: { scope: 'each' } });
  else if (values === 'standardise-all') steps.push({ kind: 'standardise', params: { scope: 'all' } });
  planPipeline(steps, size);
  return steps;
}

/** What comes out of the pipeline. @throws as {@link stepsOf} does */
export function outputOf(choices: PipelineChoices, size: ImageSize): Layout {
  return planPipeline(stepsOf(choices, size), size).at(-1)?.output ?? rawLayout(size);
}

/** A part of the pipeline that can be put in or left out, and whose effect is measured so. */
export const PARTS = ['mask', 'centre', 'augmentation', 'crop', 'named', 'scale', 'standardise'] as const;
export type Part = (typeof PARTS)[number];

export const PART_LABELS: Readonly<Record<Part, string>> = {
  mask: 'Pixel mask',
  centre: 'Centre of mass',
  augmentation: 'Augmentation',
  crop: 'Crop',
  named: 'Named features',
  scale: 'Scale to 0-1',
  standardise: 'Standardise',
};

export interface Variant {
  readonly part: Part;
  /** Whether the pipeline has the part; the variant then lacks it, and has it otherwise. */
  readonly on: boolean;
  /** All choices, with this part alone turned over. */
  readonly choices: PipelineChoices;
}

/** What a part is when it is put in to see what it would do. */
const TRIED = { crop: 2, augmentation: 'both' } as const;

function turnedOver(choices: PipelineChoices, part: Part): Variant | undefined {
  const named = choices.output === 'named';
  const standardised = choices.values.startsWith('standardise');
  const variant = (on: boolean, change: Partial<PipelineChoices>): Variant => ({
    part,
    on,
    choices: { ...choices, ...change },
  });
  switch (part) {
    case 'mask':
      return choices.kept.length > 0 ? variant(true, { kept: [] }) : undefined;
    case 'centre':
      return variant(choices.centre, { centre: !choices.centre });
    case 'augmentation': {
      const on = choices.augmentation !== 'none';
      return variant(on, { augmentation: on ? 'none' : TRIED.augmentation });
    }
    case 'crop':
      return variant(choices.crop > 0, { crop: choices.crop > 0 ? 0 : TRIED.crop });
    case 'named':
      return named
        ? variant(true, { output: 'pixels' })
        : variant(false, { output: 'named', crop: 0, values: 'standardise-each' });
    case 'scale':
      return choices.values === 'scale' ? variant(true, { values: 'none' }) : undefined;
    case 'standardise':
      return standardised
        ? variant(true, { values: named ? 'none' : 'scale' })
        : variant(false, { values: 'standardise-all' });
  }
}

/** `used`: parts that are on; `all`: also those that are off, as far as they can be combined with the rest. */
export function variantsOf(choices: PipelineChoices, which: 'used' | 'all', size: ImageSize): readonly Variant[] {
  return PARTS.flatMap((part) => {
    const variant = turnedOver(choices, part);
    if (!variant || (which === 'used' && !variant.on)) return [];
    try {
      stepsOf(variant.choices, size);
      return [variant];
    } catch {
      return [];
    }
  });
}
