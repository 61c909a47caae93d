/** The state of the open gallery: the list, what of it is shown and how, and the image that is looked at. */
import type { Remote } from 'comlink';
import type { Arrangement, Wish } from '../../core/dataset/arrange';
import { placeOf } from '../../core/dataset/ids';
import { nameOfLabel, type ImageSize } from '../../core/dataset/shape';
import type { DatasetSummary } from '../../core/dataset/types';
import { spawnGallery, type GalleryHandle } from '../../jobs/spawn';
import type { GalleryApi } from '../../../workers/gallery/types';
import type { AllImages } from '../images';
import type { ImageList } from '../../plots/blocks';
import { BLOCK, type Block } from './tiles';

export interface About {
  readonly id: number;
  readonly part: 'train' | 'test';
  /** In the file of its part. */
  readonly index: number;
  readonly label: number;
  /** Index into SPLIT_NAMES, or NO_SPLIT. */
  readonly split: number;
  /** What the list says of it. */
  readonly text: string | undefined;
}

export class GalleryModel {
  readonly list: ImageList | AllImages;
  readonly #split: DatasetSummary | undefined;
  readonly #handle: GalleryHandle;
  #ids: Int32Array | undefined;
  #train = 0;
  /** Places in the list, as shown; undefined for all of it as it is given. */
  #places: Int32Array | undefined;
  #arranging = 0;
  #looking = 0;

  failure: string | undefined = $state();
  ready = $state(false);
  /** Of the images; known when the first can be shown. */
  size: ImageSize = $state.raw({ height: 1, width: 1 });
  /** Places of the list, and of those shown. */
  total = $state(0);
  count = $state(0);
  /** Different images of the list: in pairs one may stand at several places. */
  different = $state(0);
  /** Class and split of every image are known: it can be sifted and sorted. */
  indexed = $state(false);
  splitsKnown = $state(false);
  facets: Pick<Arrangement, 'perClass' | 'perSplit'> | undefined = $state.raw();
  wish: Wish = $state.raw({ order: 'given' });
  /** Raised when what is shown at the places is another image. */
  version = $state(0);
  current = $state(0);
  about: About | undefined = $state.raw();

  constructor(list: ImageList | AllImages, summary: DatasetSummary | undefined) {
    this.list = list;
    this.#split = summary;
    this.#handle = spawnGallery();
    void this.#handle.death.then((why) => (this.failure ??= `The reader of images stopped: ${why}. Open them again.`));
    this.#start().catch((thrown: unknown) => {
      this.failure ??= thrown instanceof Error ? thrown.message : String(thrown);
    });
  }

  /** What a class of the set is called. */
  nameOf(label: number): string {
    return nameOfLabel(this.#split?.classes ?? [], label);
  }

  get #api(): Remote<GalleryApi> {
    return this.#handle.api;
  }

  async #start(): Promise<void> {
    const { ids, dataset } = this.list;
    if (ids !== 'all') this.#ids = Int32Array.from(typeof ids === 'function' ? await ids() : ids);
    await this.#handle.ready;
    // A summary is big; only what tells the splits crosses.
    const split = this.#split && {
      splitSeed: this.#split.splitSeed,
      splitVersion: this.#split.splitVersion,
      nearGroups: this.#split.nearGroups ?? [],
    };
    const opened = await this.#api.open({ dataset, split, ids: this.#ids });
    this.#train = opened.train;
    this.size = opened.size;
    this.total = opened.images;
    this.different = this.#ids ? new Set(this.#ids).size : opened.images;
    this.count = opened.images;
    this.ready = true;
    void this.look(this.list.at ?? 0);
    this.splitsKnown = await this.#api.splitsKnown();
    this.facets = await this.#api.arrange(this.wish);
    this.indexed = true;
    void this.look(this.current);
  }

  #placeOf(shown: number): number {
    return this.#places?.[shown] ?? shown;
  }
  #idOf(place: number): number {
    return this.#ids?.[place] ?? place;
  }

  async #textsAt(places: Int32Array): Promise<readonly string[] | undefined> {
    const { labels } = this.list;
    if (labels === undefined) return undefined;
    if (typeof labels !== 'function') return Array.from(places, (place) => labels[place] ?? '');
    return labels(Array.from(places, (place) => this.#idOf(place)));
  }

  /** The images at places `block * BLOCK` on, as shown. */
  async block(block: number): Promise<Block<ImageBitmap>> {
    const start = block * BLOCK;
    const places = Int32Array.from({ length: Math.min(BLOCK, this.count - start) }, (_, at) =>
      this.#placeOf(start + at),
    );
    const [tiles, texts] = await Promise.all([this.#api.tiles(places), this.#textsAt(places)]);
    return { ...tiles, texts };
  }

  /** One image, to be drawn large. @param shown its place as shown */
  async picture(shown: number): Promise<ImageBitmap> {
    const { bitmap } = await this.#api.tiles(Int32Array.of(this.#placeOf(shown)));
    return bitmap;
  }

  /** Shows a part of the list, or in another order. */
  async show(change: Partial<Wish>): Promise<void> {
    this.wish = { ...this.wish, ...change };
    this.#arranging += 1;
    const turn = this.#arranging;
    const arrangement = await this.#api.arrange(this.wish);
    if (turn !== this.#arranging) return;
    this.#places = arrangement.places;
    this.facets = arrangement;
    this.count = arrangement.places.length;
    this.version += 1;
    await this.look(0);
  }

  /** Makes an image the current one and finds out about it. */
  async look(shown: number): Promise<void> {
    this.current = shown;
    this.#looking += 1;
    const turn = this.#looking;
    if (this.count === 0) {
      this.about = undefined;
      return;
    }
    const place = this.#placeOf(shown);
    const [{ id, label, split }, texts] = await Promise.all([
      this.#api.about(place),
      this.#textsAt(Int32Array.of(place)),
    ]);
    if (turn !== this.#looking) return;
    this.about = { id, label, split, ...placeOf({ counts: { train: this.#train, test: 0 } }, id), text: texts?.[0] };
  }

  close(): void {
    this.#handle.terminate();
  }
}
