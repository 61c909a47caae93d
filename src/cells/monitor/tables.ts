/** The Monitor cell's tables. */
import { DETECTORS } from '../../core/drift/detectors';
import type { ModelComparison } from '../../core/stats/compare';
import { points, pointsInterval, pNumber } from '../../core/words/comparisons';
import type { TableBlock } from '../../plots/blocks';
import type { MonitorSummary, Retraining } from './types';
import { tellingReport } from './words';

/** Columns of the telling batch, the clearest first: every detector's statistic beside what chance gives. */
export function columnsTable(summary: MonitorSummary): TableBlock {
  const report = tellingReport(summary);
  const rows = report.columns
    .toSorted((a, b) => a.adjusted - b.adjusted || (b.measures.ks?.statistic ?? 0) - (a.measures.ks?.statistic ?? 0))
    .map(({ label, means, measures, adjusted, drifted }) => ({
      label,
      reference: means?.[0] ?? null,
      batch: means?.[1] ?? null,
      ks: measures.ks?.statistic ?? null,
      chiSquare: measures['chi-square']?.statistic ?? null,
      psi: measures.psi?.statistic ?? null,
      wasserstein: measures.wasserstein?.statistic ?? null,
      p: pNumber(adjusted),
      drifted,
    }));
  const marked = rows.filter(({ drifted }) => drifted).length;
  return {
    type: 'table',
    id: 'columns',
    title: `Columns of batch ${report.batch} against the calibration split`,
    caption:
      `${marked} of ${rows.length} columns are marked: the smaller p-value of KS and chi-square, corrected by Holm for all ${report.tests} tests of the ` +
      `batch, is at most ${report.level}. ${DETECTORS.psi.definition} ${DETECTORS.wasserstein.definition}`,
    columns: [
      { key: 'label', label: 'Column' },
      { key: 'drifted', label: 'Drifted' },
      { key: 'p', label: 'p, corrected', align: 'right' },
      { key: 'ks', label: 'KS', align: 'right', digits: 3 },
      { key: 'chiSquare', label: 'χ²', align: 'right', digits: 1 },
      { key: 'psi', label: 'PSI', align: 'right', digits: 3 },
      { key: 'wasserstein', label: 'Wasserstein (sd)', align: 'right', digits: 3 },
      { key: 'reference', label: 'Mean, calibration', align: 'right', digits: 3 },
      { key: 'batch', label: 'Mean, batch', align: 'right', digits: 3 },
    ],
    rows,
    initialRows: 12,
  };
}

/** The gate: what was asked of the challenger, and what came of it. */
export function gateTable({ later, gate, plan }: Retraining): TableBlock {
  const row = (id: 'clean' | 'drifted', name: string, compared: ModelComparison) => {
    const condition = gate.conditions.find((candidate) => candidate.id === id)!;
    return {
      name,
      images: compared.images,
      champion: 100 * compared.accuracyB,
      challenger: 100 * compared.accuracyA,
      difference: `${points(compared.difference)} (${pointsInterval(compared.interval)})`,
      discordant: `${compared.mcNemar.onlyFirst} : ${compared.mcNemar.onlySecond}`,
      p: pNumber(compared.mcNemar.p),
      asked: condition.asked,
      holds: condition.holds,
    };
  };
  return {
    type: 'table',
    id: 'gate',
    title: 'Challenger against champion on later batches',
    caption:
      `Batches ${plan.later[0]} to ${plan.later.at(-1)}, which neither model was trained on, both on the same images. Differences are challenger minus ` +
      'champion in points, with paired bootstrap intervals (95 %); then the images that only the challenger and only the champion named rightly, and McNemar’s test of the two counts.',
    columns: [
      { key: 'name', label: 'Images' },
      { key: 'images', label: 'Number', align: 'right' },
      { key: 'champion', label: 'Champion (%)', align: 'right', digits: 1 },
      { key: 'challenger', label: 'Challenger (%)', align: 'right', digits: 1 },
      { key: 'difference', label: 'Difference', align: 'right' },
      { key: 'discordant', label: 'Only one right', align: 'right' },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'holds', label: 'Met' },
      { key: 'asked', label: 'Asked' },
    ],
    rows: [row('clean', 'without drift', later.clean), row('drifted', 'as they came in', later.drifted)],
  };
}
