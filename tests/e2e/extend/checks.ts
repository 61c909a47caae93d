/** That each toy is there for whatever uses its kind, by what the kind says of it alone. */
import { expect } from 'vitest';
import type * as Explain from '../../../src/cells/explain/types';
import type * as ExplainPresentation from '../../../src/cells/explain/presentation';
import type * as Features from '../../../src/cells/features/types';
import type * as MonitorFiles from '../../../src/cells/monitor/presentation/files';
import type * as MonitorTables from '../../../src/cells/monitor/presentation/tables';
import type * as Search from '../../../src/cells/search/types';
import type * as Tune from '../../../src/cells/tune/types';
import type { Column } from '../../../src/core/drift/columns';
import * as drift from '../../../src/core/drift/report';
import * as watch from '../../../src/core/drift/watch';
import type * as Exchange from '../../../src/core/exchange/make';
import type * as Methods from '../../../src/core/explain/methods';
import type { Explained } from '../../../src/core/explain/types';
import type * as Families from '../../../src/core/families';
import type * as Input from '../../../src/core/features/input';
import type * as Augmenter from '../../../src/core/features/augmenter';
import type * as Pipeline from '../../../src/core/features/pipeline';
import type * as Recipe from '../../../src/core/features/recipe';
import type * as Pruners from '../../../src/core/search/pruners';
import type * as Samplers from '../../../src/core/search/samplers';
import type * as Studies from '../../../src/core/search/study';
import type * as ReportFiles from '../../../src/report/files';
import type * as Build from '../../../workers/engine/build';
import type * as Tf from '../../../workers/engine/tf';
import type { Copy } from './copy';

type Load = Copy['load'];

export async function featureStep(load: Load): Promise<void> {
  const { fitPipeline, applyPipeline } = await load<typeof Pipeline>('src/core/features/pipeline.ts');
  const black = new Uint8Array(784);
  const fitted = fitPipeline([{ kind: 'negative' }], black, 1, { height: 28, width: 28 });
  expect(Math.min(...applyPipeline(fitted, black, 1).data)).toBe(255);
}

export async function augmentation(load: Load): Promise<void> {
  const { stepsOf } = await load<typeof Recipe>('src/core/features/recipe.ts');
  const { fitPipeline, applyPipeline } = await load<typeof Pipeline>('src/core/features/pipeline.ts');
  const { params } = await load<typeof Features>('src/cells/features/types.ts');
  const { TUNED_AUGMENTATIONS } = await load<typeof Augmenter>('src/core/features/augmenter.ts');
  const choices = {
    kept: [],
    maskForm: 'image',
    centre: false,
    shift: 2,
    crop: 0,
    output: 'pixels',
    values: 'none',
  } as const;
  const size = { height: 8, width: 8 };
  const steps = stepsOf({ ...choices, augmentation: 'turn' as never }, size);
  expect(steps).toEqual(TUNED_AUGMENTATIONS['turned']);
  expect(params.augmentation.choices).toContainEqual({ value: 'turn', label: 'turn by 180°' });
  const images = Uint8Array.from({ length: 640 }, (_, at) => at % 64);
  const shown = (augment: object): number[][] => {
    const fitted = fitPipeline([{ kind: 'augment', params: augment as never }], images, 10, size);
    const { data } = applyPipeline(fitted, images, 10, { augmentSeed: 1 });
    return Array.from({ length: 10 }, (_, at) => Array.from(data.subarray(at * 64, (at + 1) * 64)));
  };
  expect(new Set(shown(steps[0]!.params as object).map(([first]) => first))).toEqual(new Set([0, 63]));
  // Switched on beside others it changes nothing that they draw.
  const others = { flip: true, shift: 1 };
  const [without, all] = [shown(others), shown({ ...others, turn: true })];
  expect(all.every((one, at) => [one.join(), one.toReversed().join()].includes(without[at]!.join()))).toBe(true);
  expect(all).not.toEqual(without);
}

/** Tensors of the copy, on the plain backend. */
async function tensors(load: Load): Promise<typeof Tf> {
  const tf = await load<typeof Tf>('workers/engine/tf.ts');
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return tf;
}

export async function layer(load: Load): Promise<void> {
  const tf = await tensors(load);
  const { buildNetwork } = await load<typeof Build>('workers/engine/build.ts');
  const { plainInput } = await load<typeof Input>('src/core/features/input.ts');
  const layers = [{ type: 'flatten' }, { type: 'leaky-relu', slope: 0.5 }] as never;
  const network = buildNetwork({ name: 'toy', layers }, 1, plainInput({ height: 1, width: 2 }));
  const logits = network.logits(tf.tensor4d([-1, 3], [1, 1, 2, 1]));
  expect(Array.from(await logits.data())).toEqual([-0.5, 3]);
  network.dispose();
}

