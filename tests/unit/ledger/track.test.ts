import { describe, expect, it } from 'vitest';
import { job } from '../../../src/cells/track/job';
import { blocks } from '../../../src/cells/track/presentation/blocks';
import { curvesFigure } from '../../../src/cells/track/presentation/figures';
import { findings } from '../../../src/cells/track/presentation/findings';
import { metricWords, runColumns, runRows, usualColumns } from '../../../src/cells/track/presentation/runs';
import { searchable, sift } from '../../../src/cells/track/view/sift';
import { provenanceTable } from '../../../src/cells/track/presentation/tables';
import type { TrackParams, TrackSummary } from '../../../src/cells/track/types';
import { runsText } from '../exchange/text';
import { runNames } from '../../../src/core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../src/core/ledger/types';
import { canonicalJson } from '../../../src/core/results/canonical';
import { LookbookError } from '../../../src/core/errors';
import { ledgerHash } from '../../../src/core/ledger/hashed';
import type { ArtifactRef, Json, StoredResult } from '../../../src/core/results/types';
import { runEvent } from './events';

interface Asked {
  readonly a: string;
  readonly b: string;
}

/** The digest of a ledger, by the job itself; comparisons are answered by the difference of the runs' accuracies. */
async function digest(
  ledger: LedgerEvent[],
  params: Partial<TrackParams> = {},
  { data, asked = [], lost = '' }: { data?: unknown; asked?: Asked[]; lost?: string } = {},
): Promise<TrackSummary> {
  const context = {
    params: { ranking: 'automatic', compared: '', ...params },
    inputs: data ? { data: { summary: data } } : {},
    ledger: () => Promise.resolve(ledger),
    seed: () => 1,
    task: (_kind: string, { inputs }: { inputs: Record<'a' | 'b', StoredResult> }) => {
      const [a, b] = [inputs.a.outputHash, inputs.b.outputHash];
      if (b === lost) return Promise.reject(new LookbookError('storage/corrupt'));
      asked.push({ a, b });
      const mcNemar = { onlyFirst: 40, onlySecond: 20, method: 'exact', statistic: 20, p: 0.0135 };
      return Promise.resolve({ summary: { images: 5000, difference: 0.004, interval: [-0.001, 0.009], mcNemar } });
    },
  } as unknown as Parameters<typeof job.run>[0];
  return (await job.run(context)).summary;
}

const SET = { hash: 'd', splitVersion: 'v1', splitSeed: 1 };

/** A run with predictions of the validation split of {@link SET}. */
function predicting(id: string, accuracy: number, splitSeed = 1): RunEvent {
  const run = runEvent({ id, name: `model ${id}`, metrics: { 'validation/accuracy': accuracy } });
  const validationProbabilities: ArtifactRef = {
    hash: `of ${id}`,
    dtype: 'float32',
    shape: [5000, 10],
    bytes: 200_000,
  };
  return { ...run, artifacts: { validationProbabilities }, provenance: { ...run.provenance, splitSeed } };
}

