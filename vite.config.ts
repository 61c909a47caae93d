/** The build: one static folder that any host can serve from any path. */
import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
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

/** Workers and their chunks are named by their folder: most entries are called main.ts or index.ts. */
function chunkName(chunk: { name: string; facadeModuleId?: string | null }): string {
  const file = chunk.facadeModuleId?.split('?')[0];
  const telling = chunk.name === 'index' && file ? basename(dirname(file)) : chunk.name;
  return `assets/${telling}-[hash].js`;
}

export default defineConfig({
  base: './',
  // Plotly's dependencies were written for Node's name of the global object.
  define: { __APP_VERSION__: JSON.stringify(appVersion()), global: 'globalThis' },
  plugins: [
    svelte(),
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
  worker: {
    format: 'es',
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        entryFileNames: (chunk) => chunkName(chunk).replace('assets/', 'assets/worker-'),
        chunkFileNames: chunkName,
      },
    },
  },
  build: {
    target: 'es2022',
    manifest: true,
    // Plotly and TensorFlow.js are big on purpose; what loads first is measured by a test.
    chunkSizeWarningLimit: 2048,
    rolldownOptions: { checks: { pluginTimings: false }, output: { chunkFileNames: chunkName } },
  },
  server: { port: 5173, strictPort: false },
});
