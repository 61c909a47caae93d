/**
 * The test tiers. All run in Node; browser, e2e and long start Chromium through playwright-core on the built site, so
 * they run one file at a time.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const MINUTE = 60_000;

/** A tier: tests/<name>, with the time one test and one hook may take. */
function tier(name: string, timeout: number, options: { parallel: boolean }) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`tests/${name}/**/*.test.ts`],
      environment: 'node',
      fileParallelism: options.parallel,
      testTimeout: timeout,
      hookTimeout: timeout,
    },
  };
}

export default defineConfig({
  plugins: [svelte()],
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    // Skipped and focused tests hide failures.
    allowOnly: false,
    projects: [
      tier('unit', MINUTE, { parallel: true }),
      tier('browser', 3 * MINUTE, { parallel: false }),
      tier('e2e', 15 * MINUTE, { parallel: false }),
      tier('long', 30 * MINUTE, { parallel: false }),
    ],
  },
});
