/** Makes this worker a task worker. */
import * as Comlink from 'comlink';
import { databaseStorage } from '../../src/storage/database';
import { openDatabase } from '../../src/storage/schema';
import { TaskHost } from './host';
import { registry } from './registry';

const host = new TaskHost({
  registry,
  openStorage: async () => databaseStorage(await openDatabase()),
  vanish: () => self.close(),
});
Comlink.expose(host);
// The lock is held as long as this worker lives: whoever gets it next knows that the worker is gone. So it is taken
// before anyone is told that this worker is there. Insecure contexts have no locks.
if (navigator.locks) {
  void navigator.locks.request(self.name, () => {
    self.postMessage('ready');
    return new Promise(() => undefined);
  });
} else {
  self.postMessage('ready');
}
