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
    ? `The mask is recommended: the accuracy loss stays within ${limit}.`
    : `The mask is not recommended: a loss larger than ${limit} is possible.`;
  return (
    `Retrained on the ${kept.length} of ${pixels} pixels (${percent} %) with the largest mean |${inSentence(METHOD_FACTS[method].label)}|, the ` +
    `${familyLabel(model)} changes validation accuracy by ${points(all.estimate)} ` +
    `(95 % CI ${pointsInterval(all.interval, 1, -margin)}, ${all.perRun.length} seeds). ${verdict}`
  );
}
