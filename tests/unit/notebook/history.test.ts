import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LookbookError } from '../../../src/core/errors';
import { Autosave, type SaveState } from '../../../src/notebook/autosave';
import { record, redo, startHistory, undo } from '../../../src/notebook/history';

describe('undo and redo', () => {
  it('goes back and forth over changes and forgets the future after a new one', () => {
    const three = record(record(startHistory('a'), 'b', 'to b'), 'c', 'to c');
    const back = undo(undo(three));
    expect(back.present).toBe('a');
    expect(redo(back).present).toBe('b');
    expect(redo(redo(back))).toMatchObject({ present: 'c', future: [] });
    expect(record(undo(three), 'd', 'to d').future).toEqual([]);
  });

  it('stays where it is at both ends', () => {
    const start = startHistory('a');
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });

  it('undoes typing in one place at once, and in two places one after the other', () => {
    const typed = record(record(startHistory(''), 'h', 'note', 'note:1'), 'hi', 'note', 'note:1');
    expect(undo(typed).present).toBe('');
    expect(undo(record(typed, 'hi there', 'note', 'note:2')).present).toBe('hi');
  });

  it('does not join typing to what was undone before', () => {
    const typed = record(record(startHistory('a'), 'b', 'x', 'm'), 'c', 'x');
    expect(undo(record(undo(typed), 'd', 'x', 'm')).present).toBe('b');
  });
});

describe('autosave', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('joins a burst of changes into one write of the last', async () => {
    const written: string[] = [];
    const autosave = new Autosave(
      (value: string) => Promise.resolve(void written.push(value)),
      () => undefined,
    );
    for (const value of ['a', 'b', 'c']) autosave.schedule(value);
    await vi.runAllTimersAsync();
    expect(written).toEqual(['c']);
    expect(autosave.dirty).toBe(false);
  });

  it('writes at once when flushed', async () => {
    const written: string[] = [];
    const autosave = new Autosave(
      (value: string) => Promise.resolve(void written.push(value)),
      () => undefined,
    );
    autosave.schedule('a');
    await autosave.flush();
    expect(written).toEqual(['a']);
  });

  it('says "not saved" while writing fails, keeps the change and saves it later', async () => {
    const states: SaveState[] = [];
    const written: string[] = [];
    let full = true;
    const write = async (value: string): Promise<void> => {
      if (full) throw new LookbookError('storage/quota');
      written.push(value);
    };
    const autosave = new Autosave(write, (state) => states.push(state));
    autosave.schedule('a');
    await autosave.flush();
    expect(states.at(-1)).toMatchObject({ state: 'not-saved', error: { code: 'storage/quota' } });
    full = false;
    await autosave.flush();
    expect(written).toEqual(['a']);
    expect(states.at(-1)).toEqual({ state: 'saved' });
  });

  it('keeps a change that came while the one before was being written', async () => {
    const written: string[] = [];
    let release = (): void => undefined;
    const write = (value: string): Promise<void> =>
      new Promise((resolve) => {
        release = () => resolve(void written.push(value));
      });
    const autosave = new Autosave(write, () => undefined);
    autosave.schedule('a');
    const first = autosave.flush();
    await vi.advanceTimersByTimeAsync(0);
    autosave.schedule('b');
    release();
    await first;
    expect(autosave.dirty).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(written).toEqual(['a', 'b']);
    expect(autosave.dirty).toBe(false);
  });
});
