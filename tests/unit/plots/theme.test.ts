import { describe, expect, it } from 'vitest';
import type { PlotlySpec } from '../../../src/plots/blocks';
import { CLASS_COLORS, DIVERGING, INK, SEQUENTIAL } from '../../../src/plots/palette';
import { legendHeight, merge, panelColumns, themed } from '../../../src/plots/theme';

const spec = (...data: PlotlySpec['data']): PlotlySpec => ({ data, layout: { xaxis: { title: { text: 'images' } } } });
/** The value at a path of a figure, whose own types know only some of what Plotly takes. */
const at = (figure: unknown, ...path: (string | number)[]): unknown =>
  path.reduce((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], figure);

describe('themed', () => {
  it('gives a trace of one class that class its colour, in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      const [trace] = themed(spec({ type: 'scatter', meta: { classIndex: 3 } }), theme).data;
      expect(at(trace, 'line', 'color')).toBe(CLASS_COLORS[theme][3]);
      expect(at(trace, 'marker', 'color')).toBe(CLASS_COLORS[theme][3]);
    }
  });

  it('colours bars one class each', () => {
    const [trace] = themed(spec({ type: 'bar', meta: { classIndices: [2, 0] } }), 'light').data;
    expect(at(trace, 'marker', 'color')).toEqual([CLASS_COLORS.light[2], CLASS_COLORS.light[0]]);
  });

  it('leaves colours that the spec sets itself', () => {
    const [trace] = themed(spec({ type: 'bar', marker: { color: 'red' }, meta: { classIndex: 1 } }), 'light').data;
    expect(at(trace, 'marker', 'color')).toBe('red');
  });

  it('gives heat maps the sequential scale, and the diverging one around zero when asked', () => {
    const [plain, signed] = themed(
      spec({ type: 'heatmap' }, { type: 'heatmap', meta: { diverging: true } }),
      'dark',
    ).data;
    expect(at(plain, 'colorscale')).toBe(SEQUENTIAL.dark);
    expect(at(plain, 'zmid')).toBeUndefined();
    expect(at(signed, 'colorscale')).toBe(DIVERGING.dark);
    expect(at(signed, 'zmid')).toBe(0);
  });

  it('leaves the numbers and the scale out of heat maps on a narrow page, and only there', () => {
    const numbers = spec({ type: 'heatmap', texttemplate: '%{text}' });
    expect(themed(numbers, 'light').data[0]).toMatchObject({ texttemplate: '%{text}' });
    expect(themed(numbers, 'light', { narrow: true }).data[0]).toMatchObject({ texttemplate: '', showscale: false });
  });

  it('styles every axis that the layout names and keeps its title, given as text or as an object', () => {
    const layout = {
      xaxis: { title: { text: 'a' } },
      yaxis2: { title: 'b', range: [0, 1] },
    } as unknown as PlotlySpec['layout'];
    const themedLayout = themed({ data: [], layout }, 'light').layout;
    expect(at(themedLayout, 'xaxis', 'title')).toMatchObject({ text: 'a', standoff: 10 });
    expect(at(themedLayout, 'yaxis2', 'title')).toMatchObject({ text: 'b', font: { color: INK.light.muted } });
    expect(at(themedLayout, 'yaxis2', 'range')).toEqual([0, 1]);
    expect(at(themedLayout, 'yaxis', 'gridcolor')).toBe(INK.light.grid);
  });

  it('shows a title only where the figure stands alone, with its markup as text', () => {
    expect(at(themed(spec(), 'light').layout, 'title')).toBeUndefined();
    const alone = themed(spec(), 'light', { opaque: true, title: 'a < b & <b>c' }).layout;
    expect(at(alone, 'title', 'text')).toBe('a &lt; b &amp; &lt;b>c');
    expect(at(alone, 'paper_bgcolor')).toBe(INK.light.paper);
  });

  it('changes nothing of what it was given', () => {
    const given = spec({ type: 'bar', marker: { opacity: 0.5 }, meta: { classIndex: 1 } });
    const copy = structuredClone(given);
    themed(given, 'dark', { title: 'x' });
    expect(given).toEqual(copy);
  });
});

describe('merge', () => {
  it('takes arrays and typed arrays whole', () => {
    const values = new Float32Array([1, 2]);
    expect(merge({ a: [1, 2, 3], b: { c: 1, d: 2 } }, { a: [9], b: { d: 3 }, z: values })).toEqual({
      a: [9],
      b: { c: 1, d: 3 },
      z: values,
    });
  });
});

describe('panels beside each other', () => {
  const panels: PlotlySpec = {
    data: [{ type: 'scatter' }, { type: 'scatter', xaxis: 'x2', yaxis: 'y2' }],
    layout: { grid: { rows: 2, columns: 2, pattern: 'independent', xgap: 0.2 } },
  };

  it('stand below each other on a narrow page, and are told of so that the figure becomes higher', () => {
    expect(panelColumns(panels)).toBe(2);
    expect(at(themed(panels, 'light', { narrow: true }).layout, 'grid')).toMatchObject({ rows: 4, columns: 1 });
    expect(at(themed(panels, 'light').layout, 'grid')).toMatchObject({ rows: 2, columns: 2 });
  });

  it('leave a figure without a grid as it is', () => {
    const plain = spec({ type: 'scatter' });
    expect(panelColumns(plain)).toBe(1);
    expect(themed(plain, 'light', { narrow: true }).layout.grid).toBeUndefined();
  });
});

describe('the height that a legend needs', () => {
  const named = (count: number, name: string): PlotlySpec =>
    spec(
      ...Array.from({ length: count }, (_, at): PlotlySpec['data'][number] => ({
        type: 'scatter',
        name: `${name} ${at}`,
      })),
    );

  it('grows by a row for every row beyond the first, however many entries there are', () => {
    expect(legendHeight(named(3, 'abc'), 760)).toBe(0);
    // Names of 36 characters take 276 pixels: two a row.
    expect(legendHeight(named(15, 'run 62, final of trial 9, 40,000 ima'), 760)).toBe(7 * 19);
    expect(legendHeight(named(15, 'run 62, final of trial 9, 40,000 ima'), 360)).toBe(14 * 19);
  });

  it('is none where there is no legend, and entries that are not shown do not count', () => {
    const { data } = named(15, 'a long name that would need a row of its own in any legend');
    expect(legendHeight(named(100, 'class 12'), 760)).toBe(0);
    expect(themed(named(100, 'class 12'), 'light').layout.showlegend).toBe(false);
    expect(themed(named(40, 'class 12'), 'light').layout.showlegend).toBeUndefined();
    expect(legendHeight({ data, layout: { showlegend: false } }, 400)).toBe(0);
    expect(legendHeight({ data: data.map((trace) => ({ ...trace, showlegend: false })), layout: {} }, 400)).toBe(0);
  });

  it('is not cut by Plotly, which gives a legend half of the figure unless told otherwise', () => {
    const { layout } = themed(named(15, 'a'), 'light');
    expect(at(layout, 'legend', 'maxheight')).toBeGreaterThan(5000);
  });
});
