/**
 * A reporter for vitest that leaves behind what its JSON report does not say: errors that belong to no test (a promise
 * that nobody waited for, a worker that died). They fail a run, and a long log may be cut before they are read.
 */
import { writeFile } from 'node:fs/promises';

export default class UnhandledReporter {
  /**
   * @param {unknown} _modules
   * @param {readonly { name?: string, message: string, stack?: string }[]} errors
   */
  async onTestRunEnd(_modules, errors) {
    const file = process.env.UNHANDLED_ERRORS_FILE;
    if (!file) return;
    await writeFile(file, JSON.stringify(errors.map(({ name, message, stack }) => stack ?? `${name}: ${message}`)));
  }
}
