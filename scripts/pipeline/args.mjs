/** The pipeline's flags. */

export const PRESETS = ['quick', 'standard', 'thorough'];
export const BACKENDS = ['webgpu', 'wasm', 'cpu'];

export const USAGE = `npm run pipeline -- [flags]

  --preset quick|standard|thorough   budgets of all cells (quick)
  --out DIR                          where the report and the rest are written (out)
  --data DIR                         folder with the four official files, gzip or plain
  --backend webgpu|wasm|cpu          where it computes (the page's own choice); webgpu runs on a software adapter
  --timeout MINUTES                  give up after so long (20, 180 or 720 by preset)
  --help                             this text`;

/** @typedef {{ preset: string, out: string, data?: string, backend?: string, timeoutMinutes?: number, help?: boolean }} PipelineFlags */

/**
 * @param {readonly string[]} args
 * @returns {PipelineFlags}
 * @throws {Error} naming the flag, what was given and what would be allowed
 */
export function parseFlags(args) {
  /** @type {PipelineFlags} */
  const flags = { preset: 'quick', out: 'out' };
  const seen = new Set();
  const rest = args.flatMap((arg) => {
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    return equals > 0 ? [arg.slice(0, equals), arg.slice(equals + 1)] : [arg];
  });
  while (rest.length > 0) {
    const flag = rest.shift() ?? '';
    if (flag === '--help' || flag === '-h') {
      flags.help = true;
      continue;
    }
    if (!['--preset', '--out', '--data', '--backend', '--timeout'].includes(flag)) {
      throw new Error(`There is no flag "${flag}".\n\n${USAGE}`);
    }
    if (seen.has(flag)) throw new Error(`${flag} is given twice.`);
    seen.add(flag);
    const value = rest.shift();
    if (value === undefined || value === '' || value.startsWith('--'))
      throw new Error(`${flag} needs a value.\n\n${USAGE}`);
    if (flag === '--preset') flags.preset = oneOf(flag, value, PRESETS);
    else if (flag === '--backend') flags.backend = oneOf(flag, value, BACKENDS);
    else if (flag === '--out') flags.out = value;
    else if (flag === '--data') flags.data = value;
    else flags.timeoutMinutes = minutes(value);
  }
  return flags;
}

/**
 * @param {string} flag
 * @param {string} value
 * @param {readonly string[]} allowed
 */
function oneOf(flag, value, allowed) {
  if (!allowed.includes(value)) throw new Error(`${flag} is "${value}", but must be one of ${allowed.join(', ')}.`);
  return value;
}

/** @param {string} value */
function minutes(value) {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0)
    throw new Error(`--timeout is "${value}", but must be a number of minutes above 0.`);
  return number;
}
