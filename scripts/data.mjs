/**
 * Fashion-MNIST for the site: found in a folder, downloaded or unpacked, always checked by the SHA-256 of the
 * uncompressed bytes, and packed to public/data/. The .pack files are gzip under a name that no server re-encodes.
 * Alone: `node scripts/data.mjs` (exit status 1 if the set cannot be had).
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { MIRRORS } from './csp.mjs';
import { ROOT, run } from './run.mjs';

const unzip = promisify(gunzip);
const zip = promisify(gzip);

/** @typedef {{ name: string, pack: string, bytes: number, sha256: string }} DataFile `bytes` and `sha256` uncompressed */
/** @typedef {(line: string) => void} Log */

/** Labels before images: the page can show an image with its class as soon as it arrives. @type {readonly DataFile[]} */
export const FILES = [
  {
    name: 'train-labels-idx1-ubyte',
    pack: 'train-labels.pack',
    bytes: 60_008,
    sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  {
    name: 'train-images-idx3-ubyte',
    pack: 'train-images.pack',
    bytes: 47_040_016,
    sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  {
    name: 't10k-labels-idx1-ubyte',
    pack: 'test-labels.pack',
    bytes: 10_008,
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
  {
    name: 't10k-images-idx3-ubyte',
    pack: 'test-images.pack',
    bytes: 7_840_016,
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
];

export const DEBIAN_FOLDER = '/usr/share/datasets/fashion-mnist';
const DEBIAN_PACKAGE = 'dataset-fashion-mnist';
/** A mirror that sends nothing for this long is given up. */
const SILENCE_MS = 15_000;
/** gzip level: 9 takes 16 times as long (16 s against 1 s) for 1 % less. */
const LEVEL = 6;

/**
 * The IDX bytes behind a file as found, gzip or plain.
 * @param {Uint8Array} found
 * @param {DataFile} file
 * @returns {Promise<Uint8Array>}
 * @throws {Error} a sentence that says what is wrong with it
 */
export async function unpackAndCheck(found, file) {
  let bytes = found;
  if (found[0] === 0x1f && found[1] === 0x8b) {
    try {
      // The limit keeps a wrong file from filling the memory.
      bytes = await unzip(found, { maxOutputLength: file.bytes + 1 });
    } catch (cause) {
      throw new Error('its gzip data is truncated, corrupt or too long', { cause });
    }
  } else if (/^\s*<(!doctype|html)/i.test(Buffer.from(found.subarray(0, 64)).toString('latin1'))) {
    throw new Error('it is an HTML page');
  }
  if (bytes.length !== file.bytes) throw new Error(`it has ${bytes.length} bytes instead of ${file.bytes}`);
  const hash = sha256(bytes);
  if (hash !== file.sha256)
    throw new Error(`its SHA-256 is ${hash.slice(0, 12)}... instead of ${file.sha256.slice(0, 12)}...`);
  return bytes;
}

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Written beside and renamed, so that a file with its final name is whole.
 * @param {string} path
 * @param {string | Uint8Array} content
 */
async function writeWhole(path, content) {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * @param {string} folder
 * @param {DataFile} file
 * @param {Log} log told of files that are there but wrong
 * @returns {Promise<Uint8Array | undefined>}
 */
async function fromFolder(folder, file, log) {
  for (const name of [`${file.name}.gz`, file.name]) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    try {
      return await unpackAndCheck(await readFile(path), file);
    } catch (error) {
      log(`${path} is not used: ${/** @type {Error} */ (error).message}.`);
    }
  }
  return undefined;
}

/**
 * @param {string} url
 * @returns {Promise<Uint8Array>}
 */
async function download(url) {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const response = await fetch(url, { signal: control.signal });
    if (!response.ok || !response.body) throw new Error(`it answers ${response.status}`);
    /** @type {Uint8Array[]} */
    const chunks = [];
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), SILENCE_MS);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    const silent = control.signal.aborted ? `it sent nothing for ${SILENCE_MS / 1000} s` : undefined;
    throw new Error(silent ?? /** @type {Error} */ (cause).message, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Unpacks Debian's package into a folder; needs apt-get and dpkg-deb, but no root.
 * @param {string} cache
 * @param {Log} log
 * @returns {Promise<string | undefined>} the folder with the files
 */
async function fromDebianPackage(cache, log) {
  const folder = join(cache, 'debian');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const options = { cwd: folder, capture: true, timeout: 120_000 };
  const { status } = await run('apt-get', ['download', DEBIAN_PACKAGE], options);
  const archive = status === 0 ? (await readdir(folder)).find((name) => name.endsWith('.deb')) : undefined;
  if (!archive || (await run('dpkg-deb', ['-x', archive, '.'], options)).status !== 0) {
    log(`Debian's package ${DEBIAN_PACKAGE} cannot be had from apt-get.`);
    return undefined;
  }
  return join(folder, DEBIAN_FOLDER);
}

/**
 * The packed set in a folder, or undefined if anything in it is missing or wrong.
 * @param {string} folder
 * @param {readonly DataFile[]} [files]
 * @returns {Promise<object | undefined>} what index.json says
 */
export async function packedSet(folder, files = FILES) {
  try {
    const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
    for (const file of files) {
      const packed = await readFile(join(folder, file.pack));
      /** @type {{ name: string, packedBytes: number, sha256: string } | undefined} */
      const entry = index.files.find((/** @type {{ pack: string }} */ candidate) => candidate.pack === file.pack);
      if (entry?.sha256 !== file.sha256 || entry.packedBytes !== packed.length) return undefined;
      await unpackAndCheck(packed, file);
    }
    return index.format === 1 ? index : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes `out` hold the packed, checked set. Where none can be had, `out` is left without an index, the page offers its
 * synthetic sample, and the log says so.
 * @param {object} [options] all but `log` for tests
 * @param {string} [options.out]
 * @param {string} [options.cache] for what was downloaded
 * @param {readonly (string | undefined)[]} [options.folders] looked into first, in this order
 * @param {readonly string[]} [options.mirrors] addresses of folders, with a slash at the end
 * @param {boolean} [options.debianPackage] ask apt-get
 * @param {readonly DataFile[]} [options.files]
 * @param {Log} [options.log]
 * @returns {Promise<boolean>} whether the set is there
 */
export async function ensureData({
  out = join(ROOT, 'public/data'),
  cache = join(ROOT, '.cache/fashion-mnist'),
  folders = [process.env.FASHION_MNIST_DIR, DEBIAN_FOLDER, cache, join(cache, 'debian', DEBIAN_FOLDER)],
  mirrors = MIRRORS,
  debianPackage = true,
  files = FILES,
  log = console.log,
} = {}) {
  if (await packedSet(out, files)) return true;

  /** @type {Map<string, Uint8Array>} */
  const found = new Map();
  const missing = () => files.filter((file) => !found.has(file.name));
  /** @param {string} folder */
  const look = async (folder) => {
    for (const file of missing()) {
      const bytes = await fromFolder(folder, file, log);
      if (bytes) found.set(file.name, bytes);
    }
  };

  const named = process.env.FASHION_MNIST_DIR;
  if (named && folders.includes(named) && !existsSync(named)) log(`FASHION_MNIST_DIR is ${named}, which is not there.`);
  for (const folder of folders) if (folder) await look(folder);
  for (const mirror of mirrors) {
    for (const file of missing()) {
      const url = `${mirror}${file.name}.gz`;
      try {
        const bytes = await download(url);
        found.set(file.name, await unpackAndCheck(bytes, file));
        await mkdir(cache, { recursive: true });
        await writeWhole(join(cache, `${file.name}.gz`), bytes);
        log(`Downloaded ${url}.`);
      } catch (error) {
        log(`${url} is not used: ${/** @type {Error} */ (error).message}.`);
        // A mirror that fails once would most often fail four times.
        break;
      }
    }
  }
  if (debianPackage && missing().length > 0) {
    const folder = await fromDebianPackage(cache, log);
    if (folder) await look(folder);
  }

  await rm(out, { recursive: true, force: true });
  if (missing().length > 0) {
    log(
      `Fashion-MNIST cannot be had (${missing().length} of its ${files.length} files). The page will offer its synthetic sample; put the ` +
        'files into a folder and name it by FASHION_MNIST_DIR to use the real set.',
    );
    return false;
  }
  await mkdir(out, { recursive: true });
  const entries = await Promise.all(
    files.map(async (file) => {
      const packed = await zip(found.get(file.name) ?? '', { level: LEVEL });
      await writeWhole(join(out, file.pack), packed);
      return { ...file, packedBytes: packed.length };
    }),
  );
  const index = { format: 1, name: 'Fashion-MNIST', synthetic: false, files: entries };
  // The index last: with it the set counts as there.
  await writeWhole(join(out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  log(`Fashion-MNIST is packed in ${out}.`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await ensureData()) ? 0 : 1;
