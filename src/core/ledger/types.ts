/** The append-only ledger: everything that happened and must not be forgotten or changed. */
import type { ArtifactRef, Json } from '../results/values';

/** Where a run came from and how to make it again. */
export interface RunProvenance {
  readonly datasetHash: string;
  readonly datasetName: string;
  readonly splitVersion: string;
  /** Absent in runs of versions that did not record it. */
  readonly splitSeed?: number;
  readonly numericMode: string;
  readonly seed: number;
  readonly appVersion: string;
}

interface EventBase {
  /** Unique and derived from what happened (a task's key), so that a replayed job appends nothing twice. */
  readonly id: string;
  /** ISO time; not part of any hash. */
  readonly at: string;
}

/** One training of one model. Metrics are named as `<split>/<metric>`: `validation/accuracy`. */
export interface RunEvent extends EventBase {
  readonly type: 'run';
  readonly cellId: string;
  readonly cellKind: string;
  /** Short name for people: "cnn-small, 12,000 images". */
  readonly name: string;
  readonly family: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** 95 % intervals of metrics that have one. */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  /** Curves by name; x is images trained. */
  readonly curves: Readonly<Record<string, { readonly x: readonly number[]; readonly y: readonly number[] }>>;
  readonly artifacts: Readonly<Record<string, ArtifactRef>>;
  readonly taskKey: string;
  readonly imagesTrained: number;
  readonly seconds: number;
  readonly provenance: RunProvenance;
  // What follows is absent in runs of versions that did not record it.
  /** Id of the notebook in which the run was made. */
  readonly experiment?: string;
  /** What the run belongs to: id of a study or a comparison; of a challenger, that of the champion as the registry has it. */
  readonly parent?: string;
  /** ISO time; like `at` no part of any hash. */
  readonly startedAt?: string;
  /** Words by which runs are told apart: `role` is "trial", "final", "replicate", "challenger", ... */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The sealed test split was read. */
export interface TestOpening extends EventBase {
  readonly type: 'test-opening';
  readonly cellId: string;
  readonly reason: string;
  readonly modelHash: string;
  readonly accuracy: number;
}

/** A model changed its standing: registered as challenger, promoted to champion, retired. */
export interface RegistryEvent extends EventBase {
  readonly type: 'registry';
  readonly runId: string;
  readonly to: 'challenger' | 'champion' | 'retired';
  readonly reason: string;
}

/** A stream was watched: each batch scored once, before anything was trained on it. */
export interface StreamEvent extends EventBase {
  readonly type: 'stream';
  readonly cellId: string;
  /** Run of the model that was watched. */
  readonly runId: string;
  /** What happened to the stream, in words. */
  readonly scenario: string;
  readonly batches: readonly {
    readonly batch: number;
    readonly images: number;
    readonly correct: number;
    /** p-value of the hypothesis that nothing drifts, corrected for all tests of the batch. */
    readonly p: number;
  }[];
  readonly retrain: boolean;
  /** The decision of the rule, in words. */
  readonly decision: string;
}

/** What a person thinks of a label that was flagged; a later decision on the same image replaces an earlier one. */
export interface LabelDecision extends EventBase {
  readonly type: 'label-decision';
  readonly cellId: string;
  /** SHA-256 of the data set, and the image's id over both its files. */
  readonly datasetHash: string;
  readonly image: number;
  /** Classes, and the probability of the given one, as they were shown. */
  readonly given: number;
  readonly suggested: number;
  readonly selfConfidence: number;
  /** `confirmed`: the label is wrong; `dismissed`: it is right; `open`: an earlier decision is taken back. */
  readonly decision: 'confirmed' | 'dismissed' | 'open';
}

export type LedgerEvent = RunEvent | TestOpening | RegistryEvent | StreamEvent | LabelDecision;
