/** Models as data: what is trained is described by plain JSON, so that it can enter keys, files and reports. */

export type Activation = 'linear' | 'relu';
export type LayerSpec =
  | {
      readonly type: 'conv2d';
      readonly filters: number;
      readonly size: number;
      readonly stride?: number;
      readonly padding?: 'valid' | 'same';
      readonly activation?: Activation;
    }
  | {
      readonly type: 'depthwise-conv2d';
      readonly size: number;
      readonly stride?: number;
      readonly padding?: 'valid' | 'same';
      readonly activation?: Activation;
    }
  | { readonly type: 'max-pool' | 'average-pool'; readonly size: number }
  | { readonly type: 'batch-norm' }
  | { readonly type: 'relu' }
  | { readonly type: 'flatten' }
  /** Drops this share of the values while training; the mask is seeded by the step. */
  | { readonly type: 'dropout'; readonly rate: number }
  | { readonly type: 'dense'; readonly units: number; readonly activation?: Activation };

/** Takes images [count, height, width, 1] of values 0 to 1; the last layer is dense, linear, one unit a class: the logits. */
export interface ModelSpec {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  /** For people: what was changed of the network of this name so that images as small as these go through it. */
  readonly adapted?: string;
}