export async function networks(load: Load): Promise<void> {
  const { openFamily, untuned } = await load<typeof Families>('src/core/families/index.ts');
  const candidate = untuned(await openFamily('tiny'));
  if (candidate.type !== 'network') throw new Error('the toy is a network');
  await tensors(load);
  const { buildNetwork } = await load<typeof Build>('workers/engine/build.ts');
  const { plainInput } = await load<typeof Input>('src/core/features/input.ts');
  const network = buildNetwork(candidate.model, 1, plainInput({ height: 4, width: 4 }));
  expect(network.parameters).toBe(16 * 8 + 8 + 8 * 10 + 10);
  network.dispose();
  const { params } = await load<typeof Search>('src/cells/search/types.ts');
  expect(params.families.choices).toContainEqual({ value: 'tiny', label: 'tiny network' });
}

export async function fittedFamily(load: Load): Promise<void> {
  const { openFit, openTunable, untuned } = await load<typeof Families>('src/core/families/index.ts');
  const { plainInput } = await load<typeof Input>('src/core/features/input.ts');
  const candidate = untuned(await openTunable('smoothed' as never));
  if (candidate.type !== 'classic') throw new Error('the toy is no network');
  const way = await openFit(candidate.model.family);
  const size = { height: 1, width: 1 };
  const around = {
    ...{ input: plainInput(size), classes: 2 },
    ...{ turn: () => Promise.resolve(), report: () => undefined },
  };
  const batch = { images: new Uint8Array(4), labels: Uint8Array.of(0, 0, 0, 1), indices: Uint32Array.of(0, 1, 2, 3) };
  const { arrays } = await way.fit(candidate.model, { ...batch, ...size }, around);
  const probabilities = await way.predictor(candidate.model, arrays, around)(new Uint8Array(1));
  expect(Array.from(probabilities, (share) => Math.round(6 * share))).toEqual([4, 2]);
  const { params: searched } = await load<typeof Search>('src/cells/search/types.ts');
  const { params: tuned } = await load<typeof Tune>('src/cells/tune/types.ts');
  expect(searched.families.choices).toContainEqual({ value: 'smoothed', label: 'smoothed shares' });
  expect(tuned.family.choices).toContainEqual({ value: 'smoothed', label: 'smoothed shares' });
}

export async function sampler(load: Load): Promise<void> {
  const { samplerConfig, describeSampler } = await load<typeof Samplers>('src/core/search/samplers.ts');
  const { ask, createStudy } = await load<typeof Studies>('src/core/search/study.ts');
  const { params } = await load<typeof Tune>('src/cells/tune/types.ts');
  expect(params.sampler.choices).toContainEqual({ value: 'middle', label: 'Middle first' });
  const config = await samplerConfig('middle' as never, { trials: 4, reports: 1, interval: 1 });
  expect(await describeSampler(config)).toBe('middle first');
  const study = createStudy({
    space: { rate: { type: 'float', low: 0, high: 2, log: false } },
    direction: 'maximize',
    width: 2,
    seed: 1,
    sampler: config,
    pruner: { type: 'none' },
  });
  const { trials } = await ask(study);
  expect(trials[0]!.params).toEqual({ rate: 1 });
  expect(trials[1]!.params['rate']).not.toBe(1);
}

export async function pruner(load: Load): Promise<void> {
  const { openRule, pruningRule, prunerConfig } = await load<typeof Pruners>('src/core/search/pruners.ts');
  const { createStudy } = await load<typeof Studies>('src/core/search/study.ts');
  const { params } = await load<typeof Tune>('src/cells/tune/types.ts');
  expect(params.pruner.choices).toContainEqual({ value: 'threshold', label: 'Threshold' });
  const study = createStudy({
    space: { rate: { type: 'float', low: 0, high: 1, log: false } },
    direction: 'maximize',
    width: 1,
    seed: 1,
    sampler: { type: 'random' },
    pruner: await prunerConfig('threshold' as never, { trials: 4, reports: 2, interval: 1 }),
  });
  // As the task that trains gets it: plain JSON with the pruner's name.
  const rule = JSON.parse(JSON.stringify(await pruningRule(study))) as never;
  const why = await openRule(rule);
  expect(why([{ step: 1, value: 0.7 }])).toBeUndefined();
  expect(why([{ step: 1, value: 0.2 }])).toBe('It began at 0.2, below 0.5.');
}

