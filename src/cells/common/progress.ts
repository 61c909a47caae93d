/**
 * One progress of a job from its parts, which run side by side.
 *
 * Nothing is held back here: the coordinator lets a count through every 100 ms, and the last one (cell-runner.ts). What it always
 * lets through is a report with a live detail, so a detail that could go along with every count goes along now and then.
 */
import type { Progress } from '../../core/results/types';

/** A live detail goes along with a count at most this often: trainings tell of themselves every few steps, people read slower. */
const LIVE_MS = 200;

export interface ProgressOptions<Live> {
  /** Of all counts; images unless told otherwise. */
  readonly unit?: string;
  /** Of the whole job, where parts are added on the way; otherwise the sum of all parts. */
  readonly total?: number;
  /** The job's own stage, at first. */
  readonly stage?: string;
  /** Decimal digits of the counts. */
  readonly digits?: number;
  /** The live detail as it is now; undefined if there is none yet. */
  readonly live?: () => Live | undefined;
  /** How often the live detail goes along, in milliseconds. */
  readonly liveMs?: number;
}

interface Part {
  stage: string | undefined;
  done: number;
  readonly total: number;
}

/**
 * Tells how far a part is; what was done stays done.
 * @param done share or count, as the part was added @param detail goes to the page at once @param stage another one from now on
 */
export type Tell<Live = never> = (done: number, detail?: Live, stage?: string) => void;

/** The share that a task's progress stands for. */
export const shareOf = ({ done, total }: Pick<Progress, 'done' | 'total'>): number => (total > 0 ? done / total : 0);

export class JobProgress<Live = never> {
  /** What is shown while no part that is under way has a stage of its own. */
  stage: string;
  readonly #parts: Part[] = [];
  readonly #unit: string;
  readonly #total: number | undefined;
  readonly #scale: number;
  readonly #report: (progress: Progress<never>, detail: Live | undefined, atOnce: boolean) => void;

  constructor(report: (progress: Progress<Live>) => void, options: ProgressOptions<Live> = {}) {
    const { unit = 'images', total, stage = '', digits = 0, live, liveMs = LIVE_MS } = options;
    this.stage = stage;
    this.#unit = unit;
    this.#total = total;
    this.#scale = 10 ** digits;
    let shown = -Infinity;
    this.#report = (progress, given, atOnce) => {
      const now = performance.now();
      const detail = given ?? (atOnce || now - shown >= liveMs ? live?.() : undefined);
      if (detail !== undefined) shown = now;
      report(detail === undefined ? progress : { ...progress, detail });
    };
  }

  /**
   * A part that is told by its share, 0 to 1.
   * @param stage the first part under way that has one gives the stage of the job @param total in the job's unit
   */
  part(stage: string | undefined, total: number): Tell<Live> {
    return this.#add(stage, total, total);
  }

  /** A part that is told by its count, 0 to total; otherwise as {@link part}. */
  counted(stage: string | undefined, total: number): Tell<Live> {
    return this.#add(stage, total, 1);
  }

  /** Tells how far the job is, with its live detail. */
  tell(): void {
    this.#tell(undefined, undefined, true);
  }

  /** All that was to be counted is done, or will not be done; what follows is this stage. */
  finish(stage: string): void {
    for (const part of this.#parts) part.done = part.total;
    const rest = (this.#total ?? 0) - this.#sum('total');
    if (rest > 0) this.#parts.push({ stage: undefined, done: rest, total: rest });
    this.stage = stage;
    this.tell();
  }

  #add(stage: string | undefined, total: number, each: number): Tell<Live> {
    const part: Part = { stage, done: 0, total };
    this.#parts.push(part);
    return (done, detail, now) => {
      // A task that looks at its images twice starts counting anew.
      part.done = Math.max(part.done, Math.min(total, done * each));
      if (now !== undefined) part.stage = now;
      this.#tell(part, detail, false);
    };
  }

  #tell(teller: Part | undefined, detail: Live | undefined, atOnce: boolean): void {
    const shown = this.#parts.find(({ stage, done, total }) => stage !== undefined && done > 0 && done < total);
    const total = this.#rounded(this.#total ?? this.#sum('total'));
    this.#report(
      {
        stage: (shown ?? teller)?.stage ?? this.stage,
        done: Math.min(total, this.#rounded(this.#sum('done'))),
        total,
        unit: this.#unit,
      },
      detail,
      atOnce,
    );
  }

  #sum(of: 'done' | 'total'): number {
    return this.#parts.reduce((all, part) => all + part[of], 0);
  }

  #rounded(value: number): number {
    return Math.round(value * this.#scale) / this.#scale;
  }
}
