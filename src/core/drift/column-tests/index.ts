/** The column tests, in the order in which they are shown. */
import { LookbookError } from '../../errors';
import { inPlace } from '../detector';
import * as tests from './all';
import type { ColumnTest, DrawnDistance } from './types';

export const COLUMN_TESTS: readonly ColumnTest[] = inPlace<ColumnTest>('column test', tests);

function theDrawn(members: readonly ColumnTest[]): { readonly id: string; readonly distance: DrawnDistance } {
  const drawn = members.flatMap(({ id, drawn: distance }) => (distance ? [{ id, distance }] : []));
  if (drawn.length !== 1) {
    const found = drawn.map(({ id }) => id).join(', ') || 'none';
    throw new LookbookError('internal', `One column test has to say how it is drawn over the stream; found: ${found}.`);
  }
  return drawn[0]!;
}

/** The test that is drawn over the stream. */
export const DRAWN = theDrawn(COLUMN_TESTS);
