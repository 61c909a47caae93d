/** The headline numbers of the cell of near copies, as notes quote them: at the threshold where near copies begin. */
import { briefPercent, count } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import { countsAt } from './findings';
import { NEAR, type SimilarSummary } from '../types';

export const values: NamedValues<SimilarSummary> = {
  threshold: { what: 'Difference up to which images count as near copies', text: () => briefPercent(NEAR) },
  images: { what: 'Images compared', text: ({ summary }) => count(summary.images) },
  pairs: { what: 'Pairs of near copies', text: ({ summary }) => count(countsAt(summary, NEAR).pairs) },
  groups: { what: 'Groups of near copies', text: ({ summary }) => count(countsAt(summary, NEAR).groups) },
  acrossTraining: {
    what: 'Pairs across splits of the training file',
    text: ({ summary }) => count(countsAt(summary, NEAR).acrossTraining),
  },
  withTest: { what: 'Pairs with a test image', text: ({ summary }) => count(countsAt(summary, NEAR).withTest) },
  disagreeing: {
    what: 'Pairs whose labels differ',
    text: ({ summary }) => count(countsAt(summary, NEAR).disagreeing),
  },
};
