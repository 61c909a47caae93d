/** The report's HTML from its parts. Everything but figures and Markdown is pure text work. */
import { testOpeningsOf } from '../core/ledger/runs';
import { day } from '../core/words/moments';
import type { Block } from '../plots/blocks';
import { contentsOf } from '../plots/levels';
import { nextTask } from '../plots/queue';
import { duration } from '../ui/format';
import { blockAnchor, renderBlock, type BlockPlace } from './blocks';
import { escapeHtml, inertJson, slug } from './html';
import { coverOf, datasetsOf } from './provenance';
import { withoutImages } from './privacy';
import {
  REQUIREMENTS_ANCHOR,
  requirementRows,
  requirementsSentence,
  requirementTables,
  sectionAnchor,
} from './requirements';
import type { RequirementRow } from './requirements';
import type { Results } from './results';
import { presented, titleOf, type Presented } from './presented';
import { Sprite } from './sprite';
import { summarySection } from './summary-section';
import { REPORT_STYLE } from './style';
import type { ExportProgress, Renderers, ReportCell, ReportSource } from './types';
import { fixed } from '../core/words/numbers';

/** A cell's parts of the document. */
interface Section {
  readonly anchor: string;
  readonly title: string;
  /** In the body: the finding, the facts and the key figure. */
  readonly body: string;
  /** In the appendix: everything else. */
  readonly appendix: string;
}

/** What the reader must know before believing a section. */
function banners({ content, status, stale, definition }: ReportCell, failure: string | undefined): string {
  const sentences: string[] = [];
  if (failure !== undefined) sentences.push(`This result cannot be shown. ${failure}`);
  if (status?.error && status.state !== 'done') sentences.push(`This cell failed. ${status.error.message}`);
  else if (status?.state === 'not-saved')
    sentences.push('This result could not be stored; it is shown as it was computed.');
  if (!content && !status?.error) sentences.push(`This cell has not run. ${definition.purpose}`);
  if (content && stale) {
    sentences.push(
      'This result is stale: parameters or inputs have changed since it was computed, and it has not been run again.',
    );
  }
  return sentences.map((sentence) => `<p class="banner">${escapeHtml(sentence)}</p>`).join('');
}

const appendixAnchor = (anchor: string, section: string): string => `${anchor}--${slug(section)}`;

/** The body of a cell, with links to what the appendix has of it. @param open its open blocks, as HTML */
function bodyOf(
  cell: ReportCell,
  { findings, levels, failure }: Presented,
  { position, anchor, open }: { position: number; anchor: string; open: string },
  renderers: Renderers,
): string {
  const { definition, note } = cell;
  const links = levels.sections.map(
    ({ id, title }) => `<a href="#${appendixAnchor(anchor, id)}">${escapeHtml(title)}</a>`,
  );
  return (
    `<section id="${anchor}"><p class="kicker">${position}${definition.mission ? ` · ${escapeHtml(definition.mission)}` : ''}</p>` +
    `<h2>${escapeHtml(titleOf(cell))}</h2>${banners(cell, failure)}` +
    (findings[0] ? `<p class="finding">${escapeHtml(findings[0])}</p>` : '') +
    (note.trim() ? `<div class="note">${renderers.markdown(note)}</div>` : '') +
    open +
    (links.length > 0 ? `<p class="more">In the appendix: ${links.join(', ')}</p>` : '') +
    `</section>`
  );
}

/** @param sections the folded sections, as HTML */
function appendixOf(
  cell: ReportCell,
  { levels }: Presented,
  { position, anchor, sections }: { position: number; anchor: string; sections: readonly string[] },
  renderers: Renderers,
): string {
  const { definition, presentation, content } = cell;
  if (!content) return '';
  const folded = levels.sections.map(({ id, title, notable, blocks }, at) => {
    const said = notable ?? contentsOf(blocks);
    return (
      `<details><summary><b>${escapeHtml(title)}</b>${said ? ` <span>${escapeHtml(said)}</span>` : ''}</summary>` +
      // Within what is folded: a link to it opens it.
      `<div id="${appendixAnchor(anchor, id)}">${sections[at]}</div></details>`
    );
  });
  const about = presentation.about
    ? `<details><summary>How this works</summary><div class="prose">${renderers.markdown(presentation.about)}</div></details>`
    : '';
  return (
    `<section class="rest"><h3>${position}. ${escapeHtml(titleOf(cell))}</h3>${folded.join('\n')}${about}` +
    `<p class="meta">Cell <code>${escapeHtml(cell.id)}</code>, algorithm version ${definition.version}, ` +
    `computed in ${duration(content.result.seconds)}, key <code>${escapeHtml(content.result.key)}</code></p></section>`
  );
}

