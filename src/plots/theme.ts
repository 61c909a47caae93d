/**
 * Gives figures their looks: fonts, grid, margins and colours, in light and dark. Pure: a spec in, a new spec out.
 */
import type { Data, Layout } from 'plotly.js';
import type { PlotlySpec, TraceMeta } from './blocks';
import { classColor, COLORWAY, DIVERGING, INK, SEQUENTIAL, type ThemeName } from './palette';

export type { ThemeName } from './palette';

/** Between stacked panels, as a share of one: room for the axis title. */
const STACK_GAP = 0.4;

const LEGEND_FONT = 12;
/** Of a legend: nobody finds one of a hundred colours in it. Pointing at a line or dot names it. */
const MOST_ENTRIES = 40;
/** Of a legend's entry in CSS pixels: a row, the mark beside the text with its gaps, a character on average. */
const LEGEND_ROW = 19;
const LEGEND_MARK = 42;
const LEGEND_CHARACTER = 6.5;

type Plain = Record<string, unknown>;

const FONT = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** `given` over `defaults`, plain objects merged member by member. Neither is changed. */
export function merge(defaults: Plain, given: Plain): Plain {
  const merged: Plain = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    const base = merged[key];
    merged[key] = isPlain(value) ? merge(isPlain(base) ? base : {}, value) : value;
  }
  return merged;
}

function themedAxis(theme: ThemeName): Plain {
  const ink = INK[theme];
  return {
    automargin: true,
    gridcolor: ink.grid,
    zerolinecolor: ink.axis,
    linecolor: ink.axis,
    tickcolor: ink.axis,
    tickfont: { color: ink.muted, size: 12 },
    title: { font: { color: ink.muted, size: 13 }, standoff: 10 },
  };
}

/** An axis title may be given as text, which a merge would lose the font of. */
function withTitleObject(axis: unknown): Plain {
  const given = isPlain(axis) ? axis : {};
  return typeof given.title === 'string' ? { ...given, title: { text: given.title } } : given;
}

function themedLayout({ data, layout }: PlotlySpec, theme: ThemeName, options: ThemeOptions): Plain {
  // Grid lines behind the bars' own positions say nothing.
  const plainBars = data.length > 0 && data.every((trace) => trace.type === 'bar' && trace.orientation !== 'h');
  const ink = INK[theme];
  const paper = options.opaque ? ink.paper : 'rgba(0,0,0,0)';
  const defaults: Plain = {
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    font: { family: FONT, size: 13, color: ink.text },
    colorway: COLORWAY[theme],
    margin: { l: 56, r: 16, t: options.title === undefined ? 12 : 56, b: 44, pad: 2 },
    hoverlabel: { bgcolor: ink.paper, bordercolor: ink.axis, font: { family: FONT, size: 12, color: ink.text } },
    // Plotly cuts a legend at half of the figure: draw.ts adds to its height what the legend needs.
    legend: {
      orientation: 'h',
      x: 0,
      y: 1.02,
      xanchor: 'left',
      yanchor: 'bottom',
      font: { size: LEGEND_FONT },
      maxheight: 10_000,
    },
    bargap: 0.2,
    dragmode: false,
    ...(legendEntries(data).length > MOST_ENTRIES ? { showlegend: false } : {}),
  };
  const given: Plain = { ...(layout as Plain) };
  for (const name of new Set(['xaxis', 'yaxis', ...Object.keys(given)])) {
    if (/^[xy]axis\d*$/.test(name)) given[name] = merge(themedAxis(theme), withTitleObject(given[name]));
  }
  if (plainBars) given.xaxis = merge({ showgrid: false }, given.xaxis as Plain);
  delete given.title;
  if (options.title !== undefined) {
    given.title = { text: escapeMarkup(options.title), x: 0.02, xanchor: 'left', font: { size: 17, color: ink.text } };
  }
  return merge(defaults, given);
}

