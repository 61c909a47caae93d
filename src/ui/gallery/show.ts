/** Puts the gallery on the page, and takes it away when it is closed. Loaded when images are first opened. */
import { mount, unmount } from 'svelte';
import type { DatasetSummary } from '../../core/dataset/types';
import type { ImageList } from '../../plots/blocks';
import type { AllImages } from '../images';
import Gallery from './Gallery.svelte';

/** @param summary how the set is split; without it the gallery shows no splits */
export function showGallery(list: ImageList | AllImages, summary: DatasetSummary | undefined): void {
  const component = mount(Gallery, {
    target: document.body,
    props: { list, summary, onclose: () => void unmount(component) },
  });
}
