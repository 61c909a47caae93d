/** The parts of Plotly that go into the built page; scatter comes with the core. Imported by plotly.ts alone. */
import bar from 'plotly.js/lib/bar';
import box from 'plotly.js/lib/box';
import core from 'plotly.js/lib/core';
import heatmap from 'plotly.js/lib/heatmap';
import type * as Plotly from 'plotly.js';
import './plotly.css';

export type PlotlyModule = Pick<typeof Plotly, 'newPlot' | 'purge' | 'toImage' | 'register' | 'Plots'>;

export const bundle = core as unknown as PlotlyModule;
bundle.register([bar, box, heatmap] as unknown as Parameters<PlotlyModule['register']>[0]);
