/** Exports the notebook as one HTML file, and its figures as PNG. Page only. */
import type { Block } from '../plots/blocks';
import { figureToPng, figureToSvg } from '../plots/draw';
import { imageGridToPng } from '../plots/image-grid';
import { nextTask } from '../plots/queue';
import { slug } from './html';
import { markdownToHtml } from './markdown';
import { buildPage } from './page';
import { showsImages, withoutImages } from './privacy';
import { buildResults } from './results';
import { presented } from './presented';
import type { ExportOptions, Renderers, ReportSource } from './types';

export const pageRenderers: Renderers = { figure: (block) => figureToSvg(block, 'light'), markdown: markdownToHtml };

/** One self-contained HTML file, readable without script and without a network. */
export async function exportReport(source: ReportSource, options: ExportOptions = {}): Promise<Blob> {
  const results = await buildResults(source, options.at ?? new Date().toISOString());
  const { html } = await buildPage(
    source,
    results,
    options.renderers ?? pageRenderers,
    options.onProgress ?? (() => undefined),
  );
  return new Blob([html], { type: 'text/html' });
}

type Drawable = Extract<Block, { type: 'figure' | 'images' }>;

/**
 * All figures and image grids as PNG, named by their place: `02-explore/01-class-balance.png`, a cell's key figure
 * `02-explore/07-class-means-key.png`; what could not be drawn is listed in `not-drawn.txt`.
 */
export async function figurePngs(
  source: ReportSource,
  options: Pick<ExportOptions, 'onProgress'> = {},
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const noImages = withoutImages(source.cells);
  const wanted: { name: string; block: Drawable }[] = [];
  source.cells.forEach((item, cell) => {
    const { blocks, levels } = presented(item);
    const drawable = blocks.filter(
      (block): block is Drawable =>
        (block.type === 'figure' || block.type === 'images') && !(noImages && showsImages(block)),
    );
    drawable.forEach((block, index) => {
      const folder = `${String(cell + 1).padStart(2, '0')}-${slug(item.title ?? item.definition.title)}`;
      const mark = levels.open.includes(block) ? '-key' : '';
      wanted.push({ name: `${folder}/${String(index + 1).padStart(2, '0')}-${slug(block.id)}${mark}.png`, block });
    });
  });
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  const failed: string[] = [];
  for (const [done, { name, block }] of wanted.entries()) {
    options.onProgress?.({ stage: block.title, done, total: wanted.length });
    await nextTask();
    try {
      const png = block.type === 'figure' ? await figureToPng(block) : await imageGridToPng(block, await block.load());
      files[name] = new Uint8Array(await png.arrayBuffer());
    } catch (thrown) {
      failed.push(`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  if (failed.length > 0) files['not-drawn.txt'] = new TextEncoder().encode(`${failed.join('\n')}\n`);
  return files;
}
