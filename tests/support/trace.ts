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

export class PageTrace {
  readonly #session: CDPSession;
  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async start(page: Page): Promise<PageTrace> {
    const session = await page.context().newCDPSession(page);
    await session.send('Tracing.start', {
      transferMode: 'ReturnAsStream',
      traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'], recordMode: 'recordUntilFull' },
    });
    return new PageTrace(session);
  }

  /** Ends the trace. @returns every task of the page's main thread, the longest first */
  async stop(): Promise<LongTask[]> {
    const ended = new Promise<{ stream?: string }>((resolve) => this.#session.once('Tracing.tracingComplete', resolve));
    await this.#session.send('Tracing.end');
    const { stream } = await ended;
    if (stream === undefined) throw new Error('The trace has no stream.');
    const parts: string[] = [];
    for (;;) {
      const { data, eof } = await this.#session.send('IO.read', { handle: stream, size: 1 << 22 });
      parts.push(data);
      if (eof) break;
    }
    const { traceEvents } = JSON.parse(parts.join('')) as { traceEvents: TraceEvent[] };
    return tasksOf(traceEvents);
  }
}

function tasksOf(events: readonly TraceEvent[]): LongTask[] {
  const mains = new Set(
    events
      .filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      .map((event) => `${event.pid}/${event.tid}`),
  );
  const onMain = events.filter((event) => event.ph === 'X' && mains.has(`${event.pid}/${event.tid}`));
  const scripts = onMain.filter((event) => /EvaluateScript|evaluateModule|compileModule/.test(event.name));
  return onMain
    .filter((event) => /RunTask$/.test(event.name) && event.tdur !== undefined)
    .map((task) => ({
      cpuMs: task.tdur! / 1000,
      scripts: scripts
        .filter(({ pid, ts }) => pid === task.pid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0))
        .map((event) => event.args?.data?.url ?? event.name),
    }))
    .toSorted((a, b) => b.cpuMs - a.cpuMs);
}
