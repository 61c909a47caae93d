/** The same seed twice, from an empty browser each time: the same results but for their timing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runPipeline } from '../../scripts/pipeline/run.mjs';

it('gives equal results.json but for timing when Quick runs twice with one seed', async () => {
  const found: string[] = [];
  for (const run of [1, 2]) {
    const out = mkdtempSync(join(tmpdir(), `lookbook-repeat-${run}-`));
    try {
      const outcome = await runPipeline({ out, backend: 'wasm', screenshots: false, log: () => undefined });
      expect(outcome.failures).toEqual([]);
      const { timing, ...rest } = outcome.results as { timing: unknown };
      expect(timing).toBeDefined();
      found.push(JSON.stringify(rest));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }
  expect(found[1]).toBe(found[0]);
});