function provenanceSection(source: ReportSource): string {
  const rows: [string, string][] = [];
  for (const set of datasetsOf(source.cells)) {
    rows.push(['Data set', `${escapeHtml(set.name)}${set.synthetic ? ' (synthetic)' : ''}`]);
    rows.push(['Data hash', `<code>${escapeHtml(set.hash)}</code>`]);
    rows.push(['Split', `version ${escapeHtml(set.splitVersion)}, seed <code>${set.splitSeed}</code>`]);
  }
  rows.push(['Root seed', `<code>${source.document.rootSeed}</code>`], ['Preset', escapeHtml(source.document.preset)]);
  if (source.environment) {
    const { backend, description, numericMode, workers } = source.environment;
    rows.push([
      'Backend',
      `${escapeHtml(backend)}: ${escapeHtml(description)}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    ]);
    rows.push(['Numeric mode', `<code>${escapeHtml(numericMode)}</code>`]);
  }
  rows.push(['Lookbook', `version ${escapeHtml(source.appVersion)}`]);
  if (withoutImages(source.cells)) {
    rows.push(['Images', 'those of the data set are left out; means of at least ten, masks and plots are not']);
  }
  const openings = testOpeningsOf(source.ledger);
  const times = `${openings.length} ${openings.length === 1 ? 'time' : 'times'}`;
  const reasons = openings
    .map(({ reason, accuracy }) => `<br>${escapeHtml(reason)}: accuracy ${fixed(accuracy, 4)}`)
    .join('');
  rows.push(['Test set', `${openings.length === 0 ? 'never read' : `read ${times}${reasons}`}`]);
  const cells = source.cells.map(({ id, title, definition, content, status, stale }) => {
    const state = `${status?.state ?? 'idle'}${stale ? ', stale' : ''}`;
    return (
      `<tr><td><code>${escapeHtml(id)}</code></td><td>${escapeHtml(title ?? definition.title)}</td><td>${state}</td>` +
      `<td class="r">${definition.version}</td><td><code>${escapeHtml(content?.result.key ?? '–')}</code></td></tr>`
    );
  });
  return (
    `<section id="provenance"><h2>Where these numbers come from</h2><div class="scroll" tabindex="0" role="region" aria-label="Where these numbers come from"><table class="provenance"><tbody>` +
    rows.map(([name, value]) => `<tr><td>${name}</td><td>${value}</td></tr>`).join('') +
    `</tbody></table></div><details><summary><b>Cells</b> <span>state, version and key of each</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Cells"><table><thead><tr><th>Cell</th><th>Title</th><th>State</th>` +
    `<th class="r">Version</th><th>Key of the result</th></tr></thead><tbody>${cells.join('')}</tbody></table></div></details>` +
    `<p>The same seed, preset and numeric mode give the same keys and the same numbers. All results stand in this file as ` +
    `JSON (element <code>lookbook-results</code>), and so does the notebook that made them (<code>lookbook-notebook</code>).</p></section>`
  );
}

function requirementsSection(rows: readonly RequirementRow[]): string {
  if (rows.length === 0) return '';
  return (
    `<section id="${REQUIREMENTS_ANCHOR}"><h2>What was asked, and where it is</h2>` +
    `<p>Each line of the mission, the section that carries it out, the algorithm and what it follows or was checked against. ` +
    `${escapeHtml(requirementsSentence(rows))}</p>` +
    `<details><summary><b>The ${rows.length} lines</b></summary>${requirementTables(rows)}</details></section>`
  );
}

export interface BuiltPage {
  readonly html: string;
  readonly requirements: readonly RequirementRow[];
}

/**
 * All cells, their pictures put into the sprite and their blocks' labels by anchor into `labels`: the body first, then the
 * appendix, as figures are counted in the order in which they stand. Yields to the page between blocks.
 */
async function sectionsOf(
  source: ReportSource,
  renderers: Renderers,
  onProgress: (progress: ExportProgress) => void,
  { sprite, labels }: Pick<BlockPlace, 'sprite' | 'labels'>,
): Promise<Section[]> {
  const number = { figure: 0, table: 0 };
  const noImages = withoutImages(source.cells);
  // The cells that collect all others are the cover and say nothing of their own.
  const cells = source.cells
    .filter(({ definition }) => !definition.collectsAll)
    .map((cell, at, all) => ({ cell, anchor: sectionAnchor(cell), shown: presented(cell, all.slice(0, at)) }));
  const render = async (anchor: string, blocks: readonly Block[]): Promise<string> => {
    const parts: string[] = [];
    for (const [at, block] of blocks.entries()) {
      await nextTask();
      const place = { anchor: blockAnchor(anchor, block, at), number, labels, sprite, withoutImages: noImages };
      parts.push(await renderBlock(block, place, renderers));
    }
    return parts.join('\n');
  };
  const total = 2 * cells.length;
  const bodies: string[] = [];
  for (const [index, { cell, anchor, shown }] of cells.entries()) {
    onProgress({ stage: titleOf(cell), done: index, total });
    const open = await render(anchor, shown.levels.open);
    bodies.push(bodyOf(cell, shown, { position: index + 1, anchor, open }, renderers));
  }
  const sections: Section[] = [];
  for (const [index, { cell, anchor, shown }] of cells.entries()) {
    onProgress({ stage: `Appendix: ${titleOf(cell)}`, done: cells.length + index, total });
    const folded: string[] = [];
    for (const { blocks } of shown.levels.sections) folded.push(await render(anchor, blocks));
    const appendix = appendixOf(cell, shown, { position: index + 1, anchor, sections: folded }, renderers);
    sections.push({ anchor, title: titleOf(cell), body: bodies[index]!, appendix });
  }
  onProgress({ stage: 'Provenance', done: total, total });
  await nextTask();
  return sections;
}

/** The whole document. Yields to the page between blocks. */
export async function buildPage(
  source: ReportSource,
  results: Results,
  renderers: Renderers,
  onProgress: (progress: ExportProgress) => void,
): Promise<BuiltPage> {
  const cover = coverOf(source);
  const labels = new Map<string, string>();
  const sprite = new Sprite();
  const sections = await sectionsOf(source, renderers, onProgress, { sprite, labels });
  const requirements = requirementRows(source, labels);
  const summary = await summarySection(source, { sprite, withoutImages: withoutImages(source.cells) });
  const synthetic = datasetsOf(source.cells).some((set) => set.synthetic);
  const entries = [
    ...sections,
    ...(requirements.length > 0 ? [{ anchor: REQUIREMENTS_ANCHOR, title: 'What was asked, and where it is' }] : []),
    { anchor: 'provenance', title: 'Where these numbers come from' },
    { anchor: 'appendix', title: 'Appendix' },
  ];
  const contents = entries.map(
    ({ anchor, title }, index) => `<li><span>${index + 1}</span><a href="#${anchor}">${escapeHtml(title)}</a></li>`,
  );
  const date = day(results.timing.exportedAt);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="generator" content="Lookbook ${escapeHtml(source.appVersion)}">
<title>${escapeHtml(cover.title)}</title>
<style>${REPORT_STYLE}${await sprite.css()}</style>
</head>
<body>
<header class="cover">
<p class="kicker">Lookbook report</p>
<h1>${escapeHtml(cover.title)}</h1>
<p class="byline">${cover.author.trim() ? `${escapeHtml(cover.author)} · ` : ''}<time datetime="${escapeHtml(results.timing.exportedAt)}">${date}</time></p>
${source.notice === undefined ? '' : `<p class="banner" role="note">${escapeHtml(source.notice)}</p>`}
${synthetic ? '<p class="banner" role="note">These data are synthetic: silhouettes from a seeded generator, not Fashion-MNIST. No number here says anything about the real data set.</p>' : ''}
${cover.notes ? `<div class="cover-notes">${renderers.markdown(cover.notes)}</div>` : ''}
</header>
${summary}
<nav aria-label="Contents"><p class="kicker">Contents</p><ol>
${contents.join('\n')}
</ol></nav>
<main>
${sections.map(({ body }) => body).join('\n')}
${requirementsSection(requirements)}
${provenanceSection(source)}
<section id="appendix"><h2>Appendix</h2>
<p>Every figure and table that the body does not show, section by section; on paper all of them are open.</p>
${sections.map(({ appendix }) => appendix).join('\n')}
</section>
</main>
<footer>Made with Lookbook ${escapeHtml(source.appVersion)} in the browser; no data left the machine. This file needs no network.</footer>
<script type="application/json" id="lookbook-results">${inertJson(results)}</script>
<script type="application/json" id="lookbook-notebook">${source.notebookJson.replaceAll('<', '\\u003c')}</script>
</body>
</html>
`;
  return { html, requirements };
}
