import { csvOf, type CsvValue } from '../csv';
import { nameOfLabel } from '../dataset/shape';
import { decisionsOf } from '../ledger/decisions';
import { CSV } from './formats';
import { defineExporter, type Given, type GivenResult } from './types';

/** What a result says of the labels that it judges. */
export interface JudgedLabels {
  readonly dataset: { readonly hash: string };
}
interface Settings {
  /** Names of the classes by label. */
  readonly classes: readonly string[];
}

/** Arrays of the result, an item a flagged image, the least self-confident first; as the task `label-issues` names them. */
const ARRAYS = ['issueIds', 'issueGiven', 'issueSuggested', 'issueSelfConfidence', 'issueMargin'] as const;

/** One row a flagged image, the least self-confident first, with what a person decided on it. */
function issuesCsv(
  { arrays }: GivenResult,
  classes: readonly string[],
  decisionOf: (image: number) => string | undefined,
): string {
  const [ids, given, suggested, selfConfidence, margin] = ARRAYS.map((name) => arrays[name]!.data);
  const header = [
    'rank',
    'image',
    'given',
    'given_name',
    'suggested',
    'suggested_name',
    'self_confidence',
    'normalised_margin',
    'decision',
  ];
  const rows = Array.from(ids!, (id, rank): CsvValue[] => [
    rank + 1,
    id,
    given![rank],
    nameOfLabel(classes, given![rank]!),
    suggested![rank],
    nameOfLabel(classes, suggested![rank]!),
    selfConfidence![rank],
    margin![rank],
    decisionOf(id) ?? '',
  ]);
  return csvOf([header, ...rows]);
}

export const labelIssues = defineExporter({
  id: 'label-issues',
  version: 1,
  about: 'every image whose label is probably wrong, with what was decided on it',
  name: 'label-issues.csv',
  ...CSV,
  needs: { results: { result: ARRAYS }, ledger: ['label-decision'] },
  encode({ settings, results: { result }, ledger }: Given<Settings, { result: JudgedLabels }>) {
    const decisions = decisionsOf(ledger, result.summary.dataset.hash);
    return issuesCsv(result, settings.classes, (image) => decisions.get(image)?.decision);
  },
});
