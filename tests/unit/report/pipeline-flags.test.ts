import { describe, expect, it } from 'vitest';
import { parseFlags } from '../../../scripts/pipeline/args.mjs';
import { resultsOf } from '../../../scripts/pipeline/run.mjs';

describe('the pipeline’s flags', () => {
  it('default to Quick and out', () => {
    expect(parseFlags([])).toEqual({ preset: 'quick', out: 'out' });
  });

  it('are read with a space or an equals sign', () => {
    expect(
      parseFlags(['--preset', 'standard', '--out=a=b', '--backend', 'wasm', '--timeout=1.5', '--data', 'd']),
    ).toEqual({
      preset: 'standard',
      out: 'a=b',
      backend: 'wasm',
      timeoutMinutes: 1.5,
      data: 'd',
    });
  });

  it.each([
    [['--preset', 'fast'], '--preset is "fast", but must be one of quick, standard, thorough.'],
    [['--backend', 'cuda'], '--backend is "cuda", but must be one of webgpu, wasm, cpu.'],
    [['--out'], '--out needs a value.'],
    [['--out', '--data'], '--out needs a value.'],
    [['--out', 'a', '--out', 'b'], '--out is given twice.'],
    [['--speed', '9'], 'There is no flag "--speed".'],
    [['quick'], 'There is no flag "quick".'],
    [['--timeout', '0'], '--timeout is "0", but must be a number of minutes above 0.'],
  ])('refuse %j in a sentence', (args, sentence) => {
    expect(() => parseFlags(args)).toThrow(sentence);
  });
});

describe('resultsOf', () => {
  it('reads the results out of a report, and says when there are none', () => {
    expect(
      resultsOf('<p></p><script type="application/json" id="lookbook-results">{"a":"\\u003c/script>"}</script>'),
    ).toEqual({ a: '</script>' });
    expect(() => resultsOf('<html></html>')).toThrow('The report carries no results.');
  });
});
