import { describe, expect, it } from 'vitest';
import { CSP, CSP_DIRECTIVES, MIRRORS } from '../../../scripts/csp.mjs';

describe('the content security policy', () => {
  it('runs no inline script and no eval, but WebAssembly', () => {
    expect(CSP_DIRECTIVES['script-src']).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(CSP_DIRECTIVES['worker-src']).toEqual(["'self'"]);
    expect(CSP_DIRECTIVES['object-src']).toEqual(["'none'"]);
  });

  it('lets the page ask its own site and the mirrors, and nobody else', () => {
    expect(CSP_DIRECTIVES['connect-src']).toEqual(["'self'", ...new Set(MIRRORS.map((url) => new URL(url).origin))]);
  });

  it('is one line that fits an attribute', () => {
    expect(CSP).not.toMatch(/["\n]/);
  });
});
