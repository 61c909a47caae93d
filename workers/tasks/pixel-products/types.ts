/** What the task of pixel products is asked and what it answers. */
import type { DataInput } from '../input-types';
import type { AnyArrays, Arrays, StoredResult } from '../../../src/core/results/types';
import type { SplitName } from '../../../src/core/dataset/types';
import type { ComponentSummary, PixelPairs } from '../../../src/core/profile/types';

export type PixelProductsSpec =
  /** Sums of products over images [start, end) of a split, in the split's order. Input `data`. */
  | { readonly mode: 'chunk'; readonly split: SplitName; readonly start: number; readonly end: number }
  /** Principal components of the chunks given as inputs `chunk.<n>`; all variances, and so many components. */
  | { readonly mode: 'components'; readonly components: number }
  /** Correlations of all pairs of pixels over the same inputs. */
  | { readonly mode: 'correlations' };

export interface ProductsChunkSummary {
  readonly mode: 'chunk';
  readonly images: number;
}

export interface ComponentsSummary extends ComponentSummary {
  readonly mode: 'components';
  readonly images: number;
}

export interface CorrelationsSummary {
  readonly mode: 'correlations';
  readonly images: number;
  readonly pairs: PixelPairs;
}

/**
 * Arrays. Chunk: see `productArrays` in core. Components: `mean` (pixels, of x/255), `variances` (pixels, descending), both
 * float64; `components` (k x pixels, float32). Correlations: `correlations` (float32, in the order of `pairIndex`), `order` (pixels,
 * int32: pixels as clustering puts them beside each other).
 */
export type PixelProductsSummary = ProductsChunkSummary | ComponentsSummary | CorrelationsSummary;

export type PixelProductsInputs = Partial<DataInput> & {
  readonly [Chunk in `chunk.${number}`]?: StoredResult<PixelProductsSummary>;
};
/** Of `components`: mean, variances and components; of `correlations`: correlations and order; of `chunk`: sums. */
export type PixelProductsArrays = AnyArrays & Arrays<never, 'mean' | 'variances' | 'components'>;
