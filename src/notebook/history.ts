/** Undo and redo over immutable states. */
export interface History<T> {
  readonly past: readonly { readonly state: T; readonly label: string }[];
  readonly present: T;
  readonly future: readonly { readonly state: T; readonly label: string }[];
  /** Changes that come one after the other under the same name (typing in one note) are undone together. */
  readonly merge?: string | undefined;
}

/** More steps than a person takes back; documents share most of their parts, so they cost little. */
const LIMIT = 200;

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new present. `label` says what was done, for the undo button. */
export function record<T>(history: History<T>, next: T, label: string, merge?: string): History<T> {
  if (next === history.present) return history;
  if (merge !== undefined && merge === history.merge && history.past.length > 0) {
    return { ...history, present: next, future: [] };
  }
  const past = [...history.past, { state: history.present, label }].slice(-LIMIT);
  return { past, present: next, future: [], merge };
}

export function undo<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    past: history.past.slice(0, -1),
    present: last.state,
    future: [{ state: history.present, label: last.label }, ...history.future],
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, { state: history.present, label: next.label }], present: next.state, future };
}
