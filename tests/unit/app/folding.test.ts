import { beforeEach, describe, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});
/** As after a reload. */
async function reloaded() {
  vi.resetModules();
  return (await import('../../../src/ui/folding.svelte')).folding;
}
beforeEach(() => kept.clear());

describe('which sections are open', () => {
  it('is what was said last and narrowest: of a section, of a cell, of all', async () => {
    const folding = await reloaded();
    expect(folding.isOpen('explore', 'correlations')).toBe(false);
    folding.setAll(true);
    expect(folding.isOpen('explore', 'correlations')).toBe(true);
    folding.setCell('explore', false);
    expect([folding.isOpen('explore', 'correlations'), folding.isOpen('tune', 'trials')]).toEqual([false, true]);
    folding.set('explore', 'correlations', true);
    expect([folding.isOpen('explore', 'correlations'), folding.isOpen('explore', 'splits')]).toEqual([true, false]);
    folding.setAll(false);
    expect([folding.isOpen('explore', 'correlations'), folding.isOpen('tune', 'trials')]).toEqual([false, false]);
  });

  it('turns a cell, or all, over', async () => {
    const folding = await reloaded();
    folding.toggleCell('tune');
    expect([folding.isOpen('tune', 'trials'), folding.isOpen('explore', 'splits')]).toEqual([true, false]);
    folding.toggleCell('tune');
    expect(folding.isOpen('tune', 'trials')).toBe(false);
    folding.toggleAll();
    expect(folding.isOpen('explore', 'splits')).toBe(true);
    folding.toggleAll();
    expect(folding.isOpen('explore', 'splits')).toBe(false);
  });

  it('is remembered, and begins folded where what is stored is something else', async () => {
    (await reloaded()).set('map', 'outliers', true);
    expect((await reloaded()).isOpen('map', 'outliers')).toBe(true);
    kept.set('lookbook-open', '{"not": "a list"');
    expect((await reloaded()).isOpen('map', 'outliers')).toBe(false);
    kept.set('lookbook-open', '{"a": 1}');
    expect((await reloaded()).isOpen('map', 'outliers')).toBe(false);
  });
});
