/** Ledger events for tests. */
import type { RunEvent } from '../../../src/core/ledger/types';

export function runEvent(changes: Partial<RunEvent> & { id: string }): RunEvent {
  return {
    type: 'run',
    at: '2026-01-02T03:04:05.000Z',
    cellId: 'explain',
    cellKind: 'explain',
    name: 'cnn-small',
    family: 'cnn',
    params: { rate: 0.001 },
    metrics: { 'validation/accuracy': 0.869, 'validation/logLoss': 0.37 },
    intervals: { 'validation/accuracy': [0.859, 0.878] },
    curves: {
      'train/loss': { x: [100, 200], y: [1, 0.5] },
      'validation/loss': { x: [200], y: [0.6] },
      'validation/accuracy': { x: [200], y: [0.8] },
    },
    artifacts: {},
    taskKey: 't',
    imagesTrained: 48_000,
    seconds: 41.5,
    provenance: {
      datasetHash: 'd',
      datasetName: 'Fashion-MNIST',
      splitVersion: 'v1',
      numericMode: 'wasm/strict',
      seed: 7,
      appVersion: '0.1.0',
    },
    ...changes,
  };
}
