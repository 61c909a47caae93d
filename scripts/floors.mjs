/**
 * The floors of the house: which folder may import from which. Imports go down. Used by the lint rule and by the
 * architecture tests.
 */

/** @typedef {{ values: readonly string[], types?: readonly string[] }} Floor what may be imported, and what as types alone */

/** Floors the page is made of, lowest first. */
const BELOW_PAGE = ['core', 'storage'];
/** The vocabulary of the worker seam; types alone cross it. */
const SEAM = ['tasks', 'coordinator', 'gallery'];

/** @type {Record<string, Floor>} */
const FLOORS = {
  core: { values: ['core'] },
  storage: { values: ['core', 'storage'] },

  jobs: { values: [...BELOW_PAGE, 'jobs'], types: SEAM },
  notebook: { values: [...BELOW_PAGE, 'jobs', 'notebook'], types: ['cells', ...SEAM] },
  plots: { values: [...BELOW_PAGE, 'jobs', 'notebook', 'plots', 'ui'], types: SEAM },
  ui: { values: [...BELOW_PAGE, 'jobs', 'notebook', 'plots', 'ui'], types: SEAM },
  cells: { values: [...BELOW_PAGE, 'jobs', 'notebook', 'plots', 'ui', 'cells', 'cell-facts'], types: SEAM },
  // A cell's types.ts and job/ run in the coordinator, not on the page.
  'cell-facts': { values: ['core', 'cell-facts'], types: ['tasks'] },
  'cell-job': { values: ['core', 'cell-facts', 'cell-job'], types: ['tasks'] },
  report: {
    values: [...BELOW_PAGE, 'jobs', 'notebook', 'plots', 'ui', 'cells', 'cell-facts', 'report'],
    types: SEAM,
  },
  app: {
    values: [...BELOW_PAGE, 'jobs', 'notebook', 'plots', 'ui', 'cells', 'cell-facts', 'report', 'app'],
    types: SEAM,
  },

  // Usable without the app: nothing of it is imported.
  kernels: { values: ['kernels'] },
  engine: { values: ['core', 'storage', 'kernels', 'engine'] },
  tasks: { values: ['core', 'storage', 'kernels', 'engine', 'tasks'] },
  // Tasks outside a browser: Node alone, and nothing of the page imports it.
  node: { values: ['core', 'storage', 'kernels', 'engine', 'tasks', 'coordinator', 'node'] },
  // The reader of images for the page's gallery: a worker of its own, so that nothing it needs is loaded before.
  gallery: { values: ['core', 'storage', 'gallery'] },
  coordinator: {
    values: ['core', 'storage', 'kernels', 'engine', 'tasks', 'gallery', 'coordinator', 'cell-facts', 'cell-job'],
  },
};

/** Folders (or files) and the floor they belong to; the first that fits. @type {readonly (readonly [RegExp, string])[]} */
const PLACES = [
  [/^src\/cells\/[^/]+\/job\//, 'cell-job'],
  [/^src\/cells\/([^/]+\/(types|arrays)|kinds|common\/[^/]+)\.ts$/, 'cell-facts'],
  [/^src\/(core|storage|jobs|notebook|plots|ui|cells|report|app)\//, '$1'],
  [/^workers\/engine\/kernels\//, 'kernels'],
  [/^workers\/(engine|tasks|gallery|coordinator|node)\//, '$1'],
  [/^workers\/main\.ts$/, 'coordinator'],
];

/**
 * The floor of a source file, or undefined if it stands outside the house (tests, scripts) or in a folder without one.
 * @param {string} path relative to the project, with forward slashes
 * @returns {string | undefined}
 */
export function floorOf(path) {
  for (const [pattern, name] of PLACES) {
    const match = pattern.exec(path);
    if (match) return name === '$1' ? match[1] : name;
  }
  return undefined;
}

/** Packages and who may import them as values. TensorFlow.js is refused to the page even as types. */
const PACKAGES = [
  { name: /^@tensorflow\//, floors: ['kernels', 'engine', 'tasks'], types: ['kernels', 'engine', 'tasks'] },
  { name: /^plotly\.js(\/|$)/, floors: ['plots'], types: ['plots', 'ui', 'cells', 'report', 'app'] },
  { name: /^svelte(\/|$)/, floors: ['notebook', 'plots', 'ui', 'cells', 'report', 'app'], types: ['jobs'] },
  {
    name: /^idb$/,
    floors: ['storage'],
    types: ['jobs', 'notebook', 'tasks', 'coordinator', 'engine', 'app', 'report'],
  },
  { name: /^umap-js$/, floors: ['tasks'], types: ['tasks'] },
  { name: /^comlink$/, floors: ['jobs', 'tasks', 'gallery', 'coordinator'], types: ['ui'] },
];

/**
 * What is wrong with an import, as a sentence, or undefined.
 * @param {string} from the importing file, relative to the project
 * @param {string} to a file relative to the project, or a package's name as imported
 * @param {{ typesOnly: boolean, isPackage: boolean }} how
 * @returns {string | undefined}
 */
export function importProblem(from, to, { typesOnly, isPackage }) {
  const floor = floorOf(from);
  if (floor === undefined) {
    return /^(src|workers)\//.test(from) ? `${from} belongs to no floor of scripts/floors.mjs.` : undefined;
  }
  if (isPackage) {
    const rule = PACKAGES.find(({ name }) => name.test(to));
    if (!rule || rule.floors.includes(floor) || (typesOnly && rule.types.includes(floor))) return undefined;
    return `${floor} may not import ${to}.`;
  }
  const target = floorOf(to);
  if (target === undefined) return `${floor} may not import ${to}: it stands outside src/ and workers/.`;
  const { values, types = [] } = FLOORS[floor] ?? { values: [] };
  if (values.includes(target) || (typesOnly && types.includes(target))) return undefined;
  const hint = types.includes(target) ? ' except its types (import type)' : '';
  return `${floor} may not import from ${target}${hint}: imports go down (${to}).`;
}
