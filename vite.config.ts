/** The build: one static folder that any host can serve from any path. */
import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { CSP } from './scripts/csp.mjs';

/** "0.1.0+a1b2c3d", or the package's version alone outside a git checkout. */
function appVersion(): string {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${packageJson.version}+${hash.trim()}`;
  } catch {
    return packageJson.version;
  }
}

/** Only when building: the development server needs inline scripts and a WebSocket for hot reload. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'lookbook:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: CSP }, injectTo: 'head-prepend' },
    ],
  };
}

/**
 * The workers' file is one more entry of the page's own build, so that page and workers share the chunks that both need;
 * Vite would build workers apart, with a second copy of everything.
 */
function workerEntry(): Plugin {
  const named = "new URL('../../workers/main.ts', import.meta.url)";
  let reference = '';
  return {
    name: 'lookbook:worker-entry',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      reference = this.emitFile({ type: 'chunk', id: join(import.meta.dirname, 'workers/main.ts'), name: 'main' });
    },
    transform: {
      filter: { id: /\/src\/jobs\/spawn\.ts$/ },
      handler(code) {
        if (!code.includes(named)) this.error(`The page's spawn.ts must say ${named}.`);
        return { code: code.replace(named, `import.meta.ROLLUP_FILE_URL_${reference}`), map: null };
      },
    },
  };
}

/**
 * Loads what a chunk needs along with the chunk: style sheets before it, modules at the same time. In place of Vite's
 * helper, which takes for granted that there is a document; in workers there is none.
 */
const PRELOAD = `
const asked = {};
const ask = (url) => asked[url] ??= new Promise((resolve, reject) => {
  const link = document.createElement('link');
  const sheet = url.pathname.endsWith('.css');
  link.rel = sheet ? 'stylesheet' : 'modulepreload';
  link.crossOrigin = '';
  link.href = url;
  link.onload = resolve;
  link.onerror = () => {
    link.remove();
    delete asked[url];
    reject(new Error('Cannot load ' + url));
  };
  document.head.append(link);
  if (!sheet) resolve();
});
export const __vitePreload = (load, files, from) => globalThis.document && files?.length
  ? Promise.all(files.map((file) => ask(new URL(file, from)))).then(load)
  : load();
`;

function preloadHelper(): Plugin {
  let replaced = false;
  return {
    name: 'lookbook:preload-helper',
    apply: 'build',
    transform: {
      filter: { id: /vite\/preload-helper/ },
      handler() {
        replaced = true;
        return { code: PRELOAD, map: null };
      },
    },
    generateBundle() {
      if (!replaced) this.error("Vite's preload helper has another name now; workers cannot run with it.");
    },
  };
}

interface NamedChunk {
  readonly name: string;
  readonly facadeModuleId?: string | null;
  readonly moduleIds: readonly string[];
}

/** Chunks are named by their folder too where their file's name says little; what only workers load begins with "worker-". */
function chunkName({ name, facadeModuleId, moduleIds }: NamedChunk): string {
  const file = facadeModuleId?.split('?')[0];
  const cell = file && /\/src\/cells\/(\w+)\/.+$/.exec(file)?.[1];
  const own = name === 'index' && file ? basename(dirname(file)) : name;
  const telling = cell ? `${cell}-${own}` : own;
  const ofWorkers = moduleIds.some((id) => id.includes('/workers/'));
  return `assets/${ofWorkers ? 'worker-' : ''}${telling}-[hash].js`;
}

/**
 * What the page needs from the start and workers need too is one chunk, and so is what is needed until the first set is
 * read: in a few dozen small chunks the same code is a tenth bigger compressed.
 */
const SHARED = /\/src\/(core|storage)\/|\/src\/cells\/[^/]+\/types\.ts|\/node_modules\/(@noble|comlink|idb)\//;
const READING =
  /\/src\/(core\/(dataset\/(bytes|idx|splits|tiles)|models\/speed|seed)|storage\/(database|full|loading|shards))\.ts/;
/** What shows the first answer: chunks that are loaded together with all that they import. */
const FIRST_SHOWN = /\/(data-\w+|CellFindings|Blocks|RichBlock)-/;
/** What every worker knows of tasks and of this machine. */
const KINDS = /\/workers\/(engine\/probe|tasks\/(registry|types|shape|calibrate\/types|train\/pace))\.ts/;
export default defineConfig({
  base: './',
  // Plotly's dependencies were written for Node's name of the global object.
  define: { __APP_VERSION__: JSON.stringify(appVersion()), global: 'globalThis' },
  plugins: [
    svelte(),
    workerEntry(),
    preloadHelper(),
    contentSecurityPolicy(),
    VitePWA({
      strategies: 'generateSW',
      registerType: 'prompt',
      // The page registers it: an inline script would break the policy.
      injectRegister: false,
      manifest: {
        name: 'Lookbook',
        short_name: 'Lookbook',
        description: packageJson.description,
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#1f2430',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,wasm,html,svg,png,woff2}'],
        // The images live in IndexedDB once loaded; one failed file would fail the whole install.
        globIgnores: ['data/**'],
        maximumFileSizeToCacheInBytes: 16 * 2 ** 20,
        inlineWorkboxRuntime: true,
        sourcemap: false,
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        // A missing asset must fail, not come back as HTML: only navigations fall back to the page.
        navigateFallback: 'index.html',
        navigateFallbackDenylist: [/\/data\//],
      },
    }),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    manifest: true,
    // Browsers that run module workers know modulepreload.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, needed, { hostId }) => {
        // Workers have no document to put links into.
        if (hostId.includes('/worker-')) return [];
        // The list of all that could be preloaded is 3 kB of what loads at first. What shows the first answer is, as it would
        // otherwise wait for half a second where an answer of the server takes 80 ms; later cells load while they run.
        return FIRST_SHOWN.test(file) ? needed : needed.filter((name) => name.endsWith('.css'));
      },
    },
    // Plotly and TensorFlow.js are big on purpose; what loads first is measured by a test.
    chunkSizeWarningLimit: 2048,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        chunkFileNames: chunkName,
        codeSplitting: {
          groups: [
            { name: 'shared', tags: ['$initial'], test: SHARED },
            { name: 'reading', test: READING },
            { name: 'kinds', test: KINDS },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: false },
});
