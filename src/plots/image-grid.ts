/**
 * Draws grids of images on a canvas, labels included, so that the page and the saved picture look alike.
 * The canvas is as wide as CSS makes it; its height is set here. The text alternative is the wrapper's.
 */
import type { ImageSize } from '../core/dataset/shape';
import { placeInSquare } from '../core/dataset/squares';
import { tilePlace } from '../core/dataset/tiles';
import type { GridImage, ImagesBlock } from './blocks';
import { canvasToPng } from './draw';
import { classColor, INK, type ThemeName } from './palette';
import { rgbPixels } from './pixels';
import { oneATask } from './queue';

const GAP = 6;
const LABEL_HEIGHT = 18;
/** Of a second line of labels. */
const LINE_HEIGHT = 13;
const HEADING_HEIGHT = 22;
const LARGEST_TILE = 112;
/** In a grid of so many rows: it should be seen as a whole. */
const LARGEST_OF_MANY = 84;
const MANY_ROWS = 3;
/** A grid that is no table of columns breaks into more rows rather than show smaller tiles than this, or less than every pixel. */
const SMALLEST_TILE = 40;
const EXPORT_WIDTH = 760;
const FONT = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Where things stand, in CSS pixels. */
export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Side of the square in whose middle an image stands. */
  readonly tile: number;
  /** Distance between the left edges of neighbouring columns, and between the tops of rows. */
  readonly stepX: number;
  readonly stepY: number;
  readonly top: number;
  readonly height: number;
  /** The headings stand upright, because they are wider than their columns. */
  readonly upright: boolean;
}

/** What of a block a drawing of its images depends on; headings that are an empty list keep the columns without naming them. */
type Grid = Pick<ImagesBlock, 'columns' | 'columnLabels'>;

/** The greatest height and width of some images: those of a grid are of one size as a rule. */
const largestOf = (images: readonly Pick<GridImage, 'size'>[]): ImageSize => ({
  height: Math.max(1, ...images.map(({ size }) => size.height)),
  width: Math.max(1, ...images.map(({ size }) => size.width)),
});

/**
 * The layout of images in `width` CSS pixels. Pure.
 * @param heading width of the widest heading in CSS pixels, if the grid is a table
 * @param lines of each label
 */
export function gridLayout(
  block: Grid,
  images: readonly Pick<GridImage, 'label' | 'size'>[],
  width: number,
  pixelRatio: number,
  heading = 0,
  lines = 1,
): GridLayout {
  const table = block.columnLabels !== undefined;
  const { height, width: across } = largestOf(images);
  const longer = Math.max(height, across);
  const smallest = Math.max(SMALLEST_TILE, longer / pixelRatio);
  const fitting = Math.max(1, Math.floor((width + GAP) / (smallest + GAP)));
  const columns = Math.max(1, table ? block.columns : Math.min(block.columns, fitting));
  const rows = Math.ceil(images.length / columns);
  const largest = rows < MANY_ROWS ? LARGEST_TILE : LARGEST_OF_MANY;
  const room = Math.min(largest, Math.max(1, (width - GAP * (columns - 1)) / columns));
  // A whole number of device pixels for each pixel of the image keeps edges equally sharp; below that size, any.
  const device = room * pixelRatio;
  const tile = device >= longer ? (Math.floor(device / longer) * longer) / pixelRatio : room;
  const stepX = Math.min((width + GAP) / columns, largest + 3 * GAP);
  const labelled = images.some((image) => image.label);
  const stepY = tile + GAP + (labelled ? LABEL_HEIGHT + (lines - 1) * LINE_HEIGHT : 0);
  const upright = table && heading > stepX - GAP;
  const headed = (block.columnLabels?.length ?? 0) > 0;
  const top = upright ? Math.ceil(heading) + GAP : headed ? HEADING_HEIGHT : 0;
  return { columns, rows, tile, stepX, stepY, top, height: Math.ceil(top + rows * stepY), upright };
}

/** Columns that a label may take: its own, and those after it whose images have none. Pure. */
export function labelSpan(images: readonly Pick<GridImage, 'label'>[], index: number, columns: number): number {
  const end = Math.min(images.length, (Math.floor(index / columns) + 1) * columns);
  let next = index + 1;
  while (next < end && !images[next]?.label) next += 1;
  return next === end ? (Math.floor(index / columns) + 1) * columns - index : next - index;
}

/** A text on one line, or on two, broken where the first is as long as fits; the second may be too long. Pure. */
export function inLines(text: string, fits: (part: string) => boolean): readonly string[] {
  if (fits(text)) return [text];
  const breaks = [...text.matchAll(/ /g)].map(({ index }) => index).filter((at) => fits(text.slice(0, at)));
  const last = breaks.at(-1);
  return last === undefined ? [text] : [text.slice(0, last), text.slice(last + 1)];
}

function fitText(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return end > 1 ? `${text.slice(0, end)}…` : '';
}

/** All images at their own size, to be scaled from, and where each stands. */
interface Atlas {
  readonly canvas: HTMLCanvasElement;
  placeOf(index: number): readonly [x: number, y: number];
}

/** As many images beside as below each other: thousands in one column are higher than a canvas can be. */
function atlas(images: readonly GridImage[], theme: ThemeName): Atlas {
  const largest = largestOf(images);
  const columns = Math.max(1, Math.ceil(Math.sqrt(images.length)));
  const placeOf = (index: number) => tilePlace(index, largest, columns);
  const canvas = document.createElement('canvas');
  canvas.width = largest.width * columns;
  canvas.height = largest.height * Math.max(1, Math.ceil(images.length / columns));
  const context = canvas.getContext('2d');
  images.forEach((image, index) => {
    if (image.absent) return;
    const data = new ImageData(image.size.width, image.size.height);
    const rgb = rgbPixels(image, theme);
    for (let pixel = 0; pixel < rgb.length / 3; pixel += 1) {
      data.data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
      data.data[pixel * 4 + 3] = 255;
    }
    context?.putImageData(data, ...placeOf(index));
  });
  return { canvas, placeOf };
}

