/** Which pixels a Features cell keeps, and why. */
import { LookbookError } from '../../../core/errors';
import type { StoredResult } from '../../../core/results/types';
import type { FeaturesParams, MaskSource, PixelSelection } from '../types';

export interface ChosenPixels {
  readonly kept: readonly number[];
  readonly mask?: MaskSource;
  readonly declined?: string;
}

const same = (a: readonly number[], b: readonly number[]): boolean => {
  const others = new Set(b);
  return a.length === b.length && a.every((pixel) => others.has(pixel));
};

/**
 * The pixels that are set, else those that the explanation recommends.
 * @throws LookbookError `params/invalid` if the explanation recommends no pixel at all
 */
export function chosenPixels(
  { kept }: Pick<FeaturesParams, 'kept'>,
  explanation: StoredResult | undefined,
): ChosenPixels {
  const selection = (explanation?.summary as { readonly selection?: PixelSelection } | undefined)?.selection;
  if (kept.length > 0) {
    const mask = { origin: 'set', pixels: kept.length } as const;
    if (!selection || !same(kept, selection.kept)) return { kept, mask };
    const { sentence, recommended } = selection;
    return { kept, mask: { ...mask, sentence, ...(recommended ? {} : { against: true }) } };
  }
  if (!selection) return { kept: [] };
  if (!selection.recommended) return { kept: [], declined: selection.sentence };
  if (selection.kept.length === 0)
    throw new LookbookError(
      'params/invalid',
      'The explanation recommends to keep no pixel at all: choose a larger share in Explain, or clear this input.',
    );
  const { sentence } = selection;
  return { kept: selection.kept, mask: { origin: 'explanation', pixels: selection.kept.length, sentence } };
}
