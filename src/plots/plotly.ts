/**
 * Plotly with the traces that Lookbook draws, loaded when the first figure is drawn. Page only.
 *
 * Plotly writes its style rules into an inline `<style>`, which a strict Content-Security-Policy refuses. An element of
 * the id it looks for with the class `no-inline-styles` tells it not to; plotly.css holds the rules instead.
 */
import type { PlotlyModule } from './plotly-bundle';

export type { PlotlyModule };

let loading: Promise<PlotlyModule> | undefined;

export function loadPlotly(): Promise<PlotlyModule> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<PlotlyModule> {
  if (!document.getElementById('plotly.js-style-global')) {
    const marker = document.createElement('meta');
    marker.id = 'plotly.js-style-global';
    marker.className = 'no-inline-styles';
    document.head.append(marker);
  }
  // Its dependency has-hover, written for Node's bundlers, reads the global object under this name.
  (globalThis as { global?: unknown }).global ??= globalThis;
  const { bundle } = await import('./plotly-bundle');
  return bundle;
}
