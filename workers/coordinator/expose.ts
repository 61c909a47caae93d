/** Makes this worker the coordinator. */
import * as Comlink from 'comlink';
import { toErrorRecord } from '../../src/core/errors';
import type { CoordinatorApi, Outcome } from '../../src/core/results/coordinator-api';
import { openDatabase } from '../../src/storage/schema';
import { probeEnvironment } from '../engine/probe';
import { registry } from '../tasks/registry';
import { Coordinator } from './coordinator';
import { loadJob } from './jobs';
import { spawnTaskWorker } from './spawn';

async function withLock(name: string, work: () => Promise<void>): Promise<boolean> {
  // Without a secure context there are no locks: two tabs may then compute the same thing twice, which harms nothing.
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  });
}

const coordinator = new Coordinator({
  loadJob,
  taskFacts: registry,
  spawn: spawnTaskWorker,
  openDatabase,
  probe: (options) => probeEnvironment(options, { cores: navigator.hardwareConcurrency }),
  withLock,
});

async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (thrown) {
    return { ok: false, error: toErrorRecord(thrown) };
  }
}

const api: CoordinatorApi = {
  start: (options, listener) => outcome(coordinator.start(options, listener)),
  run: (request) => outcome(coordinator.run(request)),
  resume: (notebookId) => outcome(coordinator.resume(notebookId)),
  task: (kind, call) => outcome(coordinator.task(kind, call)),
  cancel: (cellId) => coordinator.cancel(cellId),
};
Comlink.expose(api);
self.postMessage('ready');
