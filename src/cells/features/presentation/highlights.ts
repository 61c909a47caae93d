/** What the Features cell gives to the summary of the study. */
import { points, pointsInterval } from '../../../core/words/comparisons';
import { plural } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { FeaturesSummary } from '../types';
import { rowLabel, rowVerdict } from './words';

export function highlights({ ablation }: FeaturesSummary): Highlights {
  if (!ablation || ablation.rows.length === 0) return {};
  const helpful = ablation.rows.filter((row) => row.on && rowVerdict(row) === 'better');
  const best = helpful.reduce((most, row) => (row.effect > most.effect ? row : most), helpful[0] ?? ablation.rows[0]!);
  if (helpful.length > 0) {
    return {
      findings: [
        `${rowLabel(best)} raises validation accuracy by ${points(best.effect)} (95 % CI ${pointsInterval(best.interval)}), the most of all feature steps.`,
      ],
    };
  }
  const used = ablation.rows.filter(({ on }) => on).sort((a, b) => b.effect - a.effect)[0];
  const most = used
    ? `; most: ${rowLabel(used)}, ${points(used.effect)} (95 % CI ${pointsInterval(used.interval)})`
    : '';
  return {
    findings: [
      `No feature step in use raises accuracy significantly, of ${plural(ablation.rows.length, 'step')} tested${most}.`,
    ],
  };
}
