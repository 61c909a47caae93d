/** `npm start`: from a fresh clone to a served page. [--port N], or PORT. */
import './node-version.mjs';
import { ensureBuild } from './build.mjs';
import { ensureData } from './data.mjs';
import { ensurePackages } from './install.mjs';
import { portFrom, serve } from './serve.mjs';

const DEFAULT_PORT = 4173;

try {
  const wished = portFrom(process.argv.slice(2), DEFAULT_PORT);
  await ensurePackages(console.log);
  await ensureData();
  await ensureBuild(console.log);
  const { url, port } = await serve({ port: wished });
  if (wished !== 0 && port !== wished) console.log(`Port ${wished} is taken.`);
  console.log(`Lookbook is at ${url} (Ctrl+C ends it).`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
