/**
 * What a check of images leaves for the alerts. A cell that checks images puts a list of these into its summary as
 * `evidence`; the Alerts cell counts with a threshold that a person can move, and lists the images behind the count.
 * A new check is so a new piece of evidence, and nothing else.
 */
export type EvidenceKind =
  | 'near-duplicate'
  | 'near-leak'
  | 'dark'
  | 'light'
  | 'low-information'
  | 'blurry'
  | 'outlier'
  | 'reconstruction'
  | 'label-issue';

export interface Evidence {
  readonly kind: EvidenceKind;
  /** What the score is, with its unit: "99th percentile of x/255". */
  readonly score: string;
  /** Which side of the threshold counts; the threshold itself does. */
  readonly counts: 'at-most' | 'at-least';
  /** Where the threshold stands unless it is moved. */
  readonly threshold: number;
  /** How far it can be moved. */
  readonly range: readonly [number, number];
  readonly step: number;
  /**
   * Names of arrays in the cell's result. `scores`: float32 [n]. `ids`: int32 [n] for images, [n, 2] for pairs; left out
   * where the scores are of all images, in the order of their ids. What the range can never count may be left out.
   * `groups`: uint8 [n], for each score the index of its group in {@link Evidence.groups}.
   */
  readonly arrays: { readonly scores: string; readonly ids?: string; readonly groups?: string };
  /** How many images were judged: what a share is of. */
  readonly judged: number;
  /** What the counted are split by, in words that follow "12" and "all 12": "with test". */
  readonly groups?: readonly string[];
  readonly severity: 'info' | 'notice' | 'warning';
  /** After the count: "image is dark" / "images are dark"; what it means for a model, a sentence of its own; and "no image is dark". */
  readonly words: { readonly one: string; readonly many: string; readonly meaning: string; readonly quiet: string };
}

/** What the Alerts cell asks of the summary of a cell that feeds it. */
export interface HasEvidence {
  readonly evidence: readonly Evidence[];
}
