import { describe, expect, it } from 'vitest';
import { HEIGHT, shapesOf, WIDTH } from '../../../src/plots/miniature';

describe('a miniature', () => {
  it('of bars has them from zero, as long as their values, and seven at most', () => {
    const bars = Array.from({ length: 9 }, (_, at) => ({
      label: `bar number ${at} of nine`,
      value: 9 - at,
      text: `${9 - at}`,
    }));
    const shapes = shapesOf({ type: 'bars', bars });
    const widths = shapes.flatMap((shape) => (shape.type === 'rect' ? [shape.width] : []));
    expect(widths).toHaveLength(7);
    expect(widths[0]! / widths[2]!).toBeCloseTo(9 / 7);
    expect(shapes.find(({ type }) => type === 'text')).toMatchObject({ text: 'bar number 0 …', end: true });
  });

  it('of a course stays in its box, marks what is said, and writes the ends of its scale', () => {
    const shapes = shapesOf({
      type: 'course',
      values: [0.9, 0.88, 0.5],
      marks: [{ at: 2, label: 'drift' }],
      written: (value) => `${100 * value} %`,
    });
    for (const shape of shapes) {
      if (shape.type === 'path') continue;
      expect(shape.x).toBeGreaterThanOrEqual(0);
      expect(shape.x).toBeLessThanOrEqual(WIDTH);
      expect(shape.y).toBeLessThanOrEqual(HEIGHT);
    }
    expect(shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []))).toEqual(['90 %', '50 %', 'drift']);
    expect(shapes.filter(({ type }) => type === 'circle')).toHaveLength(1);
  });

  it('of one value throughout has one number and no broken coordinate', () => {
    const shapes = shapesOf({ type: 'course', values: [1, 1], marks: [], written: String });
    expect(shapes.filter(({ type }) => type === 'text')).toHaveLength(1);
    expect(JSON.stringify(shapes)).not.toMatch(/NaN|null/);
    expect(JSON.stringify(shapesOf({ type: 'bars', bars: [{ label: 'a', value: 0, text: '0' }] }))).not.toMatch(
      /NaN|null/,
    );
  });
});
