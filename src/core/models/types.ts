/** Models as data: what is trained is described by plain JSON, so that it can enter keys, files and reports. */
import type { LayerSpec } from './layers';

export type { LayerSpec } from './layers';

/** Takes images [count, height, width, 1] of values 0 to 1; the last layer is dense, linear, one unit a class: the logits. */
export interface ModelSpec {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  /** For people: what was changed of the network of this name so that images as small as these go through it. */
  readonly adapted?: string;
}
