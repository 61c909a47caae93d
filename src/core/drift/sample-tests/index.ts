/** The tests of whole samples, in the order in which they are shown. */
import { inPlace } from '../detector';
import * as tests from './all';
import type { SampleTest } from './types';

export const SAMPLE_TESTS: readonly SampleTest[] = inPlace<SampleTest>('test of whole samples', tests);
