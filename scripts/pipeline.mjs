/**
 * `npm run pipeline`: the whole notebook without a person. Runs the built page in a headless browser and writes
 * report.html, results.json with its schema, notebook.json and screenshots/. Exit status 1 if a cell fails.
 */
import './node-version.mjs';
import { fileURLToPath } from 'node:url';
import { USAGE, parseFlags } from './pipeline/args.mjs';
import { runPipeline } from './pipeline/run.mjs';

export { runPipeline };

/** @param {import('./pipeline/run.mjs').PipelineOutcome} outcome */
function summary({ cells, files, out, seconds, foreignRequests, problems }) {
  const width = Math.max(...cells.map(({ id }) => id.length));
  const size = (/** @type {number} */ bytes) =>
    bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const pictures = files.filter(({ name }) => name.startsWith('screenshots/')).length;
  return [
    '',
    ...cells.map(
      ({ id, state, finding, error }) => `${id.padEnd(width)}  ${state}  ${state === 'failed' ? error : finding}`,
    ),
    '',
    `All cells took ${Math.round(seconds)} s.`,
    ...files
      .filter(({ name }) => !name.startsWith('screenshots/'))
      .map(({ name, bytes }) => `${out}/${name}  ${size(bytes)}`),
    ...(pictures > 0 ? [`${out}/screenshots/  ${pictures} pictures`] : []),
    ...(foreignRequests.length > 0 ? [`The page asked other sites: ${foreignRequests.join(', ')}`] : []),
    ...problems.map((problem) => `The page's console: ${problem}`),
  ].join('\n');
}

async function main() {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.help) {
    console.log(USAGE);
    return;
  }
  const outcome = await runPipeline({ ...flags, stream: process.stdout });
  console.log(summary(outcome));
  for (const { id, state, error } of outcome.failures)
    console.error(`The cell "${id}" is ${state}${error ? `: ${error}` : '.'}`);
  process.exitCode = outcome.ok ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
