/** What Escape closes: menus, lists and panels, the last that was opened first. Modal dialogs close by themselves. */
import type { Attachment } from 'svelte/attachments';

interface Layer {
  close(): void;
  readonly element: Element;
  /** What had the keyboard before it was opened. */
  readonly opener: Element | null;
}

const layers: Layer[] = [];

/** Attached to what is open, as long as it is open; `close` is called for Escape, and the opener gets the keyboard back. */
export const closedByEscape =
  (close: () => void): Attachment =>
  (element) => {
    const layer: Layer = { close, element, opener: document.activeElement };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  };

/** Whether a modal dialog is open: keys are its own then. */
export const inDialog = (): boolean => document.querySelector('dialog:modal') !== null;

/** Closes what was opened last. @returns whether anything was open */
export function closeLast(): boolean {
  const layer = layers.at(-1);
  if (!layer) return false;
  const active = document.activeElement;
  layer.close();
  // Somebody who types elsewhere goes on typing.
  const lost = active === null || active === document.body || layer.element.contains(active);
  if (lost && layer.opener instanceof HTMLElement) layer.opener.focus({ preventScroll: true });
  return true;
}
