/** What the page asks of the gallery's worker. Types alone, so that the two ends cannot disagree. */
import type { Arrangement, Wish } from '../../src/core/dataset/arrange';
import type { ImageSize } from '../../src/core/dataset/shape';
import type { DatasetSummary } from '../../src/core/dataset/types';

/** How the set is split; without it the gallery shows no splits. */
export type SplitOf = Pick<DatasetSummary, 'splitSeed' | 'splitVersion' | 'nearGroups'>;

export interface GalleryList {
  /** SHA-256 of the data set. */
  readonly dataset: string;
  readonly split?: SplitOf | undefined;
  /** Ids over both files; all images in their order if left out. */
  readonly ids?: Int32Array | undefined;
}

/** Images side by side, {@link TILE_COLUMNS} in a row, in the order asked for. */
export interface Tiles {
  readonly bitmap: ImageBitmap;
  /** Class of each. */
  readonly labels: Uint8Array;
}

export interface GalleryApi {
  /** @returns how many images the list has, how many the training file of the set, and how large they are */
  open(list: GalleryList): Promise<{ readonly images: number; readonly train: number; readonly size: ImageSize }>;
  /** Whether splits are known: read with the labels of the whole set, after the first images can be shown. */
  splitsKnown(): Promise<boolean>;
  arrange(wish: Wish): Promise<Arrangement>;
  /** @param places in the list */
  tiles(places: Int32Array): Promise<Tiles>;
  /** What is known of one image of the list. @param place in the list */
  about(place: number): Promise<{ readonly id: number; readonly label: number; readonly split: number }>;
}
