/** Draws figure blocks on the page and exports them. One figure a task; Plotly is loaded with the first. */
import type { Config, PlotlyHTMLElement, PlotMouseEvent } from 'plotly.js';
import type { FigureBlock, FigurePoint, PlotlySpec } from './blocks';
import { loadPlotly } from './plotly';
import { oneATask } from './queue';
import { legendHeight, panelColumns, themed, type ThemeName } from './theme';

export const DEFAULT_HEIGHT = 320;
/** Width in CSS pixels of an exported figure: the text column of the report. */
const EXPORT_WIDTH = 760;
const TITLE_HEIGHT = 44;
/** Widths in CSS pixels below which a figure is drawn without what would overlap. */
const NARROW = 480;

/** What Plotly tells of a click, in the vocabulary's words. */
function pointOf({ points: [first] }: PlotMouseEvent): FigurePoint | undefined {
  if (!first) return undefined;
  // Heat maps number their cells by row and column, which the declarations do not know.
  const { x, y, curveNumber } = first;
  const point = (first.pointNumber ?? first.pointIndex) as FigurePoint['point'];
  const place = (value: unknown): { value: string | number } | undefined =>
    typeof value === 'string' || typeof value === 'number' ? { value } : undefined;
  const [atX, atY] = [place(x), place(y)];
  return { trace: curveNumber, point, ...(atX ? { x: atX.value } : {}), ...(atY ? { y: atY.value } : {}) };
}

const CONFIG: Partial<Config> = { displayModeBar: false, displaylogo: false, showTips: false, doubleClick: 'reset' };

/**
 * Draws a figure into `element` (block-level, sized by CSS; its height is set from the block) and keeps it as wide as
 * the element. Drawing again into the same element replaces the figure.
 * @param picked called with what is clicked
 * @returns what takes the figure away
 */
export async function drawFigure(
  element: HTMLElement,
  block: FigureBlock,
  theme: ThemeName,
  picked?: (point: FigurePoint) => void,
): Promise<() => void> {
  const spec = await block.draw();
  const plotly = await loadPlotly();
  let gone = false;
  let width = 0;
  let queued = false;
  const plot = async (): Promise<void> => {
    const drawn = width || EXPORT_WIDTH;
    const narrow = drawn < NARROW;
    const height = (block.height ?? DEFAULT_HEIGHT) * (narrow ? panelColumns(spec) : 1) + legendHeight(spec, drawn);
    element.style.height = `${height}px`;
    const { data, layout } = themed(spec, theme, { narrow });
    await plotly.newPlot(element, data, { ...layout, width: drawn, height }, CONFIG);
  };
  element.style.height = `${block.height ?? DEFAULT_HEIGHT}px`;
  await oneATask(async () => {
    if (!element.isConnected) return;
    width = element.clientWidth;
    await plot();
    if (!picked) return;
    (element as PlotlyHTMLElement).on('plotly_click', (event) => {
      const point = pointOf(event);
      if (point) picked(point);
    });
  });
  const fit = async (): Promise<void> => {
    queued = false;
    if (gone || !element.isConnected || element.clientWidth === width || element.clientWidth === 0) return;
    width = element.clientWidth;
    await plot();
  };
  const observer = new ResizeObserver(() => {
    if (queued || element.clientWidth === width) return;
    queued = true;
    void oneATask(fit);
  });
  observer.observe(element);
  return () => {
    gone = true;
    observer.disconnect();
    plotly.purge(element);
  };
}

async function toSvg(spec: PlotlySpec, theme: ThemeName, height: number, title?: string): Promise<string> {
  const plotly = await loadPlotly();
  const { data, layout } = themed(spec, theme, { opaque: true, ...(title === undefined ? {} : { title }) });
  const own = height + legendHeight(spec, EXPORT_WIDTH);
  const size = { width: EXPORT_WIDTH, height: own + (title === undefined ? 0 : TITLE_HEIGHT) };
  const options = { format: 'svg', ...size, imageDataOnly: true } as const;
  const svg = await plotly.toImage({ data, layout: { ...layout, ...size }, config: CONFIG }, options);
  // Plotly asks for pixelated images by a style attribute, which the page's policy may have refused.
  return svg.replaceAll('<image ', '<image image-rendering="pixelated" ');
}

/** The figure as the text of an SVG element, without the block's title. */
export async function figureToSvg(block: FigureBlock, theme: ThemeName = 'light'): Promise<string> {
  const spec = await block.draw();
  return oneATask(() => toSvg(spec, theme, block.height ?? DEFAULT_HEIGHT));
}

/** The figure with its title as a PNG of twice the CSS size. @throws Error if the browser cannot render or encode it */
export async function figureToPng(block: FigureBlock, theme: ThemeName = 'light', scale = 2): Promise<Blob> {
  const spec = await block.draw();
  const svg = await oneATask(() => toSvg(spec, theme, block.height ?? DEFAULT_HEIGHT, block.title));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return oneATask(() => {
    const canvas = document.createElement('canvas');
    canvas.width = image.width * scale;
    canvas.height = image.height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvasToPng(canvas);
  });
}

export function canvasToPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not encode a PNG.'))),
      'image/png',
    );
  });
}
