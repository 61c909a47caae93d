/** The arrays of the map as the page needs them. */
import { pixelsOf, type ImageSize } from '../../../../core/dataset/shape';
import { namer } from '../../../classes';
import { imageSize } from '../../../sizes';
import { hasArray, readArray, type Content } from '../../presentation/read';
import { ARRAYS, mapArray } from '../../arrays';
import { placed, type Placed } from './viewport';

export interface Mapped {
  readonly ids: Int32Array;
  readonly nameOf: (label: number) => string;
  readonly classes: number;
  readonly labels: Uint8Array;
  /** Place of each image's split in MAPPED_SPLITS. */
  readonly splits: Uint8Array;
  /** Undefined where a saved run has left them out. */
  readonly images: Uint8Array | undefined;
  readonly size: ImageSize;
  readonly maps: Readonly<Record<MapName, Placed>>;
  readonly voted: Uint8Array | undefined;
  readonly distance: Float32Array | undefined;
  readonly reconstruction: Float32Array | undefined;
}
export type MapName = 'umap' | 'pca';

/** Only where there are images. */
export const imageOf = ({ images, size }: Mapped, index: number): Uint8Array =>
  (images ?? new Uint8Array()).subarray(index * pixelsOf(size), (index + 1) * pixelsOf(size));

export async function loadMap(content: Content): Promise<Mapped> {
  const [ids, labels, splits, umap, pca] = await Promise.all(
    ['ids', 'labels', 'splits', 'umap', 'pca'].map((name) => readArray(content, mapArray(name))),
  );
  const images = readArray(content, mapArray('images')).catch((thrown: unknown) => {
    // A saved run keeps what figures are made from; the map is worth walking over without its images.
    if (content.shownOnly) return undefined;
    throw thrown;
  });
  const perhaps = (name: string) => (hasArray(content, name) ? readArray(content, name) : undefined);
  return {
    nameOf: namer(content),
    size: imageSize(content),
    classes: content.summary.classes,
    ids: ids as Int32Array,
    labels: labels as Uint8Array,
    splits: splits as Uint8Array,
    images: (await images) as Uint8Array | undefined,
    maps: { umap: placed(umap as Float32Array), pca: placed(pca as Float32Array) },
    voted: (await perhaps(ARRAYS.mapVoted)) as Uint8Array | undefined,
    distance: (await perhaps(ARRAYS.mapDistance)) as Float32Array | undefined,
    reconstruction: (await perhaps(ARRAYS.mapReconstruction)) as Float32Array | undefined,
  };
}
