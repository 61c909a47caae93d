import type { LogEntry } from './results/events';

/** The last entries of a log, oldest first; older ones are dropped, so that a long session cannot fill the memory. */
export class RingLog {
  readonly #entries: LogEntry[] = [];
  readonly #capacity: number;

  constructor(capacity = 2000) {
    this.#capacity = capacity;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) this.#entries.splice(0, this.#entries.length - this.#capacity);
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** One line an entry: time, level, where, message. */
  toText(): string {
    return this.#entries
      .map((entry) => `${entry.at} ${entry.level.padEnd(7)} ${entry.where}: ${entry.message}`)
      .join('\n');
  }
}
