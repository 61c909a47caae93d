/**
 * The content security policy of the built page. Written into index.html at build time, so that it holds on any static
 * host, and sent as a header by our own server, where it also reaches the workers.
 */

/** Public copies of Fashion-MNIST (gzip IDX). Asked by `npm start`, and by the page only after an explicit click. */
export const MIRRORS = [
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
];

const mirrorOrigins = [...new Set(MIRRORS.map((url) => new URL(url).origin))];

/** Directive -> sources. */
export const CSP_DIRECTIVES = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  // Plotly's heat maps set image-rendering by a style attribute; attributes can load nothing that img-src forbids.
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", ...mirrorOrigins],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** The policy as one line. */
export const CSP = Object.entries(CSP_DIRECTIVES)
  .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
  .join('; ');
