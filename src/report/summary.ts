/**
 * The summary of a study: what was done and what came of it, from what cells give of themselves. It knows no kind of cell by name.
 * Pure.
 */
import type { Highlights, KeyFigure } from '../cells/highlights';
import type { CellState } from '../core/results/types';
import { listed } from '../core/words/comparisons';
import { capitalised } from '../core/words/names';
import type { Miniature } from '../plots/miniature';
import { MISSIONS, missionOf, type MissionId } from './missions';

/** Of one part of the mission; of all. */
const MOST_OF_A_PART = 2;
const MOST_FINDINGS = 9;
const MOST_FIGURES = 4;
const MOST_PICTURES = 4;

export interface SummaryCell {
  readonly id: string;
  readonly title: string;
  /** As its kind names it: "M1 Exploratory analysis"; empty if it serves all. */
  readonly mission: string;
  readonly state: CellState;
  readonly stale: boolean;
  /** Of its result; none without one. */
  readonly highlights?: Highlights | undefined;
}

export interface SummaryFinding {
  readonly mission: MissionId;
  readonly cellId: string;
  readonly cell: string;
  readonly text: string;
  /** Its cell is out of date: what it says may no longer hold. */
  readonly stale: boolean;
}

export type PartState = 'done' | 'out of date' | 'running' | 'failed' | 'not run';
export interface SummaryPart {
  readonly id: MissionId;
  readonly title: string;
  /** Cells of the part, and how many of them are up to date. */
  readonly cells: number;
  readonly done: number;
  readonly state: PartState;
}

export interface StudySummary {
  /** What was done; what came of it, once something has. */
  readonly lead: readonly string[];
  readonly figures: readonly (KeyFigure & { readonly cellId: string })[];
  readonly findings: readonly SummaryFinding[];
  readonly pictures: readonly (Miniature & { readonly cellId: string })[];
  readonly parts: readonly SummaryPart[];
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

function leadOf(cells: readonly SummaryCell[]): string[] {
  const of = (part: 'did' | 'outcome'): string[] => unique(cells.flatMap(({ highlights }) => highlights?.[part] ?? []));
  const [did, outcomes] = [of('did'), of('outcome')];
  return [
    ...(did.length > 0 ? [`This study ${listed(did)}.`] : []),
    ...(outcomes.length > 0 ? [`${capitalised(outcomes.join('; '))}.`] : []),
  ];
}

/** Of each part the first finding of every cell, then second ones, until it has enough; in the order of the cells. */
function findingsOf(cells: readonly SummaryCell[], part: MissionId): SummaryFinding[] {
  const own = cells.filter(({ mission }) => missionOf(mission) === part);
  const told = own.flatMap(({ id, title, stale, highlights }, place) =>
    (highlights?.findings ?? []).map((text, rank) => ({
      rank,
      place,
      finding: { mission: part, cellId: id, cell: title, text, stale },
    })),
  );
  const once = told.filter(({ finding }, at) => told.findIndex((other) => other.finding.text === finding.text) === at);
  return once
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, MOST_OF_A_PART)
    .sort((a, b) => a.place - b.place || a.rank - b.rank)
    .map(({ finding }) => finding);
}

function partOf(cells: readonly SummaryCell[], id: MissionId): SummaryPart[] {
  const own = cells.filter(({ mission }) => missionOf(mission) === id);
  if (own.length === 0) return [];
  const has = (...states: CellState[]): boolean => own.some(({ state }) => states.includes(state));
  const done = own.filter(({ state, stale }) => state === 'done' && !stale).length;
  const state: PartState =
    done === own.length
      ? 'done'
      : has('running', 'queued')
        ? 'running'
        : has('failed', 'not-saved')
          ? 'failed'
          : own.some(({ stale }) => stale)
            ? 'out of date'
            : 'not run';
  return [{ id, title: MISSIONS[id], cells: own.length, done, state }];
}

/** @param cells in the order of the notebook */
export function summarise(cells: readonly SummaryCell[]): StudySummary {
  const ids = Object.keys(MISSIONS) as MissionId[];
  const figures = cells.flatMap(({ id, highlights }) =>
    (highlights?.figures ?? []).map((figure) => ({ ...figure, cellId: id })),
  );
  return {
    lead: leadOf(cells),
    figures: figures.sort((a, b) => Number(b.first ?? false) - Number(a.first ?? false)).slice(0, MOST_FIGURES),
    findings: ids.flatMap((id) => findingsOf(cells, id)).slice(0, MOST_FINDINGS),
    pictures: cells
      .flatMap(({ id, highlights }) => (highlights?.picture ? [{ ...highlights.picture, cellId: id }] : []))
      .slice(0, MOST_PICTURES),
    parts: ids.flatMap((id) => partOf(cells, id)),
  };
}

/** "done", "3 of 5 done, running". */
export const partWords = ({ state, done, cells }: SummaryPart): string =>
  state === 'done' || done === 0
    ? state
    : `${done} of ${cells} done, ${state === 'not run' ? 'others not run' : state}`;

/** The summary as plain text, for a message or a hand-in. */
export function summaryText(title: string, { lead, figures, findings, parts }: StudySummary): string {
  const lines = [
    title,
    '',
    ...lead,
    '',
    ...figures.map(({ label, value, interval, note }) => `${label}: ${value} (${interval}${note ? `; ${note}` : ''})`),
  ];
  const sections = parts.flatMap((part) => [
    '',
    `${part.id} ${part.title}: ${partWords(part)}`,
    ...findings
      .filter(({ mission }) => mission === part.id)
      .map(({ text, stale }) => `- ${text}${stale ? ' (out of date)' : ''}`),
  ]);
  return `${[...lines, ...sections].join('\n').trim()}\n`;
}