/** Plotly reads a few HTML tags in texts; a title is shown as it is written. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function withAlpha(hex: string, alpha: number): string {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

function traceDefaults(trace: Plain, theme: ThemeName): Plain {
  const ink = INK[theme];
  const type = typeof trace.type === 'string' ? trace.type : 'scatter';
  const meta: TraceMeta = isPlain(trace.meta) ? (trace.meta as TraceMeta) : {};
  if (type === 'heatmap') {
    return {
      colorscale: meta.diverging ? DIVERGING[theme] : SEQUENTIAL[theme],
      ...(meta.diverging ? { zmid: 0 } : {}),
      colorbar: { outlinewidth: 0, thickness: 12, tickfont: { color: ink.muted, size: 12 } },
      hoverongaps: false,
    };
  }
  let color: string | string[] | undefined;
  if (meta.classIndices) color = meta.classIndices.map((index) => classColor(theme, index));
  else if (meta.classIndex !== undefined) color = classColor(theme, meta.classIndex);
  else if (meta.series !== undefined) color = COLORWAY[theme][meta.series % COLORWAY[theme].length];
  else if (meta.muted) color = ink.muted;
  const bars = { outsidetextfont: { color: ink.muted }, error_y: { color: ink.text }, error_x: { color: ink.text } };
  if (type === 'bar') {
    return { marker: { line: { width: 0 }, ...(color === undefined ? {} : { color }) }, ...bars };
  }
  if (color === undefined) return { marker: { colorscale: SEQUENTIAL[theme] } };
  const line = Array.isArray(color) ? {} : { line: { color } };
  if (type === 'box' && typeof color === 'string')
    return { ...line, marker: { color }, fillcolor: withAlpha(color, 0.25) };
  return { ...line, marker: { color } };
}

export interface ThemeOptions {
  /** A paper of its own rather than the page's showing through. */
  readonly opaque?: boolean;
  /** A title inside the picture, for files that stand alone. */
  readonly title?: string;
  /**
   * On a narrow page the numbers in a heat map's cells would overlap: its colours and what the pointer tells remain. Panels
   * beside each other stand below each other, each as high as the row was.
   */
  readonly narrow?: boolean;
}

/** Panels that stand beside each other; 1 if there is no grid. */
export function panelColumns({ layout }: PlotlySpec): number {
  return Math.max(1, layout.grid?.columns ?? 1);
}

function stacked(spec: PlotlySpec): PlotlySpec {
  const columns = panelColumns(spec);
  const { grid } = spec.layout;
  if (columns === 1 || !grid) return spec;
  const below = { ...grid, rows: (grid.rows ?? 1) * columns, columns: 1, ygap: STACK_GAP };
  return { ...spec, layout: { ...spec.layout, grid: below } };
}

const legendEntries = (data: PlotlySpec['data']): readonly Plain[] =>
  (data as readonly Plain[]).filter(({ name, showlegend }) => typeof name === 'string' && showlegend !== false);

/**
 * What a figure of this width needs for its legend beyond the first row, which the heights of figures count with. Entries
 * stand in columns as wide as the longest of them.
 */
export function legendHeight({ data, layout }: PlotlySpec, width: number): number {
  const entries = legendEntries(data);
  if (layout.showlegend === false || layout.legend?.orientation === 'v') return 0;
  if (entries.length < 2 || entries.length > MOST_ENTRIES) return 0;
  const longest = Math.max(...entries.map(({ name }) => String(name).length));
  const columns = Math.max(1, Math.floor(width / (LEGEND_MARK + LEGEND_CHARACTER * longest)));
  return (Math.ceil(entries.length / columns) - 1) * LEGEND_ROW;
}

/** A figure with the theme under it: what the spec sets itself stays. */
export function themed(
  spec: PlotlySpec,
  theme: ThemeName,
  options: ThemeOptions = {},
): { data: Data[]; layout: Partial<Layout> } {
  const data = spec.data.map((given) => {
    const trace = merge(traceDefaults(given as Plain, theme), given as Plain);
    return options.narrow && trace.type === 'heatmap' ? { ...trace, texttemplate: '', showscale: false } : trace;
  });
  const placed = options.narrow ? stacked(spec) : spec;
  return { data: data as Data[], layout: themedLayout(placed, theme, options) as Partial<Layout> };
}
