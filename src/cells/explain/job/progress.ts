/** One progress of the cell from the progress of tasks that run side by side. */
import type { Progress } from '../../../core/results/types';
import type { ExplainLive } from '../types';

interface Part {
  stage: string;
  done: number;
  readonly total: number;
}

export class JobProgress {
  readonly #parts: Part[] = [];
  readonly #report: (progress: Progress<ExplainLive>) => void;

  constructor(report: (progress: Progress<ExplainLive>) => void) {
    this.#report = report;
  }

  /**
   * A part of the work, in images that go through a model. The first part that is under way gives the stage.
   * @returns what to call with the share of the part that is done, 0 to 1
   */
  part(stage: string, images: number): (share: number, detail?: ExplainLive, stage?: string) => void {
    const part: Part = { stage, done: 0, total: images };
    this.#parts.push(part);
    return (share, detail, now) => {
      // A task that looks at its images twice starts counting anew; what was done stays done.
      part.done = Math.max(part.done, Math.min(1, share) * part.total);
      if (now !== undefined) part.stage = now;
      const shown = this.#parts.find(({ done, total }) => done > 0 && done < total) ?? part;
      const sum = (of: 'done' | 'total'): number => Math.round(this.#parts.reduce((all, one) => all + one[of], 0));
      const progress = { stage: shown.stage, done: sum('done'), total: sum('total'), unit: 'images' };
      this.#report(detail ? { ...progress, detail } : progress);
    };
  }
}

/** The share that a task's progress stands for. */
export const shareOf = ({ done, total }: Pick<Progress, 'done' | 'total'>): number => (total > 0 ? done / total : 0);
