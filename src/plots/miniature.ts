/**
 * A finding's picture drawn small: no axes and no legend, one series, the value that matters marked. The shapes are the same in the
 * page and in the report; which colour a tone has, each says by itself.
 */
import { roundedAt } from '../core/words/numbers';
import type { GridImage, ImagesBlock } from './blocks';

/** Ink for what is, quiet for what it is compared with, marked for what matters. */
export type Tone = 'ink' | 'quiet' | 'marked';

/** Horizontal bars from zero, each with its name before it and its number behind it. */
export interface Bars {
  readonly type: 'bars';
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly text: string;
    readonly marked?: boolean;
  }[];
  /** Where the bars begin; 0 if left out. Values that differ little are compared from below them. */
  readonly from?: number;
}

/** A value over time, with marked moments. */
export interface Course {
  readonly type: 'course';
  readonly values: readonly number[];
  /** By index of a value. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  /** What the first and the last number of the scale are: "89 %". */
  readonly written: (value: number) => string;
}

/** A few images; the grid alone, without labels. */
export interface Few {
  readonly type: 'images';
  readonly block: Pick<ImagesBlock, 'columns' | 'aggregate'> & { load(): Promise<readonly GridImage[]> };
}

export interface Miniature {
  readonly title: string;
  /** What it shows, for who cannot see it. */
  readonly alt: string;
  readonly drawing: Bars | Course | Few;
}

export type Shape =
  | {
      readonly type: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly tone: Tone;
    }
  | { readonly type: 'path'; readonly d: string; readonly tone: Tone }
  | { readonly type: 'circle'; readonly x: number; readonly y: number; readonly tone: Tone }
  | {
      readonly type: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly end: boolean;
      readonly tone: Tone;
    };

/** The drawing's own units: a quarter of the page's text, in CSS pixels at the width it is made for. */
export const WIDTH = 240;
export const HEIGHT = 112;
/** Bars that have room. */
const MOST_BARS = 7;
const NAME = 98;
const NUMBER = 42;
/** Characters of a name that fit before its bar. */
const NAME_LENGTH = 14;

const short = (label: string): string => (label.length > NAME_LENGTH ? `${label.slice(0, NAME_LENGTH - 1)}…` : label);

function barShapes({ bars, from = 0 }: Bars): Shape[] {
  const shown = bars.slice(0, MOST_BARS);
  const step = HEIGHT / MOST_BARS;
  const greatest = Math.max(...shown.map(({ value }) => value), from + Number.EPSILON);
  return shown.flatMap(({ label, value, text, marked = false }, row): Shape[] => {
    const y = row * step;
    const tone = marked ? 'marked' : 'ink';
    const width = Math.max(1, ((WIDTH - NAME - NUMBER) * (Math.max(value, from) - from)) / (greatest - from));
    return [
      { type: 'text', x: NAME - 6, y: y + 10.5, text: short(label), end: true, tone: marked ? 'marked' : 'quiet' },
      { type: 'rect', x: NAME, y: y + 2, width, height: step - 5, tone },
      { type: 'text', x: NAME + width + 5, y: y + 10.5, text, end: false, tone },
    ];
  });
}

function courseShapes({ values, marks, written }: Course): Shape[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [left, top, bottom] = [36, 18, HEIGHT - 12];
  const span = high - low || 1;
  const x = (at: number): number => roundedAt(left + ((WIDTH - left - 6) * at) / Math.max(1, values.length - 1), 1);
  const y = (value: number): number => roundedAt(bottom - ((bottom - top) * (value - low)) / span, 1);
  const d = values.map((value, at) => `${at === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('');
  const scale = low === high ? [low] : [high, low];
  return [
    ...scale.map((value): Shape => ({
      type: 'text',
      x: left - 6,
      y: y(value) + 3.5,
      text: written(value),
      end: true,
      tone: 'quiet',
    })),
    ...marks.map(({ at }): Shape => ({
      type: 'path',
      d: `M${x(at)} ${top - 4}V${bottom}`,
      tone: 'quiet',
    })),
    { type: 'path', d, tone: 'ink' },
    ...marks.flatMap(({ at, label }, index): Shape[] => [
      { type: 'circle', x: x(at), y: y(values[at]!), tone: 'marked' },
      // One mark's words stand over the drawing, the other's under it: they may be neighbours.
      {
        type: 'text',
        x: x(at),
        y: index % 2 === 0 ? 10 : HEIGHT - 1,
        text: label,
        end: at > values.length / 2,
        tone: 'marked',
      },
    ]),
  ];
}

/** @returns shapes in a box of {@link WIDTH} x {@link HEIGHT}, those behind first */
export const shapesOf = (drawing: Bars | Course): Shape[] =>
  drawing.type === 'bars' ? barShapes(drawing) : courseShapes(drawing);
