/** Figures of the study: history, importances, slices, curves. */
import { bestTrial, completeTrials, history } from '../../../../core/search/ranking';
import type { Trial } from '../../../../core/search/types';
import type { FigureBlock, PlotlySpec, TraceMeta } from '../../../../plots/blocks';
import { TRUSTED_R2 } from '../findings';
import type { TuneSummary } from '../../types';
import { capitalised } from '../../../../core/words/names';
import { nameWords, settingsWords } from '../words';
import { count, fixed, percent, plural } from '../../../../core/words/numbers';

/** Subplots of one figure, at most. */
const MOST_PANELS = 4;

const pruned = ({ study }: TuneSummary): readonly Trial[] =>
  study.trials.filter(({ state, reports }) => state === 'pruned' && reports.length > 0);
const lastReport = (trial: Trial): number => 100 * trial.reports.at(-1)!.value;

export function historyFigure(summary: TuneSummary): FigureBlock {
  const { study } = summary;
  const best = bestTrial(study)!;
  const complete = history(study);
  const stopped = pruned(summary);
  const words = (number: number): string => settingsWords(study.trials[number]!.params);
  const spec = (): PlotlySpec => ({
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'best so far',
        x: complete.map(({ number }) => number + 1),
        y: complete.map((entry) => 100 * entry.best),
        line: { shape: 'hv', dash: 'dot' },
        hoverinfo: 'skip',
        meta: { muted: true },
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'complete',
        x: complete.map(({ number }) => number + 1),
        y: complete.map(({ value }) => 100 * value),
        text: complete.map(({ number }) => words(number)),
        hovertemplate: 'trial %{x}: %{y:.2f} %<br>%{text}<extra></extra>',
        marker: { size: 9 },
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'pruned, last report',
        x: stopped.map(({ number }) => number + 1),
        y: stopped.map(lastReport),
        text: stopped.map(({ number }) => words(number)),
        hovertemplate: 'trial %{x}, pruned: %{y:.2f} %<br>%{text}<extra></extra>',
        marker: { size: 9, symbol: 'x' },
      },
    ],
    layout: { xaxis: { title: { text: 'trial' } }, yaxis: { title: { text: 'accuracy on validation (%)' } } },
  });
  return {
    type: 'figure',
    id: 'history',
    title: 'Optimisation history',
    caption:
      `Each point is a trial. The best value improves ${plural(new Set(complete.map((entry) => entry.best)).size - 1, 'time')} after the first, ` +
      `to ${percent(best.value)} in trial ${best.number + 1}. ${count(stopped.length)} of ${plural(study.trials.length, 'trial')} ${stopped.length === 1 ? 'was' : 'were'} pruned.`,
    alt: `Accuracy on validation of ${plural(complete.length, 'complete trial')} in order, the best ${percent(best.value)}.`,
    draw: () => Promise.resolve(spec()),
  };
}

export function importancesFigure({ importances }: TuneSummary): FigureBlock | undefined {
  if (!importances) return undefined;
  const bars = importances.parameters.toReversed();
  const first = importances.parameters[0]!;
  const { outOfBagR2, trials } = importances;
  const trust =
    outOfBagR2 === undefined || outOfBagR2 < TRUSTED_R2
      ? `With an out-of-bag R² of ${outOfBagR2 === undefined ? 'none' : fixed(outOfBagR2, 2)} from ${count(trials)} trials the shares are not reliable.`
      : `The forest predicts unseen trials with an R² of ${fixed(outOfBagR2, 2)}.`;
  return {
    type: 'figure',
    id: 'importances',
    title: 'Importance of settings',
    caption:
      `Share of the variance of a regression forest that each setting explains alone (fANOVA); interactions explain ` +
      `${percent(importances.interactions, 0)}. ${capitalised(nameWords(first.name))} is first with ${percent(first.share, 0)}. ${trust}`,
    alt: importances.parameters.map(({ name, share }) => `${nameWords(name)} ${percent(share, 0)}`).join(', '),
    height: 110 + 34 * bars.length,
    draw: () =>
      Promise.resolve({
        data: [
          {
            type: 'bar',
            orientation: 'h',
            x: bars.map(({ share }) => 100 * share),
            y: bars.map(({ name }) => nameWords(name)),
            hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
          },
        ],
        layout: { xaxis: { title: { text: 'share of the variance (%)' }, rangemode: 'tozero' }, showlegend: false },
      }),
  };
}

/** Ticks of a logarithmic axis at 1, 2 and 5 times the powers of ten, written out. */
function logTicks(low: number, high: number): { readonly tickvals: number[]; readonly ticktext: string[] } {
  const tickvals: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power += 1) {
    for (const digit of [1, 2, 5]) {
      // By text, since 2 * 10 ** -4 is not the number that is written 0.0002.
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high) tickvals.push(value);
    }
  }
  return { tickvals, ticktext: tickvals.map(String) };
}