describe('Track', () => {
  it('says what the best run reaches, with its interval', async () => {
    const summary = await digest([runEvent({ id: 'a' })]);
    expect(findings(summary, [])).toEqual([
      '1 run recorded; the best, cnn-small, reaches accuracy on validation 0.869 (95 % CI 0.859 to 0.878).',
      'The sealed test set has not been read.',
    ]);
  });

  it('is helpful about an empty ledger', async () => {
    const summary = await digest([]);
    expect(findings(summary, [])[0]).toContain('No run is recorded yet');
    expect(blocks(summary, [])).toEqual([]);
  });

  it('says when the best run cannot be told from others', async () => {
    const close = runEvent({
      id: 'b',
      metrics: { 'validation/accuracy': 0.865 },
      intervals: { 'validation/accuracy': [0.855, 0.874] },
    });
    const far = runEvent({
      id: 'c',
      metrics: { 'validation/accuracy': 0.7 },
      intervals: { 'validation/accuracy': [0.68, 0.72] },
    });
    const summary = await digest([runEvent({ id: 'a' }), close, far]);
    expect(findings(summary, [])[1]).toBe(
      '1 other run has a CI that overlaps that of the best: only a paired comparison shows whether they differ.',
    );
  });

  it('warns when the runs were trained on different data', async () => {
    const other = runEvent({ id: 'b' });
    const moved = { ...other, provenance: { ...other.provenance, datasetHash: 'synthetic' } };
    expect(findings(await digest([runEvent({ id: 'a' }), moved]), []).join(' ')).toContain('2 different data sets');
  });

  it('ranks by the metric that was asked for', async () => {
    const sure = runEvent({ id: 'sure', metrics: { 'validation/accuracy': 0.8, 'validation/logLoss': 0.2 } });
    const ledger = [runEvent({ id: 'a' }), sure];
    expect((await digest(ledger)).bestId).toBe('a');
    expect((await digest(ledger, { ranking: 'validation/logLoss' })).bestId).toBe('sure');
  });

  it('keeps times out of its summary, so that the same runs give the same result', async () => {
    const then = await digest([runEvent({ id: 'a' })]);
    const later = await digest([runEvent({ id: 'a', at: '2031-01-01T00:00:00.000Z', seconds: 3 })]);
    expect(canonicalJson(then as unknown as Json)).toBe(canonicalJson(later as unknown as Json));
  });

  it('shows the seconds and the time of each run from the ledger', async () => {
    const ledger = [runEvent({ id: 'a' })];
    const [row] = runRows((await digest(ledger)).runs, ledger);
    expect(row).toMatchObject({
      number: 1,
      name: 'cnn-small',
      seconds: 41.5,
      at: '2026-01-02 03:04',
      'validation/accuracy': 0.869,
    });
  });

  it('draws the best run’s curves, losses beside accuracies', async () => {
    const ledger = [runEvent({ id: 'a' })];
    const figure = curvesFigure(ledger, runNames(ledger))!;
    const { data, layout } = await figure.draw();
    expect(data.map((trace) => [trace.name, (trace as { yaxis?: string }).yaxis])).toEqual([
      ['loss on training', 'y'],
      ['loss on validation', 'y'],
      ['accuracy on validation', 'y2'],
    ]);
    expect(layout).toHaveProperty('xaxis2.title.text', 'images trained');
    expect(curvesFigure([runEvent({ id: 'a', curves: {} })], runNames([]))).toBeUndefined();
  });

  it('gives a run one colour in all panels and one entry in the legend, and tells runs of one name by their numbers', async () => {
    const ledger = ['a', 'b', 'c'].map((id) => runEvent({ id, name: 'trial 3' }));
    const figure = curvesFigure(ledger.slice(1), runNames(ledger))!;
    const { data } = await figure.draw();
    const traces = data as unknown as { name: string; showlegend: boolean; meta: { series: number } }[];
    expect(traces).toHaveLength(6);
    for (const name of ['run 2, trial 3', 'run 3, trial 3']) {
      const own = traces.filter((trace) => trace.name === name);
      expect(own).toHaveLength(3);
      expect(new Set(own.map(({ meta }) => meta.series)).size).toBe(1);
      expect(own.filter(({ showlegend }) => showlegend)).toHaveLength(1);
    }
    expect(new Set(traces.map(({ meta }) => meta.series)).size).toBe(2);
    expect(figure.caption).toContain('loss on training solid, loss on validation dashed.');
  });

  it('adds performance from run to run once there are two, with the best so far never falling', async () => {
    const ledger = [0.8, 0.7, 0.9].map((value, index) =>
      runEvent({ id: String(index), metrics: { 'validation/accuracy': value } }),
    );
    const all = blocks(await digest(ledger), ledger);
    const figure = all.find((block) => block.type === 'figure' && block.id === 'performance');
    if (figure?.type !== 'figure') throw new Error('no performance figure');
    const [best, points] = (await figure.draw()).data as { y: number[] }[];
    expect(best!.y).toEqual([0.8, 0.8, 0.9]);
    expect(points!.y).toEqual([0.8, 0.7, 0.9]);
    expect(
      blocks(await digest(ledger.slice(0, 1)), ledger).some((block) => 'id' in block && block.id === 'performance'),
    ).toBe(false);
  });

  it('compares chosen runs by their differences alone', () => {
    const runs = [runEvent({ id: 'a' }), runEvent({ id: 'b', name: 'wider', params: { rate: 0.01 } })];
    const table = provenanceTable(runs, runNames(runs));
    expect(table?.rows).toEqual([{ name: 'rate', run0: '0.001', run1: '0.01' }]);
    expect(table?.columns.map(({ label }) => label)).toEqual(['Name', 'run 1, cnn-small', 'run 2, wider']);
    expect(provenanceTable([], runNames([]))).toBeUndefined();
  });

  it('words metrics for people', () => {
    expect(metricWords('validation/logLoss')).toBe('log-loss on validation');
    expect(metricWords('calibration/expectedCalibrationError')).toBe('expected calibration error on calibration');
    expect(metricWords('accuracy')).toBe('accuracy');
  });

  it('gives the same summary and key whatever the order in which parallel cells wrote', async () => {
    const ledger = ['b', 'a', 'c'].map((id) => runEvent({ id }));
    const other = ledger.toReversed();
    expect(await digest(ledger)).toEqual(await digest(other));
    expect(ledgerHash(ledger)).toBe(ledgerHash(other));
    expect(ledgerHash(ledger)).not.toBe(ledgerHash(ledger.slice(1)));
    // The table keeps the order in which they ended.
    expect(runRows((await digest(ledger)).runs, ledger).map((row) => row['id'])).toEqual(['b', 'a', 'c']);
  });

  it('compares the best run with the five next to it on the same images, and corrects for their number', async () => {
    const ledger = [0.8, 0.9, 0.85, 0.7, 0.6, 0.5, 0.4].map((accuracy, index) => predicting(`r${index}`, accuracy));
    const asked: Asked[] = [];
    const summary = await digest(ledger, {}, { data: SET, asked });
    expect(asked).toEqual(['r2', 'r0', 'r3', 'r4', 'r5'].map((id) => ({ a: 'of r1', b: `of ${id}` })));
    expect(summary.comparisons[0]).toMatchObject({ first: 'r1', second: 'r2', p: 0.0135 });
    expect(summary.comparisons[0]!.adjusted).toBeCloseTo(5 * 0.0135);
    expect(findings(summary, ledger)[1]).toBe(
      'On the same 5,000 validation images run 2, model r1 differs significantly from 0 of 5 other runs (McNemar, Holm-corrected). ' +
        'The closest is run 3, model r2: difference +0.4 points (95 % CI −0.1 to +0.9, p = 0.0675).',
    );
    const figure = blocks(summary, ledger).find((block) => 'id' in block && block.id === 'differences');
    if (figure?.type !== 'figure') throw new Error('no figure of differences');
    expect(((await figure.draw()).data[0] as { x: number[] }).x).toEqual(new Array(5).fill(0.4));
  });

  it('compares the runs that were chosen, and names those that cannot be', async () => {
    const ledger = [
      predicting('a', 0.8),
      predicting('b', 0.9),
      predicting('c', 0.85),
      predicting('other-images', 0.95, 2),
      predicting('lost', 0.6),
      runEvent({ id: 'no-predictions' }),
    ];
    const asked: Asked[] = [];
    const compared = 'a c other-images no-predictions lost';
    const summary = await digest(ledger, { compared }, { data: SET, asked, lost: 'of lost' });
    expect(asked).toEqual([{ a: 'of c', b: 'of a' }]);
    expect([...summary.notCompared].sort()).toEqual(['lost', 'no-predictions', 'other-images']);
    expect(findings(summary, ledger)[1]).toMatch(/model c differs significantly from the other run/);
    expect((await digest(ledger, { compared })).comparisons).toEqual([]);
  });

  it('shows champion and challengers with their reasons, watched streams, and openings of the test set', async () => {
    const run = runEvent({ id: 'a', name: 'the winner' });
    const at = '2026-01-02T03:04:05.000Z';
    const ledger: LedgerEvent[] = [
      run,
      { type: 'registry', id: '1', at, runId: 'b', to: 'champion', reason: 'Serves.' },
      { type: 'registry', id: '2', at, runId: 'a', to: 'challenger', reason: 'Retrain.' },
      { type: 'registry', id: '3', at, runId: 'b', to: 'retired', reason: 'Replaced.' },
      { type: 'registry', id: '4', at, runId: 'a', to: 'champion', reason: 'Better.' },
      {
        type: 'stream',
        id: '5',
        at,
        cellId: 'monitor',
        runId: 'b',
        scenario: 'Noise.',
        batches: [
          { batch: 1, images: 10, correct: 9, p: 1 },
          { batch: 2, images: 30, correct: 21, p: 0.1 },
        ],
        retrain: false,
        decision: 'No retraining.',
      },
      { type: 'test-opening', id: '6', at, cellId: 'tune', reason: 'chosen', modelHash: 'm', accuracy: 0.88 },
    ];
    const summary = await digest(ledger);
    const found = new Map(
      blocks(summary, ledger).flatMap((block) => (block.type === 'table' ? [[block.id, block]] : [])),
    );
    expect(found.get('registry')?.caption).toContain('The champion is run 1, the winner.');
    expect(found.get('registry')?.rows.map((row) => row['reason'])).toEqual([
      'Serves.',
      'Retrain.',
      'Replaced.',
      'Better.',
    ]);
    expect(found.get('streams')?.rows[0]).toMatchObject({ images: 40, accuracy: 0.75 });
    expect(found.get('openings')?.rows).toHaveLength(1);
    expect(findings(summary, ledger)).toEqual(
      expect.arrayContaining([
        'The champion is run 1, the winner. 1 challenger has been tried.',
        'The sealed test set has been read once.',
      ]),
    );
  });

  it('puts the differences of several runs before their curves, and the curves of one before its provenance', async () => {
    const ledger = [runEvent({ id: 'a' }), runEvent({ id: 'b', params: { rate: 1 } })];
    const summary = await digest(ledger);
    const ids = (chosen: string[]): unknown[] =>
      blocks(summary, ledger, chosen)
        .map((block) => 'id' in block && block.id)
        .filter((id) => id === 'provenance' || id === 'curves');
    expect(ids(['a', 'b'])).toEqual(['provenance', 'curves']);
    expect(ids(['a'])).toEqual(['curves', 'provenance']);
  });
});

