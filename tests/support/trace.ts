/** A trace of the page's thread, for what no test of a function can show: that the page stays free. */
import type { CDPSession, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

export interface LongTask {
  readonly cpuMs: number;
  /** Scripts that were evaluated in it. */
  readonly scripts: readonly string[];
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', '__metadata'];

const isScript = ({ name }: TraceEvent): boolean => /EvaluateScript|evaluateModule|compileModule/.test(name);
const isTask = ({ name, tdur }: TraceEvent): boolean => /RunTask$/.test(name) && tdur !== undefined;
const namesMain = ({ name, args }: TraceEvent): boolean => name === 'thread_name' && args?.name === 'CrRendererMain';

export class PageTrace {
  readonly #session: CDPSession;
  /** A run of minutes has millions of events: what no answer is made of is dropped as it comes. */
  readonly #events: TraceEvent[] = [];
  private constructor(session: CDPSession) {
    this.#session = session;
    session.on('Tracing.dataCollected', ({ value }) => {
      for (const event of value as unknown as TraceEvent[])
        if (namesMain(event) || (event.ph === 'X' && (isTask(event) || isScript(event)))) this.#events.push(event);
    });
  }

  static async start(page: Page): Promise<PageTrace> {
    const session = await page.context().newCDPSession(page);
    const trace = new PageTrace(session);
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'], recordMode: 'recordUntilFull' },
    });
    return trace;
  }

  /** Ends the trace. @returns every task of the page's main thread, the longest first */
  async stop(): Promise<LongTask[]> {
    const ended = new Promise((resolve) => this.#session.once('Tracing.tracingComplete', resolve));
    await this.#session.send('Tracing.end');
    await ended;
    return tasksOf(this.#events);
  }
}

function tasksOf(events: readonly TraceEvent[]): LongTask[] {
  const mains = new Set(events.filter(namesMain).map((event) => `${event.pid}/${event.tid}`));
  const onMain = events.filter((event) => event.ph === 'X' && mains.has(`${event.pid}/${event.tid}`));
  const scripts = onMain.filter(isScript);
  return onMain
    .filter(isTask)
    .map((task) => ({
      cpuMs: task.tdur! / 1000,
      scripts: scripts
        .filter(({ pid, ts }) => pid === task.pid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0))
        .map((event) => event.args?.data?.url ?? event.name),
    }))
    .toSorted((a, b) => b.cpuMs - a.cpuMs);
}
