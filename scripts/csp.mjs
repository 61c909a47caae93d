/**
 * The content security policy of the built page. Written into index.html at build time, so that it holds on any static
 * host, and sent as a header by our own server, where it also reaches the workers.
 */

/** The one public copy of Fashion-MNIST that the page may ask, after an explicit click: https and readable across origins. */
export const PAGE_MIRROR = 'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/';

/** Folders with the four gzip files that `npm start` asks, in this order. */
export const MIRRORS = [
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  PAGE_MIRROR,
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
];

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
  'connect-src': ["'self'", new URL(PAGE_MIRROR).origin],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** The policy as one line. */
export const CSP = Object.entries(CSP_DIRECTIVES)
  .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
  .join('; ');
