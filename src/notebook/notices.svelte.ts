/** Passing messages to the person, the newest last. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'danger';
  /** Something to do about it. */
  readonly action?: { readonly label: string; run(): void };
}

/** More at once would not be read. */
const MOST = 3;

export class Notices {
  #number = 0;
  list: readonly Notice[] = $state.raw([]);

  add(text: string, tone: Notice['tone'] = 'info', action?: Notice['action']): void {
    this.#number += 1;
    const notice = { id: this.#number, text, tone, ...(action ? { action } : {}) };
    this.list = [...this.list.filter((other) => other.text !== text).slice(1 - MOST), notice];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
