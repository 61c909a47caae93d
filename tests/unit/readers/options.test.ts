import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, parseOptions } from '../../../src/core/options';

const read = (query: string) => parseOptions(new URLSearchParams(query));

describe('options in the address', () => {
  it('are taken where they can be used', () => {
    const faults = [
      { type: 'kill-worker', task: 'train', step: 3 },
      { type: 'quota', task: 'train' },
      { type: 'slow', task: 'train', step: 1, ms: 50 },
    ];
    const query = new URLSearchParams({
      backend: 'wasm',
      kernels: 'stock',
      arithmetic: 'relaxed',
      workers: '2',
      silenceMs: '1000',
      faults: JSON.stringify(faults),
    });
    expect(parseOptions(query)).toEqual({
      options: {
        ...DEFAULT_OPTIONS,
        backend: 'wasm',
        kernels: 'stock',
        arithmetic: 'relaxed',
        workers: 2,
        silenceMs: 1000,
        faults,
      },
      refused: [],
    });
  });

  it.each([
    ['workers=999999', 'workers is "999999", but must be a whole number from 0 to 64'],
    ['workers=-1', 'workers is "-1", but must be a whole number from 0 to 64'],
    ['silenceMs=0', 'silenceMs is "0", but must be a whole number from 1000 to 600000'],
    ['backend=toString', 'backend is "toString", but must be one of auto, webgpu, webgl, wasm, cpu'],
    ['faults=[null]', 'faults is "[null]", but must be a list of faults'],
    ['faults={}', 'faults is "{}"'],
    ['faults=[{"type":"toString","task":"train"}]', 'but must be a list of faults'],
    ['faults=[{"type":"slow","task":"train","step":1}]', 'but must be a list of faults'],
    ['faults=[{"type":"quota"}]', 'but must be a list of faults'],
  ])('%s is refused in a sentence, and the usual setting stands', (query, sentence) => {
    const { options, refused } = read(query);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain(sentence);
    expect(options).toEqual(DEFAULT_OPTIONS);
  });

  it('of any text give options that can be used', () => {
    const name = fc.constantFrom('backend', 'kernels', 'arithmetic', 'workers', 'silenceMs', 'faults', 'toString');
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.json())), (query) => {
        const { options } = parseOptions(new URLSearchParams(query));
        expect(options.workers).toBeLessThanOrEqual(64);
        expect(options.silenceMs).toBeGreaterThanOrEqual(1000);
        for (const fault of options.faults) expect(typeof fault.task).toBe('string');
      }),
    );
  });
});
