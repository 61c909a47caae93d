import { download } from './download';
import type { Shell } from './shell.svelte';

/** What the workers and the page have logged, as a file for a bug report. */
export const downloadLog = (shell: Shell): void =>
  download(`${shell.workspace.log.toText()}\n`, 'lookbook-log.txt', 'text/plain');
