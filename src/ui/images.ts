/** How the components of the page open the images behind a number. Given through Svelte's context. */
import { getContext, setContext } from 'svelte';
import type { ImageList } from '../plots/blocks';

/** All images of a set, in the order of its files. */
export type AllImages = Omit<ImageList, 'ids'> & { readonly ids: 'all' };

export interface ImageOpening {
  /** Why images cannot be opened here, as a sentence; undefined where they can. */
  readonly refusal: string | undefined;
  open(list: ImageList | AllImages): void;
}

const KEY = Symbol('images');
export const provideImages = (opening: ImageOpening): ImageOpening => setContext(KEY, opening);
/** Undefined where nobody opens images: a component alone. */
export const useImages = (): ImageOpening | undefined => getContext<ImageOpening | undefined>(KEY);
