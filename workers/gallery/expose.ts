/** Makes this worker the gallery's: it reads, arranges and draws images, so that the page only copies them. */
import * as Comlink from 'comlink';
import { NO_SPLIT } from '../../src/core/dataset/arrange';
import { TILE_COLUMNS, tileRgba } from '../../src/core/dataset/tiles';
import { LookbookError } from '../../src/core/errors';
import { openDatabase } from '../../src/storage/schema';
import { GalleryImages } from './images';
import type { GalleryApi } from './types';

let images: GalleryImages | undefined;

function opened(): GalleryImages {
  if (!images) throw new LookbookError('internal');
  return images;
}

const api: GalleryApi = {
  async open(list) {
    images = await GalleryImages.open(await openDatabase(), list);
    return { images: images.ids.length, train: images.counts.train, size: images.size };
  },
  async splitsKnown() {
    const { splits } = await opened().index;
    return splits.some((split) => split !== NO_SPLIT);
  },
  async arrange(wish) {
    const arrangement = await opened().arrange(wish);
    return Comlink.transfer(arrangement, [arrangement.places.buffer]);
  },
  async tiles(places) {
    const read = await opened().at(places);
    const { data, width, height } = tileRgba(read.images, opened().size, TILE_COLUMNS);
    const bitmap = await createImageBitmap(new ImageData(data, width, height));
    return Comlink.transfer({ bitmap, labels: read.labels }, [bitmap, read.labels.buffer]);
  },
  async about(place) {
    const { ids, index } = opened();
    const { labels, splits } = await index;
    const id = ids[place] ?? 0;
    return { id, label: labels[id] ?? 0, split: splits[id] ?? NO_SPLIT };
  },
};
Comlink.expose(api);
self.postMessage('ready');
