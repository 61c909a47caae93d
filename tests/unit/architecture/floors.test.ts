import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { floorOf, importProblem } from '../../../scripts/floors.mjs';
import { circle, reachableValues, sources } from './graph';

const MODULE_LINES = 400;
const COMPONENT_LINES = 250;
const files = sources();
const all = [...files.values()];

describe('the house', () => {
  it('has its ground floor and its rooms', () => {
    for (const floor of [
      'core',
      'storage',
      'jobs',
      'notebook',
      'plots',
      'ui',
      'cells',
      'report',
      'engine',
      'tasks',
      'coordinator',
    ]) {
      expect(all.filter(({ path }) => floorOf(path) === floor).length, floor).toBeGreaterThan(0);
    }
  });

  it('gives every source file a floor', () => {
    expect(all.map(({ path }) => path).filter((path) => floorOf(path) === undefined)).toEqual([]);
  });

  it('imports only downwards', () => {
    const problems = all.flatMap(({ path, imports }) =>
      imports.flatMap(({ to, ...how }) => {
        const problem = importProblem(path, to, how);
        return problem ? [`${path}: ${problem}`] : [];
      }),
    );
    expect(problems).toEqual([]);
  });

  it('imports in no circle', () => {
    expect(circle(files)).toBeUndefined();
  });

  it('has cells of one shape: facts, job, presentation, and at most arrays and a view', () => {
    const cells = new Map<string, string[]>();
    for (const { path } of all) {
      const [, kind = '', file = ''] = /^src\/cells\/([^/]+)\/(.+)$/.exec(path) ?? [];
      if (kind !== '') cells.set(kind, [...(cells.get(kind) ?? []), file]);
    }
    cells.delete('common');
    expect(cells.size).toBeGreaterThan(10);
    for (const [kind, files] of cells) {
      expect(files, kind).toEqual(expect.arrayContaining(['index.ts', 'types.ts', 'job/index.ts']));
      for (const part of ['index', 'findings', 'blocks', 'levels']) {
        const there = files.some((file) => new RegExp(`^presentation/${part}(/index)?\\.ts$`, 'u').test(file));
        expect(there, `${kind}: presentation/${part}`).toBe(true);
      }
      if (files.some((file) => file.startsWith('view/'))) expect(files, kind).toContain('view/View.svelte');
      expect(
        files.filter((file) => !/^(index\.ts|types\.ts|arrays\.ts|(job|presentation|view)\/.+)$/u.test(file)),
      ).toEqual([]);
    }
  });

  it('never loads TensorFlow.js on the page', () => {
    const page = reachableValues(files, 'src/app/main.ts');
    expect(page.files.size).toBeGreaterThan(20);
    expect([...page.packages].filter((name) => name.startsWith('@tensorflow/'))).toEqual([]);
    expect([...page.files].filter((path) => path.startsWith('workers/'))).toEqual([]);
  });

  it('starts workers in spawn files alone', () => {
    const starters = all.filter(({ text }) => /\bnew\s+(Shared)?Worker\s*\(/.test(text)).map(({ path }) => path);
    expect(starters.length).toBeGreaterThan(0);
    expect(starters.filter((path) => !path.endsWith('/spawn.ts'))).toEqual([]);
  });

  it(`keeps modules to ${MODULE_LINES} lines and components to ${COMPONENT_LINES}`, () => {
    const limit = (path: string): number => (path.endsWith('.svelte') ? COMPONENT_LINES : MODULE_LINES);
    expect(all.filter(({ path, lines }) => lines > limit(path)).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    );
  });
});

describe('the check itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookbook-graph-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const house = (texts: Record<string, string>): ReturnType<typeof sources> => {
    rmSync(folder, { recursive: true });
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return sources(folder);
  };

  it('sees a circle through a component, a lazy import and an index', () => {
    const found = circle(
      house({
        'src/ui/A.svelte': '<script lang="ts">import { b } from "./b";</script>',
        'src/ui/b.ts': 'export const b = () => import("./c");',
        'src/ui/c/index.ts': 'import A from "../A.svelte"; export default A;',
      }),
    );
    expect(found).toEqual(['src/ui/A.svelte', 'src/ui/b.ts', 'src/ui/c/index.ts', 'src/ui/A.svelte']);
  });

  it('sees what a glob takes in', () => {
    const graph = house({
      'src/app/main.ts': 'import.meta.glob("../cells/*/index.ts");',
      'src/cells/toy/index.ts': 'import "@tensorflow/tfjs-core";',
      'src/cells/toy/job/index.ts': '',
    });
    const { files: reached, packages } = reachableValues(graph, 'src/app/main.ts');
    expect([...reached]).toEqual(['src/app/main.ts', 'src/cells/toy/index.ts']);
    expect([...packages]).toEqual(['@tensorflow/tfjs-core']);
  });

  it('sees every file that a lazy import by name can load', () => {
    const graph = house({
      'src/app/main.ts': 'export const open = (id: string) => import(`../core/things/${id}.ts`);',
      'src/core/things/a.ts': 'import "@tensorflow/tfjs-core";',
      'src/core/other/b.ts': '',
    });
    const { files: reached, packages } = reachableValues(graph, 'src/app/main.ts');
    expect([...reached]).toEqual(['src/app/main.ts', 'src/core/things/a.ts']);
    expect([...packages]).toEqual(['@tensorflow/tfjs-core']);
  });

  it('tells types from values', () => {
    const [file] = house({
      'src/jobs/a.ts':
        'import type { A } from "../x"; import { type B } from "../y"; import { c, type D } from "../z"; type E = import("../w").E; export type { F } from "../v";',
    }).values();
    const typesOnly = Object.fromEntries(file!.imports.map((one) => [one.to, one.typesOnly]));
    expect(typesOnly).toEqual({ 'src/x': true, 'src/y': true, 'src/z': false, 'src/w': true, 'src/v': true });
  });

  const value = { typesOnly: false, isPackage: false };
  const type = { typesOnly: true, isPackage: false };
  const module = { typesOnly: false, isPackage: true };

  it.each([
    ['src/core/a.ts', 'src/storage/b.ts', value],
    ['src/core/a.ts', 'src/storage/b.ts', type],
    ['src/jobs/a.ts', 'workers/tasks/registry.ts', value],
    ['src/jobs/a.ts', 'src/notebook/b.ts', value],
    ['src/cells/toy/job/index.ts', 'src/storage/b.ts', type],
    ['src/cells/toy/job/index.ts', 'workers/tasks/registry.ts', value],
    ['src/cells/toy/types.ts', 'src/plots/blocks.ts', type],
    ['workers/engine/kernels/wasm/conv.ts', 'src/core/errors.ts', value],
    ['workers/engine/a.ts', 'workers/tasks/b.ts', value],
    ['workers/tasks/a.ts', 'src/jobs/b.ts', type],
    ['src/app/a.ts', 'tests/support/site.ts', value],
    ['src/somewhere/a.ts', 'src/core/errors.ts', value],
    ['src/ui/a.ts', '@tensorflow/tfjs-core', { typesOnly: true, isPackage: true }],
    ['src/core/a.ts', 'idb', module],
    ['src/core/a.ts', 'svelte', module],
    ['src/cells/toy/presentation/figures.ts', 'plotly.js/lib/core', module],
  ])('refuses %s -> %s', (from, to, how) => {
    expect(importProblem(from, to, how)).toMatch(/may not import|belongs to no floor/);
  });

  it.each([
    ['src/storage/a.ts', 'src/core/errors.ts', value],
    ['src/jobs/a.ts', 'workers/tasks/registry.ts', type],
    ['src/cells/toy/job/index.ts', 'src/cells/toy/types.ts', value],
    ['src/cells/toy/job/index.ts', 'workers/tasks/registry.ts', type],
    ['src/cells/toy/index.ts', 'src/plots/blocks.ts', value],
    ['workers/engine/a.ts', 'workers/engine/kernels/wasm/conv.ts', value],
    ['workers/coordinator/a.ts', 'src/cells/toy/job/index.ts', value],
    ['workers/engine/a.ts', '@tensorflow/tfjs-core', module],
    ['src/app/a.ts', 'src/report/html.ts', value],
    ['tests/unit/a.test.ts', 'src/app/main.ts', value],
  ])('allows %s -> %s', (from, to, how) => {
    expect(importProblem(from, to, how)).toBeUndefined();
  });
});
