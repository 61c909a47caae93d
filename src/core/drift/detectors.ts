/** The detectors that measure a batch, all together, and how a task is told which they are. */
import { LookbookError } from '../errors';
import { COLUMN_TESTS } from './column-tests';
import type { ColumnTest } from './column-tests/types';
import type { Detector } from './detector';
import { SAMPLE_TESTS } from './sample-tests';
import type { SampleTest } from './sample-tests/types';

export interface Detectors {
  readonly columnTests: readonly ColumnTest[];
  readonly sampleTests: readonly SampleTest[];
}

export const DETECTORS: Detectors = { columnTests: COLUMN_TESTS, sampleTests: SAMPLE_TESTS };

/** What a result depends on: in a task's parameters it changes the key when a detector is added or changed. */
export type DetectorFacts = Pick<Detector, 'id' | 'version' | 'decides'>;

export interface DetectorsAsked {
  readonly columnTests: readonly DetectorFacts[];
  readonly sampleTests: readonly DetectorFacts[];
}

const factsOf = (members: readonly Detector[]): DetectorFacts[] =>
  members.map(({ id, version, decides }) => ({ id, version, decides }));

/** To ask a task for these detectors. */
export const askFor = ({ columnTests, sampleTests }: Detectors): DetectorsAsked => ({
  columnTests: factsOf(columnTests),
  sampleTests: factsOf(sampleTests),
});

function found<D extends Detector>(what: string, members: readonly D[], asked: readonly DetectorFacts[]): D[] {
  return asked.map(({ id, version, decides }) => {
    const member = members.find((candidate) => candidate.id === id);
    const known = members.map((candidate) => candidate.id).join(', ') || 'none';
    if (!member) {
      throw new LookbookError(
        'params/invalid',
        `Drift cannot be measured: there is no ${what} "${id}" (known: ${known}).`,
      );
    }
    if (member.version !== version || member.decides !== decides) {
      const said = (is: DetectorFacts): string => `version ${is.version}, which ${is.decides ? 'decides' : 'explores'}`;
      throw new LookbookError(
        'params/invalid',
        `Drift cannot be measured: the ${what} "${id}" is asked for in ${said({ id, version, decides })}, but is here in ${said(member)}.`,
      );
    }
    return member;
  });
}

/** @throws LookbookError `params/invalid` for a detector that is unknown, or here in another version */
export function detectorsAsked(asked: DetectorsAsked, among: Detectors = DETECTORS): Detectors {
  return {
    columnTests: found('column test', among.columnTests, asked.columnTests),
    sampleTests: found('test of whole samples', among.sampleTests, asked.sampleTests),
  };
}
