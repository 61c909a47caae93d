/**
 * The requirements page: each line of the mission, the section that carries it out, the algorithm, its reference and the
 * figure that shows it. Gathered from what cells say of themselves. Pure.
 */
import type { Requirement } from '../cells/types';
import { escapeHtml, slug } from './html';
import { MISSIONS } from './missions';
import { presented } from './presented';
import { coverOf } from './provenance';
import { REPORT_STYLE } from './style';
import type { ReportCell, ReportSource } from './types';

export const REQUIREMENTS_ANCHOR = 'requirements';

/** The anchor of a cell's section. */
export const sectionAnchor = ({ id, definition }: Pick<ReportCell, 'id' | 'definition'>): string =>
  `${slug(definition.title)}-${slug(id)}`;

/** Where a requirement is carried out: one cell of the report. */
interface Place {
  readonly title: string;
  readonly anchor: string;
  readonly figure?: { readonly anchor: string; readonly label: string };
  /** Why the section does not carry it out; absent if it does. */
  readonly missing?: string;
}
export interface RequirementRow extends Omit<Requirement, 'figureId' | 'unmet' | 'method'> {
  /** One a cell: two Features cells carry out the same line. */
  readonly places: readonly Place[];
}

/**
 * All lines, by mission and then in the order of the cells.
 * @param labels anchor of a block -> "Figure 3", of the blocks that were drawn
 */
export function requirementRows(source: ReportSource, labels: ReadonlyMap<string, string>): RequirementRow[] {
  const rows = new Map<string, RequirementRow>();
  for (const [at, cell] of source.cells.entries()) {
    // What an earlier cell shows already, that cell carries out.
    if (presented(cell, source.cells.slice(0, at)).equal) continue;
    const section = sectionAnchor(cell);
    for (const { figureId, unmet, method, ...said } of cell.presentation.requirements ?? []) {
      const line = cell.content && method ? { ...said, ...method(cell.content) } : said;
      const anchor = figureId === undefined ? '' : `${section}-${slug(figureId)}`;
      const label = labels.get(anchor);
      const missing = whyMissing(cell, unmet, figureId !== undefined && label === undefined);
      const place: Place = {
        title: cell.title ?? cell.definition.title,
        // A cell that collects all others has no section: what it carries out is the report itself.
        anchor: cell.definition.collectsAll ? '' : section,
        ...(label === undefined ? {} : { figure: { anchor, label } }),
        ...(missing === undefined || cell.definition.collectsAll ? {} : { missing }),
      };
      const key = JSON.stringify(line);
      rows.set(key, { ...line, places: [...(rows.get(key)?.places ?? []), place] });
    }
  }
  return [...rows.values()].sort((a, b) => (a.mission < b.mission ? -1 : a.mission > b.mission ? 1 : 0));
}

/** A line is carried out only if its evidence is in the report: a result that is up to date, and the block that shows it. */
function whyMissing(
  { content, stale }: ReportCell,
  unmet: Requirement['unmet'],
  withoutBlock: boolean,
): string | undefined {
  if (!content) return 'not run';
  if (stale) return 'out of date';
  return unmet?.(content) ?? (withoutBlock ? 'this run gave nothing to show for it' : undefined);
}

/** Lines that no cell carries out, with the first reason. */
const openRows = (rows: readonly RequirementRow[]): readonly { readonly requirement: string; readonly why: string }[] =>
  rows
    .filter(({ places }) => places.every(({ missing }) => missing !== undefined))
    .map(({ requirement, places }) => ({ requirement, why: places[0]?.missing ?? 'no cell has it' }));

/** More of them are not named in a sentence: the tables say them. */
const MOST_NAMED = 8;

/** How many lines are carried out, and which are not and why. */
export function requirementsSentence(rows: readonly RequirementRow[]): string {
  const open = openRows(rows);
  if (open.length === 0) return `All ${rows.length} lines are carried out in the report.`;
  const named =
    open.length > MOST_NAMED
      ? 'the tables say of each of the others why not.'
      : `not carried out: ${open.map(({ requirement, why }) => `${requirement} (${why})`).join('; ')}.`;
  return `${rows.length - open.length} of ${rows.length} lines are carried out in the report; ${named}`;
}

function link(href: string, text: string): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

function rowHtml({ requirement, algorithm, reference, places }: RequirementRow, file: string): string {
  const where = places.map(({ title, anchor, missing }) => {
    const named = anchor === '' ? link(file || '#', 'The whole report') : link(`${file}#${anchor}`, title);
    return `${named}${missing === undefined ? '' : ` (${missing})`}`;
  });
  const shown = places.flatMap(({ figure }) => (figure ? [link(`${file}#${figure.anchor}`, figure.label)] : []));
  return (
    `<tr><td>${escapeHtml(requirement)}</td><td>${where.join('<br>')}</td><td>${escapeHtml(algorithm)}</td>` +
    `<td>${escapeHtml(reference)}</td><td>${shown.join('<br>') || '–'}</td></tr>`
  );
}

/** A table a mission. @param file name of the report, if the tables stand in another file */
export function requirementTables(rows: readonly RequirementRow[], file = ''): string {
  const heading = file === '' ? 'h3' : 'h2';
  const missions = [...new Set(rows.map(({ mission }) => mission))];
  return missions
    .map((mission) => {
      const title = `${mission} ${MISSIONS[mission]}`;
      const body = rows.filter((row) => row.mission === mission).map((row) => rowHtml(row, file));
      return (
        `<${heading}>${escapeHtml(title)}</${heading}><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}">` +
        `<table class="requirements"><thead><tr><th scope="col">Requirement</th><th scope="col">Section</th>` +
        `<th scope="col">Algorithm</th><th scope="col">Reference</th><th scope="col">Shown in</th></tr></thead>` +
        `<tbody>${body.join('\n')}</tbody></table></div>`
      );
    })
    .join('\n');
}

/** requirements.html of the kit: it stands beside report.html and links into it. */
export function requirementsPage(source: ReportSource, rows: readonly RequirementRow[]): string {
  const cover = coverOf(source);
  const byline = cover.author.trim() ? `<p class="byline">${escapeHtml(cover.author)}</p>` : '';
  const said = escapeHtml(requirementsSentence(rows));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Requirements: ${escapeHtml(cover.title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header class="cover"><p class="kicker">Requirements and where they are met</p><h1>${escapeHtml(cover.title)}</h1>${byline}
<p>${said} Links lead into <a href="report.html">report.html</a>, which must lie in the same folder.</p></header>
<main>${requirementTables(rows, 'report.html')}</main>
<footer>Made with Lookbook ${escapeHtml(source.appVersion)}.</footer>
</body>
</html>
`;
}
