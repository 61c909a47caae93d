import { describe, expect, it } from 'vitest';
import { job } from '../../../src/cells/track/job';
import { blocks, curvesFigure, provenanceTable, runRows } from '../../../src/cells/track/blocks';
import { findings, metricWords } from '../../../src/cells/track/findings';
import type { TrackParams, TrackSummary } from '../../../src/cells/track/types';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { canonicalJson } from '../../../src/core/results/canonical';
import type { Json } from '../../../src/core/results/types';
import { runEvent } from './events';

/** The digest of a ledger, by the job itself. */
async function digest(ledger: LedgerEvent[], ranking: TrackParams['ranking'] = 'automatic'): Promise<TrackSummary> {
  const context = { params: { ranking }, ledger: () => Promise.resolve(ledger) } as unknown as Parameters<
    typeof job.run
  >[0];
  return (await job.run(context)).summary;
}

describe('Track', () => {
  it('says what the best run reaches, with its interval', async () => {
    const summary = await digest([runEvent({ id: 'a' })]);
    expect(findings(summary)).toEqual([
      '1 run recorded; the best, cnn-small, reaches accuracy on select 0.869 (0.859 to 0.878).',
      'The sealed test set has not been read.',
    ]);
  });

  it('is helpful about an empty ledger', async () => {
    const summary = await digest([]);
    expect(findings(summary)[0]).toContain('No run is recorded yet');
    expect(blocks(summary, [])).toEqual([]);
  });

  it('says when the best run cannot be told from others', async () => {
    const close = runEvent({
      id: 'b',
      metrics: { 'select/accuracy': 0.865 },
      intervals: { 'select/accuracy': [0.855, 0.874] },
    });
    const far = runEvent({
      id: 'c',
      metrics: { 'select/accuracy': 0.7 },
      intervals: { 'select/accuracy': [0.68, 0.72] },
    });
    const summary = await digest([runEvent({ id: 'a' }), close, far]);
    expect(findings(summary)[1]).toBe(
      "1 other run has an interval that overlaps the best one's: a paired comparison is needed to tell them apart.",
    );
  });

  it('warns when the runs were trained on different data', async () => {
    const other = runEvent({ id: 'b' });
    const moved = { ...other, provenance: { ...other.provenance, datasetHash: 'synthetic' } };
    expect(findings(await digest([runEvent({ id: 'a' }), moved])).join(' ')).toContain('2 different data sets');
  });

  it('ranks by the metric that was asked for', async () => {
    const sure = runEvent({ id: 'sure', metrics: { 'select/accuracy': 0.8, 'select/logLoss': 0.2 } });
    const ledger = [runEvent({ id: 'a' }), sure];
    expect((await digest(ledger)).bestId).toBe('a');
    expect((await digest(ledger, 'select/logLoss')).bestId).toBe('sure');
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
      'select/accuracy': 0.869,
    });
  });

  it('draws the best run’s curves, losses beside accuracies', async () => {
    const figure = curvesFigure([runEvent({ id: 'a' })])!;
    const { data, layout } = await figure.draw();
    expect(data.map((trace) => [trace.name, (trace as { yaxis?: string }).yaxis])).toEqual([
      ['loss on fit', 'y'],
      ['loss on select', 'y'],
      ['accuracy on select', 'y2'],
    ]);
    expect(layout).toHaveProperty('xaxis2.title.text', 'images trained');
    expect(curvesFigure([runEvent({ id: 'a', curves: {} })])).toBeUndefined();
  });

  it('adds performance from run to run once there are two, with the best so far never falling', async () => {
    const ledger = [0.8, 0.7, 0.9].map((value, index) =>
      runEvent({ id: String(index), metrics: { 'select/accuracy': value } }),
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
    const table = provenanceTable([
      runEvent({ id: 'a' }),
      runEvent({ id: 'b', name: 'wider', params: { rate: 0.01 } }),
    ]);
    expect(table?.rows).toEqual([{ name: 'rate', run0: '0.001', run1: '0.01' }]);
    expect(provenanceTable([])).toBeUndefined();
  });

  it('words metrics for people', () => {
    expect(metricWords('select/logLoss')).toBe('log-loss on select');
    expect(metricWords('calibrate/expectedCalibrationError')).toBe('expected calibration error on calibrate');
    expect(metricWords('accuracy')).toBe('accuracy');
  });
});
