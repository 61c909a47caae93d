/** The one place on the page that names a worker file. */
import * as Comlink from 'comlink';
import type { CoordinatorApi } from '../core/results/coordinator-api';
import type { GalleryApi } from '../../workers/gallery/types';

export interface CoordinatorHandle {
  readonly api: Comlink.Remote<CoordinatorApi>;
  readonly ready: Promise<void>;
  /** Settles, never rejects, when the coordinator has died or could not be loaded. */
  readonly death: Promise<string>;
  terminate(): void;
}

/** @param name decides what it does: see workers/main.ts */
const start = (name: string): Worker =>
  new Worker(new URL('../../workers/main.ts', import.meta.url), { type: 'module', name });

/** What is said to a worker before it listens would be lost. */
const readyOf = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.addEventListener('message', (event) => {
      if (event.data === 'ready') resolve();
    });
  });

const deathOf = (worker: Worker): Promise<string> =>
  new Promise((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'it could not be loaded'));
  });

export interface GalleryHandle {
  readonly api: Comlink.Remote<GalleryApi>;
  readonly ready: Promise<void>;
  /** Settles, never rejects, when the worker has died or could not be loaded. */
  readonly death: Promise<string>;
  terminate(): void;
}

export function spawnGallery(): GalleryHandle {
  const worker = start('gallery');
  return {
    api: Comlink.wrap<GalleryApi>(worker),
    ready: readyOf(worker),
    death: deathOf(worker),
    terminate: () => worker.terminate(),
  };
}

export function spawnCoordinator(): CoordinatorHandle {
  const worker = start('coordinator');
  return {
    api: Comlink.wrap<CoordinatorApi>(worker),
    ready: readyOf(worker),
    death: deathOf(worker),
    terminate: () => worker.terminate(),
  };
}
