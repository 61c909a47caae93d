/** Blocks as static HTML. */
import { asLookbookError } from '../core/errors';
import type { AlertsBlock, Block, FactsBlock, FigureBlock, ImagesBlock, TableBlock } from '../plots/blocks';
import { CLASS_COLORS, classColor } from '../plots/class-colors';
import { classOfCell, formatCell } from '../plots/format';
import { labelSpan } from '../plots/image-grid';
import { nextTask } from '../plots/queue';
import { count } from '../core/words/numbers';
import { escapeHtml, inlineSvg, slug } from './html';
import { showsImages } from './privacy';
import type { Sprite } from './sprite';
import type { Renderers } from './types';

/** Rows of a table that a report shows; results.json has them all. */
export const TABLE_ROWS = 40;
/** Alerts that stand open. */
const OPEN_ALERTS = 3;
/** Images put into the sprite in one turn of the page's thread. */
const IMAGES_A_TURN = 100;
/** From here on headings stand upright on a narrow screen. */
const MANY_COLUMNS = 5;
const LONG_ROWS = 5;
/** Characters from which a cell of a table is prose, and wraps. */
const PROSE = 22;

/** `number` is given to what has a caption, counted over the whole report. */
export interface BlockPlace {
  readonly anchor: string;
  readonly number: { figure: number; table: number };
  /** What has been named so far: anchor -> "Figure 3". */
  readonly labels: Map<string, string>;
  /** Where all images go. */
  readonly sprite: Sprite;
  readonly withoutImages: boolean;
}

function captioned(kind: 'Figure' | 'Table', place: BlockPlace, block: { title: string; caption: string }): string {
  const counter = kind === 'Figure' ? 'figure' : 'table';
  place.number[counter] += 1;
  place.labels.set(place.anchor, `${kind} ${place.number[counter]}`);
  const caption = block.caption ? ` ${escapeHtml(block.caption)}` : '';
  return `<figcaption><b>${kind} ${place.number[counter]}. ${escapeHtml(block.title)}.</b>${caption}</figcaption>`;
}

/** The style sheet has a rule for each of the first classes. */
const mark = (index: number): string =>
  index < CLASS_COLORS.light.length
    ? `<i class="mark c${index}"></i>`
    : `<i class="mark" style="background:${classColor('light', index)}"></i>`;

async function figure(block: FigureBlock, place: BlockPlace, renderers: Renderers): Promise<string> {
  const svg = inlineSvg(await renderers.figure(block), block.alt, place.anchor);
  return `<figure id="${place.anchor}" class="plot"><div class="paper">${svg}</div>${captioned('Figure', place, block)}</figure>`;
}

async function images(block: ImagesBlock, place: BlockPlace): Promise<string> {
  if (place.withoutImages && showsImages(block)) {
    const said = '<p class="left-out">These are images of the data set, which this report leaves out.</p>';
    return `<figure id="${place.anchor}">${said}${captioned('Figure', place, block)}</figure>`;
  }
  const loaded = await block.load();
  const columns = Math.max(1, Math.floor(block.columns));
  const cells: string[] = (block.columnLabels ?? []).map((label) => `<b>${escapeHtml(label)}</b>`);
  for (const [index, image] of loaded.entries()) {
    if (index % IMAGES_A_TURN === IMAGES_A_TURN - 1) await nextTask();
    const free = labelSpan(loaded, index, columns) > 1 ? ' class="free"' : '';
    const label = image.label
      ? `<span${free}>${image.classIndex === undefined ? '' : mark(image.classIndex)}${escapeHtml(image.label)}</span>`
      : '';
    const title = image.alt ? ` title="${escapeHtml(image.alt)}"` : '';
    const picture = image.absent ? '' : `<i class="px" style="${place.sprite.add(image)}"${title}></i>`;
    cells.push(`<div>${picture}${label}</div>`);
  }
  const many = columns > MANY_COLUMNS ? ' many' : '';
  // What is higher than half a page of paper may go on on the next.
  const long = loaded.length > columns * LONG_ROWS ? ' class="long"' : '';
  const grid = `<div class="grid${many}" role="img" aria-label="${escapeHtml(block.alt)}" style="--columns:${columns}">${cells.join('')}</div>`;
  return `<figure id="${place.anchor}"${long}>${grid}${captioned('Figure', place, block)}</figure>`;
}

