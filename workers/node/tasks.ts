/** Tasks in Node: the same host, keys and modules as in a browser's task worker, one after the other, on a folder. */
import { availableParallelism } from 'node:os';
import { fromErrorRecord } from '../../src/core/errors';
import { DEFAULT_OPTIONS, type Options } from '../../src/core/options';
import type { Environment } from '../../src/core/results/types';
import { TaskRunner } from '../coordinator/task-runner';
import { probeEnvironment } from '../engine/probe';
import { TaskHost } from '../tasks/host';
import { registry } from '../tasks/registry';
import { folderStorage } from './folder';

export interface NodeTasks {
  readonly environment: Environment;
  readonly tasks: TaskRunner;
}

/**
 * @param folder where data sets, results and checkpoints are kept
 * @param given options other than a page's; Node has WASM and plain JavaScript to compute with
 * @throws LookbookError `backend/unavailable`
 */
export async function openTasks(folder: string, given: Partial<Options> = {}): Promise<NodeTasks> {
  const options: Options = { ...DEFAULT_OPTIONS, backend: 'wasm', workers: 1, ...given };
  const environment = await probeEnvironment(options, { cores: availableParallelism() });
  const storage = folderStorage(folder);
  const host = new TaskHost({
    registry,
    openStorage: () => Promise.resolve(storage),
    vanish: () => undefined,
  });
  let heard: (key: string, progress: never) => void = () => undefined;
  await host.start(environment, options, {
    progress: (key, progress) => heard(key, progress as never),
    beat: () => undefined,
    claim: () => true,
  });
  let last: Promise<unknown> = Promise.resolve();
  const tasks = new TaskRunner(
    storage.results,
    {
      run(request, signal, onProgress) {
        const run = last.then(async () => {
          heard = (_key, progress) => onProgress(progress);
          const cancel = (): void => host.cancel(request.key);
          signal.addEventListener('abort', cancel);
          const outcome = await host.run({ ...request, faults: [] });
          signal.removeEventListener('abort', cancel);
          if (!outcome.ok) throw fromErrorRecord(outcome.error);
          return outcome.value;
        });
        last = run.catch(() => undefined);
        return run;
      },
    },
    registry,
    environment,
  );
  return { environment, tasks };
}
