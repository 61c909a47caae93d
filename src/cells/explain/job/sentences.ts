/** The sentence that is part of the result: the finding about the selected pixels is taken over into other cells. */
import { familyLabel } from '../../../core/families/names';
import { METHOD_FACTS } from '../../../core/explain/method-names';
import { points, pointsApart, pointsInterval } from '../../../core/words/comparisons';
import { inSentence } from '../../../core/words/names';
import type { Selection } from '../types';

/** What the selection costs, and whether it is recommended. */
export function selectionSentence(
  {
    method,
    kept,
    percent,
    model,
    margin,
    recommended,
    differences,
  }: Omit<Selection, 'sentence'> & Pick<Required<Selection>, 'method'>,
  pixels: number,
): string {
  const all = differences.all;
  const limit = `the margin of ${pointsApart(margin)}`;
  const verdict = recommended
    ? `not worse beyond ${limit}, so the mask is recommended`
    : `a loss beyond ${limit} cannot be ruled out, so the mask is not recommended`;
  return (
    `Trained on nothing but the ${kept.length} pixels (${percent} %) with the largest mean |${inSentence(METHOD_FACTS[method].label)}|, the ` +
    `${familyLabel(model)} differs by ${points(all.estimate)} of validation accuracy from all ${pixels} pixels ` +
    `(95 % interval ${pointsInterval(all.interval, 1, -margin)}, ${all.perRun.length} seeds): ${verdict}.`
  );
}
