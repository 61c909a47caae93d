/** What the points of the map are coloured by: groups with one colour each, or a score on a scale. */
import { splitWord } from '../../../../core/words/splits';
import { MAPPED_SPLITS } from '../../../../core/map/sample';
import { decimal } from '../../../../core/words/numbers';
import { classColor, COLORWAY, INK, SEQUENTIAL, scaleTable, type ThemeName } from '../../../../plots/palette';
import type { MapSummary } from '../../types';
import type { Mapped } from './load';

export const COLOURINGS = {
  class: 'class',
  split: 'split',
  vote: 'what neighbours say',
  distance: 'distance to the nearest',
  reconstruction: 'reconstruction error',
} as const;
export type ColouringName = keyof typeof COLOURINGS;

export interface Group {
  readonly name: string;
  readonly colour: string;
  readonly count: number;
}

export interface Colouring {
  /** Group of each point; for a score the step on its scale. */
  readonly codes: Uint8Array;
  /** Colour of each code. */
  readonly colours: readonly string[];
  /** For the legend; empty for a score. */
  readonly groups: readonly Group[];
  /** For a score: its ends and the threshold above which an image counts. */
  readonly scale?: { readonly low: number; readonly high: number; readonly threshold: number | null };
}

const STEPS = 32;
/** The pale end of the scale would vanish on the paper. */
const PALEST = 0.18;

export function available(mapped: Mapped): ColouringName[] {
  return (Object.keys(COLOURINGS) as ColouringName[]).filter(
    (name) => name === 'class' || name === 'split' || mapped[name === 'vote' ? 'voted' : name] !== undefined,
  );
}

function grouped(codes: Uint8Array, names: readonly string[], colours: readonly string[]): Colouring {
  const counts = new Array<number>(names.length).fill(0);
  for (const code of codes) if (code < names.length) counts[code]! += 1;
  return {
    codes,
    colours,
    groups: names.map((name, code) => ({ name, colour: colours[code]!, count: counts[code]! })),
  };
}

function scaled(scores: Float32Array, threshold: number | null, theme: ThemeName): Colouring {
  const ascending = scores.toSorted();
  // The strangest few would take most of the scale for themselves.
  const [low, high] = [ascending[0] ?? 0, ascending[Math.floor(0.995 * (ascending.length - 1))] ?? 1];
  const table = scaleTable(SEQUENTIAL[theme]);
  const colours = Array.from({ length: STEPS }, (_, step) => {
    const at = Math.round(255 * (PALEST + ((1 - PALEST) * step) / (STEPS - 1))) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  const codes = Uint8Array.from(scores, (score) =>
    Math.max(0, Math.min(STEPS - 1, Math.floor(((score - low) / (high - low || 1)) * STEPS))),
  );
  return { codes, colours, groups: [], scale: { low, high, threshold } };
}

export function colouringOf(
  name: ColouringName,
  mapped: Mapped,
  summary: Pick<MapSummary, 'distance' | 'reconstruction'>,
  theme: ThemeName,
): Colouring {
  const colorway = COLORWAY[theme];
  switch (name) {
    case 'split':
      return grouped(mapped.splits, MAPPED_SPLITS.map(splitWord), colorway);
    case 'vote': {
      const wrong = mapped.labels.map((label, index) => (mapped.voted?.[index] === label ? 0 : 1));
      return grouped(
        wrong,
        ['five nearest say its class', 'five nearest say another'],
        [INK[theme].axis, colorway[1]!],
      );
    }
    case 'distance':
    case 'reconstruction':
      return scaled(mapped[name] ?? new Float32Array(mapped.labels.length), summary[name]?.threshold ?? null, theme);
    case 'class': {
      const labels = Array.from({ length: mapped.classes }, (_, label) => label);
      return grouped(
        mapped.labels,
        labels.map(mapped.nameOf),
        labels.map((label) => classColor(theme, label)),
      );
    }
  }
}

/** What is said of a point, in a line or two. */
export function describe(
  mapped: Mapped,
  index: number,
): { readonly name: string; readonly details: readonly string[] } {
  const label = mapped.labels[index]!;
  const voted = mapped.voted?.[index];
  const [distance, error] = [mapped.distance?.[index], mapped.reconstruction?.[index]];
  return {
    name: mapped.nameOf(label),
    details: [
      `image ${mapped.ids[index]} of the training file, ${splitWord(MAPPED_SPLITS[mapped.splits[index]!]!)}`,
      ...(voted === undefined || voted === label ? [] : [`its neighbours say ${mapped.nameOf(voted)}`]),
      ...(distance === undefined ? [] : [`distance to the nearest ${decimal(distance)}`]),
      ...(error === undefined ? [] : [`reconstruction error ${decimal(error)}`]),
    ],
  };
}
