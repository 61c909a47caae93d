/** Results as a table in Markdown, the same on the terminal and in the documentation. */

/** @param {number} value */
const short = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** @param {import('./result.mjs').Spread} spread */
const range = ({ median, min, max }) => `${short(median)} (${short(min)} to ${short(max)})`;

/** @param {import('./result.mjs').Result} result */
export function table({ bench, machine, rounds, contenders, measurements }) {
  const rows = measurements.map(({ contender, task, unit, spread, ratio, error }) => {
    const found = contenders.find(({ id }) => id === contender);
    const name = found ? `${found.name} (${found.runtime})` : contender;
    const value = spread ? `${range(spread)} ${unit}` : `none: ${error ?? ''}`;
    return `| ${task} | ${name} | ${value} | ${ratio ? range(ratio) : ''} |`;
  });
  const absent = contenders
    .filter(({ present }) => !present)
    .map(({ name, reason }) => `Absent: ${name}: ${reason ?? ''}`);
  const versions = contenders
    .filter(({ version }) => version)
    .map(({ name, version, runtime }) => `${name}: ${version}, ${runtime}`);
  return [
    `${bench}: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, commit ${machine.commit}, ` +
      `load ${machine.loadBefore.toFixed(1)} before and ${machine.loadAfter.toFixed(1)} after, ${rounds} rounds`,
    '',
    '| task | engine | median (least to most) | first engine is times faster |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...versions,
    ...absent,
  ].join('\n');
}