describe('the table of runs', () => {
  const ledger = Array.from({ length: 500 }, (_, index) =>
    runEvent({
      id: `r${index}`,
      name: `trial ${index}`,
      family: index % 2 === 0 ? 'MLP' : 'CNN',
      metrics: index === 7 ? {} : { 'validation/accuracy': (index % 100) / 100 },
      params: { rate: index / 1000 },
    }),
  );

  it('is sorted, filtered by words and by family, with runs without a value last, and fast with 500 runs', async () => {
    const { runs } = await digest(ledger);
    const columns = runColumns(runs, ledger);
    const rows = searchable(columns, runRows(runs, ledger));
    const wanted = { words: '', equal: {}, sortedBy: 'validation/accuracy', descending: true };
    const sorted = sift(rows, wanted);
    expect(sorted).toHaveLength(500);
    expect(sorted[0]).toMatchObject({ 'validation/accuracy': 0.99 });
    expect(sorted.at(-1)).toMatchObject({ id: 'r7' });
    expect(sift(rows, { ...wanted, descending: false }).at(-1)).toMatchObject({ id: 'r7' });
    expect(sift(rows, { ...wanted, words: '  cnn 499' }).map((row) => row['name'])).toEqual(['trial 499']);
    expect(sift(rows, { ...wanted, words: 'nothing' })).toEqual([]);
    expect(sift(rows, { ...wanted, equal: { family: 'MLP' } })).toHaveLength(250);
    const started = performance.now();
    for (let key = 0; key < 10; key += 1) sift(rows, { ...wanted, words: 'trial' });
    expect((performance.now() - started) / 10).toBeLessThan(50);
  });

  it('has parameters as columns, hidden until they are asked for', async () => {
    const { runs } = await digest(ledger);
    const columns = runColumns(runs, ledger);
    expect(columns.map(({ key }) => key)).toContain('params.rate');
    expect(usualColumns(columns)).not.toContain('params.rate');
    expect(runRows(runs, ledger)[3]).toMatchObject({ 'params.rate': 0.003, number: 4 });
  });
});

