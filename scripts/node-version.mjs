/** Imported first by every command: what an older Node would fail on later, it is told here in a sentence. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!fits) {
  console.error(
    `Lookbook needs Node 20.19 or later (22.12 or later from the 22 line); this is Node ${process.versions.node}. ` +
      'Get a current one from https://nodejs.org.',
  );
  process.exit(1);
}
