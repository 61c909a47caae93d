/** Track's tables and figures: runs, the curves of one, performance from run to run. */
import { bestRun, differences, metricNames, runsOf } from '../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../core/ledger/types';
import type { Block, FigureBlock, PlotlySpec, TableBlock, TableColumn, TableRow } from '../../plots/blocks';
import { formatNumber } from '../../plots/format';
import { metricWords } from './findings';
import type { RunDigest, TrackSummary } from './types';

/** Figures stay below 2,000 marks: the latest runs are drawn, the table has all. */
const DRAWN_RUNS = 300;
const INITIAL_ROWS = 20;

/** The columns of a table of runs: name, family, every metric, what it cost. */
export function runColumns(runs: readonly RunDigest[]): TableColumn[] {
  const metrics = metricNames(runs).map((name): TableColumn => ({
    key: name,
    label: metricWords(name),
    align: 'right',
    digits: 4,
  }));
  return [
    { key: 'number', label: 'Run', align: 'right' },
    { key: 'name', label: 'Name' },
    { key: 'family', label: 'Family' },
    { key: 'cellKind', label: 'Cell' },
    ...metrics,
    { key: 'imagesTrained', label: 'Images trained', align: 'right' },
    { key: 'seed', label: 'Seed', align: 'right' },
    { key: 'numericMode', label: 'Numeric mode' },
    { key: 'seconds', label: 'Seconds', align: 'right', digits: 1 },
    { key: 'at', label: 'Ended' },
  ];
}

/** One row a run; seconds and time come from the ledger, since they are no part of a result. */
export function runRows(runs: readonly RunDigest[], ledger: readonly LedgerEvent[]): TableRow[] {
  const events = new Map(runsOf(ledger).map((event) => [event.id, event]));
  return runs.map(({ id, name, family, cellKind, metrics, imagesTrained, seed, numericMode }, index) => {
    const event = events.get(id);
    return {
      number: index + 1,
      name,
      family,
      cellKind,
      ...metrics,
      imagesTrained,
      seed: String(seed),
      numericMode,
      seconds: event?.seconds ?? null,
      at: event ? event.at.slice(0, 16).replace('T', ' ') : null,
    };
  });
}

function runsTable({ runs }: TrackSummary, ledger: readonly LedgerEvent[]): TableBlock {
  return {
    type: 'table',
    id: 'runs',
    title: 'Runs',
    caption:
      'Every model that was trained, in the order in which it ended. Metrics are named by the split on which they were measured; times are UTC.',
    columns: runColumns(runs),
    rows: runRows(runs, ledger),
    initialRows: INITIAL_ROWS,
  };
}

/** Curves that share a unit, told by the last part of their name: all losses, all accuracies. */
function panels(curves: RunEvent['curves']): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of Object.keys(curves)) {
    const unit = name.slice(name.lastIndexOf('/') + 1);
    groups.set(unit, [...(groups.get(unit) ?? []), name]);
  }
  return [...groups.values()].slice(0, 4);
}

function curvesSpec(runs: readonly RunEvent[]): PlotlySpec {
  const data: PlotlySpec['data'] = [];
  const layout: Record<string, unknown> = {};
  const groups = panels(Object.assign({}, ...runs.map((run) => run.curves)) as RunEvent['curves']);
  groups.forEach((names, panel) => {
    const suffix = panel === 0 ? '' : String(panel + 1);
    const unit = names[0]?.slice(names[0].lastIndexOf('/') + 1) ?? '';
    const gap = 0.12;
    const width = (1 - gap * (groups.length - 1)) / groups.length;
    const left = panel * (width + gap);
    layout[`xaxis${suffix}`] = {
      title: { text: 'images trained' },
      domain: [left, left + width],
      anchor: `y${suffix}`,
    };
    layout[`yaxis${suffix}`] = { title: { text: metricWords(unit) }, anchor: `x${suffix}` };
    for (const run of runs) {
      for (const name of names) {
        const curve = run.curves[name];
        if (!curve) continue;
        data.push({
          type: 'scatter',
          mode: curve.x.length > 60 ? 'lines' : 'lines+markers',
          name: runs.length > 1 ? `${run.name}: ${metricWords(name)}` : metricWords(name),
          x: [...curve.x],
          y: [...curve.y],
          xaxis: `x${suffix}`,
          yaxis: `y${suffix}`,
        } as PlotlySpec['data'][number]);
      }
    }
  });
  return { data, layout };
}

/** The learning curves of one run, or of several over each other. Undefined if none has a curve. */
export function curvesFigure(runs: readonly RunEvent[]): FigureBlock | undefined {
  const drawn = runs.filter((run) => Object.keys(run.curves).length > 0);
  if (drawn.length === 0) return undefined;
  const names = drawn.map(({ name }) => name).join(', ');
  return {
    type: 'figure',
    id: 'curves',
    title: drawn.length === 1 ? `Learning curves of ${names}` : 'Learning curves, overlaid',
    caption: `How loss and accuracy moved while ${names} trained; the axis counts images trained, each pass over an image once.`,
    alt: `Line chart of ${Object.keys(drawn[0]?.curves ?? {})
      .map(metricWords)
      .join(', ')} against images trained for ${names}.`,
    draw: () => Promise.resolve(curvesSpec(drawn)),
  };
}