it('writes runs.csv with intervals, parameters and provenance, one row a run', () => {
  const text = runsText([
    runEvent({ id: 'a', name: 'wide, deep', params: { rate: 0.1, layers: [1, 2] } }),
    runEvent({ id: 'b', metrics: { 'validation/logLoss': 0.4 }, intervals: {}, params: {} }),
  ]);
  const [header, first, second, end] = text.split('\r\n');
  expect(header).toBe(
    'number,id,ended_at,name,family,cell,cell_kind,validation/accuracy,validation/accuracy/low,validation/accuracy/high,validation/logLoss,' +
      'images_trained,seconds,params.layers,params.rate,datasetName,datasetHash,splitVersion,splitSeed,numericMode,seed,appVersion,experiment,parent,started_at',
  );
  expect(first).toBe(
    '1,a,2026-01-02T03:04:05.000Z,"wide, deep",cnn,explain,explain,0.869,0.859,0.878,0.37,48000,41.5,"[1,2]",0.1,Fashion-MNIST,d,v1,,wasm/strict,7,0.1.0,,,',
  );
  expect(second).toContain(',,,,0.4,48000,41.5,,,');
  expect(end).toBe('');
});

it('writes into runs.csv what runs belong to, and leaves it empty for runs that did not record it', () => {
  const belongs = {
    experiment: 'main',
    parent: 'study:1',
    startedAt: '2026-01-02T03:03:00.000Z',
    tags: { role: 'trial' },
  };
  const [header, old, made] = runsText([runEvent({ id: 'a' }), runEvent({ id: 'b', ...belongs })]).split('\r\n');
  expect(header).toMatch(/,appVersion,experiment,parent,started_at,tags\.role$/);
  expect(old).toMatch(/,0\.1\.0,,,,$/);
  expect(made).toMatch(/,0\.1\.0,main,study:1,2026-01-02T03:03:00\.000Z,trial$/);
});
