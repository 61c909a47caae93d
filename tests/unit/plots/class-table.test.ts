import { describe, expect, it } from 'vitest';
import type { GridImage } from '../../../src/plots/blocks';
import { classTable } from '../../../src/plots/class-table';

const table = (classes: number, rows: number): Parameters<typeof classTable>[0] => ({
  type: 'images',
  id: 'table',
  title: 'Table',
  caption: '',
  alt: '',
  columns: classes,
  columnLabels: Array.from({ length: classes }, (_, label) => `class ${label}`),
  load: () =>
    Promise.resolve(
      Array.from({ length: classes * rows }, (_, at): GridImage => ({
        pixels: Uint8Array.of(Math.floor(at / classes), at % classes),
        size: { height: 1, width: 2 },
        scale: 'gray',
        classIndex: at % classes,
      })),
    ),
});

describe('tables with a class a column', () => {
  it('of up to 20 classes are left as they are', () => {
    const given = table(20, 4);
    expect(classTable(given, 4)).toBe(given);
  });

  it('of more become grids, class after class, whose first images bear the names', async () => {
    const grid = classTable(table(100, 4), 4);
    expect(grid).toMatchObject({ columns: 12, id: 'table' });
    expect(grid).not.toHaveProperty('columnLabels');
    const images = await grid.load();
    expect(images).toHaveLength(400);
    expect(images.slice(4, 8).map(({ pixels, label }) => [[...pixels], label])).toEqual([
      [[0, 1], 'class 1'],
      [[1, 1], undefined],
      [[2, 1], undefined],
      [[3, 1], undefined],
    ]);
  });

  it('show the first rows alone where all would be too many images, and as many as there are', async () => {
    expect(await classTable(table(100, 10), 10).load()).toHaveLength(400);
    expect(classTable(table(26, 10), 10).columns).toBe(10);
    expect(await classTable(table(26, 2), 3).load()).toHaveLength(52);
  });
});
