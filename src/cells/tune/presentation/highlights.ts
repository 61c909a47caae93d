/** What the Tune cell gives to the summary of the study. */
import { bestTrial } from '../../../core/search/ranking';
import { percentInterval, points, pointsInterval, SIGNIFICANT } from '../../../core/words/comparisons';
import { count, percent, plural } from '../../../core/words/numbers';
import type { Highlights, KeyFigure } from '../../highlights';
import type { TuneSummary } from '../types';

/** Where the untuned settings were not trained in full: what the best trial is ahead of them on the study's small budget. */
function inTheStudy(study: TuneSummary['study']): KeyFigure[] {
  const [best, untuned] = [bestTrial(study)?.value, study.trials[0]?.value];
  if (best === undefined || untuned === undefined) return [];
  return [
    {
      label: 'Gained by tuning',
      value: points(best - untuned),
      interval: 'no interval, small budget',
      note: `on validation, best of ${plural(study.trials.length, 'trial')}`,
    },
  ];
}

/** What the chosen settings gained over the untuned ones with the same budget, on validation. */
function gained({ finalists, againstUntuned, againstRunnerUp, study }: TuneSummary): KeyFigure[] {
  if (study.trials.length < 2) return [];
  if (finalists[0]!.untuned)
    return [
      {
        label: 'Gained by tuning',
        value: points(0),
        interval: 'the untuned settings are best',
        note: 'no finalist beats them',
      },
    ];
  const compared = finalists[1]?.untuned ? againstRunnerUp : againstUntuned;
  if (!compared) return inTheStudy(study);
  const { difference, interval, mcNemar } = compared;
  return [
    {
      label: 'Gained by tuning',
      value: points(difference),
      interval: `95 % CI ${pointsInterval(interval)}`,
      note: mcNemar.p < SIGNIFICANT ? 'on validation, significant' : 'on validation, not significant',
    },
  ];
}

export function highlights(summary: TuneSummary): Highlights {
  const { test, family, study } = summary;
  const interval = `95 % CI ${percentInterval(test.ci95)}`;
  return {
    did: `tunes the ${family.label} in ${plural(study.trials.length, 'trial')}`,
    outcome: `the final model reaches ${percent(test.accuracy)} accuracy on ${count(test.images)} test images (${interval})`,
    findings: [
      `The tuned ${family.label} reaches ${percent(test.accuracy)} accuracy on the ${count(test.images)} test images (${interval}).`,
    ],
    figures: [
      {
        label: 'Test accuracy',
        value: percent(test.accuracy),
        interval,
        note: `${count(test.images)} images`,
        first: true,
      },
      ...gained(summary),
    ],
  };
}
