/** What a sequence detector brings to the registry in ./all: a way to say, over the batches so far, that it is time to retrain. */
import type { DriftReport } from '../report';

export interface RetrainSettings {
  /** Batches that the stream will have; fixed before it is looked at. */
  readonly batches: number;
  /** Chance of any retraining in a whole stream without drift. */
  readonly budget: number;
  /** Batches in a row for the persistent rule. */
  readonly consecutive: number;
}

/** Accuracy of one batch once its labels have come, against the accuracy on the reference. */
export interface AccuracyCheck {
  readonly batch: number;
  readonly images: number;
  readonly correct: number;
  readonly accuracy: number;
  /** Accuracy on the reference minus that of the batch. */
  readonly drop: number;
  /** One-sided: the chance of at most this accuracy if nothing has changed. */
  readonly p: number;
}

/** What is known of a batch that has come in. */
export interface SeenBatch {
  readonly report: DriftReport;
  /** Only once its labels have come. */
  readonly check?: AccuracyCheck;
}

export interface SequenceDetector {
  /** Unique; stands in files and results, so it does not change. */
  readonly id: string;
  /** As an adjective or a name: "the <label> rule fired". */
  readonly label: string;
  /** What makes it fire, in one sentence. */
  readonly about: string;
  /** Whose idea it is, or what its level rests on. */
  readonly source: string;
  /**
   * Whether it asks for retraining. Those that do share the budget of false alarms equally; one that explores has the share that it
   * would have among them, is watched, shown and exported, and never retrains.
   */
  readonly decides: boolean;
  /** Where several fire after the same batch, the lowest speaks. */
  readonly precedence: number;
  /** Whether one batch whose p-value is at most the level is enough: then figures draw the level. */
  readonly alone?: boolean;
  /** The level at which false alarms in a stream without drift have at most the chance `share`. */
  level(settings: RetrainSettings, share: number): number;
  /**
   * The reason to retrain after the last of these batches, as the end of a sentence; undefined for none.
   * @param history all batches so far, ascending, at least one; asked again after each batch, and anew when late labels come
   */
  fires(history: readonly SeenBatch[], level: number, settings: RetrainSettings): string | undefined;
  /** What has not happened where it is silent, to end the sentence "No retraining: in 20 batches ..."; left out where there is nothing to add. */
  quiet?(level: number, settings: RetrainSettings): string;
}
