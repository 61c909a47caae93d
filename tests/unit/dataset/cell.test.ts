import { describe, expect, it } from 'vitest';
import { OFFICIAL_FILES, OFFICIAL_HASH } from '../../../src/core/dataset/files';
import { LookbookError } from '../../../src/core/errors';
import { parseParams } from '../../../src/core/params/parse';
import type { JobContext, StoredResult } from '../../../src/core/results/types';
import { blocks } from '../../../src/cells/data/presentation/blocks';
import { caution, findings } from '../../../src/cells/data/presentation/findings';
import { job } from '../../../src/cells/data/job';
import { params, type DataLive, type DataParams, type DataSummary } from '../../../src/cells/data/types';
import type { LoadSpec, LoadSummary } from '../../../workers/tasks/load/types';
import type { TaskMap } from '../../../workers/tasks/registry';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';

const REAL: LoadSummary = {
  hash: OFFICIAL_HASH,
  name: 'Fashion-MNIST',
  synthetic: false,
  height: 28,
  width: 28,
  classes: CLASS_NAMES,
  files: Object.values(OFFICIAL_FILES).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  counts: { train: 60_000, test: 10_000 },
  splitVersion: 'v2',
  splitSeed: 1,
  splits: {
    train: { count: 40_000, perClass: Array<number>(10).fill(4000) },
    validation: { count: 5000, perClass: Array<number>(10).fill(500) },
    calibration: { count: 5000, perClass: Array<number>(10).fill(500) },
    stream: { count: 10_000, perClass: Array<number>(10).fill(1000) },
    test: { count: 10_000, perClass: Array<number>(10).fill(1000) },
  },
};
const DRAWN: LoadSummary = { ...REAL, hash: 'd'.repeat(64), name: 'Synthetic sample', synthetic: true };

/** Runs the job over a load that answers by the source asked for. */
async function runJob(
  values: Partial<DataParams>,
  answer: (spec: LoadSpec) => LoadSummary,
): Promise<{ summary: DataSummary; specs: LoadSpec[] }> {
  const specs: LoadSpec[] = [];
  const context = {
    params: parseParams(params, values, 'data'),
    report: () => undefined,
    task: (_kind: string, call: { params: LoadSpec }): Promise<StoredResult<LoadSummary>> => {
      specs.push(call.params);
      return Promise.resolve().then(() => ({ summary: answer(call.params) }) as StoredResult<LoadSummary>);
    },
  } as unknown as JobContext<TaskMap, DataParams, DataLive>;
  const { summary } = await job.run(context);
  return { summary, specs };
}

describe("the Data cell's job", () => {
  it('loads what is asked for, with only the parameters that the source uses', async () => {
    const { summary, specs } = await runJob({ uploadToken: 'abc', acceptUnofficial: true }, () => REAL);
    expect(specs).toEqual([{ source: 'site', splitSeed: 1, reloads: 0 }]);
    expect(summary).toEqual({ ...REAL, bytesStored: 70_000 * 785 });
    const files = await runJob({ source: 'files', uploadToken: 'abc' }, () => REAL);
    expect(files.specs).toEqual([
      { source: 'files', splitSeed: 1, reloads: 0, uploadToken: 'abc', acceptUnofficial: false },
    ]);
  });

  it('gives equal summaries for equal data from another source, so that nothing after it becomes stale', async () => {
    const site = await runJob({}, () => REAL);
    const mirror = await runJob({ source: 'mirror' }, () => REAL);
    expect(mirror.summary).toEqual(site.summary);
  });

  it('stands in the synthetic sample, and says why, only where the site has no index', async () => {
    const absent = new LookbookError('data/not-found', 'This site does not hold the data set.');
    const { summary, specs } = await runJob({ reloads: 3 }, (spec) => {
      if (spec.source === 'site') throw absent;
      return DRAWN;
    });
    expect(specs.map(({ source, reloads }) => [source, reloads])).toEqual([
      ['site', 3],
      ['synthetic', 3],
    ]);
    expect(summary).toMatchObject({ synthetic: true, fallbackReason: absent.message });
    expect(findings(summary)[0]).toContain('not Fashion-MNIST');
    expect(caution(summary)).toContain(absent.message);
  });

  it.each(['data/network', 'data/hash-mismatch', 'data/corrupt-gzip', 'storage/quota'] as const)(
    'fails with %s rather than replace the real set in silence',
    async (code) => {
      const failing = runJob({}, () => {
        throw new LookbookError(code);
      });
      await expect(failing).rejects.toMatchObject({ code });
    },
  );

  it.each(['mirror', 'files'] as const)('does not stand in for %s', async (source) => {
    const failing = runJob({ source }, () => {
      throw new LookbookError('data/not-found');
    });
    await expect(failing).rejects.toMatchObject({ code: 'data/not-found' });
  });
});

describe('what the Data cell says', () => {
  const official: DataSummary = { ...REAL, bytesStored: 54_950_000 };

  it('is the whole protocol in a sentence, for the official set', () => {
    expect(findings(official)).toEqual([
      '70,000 images of 28 x 28 in 10 classes, verified by SHA-256; split 40,000 / 5,000 / 5,000 / 10,000; 10,000 test images sealed.',
    ]);
    expect(caution(official)).toBeUndefined();
    expect(blocks(official).map(({ type }) => type)).toEqual(['facts', 'table', 'table']);
  });

  it('does not claim more for another set', () => {
    const other: DataSummary = { ...official, hash: 'e'.repeat(64), name: 'Unofficial IDX set eeeeeeee' };
    expect(findings(other).join(' ')).not.toContain('verified');
    expect(caution(other)).toMatch(/^Unofficial data set/);
    expect(blocks(other)[0]).toMatchObject({ type: 'text' });
  });

  it('counts every image once in the table of classes', () => {
    const table = blocks(official).find((block) => block.type === 'table' && block.id === 'classes');
    if (table?.type !== 'table') throw new Error('no table of classes');
    expect(table.rows.length).toBe(10);
    expect(table.rows.reduce((sum, row) => sum + Number(row['total']), 0)).toBe(70_000);
  });

  it('calls a file official only if its hash is', () => {
    const [first, ...rest] = REAL.files;
    const mixed: DataSummary = {
      ...official,
      hash: 'a'.repeat(64),
      files: [{ ...first!, sha256: '0'.repeat(64) }, ...rest],
    };
    const table = blocks(mixed).find((block) => block.type === 'table' && block.id === 'files');
    if (table?.type !== 'table') throw new Error('no table of files');
    expect(table.rows.map((row) => row['verdict'])).toEqual([
      'not the official file',
      'official',
      'official',
      'official',
    ]);
  });
});
