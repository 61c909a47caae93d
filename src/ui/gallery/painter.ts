/** Draws the part of the gallery that is in sight. One canvas as big as the viewport; nothing on the page an image. */
import type { ImageSize } from '../../core/dataset/shape';
import { placeInSquare } from '../../core/dataset/squares';
import { tilePlace } from '../../core/dataset/tiles';
import { classColor, INK, type ThemeName } from '../../plots/palette';
import { rowsShown, type Layout } from './layout';
import { BLOCK, type Block } from './tiles';

const FONT = '11px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const EMPTY: Readonly<Record<ThemeName, string>> = { light: '#f1f0ec', dark: '#20242b' };

export interface Scene {
  readonly layout: Layout;
  /** Of the images. */
  readonly size: ImageSize;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly theme: ThemeName;
  /** Place with the frame around it. */
  readonly current: number | undefined;
  /** The keyboard moves the frame: it is drawn stronger. */
  readonly focused: boolean;
  block(index: number): Block<CanvasImageSource> | undefined;
  /** What a class is called. */
  nameOf(label: number): string;
}

const fitted = new Map<string, string>();

/** The text cut to its room; measured once a text and room. */
function fit(context: CanvasRenderingContext2D, text: string, room: number): string {
  const name = `${room} ${text}`;
  let cut = fitted.get(name);
  if (cut === undefined) {
    cut = text;
    for (let end = text.length; end > 0 && context.measureText(cut).width > room; end -= 1)
      cut = `${text.slice(0, end - 1)}…`;
    if (fitted.size > 2000) fitted.clear();
    fitted.set(name, cut);
  }
  return cut;
}

/** @returns first and last place (not included) that were drawn */
export function paint(canvas: HTMLCanvasElement, scene: Scene): readonly [number, number] {
  const { layout, size, top, width, height, pixelRatio: ratio, theme } = scene;
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting a size clears and reallocates, also to the same size.
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  const [firstRow, lastRow] = rowsShown(layout, top, height);
  const from = firstRow * layout.columns;
  const to = Math.min(layout.count, lastRow * layout.columns);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return [from, to];
  const ink = INK[theme];
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, deviceWidth, deviceHeight);
  context.imageSmoothingEnabled = false;
  context.font = `${Math.round(11 * ratio)}px ${FONT.slice(5)}`;
  context.textBaseline = 'middle';
  const side = Math.round(layout.tile * ratio);
  const [inX, inY, across, down] = placeInSquare(size, side);
  for (let place = from; place < to; place += 1) {
    const x = Math.round((place % layout.columns) * layout.stepX * ratio);
    const y = Math.round((Math.floor(place / layout.columns) * layout.stepY - top) * ratio);
    const position = place % BLOCK;
    const block = scene.block(Math.floor(place / BLOCK));
    if (!block) {
      context.fillStyle = EMPTY[theme];
      context.fillRect(x, y, side, side);
      continue;
    }
    const [left, upper] = tilePlace(position, size);
    context.drawImage(block.bitmap, left, upper, size.width, size.height, x + inX, y + inY, across, down);
    const label = block.labels[position] ?? 0;
    context.fillStyle = classColor(theme, label);
    if (!layout.withText) {
      context.fillRect(x, y + side + Math.round(ratio), side, Math.max(1, Math.round(2 * ratio)));
      continue;
    }
    const middle = y + side + Math.round(9 * ratio);
    const mark = Math.round(8 * ratio);
    context.fillRect(x, middle - mark / 2, mark, mark);
    context.fillStyle = ink.muted;
    const text = block.texts?.[position] ?? scene.nameOf(label);
    context.fillText(fit(context, text, side - 1.5 * mark), x + 1.5 * mark, middle);
  }
  drawFrame(context, scene, side);
  return [from, to];
}

function drawFrame(context: CanvasRenderingContext2D, scene: Scene, side: number): void {
  const { layout, top, pixelRatio: ratio, theme, current, focused } = scene;
  if (current === undefined || current >= layout.count) return;
  const x = Math.round((current % layout.columns) * layout.stepX * ratio);
  const y = Math.round((Math.floor(current / layout.columns) * layout.stepY - top) * ratio);
  const line = Math.max(1, Math.round((focused ? 3 : 1) * ratio));
  context.lineWidth = line;
  context.strokeStyle = theme === 'light' ? '#1f4e79' : '#8dbbe8';
  context.strokeRect(x + line / 2, y + line / 2, side - line, side - line);
}
