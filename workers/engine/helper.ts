/** Another worker that works out a share of what this one needs. */
export interface Helper {
  readonly port: MessagePort;
  /** Aborts when the helper has gone or is needed elsewhere; what it was asked for will not come. */
  readonly gone: AbortSignal;
}

/** Asks a helper, one question at a time. Resolves to undefined if it has gone. */
export function ask<Answer>(
  helper: Helper,
  question: unknown,
  transfer: Transferable[] = [],
): Promise<Answer | undefined> {
  const { port, gone } = helper;
  return new Promise((resolve) => {
    const settle = (answer: Answer | undefined): void => {
      gone.removeEventListener('abort', leave);
      port.onmessage = null;
      resolve(answer);
    };
    const leave = (): void => settle(undefined);
    if (gone.aborted) {
      leave();
      return;
    }
    gone.addEventListener('abort', leave);
    port.onmessage = (event: MessageEvent<Answer>) => settle(event.data);
    port.postMessage(question, transfer);
  });
}

/**
 * Answers questions until the signal aborts.
 * @throws whatever `answer` throws: who helps no more says so by ending
 */
export function serve<Question, Answer>(
  port: MessagePort,
  signal: AbortSignal,
  answer: (question: Question) => Promise<{ readonly answer: Answer; readonly transfer: Transferable[] }>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      port.onmessage = null;
      resolve();
    };
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener('abort', end);
    port.onmessage = (event: MessageEvent<Question>) => {
      answer(event.data).then(({ answer: value, transfer }) => {
        if (!signal.aborted) port.postMessage(value, transfer);
      }, reject);
    };
  });
}
