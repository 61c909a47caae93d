/** The hand-in kit: everything that a study leaves behind, in one zip or file by file. Page only. */
import { zipFiles } from '../notebook/zip';
import { pageRenderers, figurePngs } from './export';
import { gatherFiles } from './files';
import { buildPage } from './page';
import { coverOf } from './provenance';
import { requirementsPage } from './requirements';
import { buildResults } from './results';
import type { ExportOptions, ReportSource } from './types';

/** One file of the kit. */
export interface KitPart {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How it is used, in a sentence. */
  readonly use?: string;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Everything but the figures: these are pictures to draw, the rest is text and numbers. */
export async function kitParts(source: ReportSource, options: ExportOptions = {}): Promise<KitPart[]> {
  const results = await buildResults(source, options.at ?? new Date().toISOString());
  const { html, requirements } = await buildPage(
    source,
    results,
    options.renderers ?? pageRenderers,
    options.onProgress ?? (() => undefined),
  );
  const { files, failed } = await gatherFiles(source);
  const parts: KitPart[] = [
    { name: 'report.html', about: 'the report; opens in any browser, without a network', bytes: utf8(html) },
    {
      name: 'requirements.html',
      about: 'each line of the mission with its section, algorithm, reference and figure',
      bytes: utf8(requirementsPage(source, requirements)),
    },
    {
      name: 'results.json',
      about: 'every number, as JSON; equal seeds give an equal file but for `timing`',
      bytes: utf8(`${JSON.stringify(results, null, 2)}\n`),
    },
    {
      name: 'notebook.json',
      about: 'the notebook; Lookbook opens and runs it again',
      bytes: utf8(source.notebookJson),
    },
    ...files.map(({ from, ...file }) => ({ ...file, about: `from the cell ${from}` })),
  ];
  if (failed.length > 0) {
    parts.push({
      name: 'not-made.txt',
      about: 'what could not be made, and why',
      bytes: utf8(`${failed.join('\n')}\n`),
    });
  }
  return parts;
}

/** read-me.txt: what lies in the folder, and how to use what can be run. */
function readMe(source: ReportSource, parts: readonly Pick<KitPart, 'name' | 'about' | 'use'>[]): string {
  const { title, author } = coverOf(source);
  const width = Math.max(...parts.map(({ name }) => name.length));
  const uses = [...new Set(parts.flatMap(({ use = [] }) => use))].map((use) => `\n${use}\n`).join('');
  return (
    `${title}\n${author.trim() ? `${author}\n` : ''}\n` +
    parts.map(({ name, about }) => `${name.padEnd(width)}  ${about}\n`).join('') +
    `${uses}\nMade with Lookbook ${source.appVersion}. Begin with report.html.\n`
  );
}

/** The whole kit as a zip. */
export async function exportKit(source: ReportSource, options: ExportOptions = {}): Promise<Blob> {
  const parts = await kitParts(source, options);
  const figures = await figurePngs(source, options);
  const listed = [
    ...parts,
    ...(Object.keys(figures).length > 0
      ? [{ name: 'figures/', about: 'every figure as PNG, a folder a cell; its key figure ends in -key' }]
      : []),
  ];
  const files: Record<string, Uint8Array<ArrayBuffer>> = { 'read-me.txt': utf8(readMe(source, listed)) };
  for (const { name, bytes } of parts) files[name] = bytes;
  for (const [name, bytes] of Object.entries(figures)) files[`figures/${name}`] = bytes;
  return new Blob([await zipFiles(files)], { type: 'application/zip' });
}
