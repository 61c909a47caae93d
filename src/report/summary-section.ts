/** The summary as the first section of the report. */
import { shapesOf, HEIGHT, WIDTH, type Few, type Miniature, type Shape } from '../plots/miniature';
import { roundedAt } from '../core/words/numbers';
import { highlightsOf } from './highlights';
import { escapeHtml } from './html';
import { sectionAnchor } from './requirements';
import type { Sprite } from './sprite';
import { partWords, summarise, type StudySummary } from './summary';
import type { ReportSource } from './types';

/** The study's summary, of the cells as they are. */
export const summaryOf = ({ cells }: Pick<ReportSource, 'cells'>): StudySummary =>
  summarise(
    cells.map(({ id, title, definition, presentation, content, status, stale }) => ({
      id,
      title: title ?? definition.title,
      mission: definition.mission,
      state: status?.state ?? 'idle',
      stale,
      highlights: highlightsOf(presentation, content),
    })),
  );

function shape(given: Shape): string {
  const { tone } = given;
  switch (given.type) {
    case 'rect':
      return `<rect class="${tone}" x="${roundedAt(given.x, 1)}" y="${roundedAt(given.y, 1)}" width="${roundedAt(given.width, 1)}" height="${roundedAt(given.height, 1)}"/>`;
    case 'path':
      return `<path class="${tone}" d="${given.d}"/>`;
    case 'circle':
      return `<circle class="${tone}" cx="${roundedAt(given.x, 1)}" cy="${roundedAt(given.y, 1)}" r="3.5"/>`;
    case 'text':
      return `<text class="${tone}" x="${roundedAt(given.x, 1)}" y="${roundedAt(given.y, 1)}"${given.end ? ' text-anchor="end"' : ''}>${escapeHtml(given.text)}</text>`;
  }
}

async function few({ block }: Few, alt: string, sprite: Sprite, withoutImages: boolean): Promise<string> {
  if (withoutImages && block.aggregate !== true) return '<p class="left-out">Images are left out.</p>';
  const images = await block.load();
  const cells = images.map((image) => `<i class="px" style="${sprite.add(image)}"></i>`);
  return `<div class="grid" role="img" aria-label="${escapeHtml(alt)}" style="--columns:${block.columns}">${cells.join('')}</div>`;
}

async function picture({ drawing, alt }: Miniature, sprite: Sprite, withoutImages: boolean): Promise<string> {
  if (drawing.type !== 'images') {
    const shapes = shapesOf(drawing).map(shape).join('');
    return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(alt)}">${shapes}</svg>`;
  }
  // A picture that cannot be read costs its place alone: its cell says why.
  return few(drawing, alt, sprite, withoutImages).catch(() => '');
}

export async function summarySection(
  source: ReportSource,
  { sprite, withoutImages }: { readonly sprite: Sprite; readonly withoutImages: boolean },
): Promise<string> {
  const { lead, figures, findings, pictures, parts } = summaryOf(source);
  if (lead.length === 0 && findings.length === 0) return '';
  const anchors = new Map(source.cells.map((cell) => [cell.id, sectionAnchor(cell)]));
  const link = (cellId: string, text: string): string =>
    `<a href="#${anchors.get(cellId) ?? ''}">${escapeHtml(text)}</a>`;
  const facts = figures.map(
    ({ label, value, interval, note, cellId }) =>
      `<div><dt>${link(cellId, label)}</dt><dd>${escapeHtml(value)}<small>${escapeHtml(interval)}</small>` +
      `${note ? `<small>${escapeHtml(note)}</small>` : ''}</dd></div>`,
  );
  const sections = parts.map((part) => {
    const lines = findings
      .filter(({ mission }) => mission === part.id)
      .map(
        ({ text, cell, cellId, stale }) =>
          `<li>${escapeHtml(text)}${stale ? ' <em>(out of date)</em>' : ''} ${link(cellId, cell)}</li>`,
      );
    return `<div><h3>${part.id} ${escapeHtml(part.title)} <small>${escapeHtml(partWords(part))}</small></h3><ul>${lines.join('')}</ul></div>`;
  });
  const strip: string[] = [];
  for (const miniature of pictures) {
    const drawn = await picture(miniature, sprite, withoutImages);
    strip.push(`<figure><figcaption>${link(miniature.cellId, miniature.title)}</figcaption>${drawn}</figure>`);
  }
  return (
    `<section id="summary" class="summary"><h2>Summary</h2>${lead.map((text) => `<p class="finding">${escapeHtml(text)}</p>`).join('')}` +
    (facts.length > 0 ? `<dl class="facts">${facts.join('')}</dl>` : '') +
    `<div class="parts">${sections.join('')}</div>` +
    (strip.length > 0 ? `<div class="strip">${strip.join('')}</div>` : '') +
    `</section>`
  );
}
