/** What the Alerts cell gathers: every check of the data, whether it found anything or not. All of it is JSON. */
import type { EvidenceKind, HasEvidence } from '../profile/evidence';
import type { AlertKind, ProfileSummary } from '../profile/types';

export type CheckKind = AlertKind | EvidenceKind;
export type Severity = 'info' | 'notice' | 'warning';

/** A threshold that can be moved, and what would be counted wherever it stood. */
export interface Movable {
  /** What is compared with it, with its unit. */
  readonly score: string;
  readonly counts: 'at-most' | 'at-least';
  readonly value: number;
  /** Where it stands unless it is moved. */
  readonly usual: number;
  readonly from: number;
  readonly step: number;
  /** Counted at `from + i * step`. */
  readonly curve: readonly number[];
}

export interface CheckedAlert {
  readonly kind: CheckKind;
  readonly title: string;
  /** How severe it is if something was found. */
  readonly severity: Severity;
  /** What was found and what it means; or, with nothing found, that it is in order. */
  readonly sentence: string;
  readonly count: number;
  /** What is counted: "image", "images". */
  readonly noun: readonly [one: string, many: string];
  /** Part of all that was judged, 0 to 1; of the images, where images are behind it. Null where there is no whole. */
  readonly share: number | null;
  /** How many were judged: what the share is of. Null where there is no whole. */
  readonly judged: number | null;
  readonly threshold?: number;
  readonly movable?: Movable;
  /** Images behind the count, worst first, at most LISTED_IDS; pairs and groups one after the other. */
  readonly ids: readonly number[];
  /** How many there are in all; the artifact `ids.<kind>` has them. */
  readonly images: number;
  /** Images that belong together: 2 for pairs. */
  readonly together: 1 | 2;
}

/** What the cell asks of Explore's summary. */
export interface HasProfile extends HasEvidence {
  readonly profile: ProfileSummary;
}

/** Ids and scores of the images behind a check, worst first; a score an image, or a pair. */
export interface Behind {
  readonly ids: Int32Array;
  readonly scores: Float32Array;
}
