import { csvOf, type CsvValue } from '../csv';
import { nameOfLabel } from '../dataset/shape';
import { decisionsOf } from '../ledger/decisions';
import type { LabelDecision } from '../ledger/types';
import { CSV } from './formats';
import type { JudgedLabels } from './label-issues';
import { defineExporter, type Given } from './types';

/** `label-decisions.csv`: one row an image, as it is decided now. @param classes their names by label */
function decisionsCsv(decisions: ReadonlyMap<number, LabelDecision>, classes: readonly string[]): string {
  const header = ['image', 'given', 'given_name', 'suggested', 'suggested_name', 'self_confidence', 'decision', 'at'];
  const rows = [...decisions.values()].map(({ image, given, suggested, selfConfidence, decision, at }): CsvValue[] => [
    image,
    given,
    nameOfLabel(classes, given),
    suggested,
    nameOfLabel(classes, suggested),
    selfConfidence,
    decision,
    at,
  ]);
  return csvOf([header, ...rows]);
}

export const labelDecisions = defineExporter({
  id: 'label-decisions',
  version: 1,
  about: 'what a person decided on labels, an image a row',
  name: 'label-decisions.csv',
  ...CSV,
  needs: { results: { result: [] }, ledger: ['label-decision'] },
  encode: ({ settings, results, ledger }: Given<{ readonly classes: readonly string[] }, { result: JudgedLabels }>) =>
    decisionsCsv(decisionsOf(ledger, results.result.summary.dataset.hash), settings.classes),
});
