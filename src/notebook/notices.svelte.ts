/** Passing messages to the person, the newest last. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'danger';
  /** How often it was said since it was last closed. */
  readonly count: number;
  /** Something to do about it. */
  readonly action?: { readonly label: string; run(): void };
}

/** More at once would not be read. */
const MOST = 3;

export class Notices {
  #number = 0;
  list: readonly Notice[] = $state.raw([]);

  /** Says it once more if it stands there already. Where there are too many, passing ones go first, then the oldest. */
  add(text: string, tone: Notice['tone'] = 'info', action?: Notice['action']): void {
    this.#number += 1;
    const before = this.list.find((other) => other.text === text && other.tone === tone);
    const others = this.list.filter((other) => other !== before);
    if (others.length >= MOST) {
      const passing = others.findIndex((other) => other.tone === 'info');
      others.splice(Math.max(0, passing), 1);
    }
    const count = (before?.count ?? 0) + 1;
    this.list = [...others, { id: this.#number, text, tone, count, ...(action ? { action } : {}) }];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
