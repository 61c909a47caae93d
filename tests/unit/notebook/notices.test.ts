import { describe, expect, it } from 'vitest';
import { Notices } from '../../../src/notebook/notices.svelte';

const texts = ({ list }: Notices): string[] => list.map(({ text }) => text);

describe('notices', () => {
  it('are counted where they say the same, and stand once', () => {
    const notices = new Notices();
    for (let time = 0; time < 5; time++) notices.add('a.json: no notebook.', 'danger');
    notices.add('b.json: no notebook.', 'danger');
    notices.add('a.json: no notebook.', 'danger');
    expect(notices.list.map(({ text, count }) => [text, count])).toEqual([
      ['b.json: no notebook.', 1],
      ['a.json: no notebook.', 6],
    ]);
  });

  it('begin to count again once they were closed', () => {
    const notices = new Notices();
    notices.add('Saved.');
    notices.add('Saved.');
    notices.dismiss(notices.list[0]!.id);
    expect(notices.list).toEqual([]);
    notices.add('Saved.');
    expect(notices.list[0]?.count).toBe(1);
  });

  it('are three at most: what passes goes first, then the oldest failure', () => {
    const notices = new Notices();
    notices.add('failure 1', 'danger');
    notices.add('saved');
    notices.add('failure 2', 'danger');
    notices.add('failure 3', 'danger');
    expect(texts(notices)).toEqual(['failure 1', 'failure 2', 'failure 3']);
    notices.add('failure 4', 'danger');
    expect(texts(notices)).toEqual(['failure 2', 'failure 3', 'failure 4']);
  });
});
