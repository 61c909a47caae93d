/** What a cell gives to the summary of the whole study. */
import type { Miniature } from '../plots/miniature';

/** A number of the study as a whole, with what it may be off by. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  /** "95 % CI 88.9 to 90.1 %" */
  readonly interval: string;
  /** What it is a number of, in a few words; or what came of it: "not significant". */
  readonly note?: string;
  /** The number that a study is judged by: it stands first. */
  readonly first?: boolean;
}

export interface Highlights {
  /** What was done, to complete "This study": "compares 7 families of models". */
  readonly did?: string;
  /** What came of it, a sentence's part that can stand alone: "the model reaches 89.5 % on test". */
  readonly outcome?: string;
  /** At most {@link MOST_WORDS} words each, with its number; the one that matters most first. */
  readonly findings?: readonly string[];
  readonly figures?: readonly KeyFigure[];
  readonly picture?: Miniature;
}

/** Words of a finding in the summary. */
export const MOST_WORDS = 25;
