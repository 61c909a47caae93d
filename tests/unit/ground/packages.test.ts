import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIsStale } from '../../../scripts/build.mjs';
import { browserFlags } from '../../../scripts/browser.mjs';
import { firstMissingPackage } from '../../../scripts/install.mjs';
import { isAllowed, licenceProblems } from '../../../scripts/licences.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookbook-packages-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: unknown = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('the packages', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    },
  };

  it('are missing before the first installation', async () => {
    put('package-lock.json', lock);
    expect(await firstMissingPackage(folder)).toBe('node_modules');
  });

  it('are there when each has its version; optional ones of other systems may lack', async () => {
    put('package-lock.json', lock);
    put('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
    put('node_modules/a/package.json');
    expect(await firstMissingPackage(folder)).toBeUndefined();
  });

  it('are missing when one has another version, was deleted, or was never installed', async () => {
    put('package-lock.json', lock);
    put('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
    put('node_modules/a/package.json');
    expect(await firstMissingPackage(folder)).toBe('node_modules/a');
    put('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(await firstMissingPackage(folder)).toBe('node_modules/a');
    put('node_modules/.package-lock.json', 'cut off {');
    expect(await firstMissingPackage(folder)).toBe('node_modules/.package-lock.json');
  });
});

describe('the licences', () => {
  it('are judged part by part', () => {
    expect(['MIT', '(MIT OR GPL-3.0)', 'MPL-2.0 OR Apache-2.0', 'BSD-2-Clause AND ISC'].every(isAllowed)).toBe(true);
    expect(
      ['GPL-3.0', 'LGPL-2.1-only', 'MIT AND GPL-2.0', 'MPL-2.0', 'UNLICENSED', '', 'SEE LICENSE IN x'].some(isAllowed),
    ).toBe(false);
  });

  it('are asked of what is shipped alone, and unknown ones are refused', async () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/good': { version: '1.0.0', license: 'MIT' },
        'node_modules/good/node_modules/bad': { version: '2.0.0', license: 'GPL-3.0' },
        'node_modules/silent': { version: '3.0.0' },
        'node_modules/read': { version: '3.0.0' },
        'node_modules/tool': { version: '1.0.0', dev: true, license: 'GPL-3.0' },
      },
    };
    const problems = await licenceProblems(lock, {}, async (path) => (path.endsWith('read') ? 'ISC' : undefined));
    expect(problems).toEqual(['bad 2.0.0 has the licence "GPL-3.0".', 'silent 3.0.0 has the licence "unknown".']);
  });

  it('come with exact pins of TensorFlow.js', async () => {
    const manifest = {
      dependencies: { '@tensorflow/tfjs-core': '^4.22.0', '@tensorflow/tfjs': '4.22.0', idb: '^8.0.0' },
    };
    const problems = await licenceProblems({ packages: {} }, manifest, async () => undefined);
    expect(problems).toEqual(['@tensorflow/tfjs-core must be pinned to one version, not "^4.22.0".']);
  });

  it('hold for this project', async () => {
    const { projectLicenceProblems } = await import('../../../scripts/licences.mjs');
    expect(await projectLicenceProblems()).toEqual([]);
  });
});

describe('the build', () => {
  const touch = (path: string, time: number): void => utimesSync(join(folder, path), time, time);

  it('is made when there is none, and again when a source is newer, but not for new data', async () => {
    put('src/app/main.ts');
    put('public/data/index.json');
    for (const path of ['src/app/main.ts', 'src/app', 'src']) touch(path, 1_000);
    expect(await buildIsStale(folder)).toBe(true);
    put('dist/index.html');
    touch('dist/index.html', 2_000);
    touch('public/data/index.json', 3_000);
    expect(await buildIsStale(folder)).toBe(false);
    touch('src/app/main.ts', 3_000);
    expect(await buildIsStale(folder)).toBe(true);
  });

  it('is made again when a source was deleted', async () => {
    put('src/app/main.ts');
    put('src/app/other.ts');
    put('dist/index.html');
    for (const path of ['src/app/main.ts', 'src/app/other.ts', 'src/app', 'src']) touch(path, 1_000);
    touch('dist/index.html', Date.now() / 1000 - 60);
    expect(await buildIsStale(folder)).toBe(false);
    rmSync(join(folder, 'src/app/other.ts'));
    expect(await buildIsStale(folder)).toBe(true);
  });
});

describe('the browser', () => {
  it('stays off the network, and has WebGPU in software when asked', () => {
    expect(browserFlags()).toEqual(
      expect.arrayContaining(['--disable-background-networking', '--disable-component-update', '--disable-sync']),
    );
    expect(browserFlags()).not.toContain('--enable-unsafe-webgpu');
    expect(browserFlags({ webgpu: true })).toEqual(
      expect.arrayContaining(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']),
    );
  });

  it('gives up its sandbox for root alone', () => {
    expect(browserFlags().includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });
});

it('the engines that package.json asks for are those that the commands check', () => {
  const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
  expect(engines.node).toBe('>=20.19.0');
});
