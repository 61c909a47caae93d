/** The Monitor cell's files: drift and accuracy of every batch as tables to compute with. */
import type { FileRequest } from '../../../core/exchange';
import type { Content } from './words';

export const driftFiles = ({ result }: Pick<Content, 'result'>): readonly FileRequest[] => [
  { exporter: 'drift', results: { result } },
  { exporter: 'stream', results: { result } },
  { exporter: 'alarms', results: { result } },
];
