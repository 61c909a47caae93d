/**
 * The few globals beyond ECMAScript that the ground floor may use: they exist alike in browsers, workers and Node.
 * Seen by tsconfig.core.json alone; elsewhere the DOM and WebWorker libraries declare them in full.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface URLSearchParams {
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

/** Vite puts imports in its place: when it builds, and in Node for tests and for modules that it runs. */
interface ImportMeta {
  glob<T>(patterns: readonly string[], options: { readonly eager: true; readonly import: string }): Record<string, T>;
}