export async function attribution(load: Load): Promise<void> {
  const { openMethod } = await load<typeof Methods>('src/core/explain/methods.ts');
  const { params } = await load<typeof Explain>('src/cells/explain/types.ts');
  const { presentation } = await load<typeof ExplainPresentation>('src/cells/explain/presentation/index.ts');
  const method = await openMethod('row-occlusion');
  // Two rows of two pixels; the model adds them up, the second row's twice.
  const sum = (raw: ArrayLike<number>, at: number): number =>
    raw[at]! + raw[at + 1]! + 2 * (raw[at + 2]! + raw[at + 3]!);
  const sums = (raw: ArrayLike<number>) =>
    Promise.resolve(Float32Array.from({ length: raw.length / 4 }, (_, image) => sum(raw, 4 * image)));
  const explained = {
    raw: Uint8Array.of(1, 3, 5, 7, 0, 2, 0, 0),
    ...{ targets: Uint8Array.of(0, 0), classes: 1, size: { height: 2, width: 2 }, probabilities: sums },
  } as unknown as Explained;
  const conditions = { samples: 1, seed: 1, background: new Uint8Array(4), turn: () => Promise.resolve() };
  const { pixels } = await method.run(explained, conditions);
  expect(Array.from(pixels)).toEqual([2, 2, 12, 12, 1, 1, 0, 0]);
  expect(params.methods.choices).toContainEqual({ value: 'row-occlusion', label: 'Row occlusion' });
  expect(params.methods.default).not.toContain('row-occlusion');
  expect(presentation.about).toContain(
    '**Row occlusion** (M. Zeiler and R. Fergus, 2014): the fall of the probability',
  );
}

/** In a report and in Monitor's tables and files by their labels, while no p-value of the alarm moves. */
export async function detectors(load: Load): Promise<void> {
  const more = await load<typeof drift>('src/core/drift/report.ts');
  const rule = await load<typeof watch>('src/core/drift/watch.ts');
  const tables = await load<typeof MonitorTables>('src/cells/monitor/presentation/tables.ts');
  const { driftFiles } = await load<typeof MonitorFiles>('src/cells/monitor/presentation/files.ts');
  const { makeFile } = await load<typeof Exchange>('src/core/exchange/make.ts');
  const column = (shift: number): Column => {
    const values = Float64Array.from({ length: 100 }, (_, at) => ((at * 37) % 101) + shift);
    return { id: 'x', label: 'X', group: 'feature', categories: 0, values };
  };
  const report = more.compareBatch(more.fitReference([column(0)]), 1, [column(30)]);
  expect(report.columns[0]!.measures['mean-shift']!.adjusted).toBeLessThan(0.001);
  const alone = drift.compareBatch(drift.fitReference([column(0)]), 1, [column(30)]);
  const alarming = ({ p, tests, columns }: typeof alone) => [p, tests, columns[0]!.adjusted];
  expect(alarming(report)).toEqual(alarming(alone));

  const settings = { batches: 5, budget: 0.01, consecutive: 3, labelDelay: 0 };
  const check = { batch: 1, images: 100, correct: 70, accuracy: 0.7, drop: 0.2, p: 1 };
  const alarm = rule.watchStream([report], [check], settings);
  expect(alarm).toMatchObject(watch.watchStream([alone], [check], settings));
  const summary = {
    ...{ reports: [report], alarm, sequences: rule.watchEach([report], [check], settings), settings },
    ...{ scenario: { type: 'none', severity: 0 }, scores: [] },
  } as never;
  expect(tables.columnsTable(summary).columns.map(({ label }) => label)).toContain('Mean shift (sd)');
  expect(tables.samplesTable(summary)!.rows.map(({ label }) => label)).toContain('Centres (sd)');
  expect(tables.sequencesTable(summary)!.rows).toMatchObject([{ label: 'summed loss', after: 1 }]);
  const read = () => Promise.reject(new Error('reports of drift have no arrays'));
  const requests = driftFiles({ result: { summary } } as never);
  const files = await Promise.all(requests.map((request) => makeFile(request, read)));
  const texts = files.map((bytes) => new TextDecoder().decode(bytes));
  expect(texts.join('\n')).toMatch(/,x,mean-shift,.*,false\r\n[^]*,whole batch,centres,/);
  expect(texts.join('\n')).toContain('summed-loss,summed loss,false,3,1,1,20 images of 100 were lost');
}

export async function exporter(load: Load): Promise<void> {
  const { gatherFiles } = await load<typeof ReportFiles>('src/report/files.ts');
  const run = { type: 'run', id: 'a', at: 't' };
  const request = { exporter: 'runs-jsonl', ledger: [run, { type: 'registry', id: 'b' }, { ...run, id: 'c' }] };
  const cell = { id: 'track', definition: { title: 'Track' }, presentation: { files: () => [request] }, content: {} };
  const { files, failed } = await gatherFiles({ cells: [cell] } as never);
  expect(failed).toEqual([]);
  expect(files.map(({ name, from }) => [name, from])).toEqual([['runs.jsonl', 'Track']]);
  expect(new TextDecoder().decode(files[0]!.bytes)).toBe(
    '{"type":"run","id":"a","at":"t"}\n{"type":"run","id":"c","at":"t"}\n',
  );
}
