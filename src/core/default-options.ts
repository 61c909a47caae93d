/** What holds where the page's address says nothing; apart from what reads an address, which most pages never load. */

export const DEFAULTS = {
  backend: 'auto',
  kernels: 'own',
  arithmetic: 'strict',
  workers: 0,
  dataUrl: 'data/',
  silenceMs: 60_000,
  faults: [],
} as const;
