/** Makes this worker a task worker. */
import * as Comlink from 'comlink';
import { openDatabase } from '../../src/storage/schema';
import { TaskHost } from './host';
import { registry } from './registry';

const host = new TaskHost({ registry, openDatabase, vanish: () => self.close() });
// Held as long as this worker lives: whoever gets it next knows that the worker is gone.
void navigator.locks?.request(self.name, () => new Promise(() => undefined));
Comlink.expose(host);
self.postMessage('ready');
