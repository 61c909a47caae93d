/** Exports the notebook as one HTML file, or its figures as a zip of PNGs. Page only. */
import { zip, type AsyncZippable } from 'fflate';
import type { Block } from '../plots/blocks';
import { figureToPng, figureToSvg } from '../plots/draw';
import { imageGridToPng } from '../plots/image-grid';
import { nextTask } from '../plots/queue';
import { slug } from './html';
import { markdownToHtml } from './markdown';
import { buildPage, sayingsOf } from './page';
import { buildResults } from './results';
import type { ExportOptions, Renderers, ReportSource } from './types';

const pageRenderers: Renderers = { figure: (block) => figureToSvg(block, 'light'), markdown: markdownToHtml };

/** One self-contained HTML file, readable without script and without a network. */
export async function exportReport(source: ReportSource, options: ExportOptions = {}): Promise<Blob> {
  const results = buildResults(source, options.at ?? new Date().toISOString());
  const page = await buildPage(
    source,
    results,
    options.renderers ?? pageRenderers,
    options.onProgress ?? (() => undefined),
  );
  return new Blob([page], { type: 'text/html' });
}

type Drawable = Extract<Block, { type: 'figure' | 'images' }>;

/** All figures and image grids as PNG in a zip, named by their place: `02-explore/01-class-balance.png`. */
export async function saveFigures(
  source: ReportSource,
  options: Pick<ExportOptions, 'onProgress'> = {},
): Promise<Blob> {
  const wanted: { name: string; block: Drawable }[] = [];
  source.cells.forEach((item, cell) => {
    const { definition } = item;
    const drawable = sayingsOf(item).blocks.filter(
      (block): block is Drawable => block.type === 'figure' || block.type === 'images',
    );
    drawable.forEach((block, index) => {
      const folder = `${String(cell + 1).padStart(2, '0')}-${slug(definition.title)}`;
      wanted.push({ name: `${folder}/${String(index + 1).padStart(2, '0')}-${slug(block.id)}.png`, block });
    });
  });
  const files: AsyncZippable = {};
  const failed: string[] = [];
  for (const [done, { name, block }] of wanted.entries()) {
    options.onProgress?.({ stage: block.title, done, total: wanted.length });
    await nextTask();
    try {
      const png = block.type === 'figure' ? await figureToPng(block) : await imageGridToPng(block, await block.load());
      // PNG is compressed already: stored as it is, the zip costs no time.
      files[name] = [new Uint8Array(await png.arrayBuffer()), { level: 0 }];
    } catch (thrown) {
      failed.push(`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  if (failed.length > 0) files['not-drawn.txt'] = [new TextEncoder().encode(`${failed.join('\n')}\n`), { level: 0 }];
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    zip(files, (error, zipped) => (error ? reject(error) : resolve(zipped as Uint8Array<ArrayBuffer>)));
  });
  return new Blob([bytes], { type: 'application/zip' });
}
