/** What the tabs of one site tell each other about a notebook, and whether another of them runs its job. */
import type { CellStatus, Progress } from '../core/results/types';
import { isActive } from './statuses';

export interface CellProgress {
  readonly progress: Progress;
  readonly secondsLeft?: number;
}

/** How far a job is: its cells that wait or run, and their progress by cell. */
export interface RunningJob {
  readonly statuses: readonly CellStatus[];
  readonly progress: readonly (readonly [cellId: string, progress: CellProgress])[];
}

/** `ask` is answered by the tab that runs the job, with `running`. */
type TabMessage = { readonly notebookId: string } & (
  | { readonly what: 'document' | 'ledger' | 'status' | 'started' | 'ended' | 'ask' }
  | { readonly what: 'running'; readonly job: RunningJob }
  | { readonly what: 'cancel'; readonly cellId?: string }
);
/** A message without the notebook's id. */
type Told = TabMessage extends infer Each ? (Each extends unknown ? Omit<Each, 'notebookId'> : never) : never;

/** What a tab does about the others. */
export interface TabsHost {
  readonly notebookId: string;
  /** The job that runs here; undefined if none does. */
  runningHere(): RunningJob | undefined;
  /** Another tab saved the document. */
  adoptDocument(): void;
  /** Another tab appended to the ledger. */
  readLedger(): void;
  /** The job of another tab has changed what is stored, or has ended. */
  refresh(): void;
  /** How far the job of another tab is. */
  follow(job: RunningJob): void;
  /** Another tab asks this one to cancel a cell, or all. */
  cancel(cellId: string | undefined): void;
}

/** How often a tab asks after another's job, in milliseconds. */
const ASK_MS = 1000;
/** Without locks (no secure context), a tab that has not answered for so long is gone. Longer than any pause of a page. */
const GONE_MS = 15_000;

export class Tabs {
  readonly #host: TabsHost;
  readonly #channel: BroadcastChannel | undefined;
  readonly #jobHeld: ((notebookId: string) => Promise<boolean>) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #job: RunningJob | undefined;
  #heardAt = 0;

  /** A job of this notebook runs in another tab. */
  inOtherTab = $state(false);

  /**
   * @param channel other tabs of this site; undefined where there are none to hear
   * @param jobHeld whether a job of this notebook runs in some tab; undefined where that cannot be told
   */
  constructor(
    host: TabsHost,
    channel: BroadcastChannel | undefined,
    jobHeld: ((notebookId: string) => Promise<boolean>) | undefined,
  ) {
    this.#host = host;
    this.#channel = channel;
    this.#jobHeld = jobHeld;
  }

  /** Listens to the others, and looks whether one runs the job: a tab that was opened later must not take it for dead. */
  async start(): Promise<void> {
    this.#channel?.addEventListener('message', (message: MessageEvent<unknown>) =>
      this.#hear(message.data as TabMessage | null),
    );
    this.tell({ what: 'ask' });
    await this.look();
  }

  /** Looks whether another tab runs the job. The lock does not say whose it is: what runs here is not in another tab. */
  async look(): Promise<void> {
    if ((await this.#held(false)) && !this.#host.runningHere()) this.setInOtherTab(true);
  }

  /** @param unknown what to take for true where locks cannot be asked */
  async #held(unknown: boolean): Promise<boolean> {
    return (await this.#jobHeld?.(this.#host.notebookId).catch(() => unknown)) ?? unknown;
  }

  tell(told: Told): void {
    this.#channel?.postMessage({ ...told, notebookId: this.#host.notebookId });
  }

  /** Statuses of the cells that wait or run in another tab: those that wait are not stored. */
  get followed(): readonly CellStatus[] {
    return (this.inOtherTab ? this.#job?.statuses : undefined) ?? [];
  }

  /** While another tab runs the job, it is asked how far it is, and its lock is looked at: a tab that dies says nothing. */
  setInOtherTab(inOtherTab: boolean): void {
    if (inOtherTab === this.inOtherTab) return;
    this.inOtherTab = inOtherTab;
    clearInterval(this.#timer);
    this.#job = undefined;
    if (!inOtherTab) return;
    this.#heardAt = performance.now();
    this.tell({ what: 'ask' });
    this.#timer = setInterval(() => void this.#watch(), ASK_MS);
  }

  async #watch(): Promise<void> {
    this.tell({ what: 'ask' });
    const alive = await this.#held(performance.now() - this.#heardAt < GONE_MS);
    if (alive || !this.inOtherTab) return;
    this.setInOtherTab(false);
    this.#host.refresh();
  }

  #hear(message: TabMessage | null): void {
    const host = this.#host;
    if (message?.notebookId !== host.notebookId) return;
    const here = host.runningHere();
    switch (message.what) {
      case 'document':
        host.adoptDocument();
        return;
      case 'ledger':
        host.readLedger();
        return;
      case 'ask':
        if (here) this.tell({ what: 'running', job: here });
        return;
      case 'cancel':
        if (here) host.cancel(message.cellId);
        return;
      case 'running':
        if (!here) this.#follow(message.job);
        return;
      case 'started':
      case 'status':
      case 'ended':
        if (here) return;
        this.setInOtherTab(message.what !== 'ended');
        // What the job said before no longer holds.
        this.#job = undefined;
        this.tell({ what: 'ask' });
        host.refresh();
    }
  }

  #follow(job: RunningJob): void {
    this.setInOtherTab(true);
    this.#heardAt = performance.now();
    const before = this.#job?.statuses ?? [];
    this.#job = job;
    this.#host.follow(job);
    // A cell that has ended left a status and perhaps a result in storage.
    const active = new Set(job.statuses.filter(({ state }) => isActive(state)).map(({ cellId }) => cellId));
    if (before.some(({ cellId }) => !active.has(cellId))) this.#host.refresh();
  }
}
