import { dirname, relative, resolve, sep } from 'node:path';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importProblem } from './scripts/floors.mjs';

const root = import.meta.dirname;
const HOUSE = ['src/**/*.{ts,svelte}', 'src/**/*.svelte.ts', 'workers/**/*.ts'];

/** Imports go down: see scripts/floors.mjs. Knows that types alone may cross where values may not. */
const floors = {
  meta: { type: 'problem', schema: [], docs: { description: 'imports follow the floors of the design' } },
  create(context) {
    const from = relative(root, context.filename).split(sep).join('/');
    const check = (node, source, typesOnly) => {
      if (typeof source?.value !== 'string') return;
      const specifier = source.value.split('?')[0];
      const isPackage = !specifier.startsWith('.') && !specifier.startsWith('/');
      const base = specifier.startsWith('/') ? root : dirname(context.filename);
      const to = isPackage
        ? specifier
        : relative(root, resolve(base, `./${specifier}`))
            .split(sep)
            .join('/');
      // Modules are imported without extension; a folder means its index.
      const path = isPackage || /\.[a-z]+$/.test(to) ? to : `${to}.ts`;
      const problem = importProblem(from, path, { typesOnly, isPackage });
      if (problem) context.report({ node, message: problem });
    };
    return {
      ImportDeclaration(node) {
        const names = node.specifiers;
        const inline = names.length > 0 && names.every((one) => one.importKind === 'type');
        check(node, node.source, node.importKind === 'type' || inline);
      },
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source, true),
    };
  },
};

const SPREAD = 'An array as long as the data overflows the stack as arguments: use a loop, or set() of a typed array.';
const WRITTEN_NUMBERS = 'Numbers are written by src/core/words/numbers.ts: a true minus sign, and none before a zero.';
const WRITTEN_MOMENTS = 'Moments are written by src/core/words/moments.ts: one moment has one day everywhere.';
const WRITTEN_SHARES = 'Shares are written by src/core/words: percent, inPercent, points, pointsApart.';
const WRITTEN_LISTS = 'Lists are written by `listed` of src/core/words/comparisons.ts.';
/** The description of Fashion-MNIST, the built-in samples that are made like it, and what first versions stored of it alone. */
const GARMENTS_ALONE = [
  'src/core/dataset/{files,synthetic,damaged,damage-manifest}.ts',
  'src/core/legacy/version-1.ts',
];
const OWN_SHAPE =
  'Size, number and names of classes are those of the data set: take them from its DataShape (core/dataset/shape).';
const BLOCKING_READS = 'On WebGPU in a worker it returns zeros and then kills the device: await the asynchronous form.';

export default ts.config(
  {
    ignores: [
      'dist/',
      'dist-demo/',
      '.cache/',
      'coverage/',
      'out/',
      'public/',
      'test-results/',
      'bench/node_modules/',
      'bench/results/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      // TypeScript knows these better.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      'prefer-const': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true, includeExports: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // State is $state.raw with values that are replaced, not changed.
      'svelte/prefer-svelte-reactivity': 'off',
      // Under noUncheckedIndexedAccess, `a[i]!` is how a bounded loop reads a typed array.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: { 'prefer-const': 'off', 'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state'] }] },
  },
  {
    files: HOUSE,
    languageOptions: { globals: { ...globals.browser, ...globals.worker } },
    plugins: { lookbook: { rules: { floors } } },
    rules: {
      'lookbook/floors': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines-per-function': ['error', { max: 80 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name=/^(dataSync|arraySync|bufferSync)$/]', message: BLOCKING_READS },
        { selector: "CallExpression[callee.property.name='print']", message: BLOCKING_READS },
        { selector: 'CallExpression[callee.property.name=/^(push|unshift|of)$/] > SpreadElement', message: SPREAD },
        {
          selector: 'MemberExpression[property.name=/^(toFixed|toPrecision|toExponential|toLocaleString)$/]',
          message: WRITTEN_NUMBERS,
        },
        { selector: "TemplateLiteral BinaryExpression[operator='*'][left.value=100]", message: WRITTEN_SHARES },
        { selector: "CallExpression[callee.property.name='join'][arguments.0.value=' and ']", message: WRITTEN_LISTS },
        {
          selector: 'MemberExpression[property.name=/^toLocale(Date|Time)String$/]',
          message: WRITTEN_MOMENTS,
        },
      ],
    },
  },
  {
    // Promises are what this house lives on: one that nobody waits for hides its failure, unless it says `void`.
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.workers.json', 'workers/node/tsconfig.json'],
        tsconfigRootDir: root,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  { files: ['src/core/words/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: HOUSE,
    ignores: GARMENTS_ALONE,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/dataset/fashion-mnist', './fashion-mnist'], message: OWN_SHAPE }] },
      ],
    },
  },
  {
    files: ['scripts/**/*.mjs', 'bench/**/*.mjs', '*.js', '*.ts'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // A test that is skipped or alone hides the others.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(skip|only|todo|skipIf|runIf|fails)$/]',
          message: 'Every test runs and can fail.',
        },
        {
          selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
          message: 'A module that is mocked by its path cannot be moved: hand in what the code works with.',
        },
      ],
    },
  },
);
