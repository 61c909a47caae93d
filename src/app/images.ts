/** Opens the images behind a number in the gallery, which is loaded when it is first asked for. */
import type { DatasetSummary } from '../core/dataset/types';
import type { ImageOpening } from '../ui/images';
import type { Shell } from './shell.svelte';

export function imageOpening(shell: Shell): ImageOpening {
  const { workspace } = shell;
  return {
    get refusal() {
      return workspace.shown?.run
        ? 'Computed elsewhere: the images are not here. Run it yourself to open them.'
        : undefined;
    },
    async open(list) {
      const sets = workspace.document.cells.flatMap(({ id, kind }) =>
        kind === 'data' ? ((workspace.result(id)?.summary as DatasetSummary | undefined) ?? []) : [],
      );
      const { showGallery } = await import('../ui/gallery/show').catch(() => ({ showGallery: undefined }));
      if (showGallery)
        showGallery(
          list,
          sets.find(({ hash }) => hash === list.dataset),
        );
      else shell.tellLost('The gallery of images');
    },
  };
}
