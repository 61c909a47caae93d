/** Runs a cell's job with its real tasks, one after the other in this thread, over an in-memory IndexedDB. */
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { hashJson } from '../../../src/core/results/canonical';
import type {
  ArtifactRef,
  CellJob,
  Environment,
  Json,
  NdArray,
  Output,
  Progress,
  StoredResult,
} from '../../../src/core/results/types';
import { datasetStore } from '../../../src/storage/loading';
import { prepareResult } from '../../../src/storage/results';
import type { Database } from '../../../src/storage/schema';
import { registry } from '../../../workers/tasks/registry';
import type { Task, TaskContext } from '../../../workers/tasks/types';
import { imagesIn } from '../images';

const ENVIRONMENT: Environment = { backend: 'cpu', description: 'test', numericMode: 'cpu', workers: 1 };

export class CellRun {
  readonly #db: Database;
  readonly #arrays = new Map<string, NdArray>();

  constructor(db: Database) {
    this.#db = db;
  }

  readonly read = (ref: ArtifactRef): Promise<NdArray> => {
    const array = this.#arrays.get(ref.hash);
    return array ? Promise.resolve(array) : Promise.reject(new Error(`no array ${ref.hash}`));
  };

  #keep(output: Output<unknown>, key: string): StoredResult {
    const { result, arrays } = prepareResult(output, { key, kind: 'test', version: 1, seconds: 0 });
    for (const { ref, array } of arrays) this.#arrays.set(ref.hash, array);
    return result;
  }

  /** @param params complete, as the job reads them */
  async run<Summary>(
    job: CellJob<never, never, Summary, never>,
    params: unknown,
    inputs: Readonly<Record<string, StoredResult>> = {},
  ): Promise<StoredResult<Summary>> {
    const controller = new AbortController();
    const shared = {
      inputs,
      environment: ENVIRONMENT,
      signal: controller.signal,
      read: this.read,
      report: (_progress: Progress): void => undefined,
    };
    const task = async (
      kind: keyof typeof registry,
      call: { params: Json; inputs?: Readonly<Record<string, StoredResult>>; seed?: number },
    ): Promise<StoredResult> => {
      const loaded = (await registry[kind].load()) as unknown as { task: Task<unknown, unknown> };
      const given = call.inputs ?? {};
      const hashes = Object.fromEntries(Object.entries(given).map(([name, { outputHash }]) => [name, outputHash]));
      const key = hashJson({ kind, params: call.params, inputs: hashes });
      const context = {
        ...shared,
        key,
        inputs: given,
        seed: call.seed ?? 0,
        options: { ...DEFAULT_OPTIONS, dataUrl: 'https://lookbook.example/data/' },
        images: imagesIn(this.#db),
        datasets: datasetStore(this.#db),
        turn: () => Promise.resolve(),
      } as unknown as TaskContext;
      return this.#keep(await loaded.task.run(call.params, context), key);
    };
    const output = await (job as unknown as { run(context: unknown): Promise<Output<Summary>> }).run({
      ...shared,
      cellId: job.kind,
      params,
      task,
      seed: () => 1,
      ledger: () => Promise.resolve([]),
      append: () => Promise.resolve(),
    });
    return this.#keep(output, `${job.kind} ${JSON.stringify(params)}`) as StoredResult<Summary>;
  }
}
