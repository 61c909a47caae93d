import { describe, expect, it } from 'vitest';
import { CSP, CSP_DIRECTIVES } from '../../../scripts/csp.mjs';
import { MIRROR } from '../../../src/core/dataset/files';

describe('the content security policy', () => {
  it('runs no inline script and no eval, but WebAssembly', () => {
    expect(CSP_DIRECTIVES['script-src']).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(CSP_DIRECTIVES['worker-src']).toEqual(["'self'"]);
    expect(CSP_DIRECTIVES['object-src']).toEqual(["'none'"]);
  });

  it('lets the page ask its own site and its mirror, and nobody else', () => {
    expect(CSP_DIRECTIVES['connect-src']).toEqual(["'self'", new URL(MIRROR.base).origin]);
  });

  it('is one line that fits an attribute', () => {
    expect(CSP).not.toMatch(/["\n]/);
  });
});
