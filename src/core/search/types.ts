/** The vocabulary of studies, types only: studies and trials, which are plain JSON, and the contracts of samplers and pruners. */
import type { ParamSpec, ParamValues } from '../params';
import type { Json } from '../results/types';
import type { PrunerId } from './pruner-names';
import type { SamplerId } from './sampler-names';
import type { Point, SearchSpace } from './space';

/** What a trial reported while it ran: `step` in the caller's unit (images trained, epochs), increasing. */
export interface Report {
  readonly step: number;
  readonly value: number;
}

export type TrialState = 'pending' | 'complete' | 'pruned' | 'failed';

export interface Trial {
  /** From 0, in the order of asking. */
  readonly number: number;
  readonly generation: number;
  readonly params: Point;
  readonly state: TrialState;
  /** The objective; present if complete. */
  readonly value?: number;
  readonly reports: readonly Report[];
  /** Further numbers worth keeping (log-loss, parameters); not used by the study. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Why it was pruned or failed, for people. */
  readonly reason?: string;
}

export interface StudyConfig {
  readonly space: SearchSpace;
  readonly direction: 'maximize' | 'minimize';
  /** Trials in a generation. It belongs to the study, not to the machine. */
  readonly width: number;
  readonly seed: number;
  readonly sampler: SamplerConfig;
  readonly pruner: PrunerConfig;
}

export interface Study extends StudyConfig {
  readonly schema: 'lookbook/study';
  readonly version: 1;
  readonly trials: readonly Trial[];
}

/** What a trial came to. A value that is not finite counts as failed. */
export interface TrialResult {
  readonly number: number;
  readonly state: 'complete' | 'pruned' | 'failed';
  readonly value?: number;
  readonly reports?: readonly Report[];
  readonly metrics?: Readonly<Record<string, number>>;
  readonly reason?: string;
}

/** What a study is made for: samplers and pruners derive their settings from it. */
export interface StudyPlan {
  /** Trials that are planned. */
  readonly trials: number;
  /** Reports of a trial that runs to its end, and the steps between two of them. */
  readonly reports: number;
  readonly interval: number;
}

/** The name of a sampler or a pruner, and beside it its settings. */
type Configured<Id extends string> = { readonly type: Id } & ParamValues<ParamSpec>;
export type SamplerConfig = Configured<SamplerId>;
export type PrunerConfig = Configured<PrunerId>;

/** What samplers and pruners have in common. */
interface Method<Spec extends ParamSpec> {
  /** By the field's term: "Seeded random search". */
  readonly algorithm: string;
  /** What it does, to be read on after its label: "draws every trial by itself." Markdown. */
  readonly about: string;
  /** Paper or program that it follows. */
  readonly source: string;
  /** Its settings, with bounds and defaults. A study keeps them beside the method's name. */
  readonly params: Spec;
  /** The settings for a study. */
  config(plan: StudyPlan): ParamValues<Spec>;
  /** The method with its settings, in the head of `trials.log`. */
  describe(settings: ParamValues<Spec>): string;
}

/** A point from uniform random numbers in [0, 1). */
export type Draw = (random: () => number) => Point;

/** Proposes the points of a study. In samplers/<name>.ts as `sampler`, with a line in sampler-names.ts. */
export interface Sampler<Spec extends ParamSpec = ParamSpec> extends Method<Spec> {
  /**
   * How to draw the next point of the study, all of whose trials count, those still pending too. The draw is tried several
   * times, each with random numbers of its own, until it gives a point that no trial has had; after that, or where this is
   * undefined, the point is drawn evenly. What it gives may depend on nothing but the study, the settings and `random`.
   */
  suggest(study: Study, settings: ParamValues<Spec>): Draw | undefined;
}

type PlainObject = Readonly<Record<string, Json>>;

/**
 * All that a running trial needs to decide, with the name of the pruner that made it; plain JSON, so that it can be part of a
 * task's specification.
 */
export type PruningRule = { readonly type: PrunerId } & PlainObject;

/** Stops trials before their end. In pruners/<name>.ts as `pruner`, with a line in pruner-names.ts. */
export interface Pruner<
  Spec extends ParamSpec = ParamSpec,
  Rule extends PlainObject = PlainObject,
> extends Method<Spec> {
  /** Why a study with it prunes nothing, without a full stop; absent for one that prunes. */
  readonly idle?: string;
  /** The rule for the trials of the next or pending generation; undefined if nothing is to be pruned yet. */
  rule(study: Study, settings: ParamValues<Spec>): Rule | undefined;
  /**
   * Why a trial should stop after its last report, or undefined. Pure: a training that is resumed asks again.
   * @param reports all reports of the trial so far, in order of steps; there may be none
   */
  why(rule: Rule, reports: readonly Report[]): string | undefined;
}
