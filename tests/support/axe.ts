/** What axe-core finds wrong with a page for people who cannot see it, or use it without a pointer. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings in words, with the elements; `checked` counts the rules that applied and held. */
export async function accessibilityProblems(page: Page): Promise<{ problems: string[]; checked: number }> {
  // Evaluated by the browser's debugger: the page's policy, which forbids foreign scripts, stays in force.
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  const problems = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const examples = nodes
        .slice(0, 5)
        .map(({ html, failureSummary }) => `${html.slice(0, 200)}\n  ${failureSummary}`);
      return `${id}: ${help}, at ${nodes.length} elements\n${examples.join('\n')}`;
    });
  return { problems, checked: passes.length };
}