const HEADING_FONT = `600 12px ${FONT}`;
const LABEL_FONT = `11px ${FONT}`;

/** Of a label, for the mark of the class before it. */
const indentOf = ({ classIndex }: GridImage): number => (classIndex === undefined ? 0 : 12);

const labelRoom = (images: readonly GridImage[], index: number, { columns, stepX }: GridLayout): number =>
  labelSpan(images, index, columns) * stepX - GAP - indentOf(images[index]!);

function labelLines(canvas: HTMLCanvasElement, { label = '' }: GridImage, room: number): readonly string[] {
  const context = canvas.getContext('2d');
  if (!context) return [label];
  context.font = LABEL_FONT;
  return inLines(label, (part) => context.measureText(part).width <= room);
}

function widest(canvas: HTMLCanvasElement, labels: readonly string[] = []): number {
  const context = canvas.getContext('2d');
  if (!context) return 0;
  context.font = HEADING_FONT;
  return Math.max(0, ...labels.map((label) => context.measureText(label).width));
}

function paint(
  canvas: HTMLCanvasElement,
  block: Grid,
  images: readonly GridImage[],
  theme: ThemeName,
  width: number,
  pixelRatio: number,
  opaque: boolean,
): GridLayout {
  const heading = widest(canvas, block.columnLabels);
  const single = gridLayout(block, images, width, pixelRatio, heading);
  const labels = images.map((image, index) => labelLines(canvas, image, labelRoom(images, index, single)));
  const lines = Math.max(1, ...labels.map((parts) => parts.length));
  const layout = lines > 1 ? gridLayout(block, images, width, pixelRatio, heading, lines) : single;
  canvas.width = Math.round(width * pixelRatio);
  canvas.height = Math.max(1, Math.round(layout.height * pixelRatio));
  const context = canvas.getContext('2d');
  if (!context) return layout;
  const ink = INK[theme];
  if (opaque) {
    context.fillStyle = ink.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  const source = atlas(images, theme);
  context.imageSmoothingEnabled = false;
  const side = Math.round(layout.tile * pixelRatio);
  images.forEach(({ absent, size }, index) => {
    if (absent) return;
    const x = Math.round((index % layout.columns) * layout.stepX * pixelRatio);
    const y = Math.round((layout.top + Math.floor(index / layout.columns) * layout.stepY) * pixelRatio);
    const [inX, inY, across, down] = placeInSquare(size, side);
    const [fromX, fromY] = source.placeOf(index);
    context.drawImage(source.canvas, fromX, fromY, size.width, size.height, x + inX, y + inY, across, down);
  });
  context.scale(pixelRatio, pixelRatio);
  context.textBaseline = 'middle';
  context.font = HEADING_FONT;
  context.fillStyle = ink.text;
  block.columnLabels?.forEach((label, column) => {
    const x = column * layout.stepX;
    if (!layout.upright) {
      context.fillText(fitText(context, label, layout.stepX - GAP), x, HEADING_HEIGHT / 2 - 2);
      return;
    }
    context.save();
    context.translate(x + layout.tile / 2, layout.top - GAP);
    context.rotate(-Math.PI / 2);
    context.fillText(label, 0, 0);
    context.restore();
  });
  context.font = LABEL_FONT;
  images.forEach((image, index) => {
    if (!image.label) return;
    const x = (index % layout.columns) * layout.stepX;
    const y = layout.top + Math.floor(index / layout.columns) * layout.stepY + layout.tile + LABEL_HEIGHT / 2;
    const indent = indentOf(image);
    if (image.classIndex !== undefined) {
      context.fillStyle = classColor(theme, image.classIndex);
      context.fillRect(x, y - 4, 8, 8);
    }
    context.fillStyle = ink.muted;
    const room = labelRoom(images, index, layout);
    labels[index]?.forEach((part, line) =>
      context.fillText(fitText(context, part, room), x + indent, y + line * LINE_HEIGHT),
    );
  });
  return layout;
}

/** The index of the image at a point of the drawing, in CSS pixels; undefined where there is none. Pure. */
export function imageAt({ columns, stepX, stepY, tile, top }: GridLayout, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x / stepX), Math.floor((y - top) / stepY)];
  const inside = column >= 0 && column < columns && row >= 0 && x - column * stepX <= tile;
  return inside ? row * columns + column : undefined;
}

/** Draws the grid as wide as the canvas stands on the page; call again when width, theme or pixel ratio changes. */
export function drawImageGrid(
  canvas: HTMLCanvasElement,
  block: Grid,
  images: readonly GridImage[],
  theme: ThemeName,
): GridLayout {
  const width = canvas.clientWidth || canvas.parentElement?.clientWidth || EXPORT_WIDTH;
  const layout = paint(canvas, block, images, theme, width, window.devicePixelRatio || 1, false);
  canvas.style.height = `${layout.height}px`;
  return layout;
}

/** The grid as a PNG of twice the CSS size, on the paper of the theme. */
export function imageGridToPng(
  block: ImagesBlock,
  images: readonly GridImage[],
  theme: ThemeName = 'light',
): Promise<Blob> {
  return oneATask(() => {
    const canvas = document.createElement('canvas');
    paint(canvas, block, images, theme, EXPORT_WIDTH, 2, true);
    return canvasToPng(canvas);
  });
}