/** The settings that matter most, in the order of the space where it is not known. */
function slicedNames({ study, importances }: TuneSummary): readonly string[] {
  const names = importances?.parameters.map(({ name }) => name) ?? Object.keys(study.space);
  return names.slice(0, MOST_PANELS);
}

export function slicesFigure(summary: TuneSummary): FigureBlock {
  const { study } = summary;
  const names = slicedNames(summary);
  const complete = completeTrials(study);
  const stopped = pruned(summary);
  const best = bestTrial(study)!;
  const spec = (): PlotlySpec => {
    const data: PlotlySpec['data'] = [];
    const layout: Record<string, unknown> = { showlegend: false };
    const gap = 0.05;
    const width = (1 - gap * (names.length - 1)) / names.length;
    names.forEach((name, panel) => {
      const suffix = panel === 0 ? '' : String(panel + 1);
      const dimension = study.space[name]!;
      const place = (trial: Trial): string | number =>
        dimension.type === 'choice' ? String(trial.params[name]) : Number(trial.params[name]);
      const points = (trials: readonly Trial[], value: (trial: Trial) => number, marker: object, meta: TraceMeta) =>
        data.push({
          type: 'scatter',
          mode: 'markers',
          x: trials.map(place),
          y: trials.map(value),
          text: trials.map(({ number }) => `trial ${number + 1}`),
          hovertemplate: '%{text}: %{y:.2f} % at %{x}<extra></extra>',
          marker: { size: 8, ...marker },
          meta,
          xaxis: `x${suffix}`,
          yaxis: 'y',
        } as PlotlySpec['data'][number]);
      points(stopped, lastReport, { symbol: 'x' }, { muted: true });
      points(complete, (trial) => 100 * trial.value!, {}, { series: 0 });
      points([best], (trial) => 100 * trial.value!, { size: 13 }, { series: 1 });
      const left = panel * (width + gap);
      layout[`xaxis${suffix}`] = {
        title: { text: nameWords(name) },
        domain: [left, left + width],
        ...(dimension.type === 'choice'
          ? { type: 'category', categoryorder: 'array', categoryarray: dimension.choices.map(String) }
          : dimension.log
            ? { type: 'log', ...logTicks(dimension.low, dimension.high) }
            : { type: 'linear', nticks: 4 }),
      };
    });
    layout['yaxis'] = { title: { text: 'accuracy on validation (%)' } };
    return { data, layout };
  };
  return {
    type: 'figure',
    id: 'slices',
    title: 'Accuracy by setting',
    caption:
      `One panel per setting. Points: complete trials; crosses: pruned; large point: the best (${settingsWords(best.params)}). ` +
      'Trials differ in all settings at once, so a panel does not isolate the effect of its setting.',
    alt: `Scatter of accuracy against ${names.map(nameWords).join(', ')}.`,
    draw: () => Promise.resolve(spec()),
  };
}

export function trialCurvesFigure(summary: TuneSummary): FigureBlock | undefined {
  const { study } = summary;
  const drawn = study.trials.filter(({ reports }) => reports.length > 0);
  const best = bestTrial(study)!;
  if (drawn.every(({ reports }) => reports.length < 2)) return undefined;
  const line = (trial: Trial) => ({
    type: 'scatter' as const,
    mode: 'lines+markers' as const,
    name: `trial ${trial.number + 1}`,
    x: trial.reports.map(({ step }) => step),
    y: trial.reports.map(({ value }) => 100 * value),
    ...(trial === best ? { line: { width: 4 }, meta: { series: 0 } } : { opacity: 0.75, meta: { muted: true } }),
    ...(trial.state === 'pruned' ? { marker: { symbol: 'x', size: 9 }, line: { dash: 'dot' as const } } : {}),
    hovertemplate: `trial ${trial.number + 1}: %{y:.2f} % after %{x:,} images<extra></extra>`,
  });
  return {
    type: 'figure',
    id: 'trial-curves',
    title: 'Learning curves of the trials',
    caption:
      `Validation accuracy after each epoch; the strong line is the best trial. Crosses and dotted lines: ` +
      `${count(pruned(summary).length)} of ${plural(study.trials.length, 'trial')} pruned for lying below the median of earlier trials.`,
    alt: `Learning curves of ${plural(drawn.length, 'trial')}.`,
    draw: () =>
      Promise.resolve({
        data: [...drawn.filter((trial) => trial !== best).map(line), line(best)],
        layout: {
          xaxis: { title: { text: 'images trained' }, rangemode: 'tozero' },
          yaxis: { title: { text: 'accuracy on validation (%)' } },
          showlegend: false,
        },
      }),
  };
}