function performanceSpec(runs: readonly RunDigest[], metric: string, first: number): PlotlySpec {
  const measured = runs
    .map((run, index) => ({ run, number: first + index + 1, value: run.metrics[metric] }))
    .filter(
      (entry): entry is typeof entry & { value: number } => entry.value !== undefined && Number.isFinite(entry.value),
    );
  const bestSoFar = measured.map(({ number }) => {
    const upTo = measured.filter((entry) => entry.number <= number).map(({ run }) => run);
    return bestRun(upTo, metric)?.metrics[metric] ?? null;
  });
  const spread = (side: 0 | 1): number[] =>
    measured.map(({ run, value }) => Math.abs((run.intervals[metric]?.[side] ?? value) - value));
  const x = measured.map(({ number }) => number);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'best so far',
        x,
        y: bestSoFar,
        line: { shape: 'hv', dash: 'dot' },
        meta: { muted: true },
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: metricWords(metric),
        x,
        y: measured.map(({ value }) => value),
        text: measured.map(({ run }) => run.name),
        error_y: { type: 'data', symmetric: false, array: spread(1), arrayminus: spread(0), thickness: 1.2, width: 4 },
        marker: { size: 8 },
      },
    ],
    layout: {
      xaxis: { title: { text: 'run' }, dtick: x.length <= 20 ? 1 : undefined },
      yaxis: { title: { text: metricWords(metric) } },
    } as PlotlySpec['layout'],
  };
}

function performanceFigure({ runs, metric }: TrackSummary): FigureBlock | undefined {
  if (metric === null || !runs.some((run) => run.metrics[metric] !== undefined)) return undefined;
  const first = Math.max(0, runs.length - DRAWN_RUNS);
  const drawn = runs.slice(first);
  const left = first > 0 ? ` The latest ${DRAWN_RUNS} of ${formatNumber(runs.length)} runs are drawn.` : '';
  return {
    type: 'figure',
    id: 'performance',
    title: 'Performance from run to run',
    caption: `Each point is a run with its 95 % interval, in the order in which they ended; the dotted line is the best so far.${left}`,
    alt: `Scatter chart of ${metricWords(metric)} for ${drawn.length} runs in order, with the best value so far.`,
    draw: () => Promise.resolve(performanceSpec(drawn, metric, first)),
  };
}

/** What a run was made from, or for several runs the parameters and provenance in which they differ. */
export function provenanceTable(runs: readonly RunEvent[]): TableBlock | undefined {
  const records = runs.map(({ params, provenance, family, imagesTrained }) => ({
    family,
    imagesTrained,
    ...params,
    ...provenance,
  }));
  const first = records[0];
  if (!first) return undefined;
  const shown = (value: unknown): string =>
    value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  const entries =
    runs.length === 1
      ? Object.entries(first).map(([name, value]) => ({ name, values: [value as unknown] }))
      : differences(records);
  return {
    type: 'table',
    id: 'provenance',
    title: runs.length === 1 ? 'Where the run came from' : 'In what the runs differ',
    caption:
      runs.length === 1
        ? 'Parameters, seed, data and numeric mode: equal values give the same run.'
        : entries.length === 0
          ? 'These runs agree in every parameter and in their provenance.'
          : 'Only the parameters and the provenance in which the chosen runs are not alike.',
    columns: [{ key: 'name', label: 'Name' }, ...runs.map((run, index) => ({ key: `run${index}`, label: run.name }))],
    rows: entries.map(({ name, values }) => ({
      name,
      ...Object.fromEntries(values.map((value, index) => [`run${index}`, shown(value)])),
    })),
  };
}

/** The runs behind ids, as the ledger has them, in the order of the ids. */
export function eventsOf(ids: readonly string[], ledger: readonly LedgerEvent[]): RunEvent[] {
  const events = new Map(runsOf(ledger).map((event) => [event.id, event]));
  return ids.map((id) => events.get(id)).filter((event) => event !== undefined);
}

/** Performance from run to run, if there is more than one. */
export function overview(summary: TrackSummary): Block[] {
  const figure = summary.runs.length > 1 ? performanceFigure(summary) : undefined;
  return figure ? [figure] : [];
}

export function blocks(summary: TrackSummary, ledger: readonly LedgerEvent[]): Block[] {
  if (summary.runs.length === 0) return [];
  const best = eventsOf(summary.bestId === null ? [] : [summary.bestId], ledger);
  const parts = [runsTable(summary, ledger), curvesFigure(best), ...overview(summary), provenanceTable(best)];
  return parts.filter((block) => block !== undefined);
}