function table(block: TableBlock, place: BlockPlace): string {
  const head = block.columns
    .map((column) => `<th scope="col"${column.align === 'right' ? ' class="r"' : ''}>${escapeHtml(column.label)}</th>`)
    .join('');
  const rows = block.rows.slice(0, TABLE_ROWS).map((row) => {
    const cells = block.columns.map((column) => {
      const value = row[column.key];
      const classIndex = classOfCell(column, value);
      const text = formatCell(column, value);
      const look = column.code ? 'code' : text.length > PROSE ? 'w' : '';
      const classes = [column.align === 'right' ? 'r' : '', look].filter(Boolean).join(' ');
      const shown = `${classIndex === undefined ? '' : mark(classIndex)}${escapeHtml(text)}`;
      return `<td${classes ? ` class="${classes}"` : ''}>${shown}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const total = count(block.rows.length);
  const cut =
    block.rows.length > TABLE_ROWS
      ? `<p class="cut">The first ${TABLE_ROWS} of ${total} rows; the notebook shows all.</p>`
      : '';
  const body =
    block.rows.length === 0 ? `<tr><td colspan="${block.columns.length}">No rows.</td></tr>` : rows.join('\n');
  const caption = captioned('Table', place, block);
  return (
    `<figure id="${place.anchor}" class="table">${caption}<div class="scroll" tabindex="0" role="region" ` +
    `aria-label="Table ${place.number.table}. ${escapeHtml(block.title)}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${cut}</figure>`
  );
}

function alerts(block: AlertsBlock, place: BlockPlace): string {
  place.labels.set(place.anchor, block.title);
  const items = block.alerts.map(
    ({ severity, sentence, count: counted, threshold }) =>
      `<li class="${severity}"><b>${severity}</b> ${escapeHtml(sentence)} ` +
      `<small>Count ${count(counted)}${threshold === undefined ? '' : `, threshold ${threshold}`}</small></li>`,
  );
  const listOf = (some: readonly string[]): string => `<ul class="alerts">${some.join('\n')}</ul>`;
  const more = items.slice(OPEN_ALERTS);
  const caption = block.caption ? `<p class="caption">${escapeHtml(block.caption)}</p>` : '';
  const rest =
    more.length > 0
      ? `<details><summary><b>${more.length} more</b></summary>${listOf(more)}${caption}</details>`
      : caption;
  const list = items.length > 0 ? listOf(items.slice(0, OPEN_ALERTS)) : '<p>No alerts.</p>';
  return `<div id="${place.anchor}"><h3>${escapeHtml(block.title)}</h3>${list}${rest}</div>`;
}

function facts(block: FactsBlock): string {
  const items = block.facts.map(
    ({ label, value, note }) =>
      `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}${note ? `<small>${escapeHtml(note)}</small>` : ''}</dd></div>`,
  );
  return `<dl class="facts">${items.join('')}</dl>`;
}

/** One block; what cannot be drawn is said in its place, so that one bad figure does not cost the report. */
export async function renderBlock(block: Block, place: BlockPlace, renderers: Renderers): Promise<string> {
  try {
    switch (block.type) {
      case 'figure':
        return await figure(block, place, renderers);
      case 'images':
        return await images(block, place);
      case 'table':
        return table(block, place);
      case 'alerts':
        return alerts(block, place);
      case 'facts':
        return facts(block);
      case 'list':
        return `<ul class="findings">${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
      case 'text':
        return `<div class="prose">${renderers.markdown(block.markdown)}</div>`;
    }
  } catch (thrown) {
    const title = 'title' in block ? `“${block.title}”` : 'This part';
    return `<p class="banner warning">${escapeHtml(`${title} could not be drawn. ${asLookbookError(thrown).message}`)}</p>`;
  }
}

/** The anchor of a block within its cell's section. */
export function blockAnchor(section: string, block: Block, index: number): string {
  return `${section}-${'id' in block ? slug(block.id) : index + 1}`;
}
