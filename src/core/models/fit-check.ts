/** Whether a network can take an input, said before anything is built. */
import { LookbookError } from '../errors';
import { sizeWords, type ImageSize } from '../dataset/shape';
import type { Layout } from '../features/types';
import { passThrough, type PassedLayer } from './layers';
import type { Shape } from './layers/types';
import type { ModelSpec } from './types';

/** Grey images, as networks get them. */
export const greyImage = ({ height, width }: ImageSize): Shape => ({ kind: 'image', height, width, channels: 1 });

const shapeOf = (layout: Layout): Shape =>
  layout.kind === 'image' ? greyImage(layout) : { kind: 'vector', size: layout.size };

/** Whether every layer finds what it needs in images of a size. @throws LookbookError as {@link passThrough} does */
export function fits(spec: ModelSpec, size: ImageSize): boolean {
  return [...passThrough(spec, greyImage(size))].every(({ output }) => !('problem' in output));
}

function refusal({ name }: ModelSpec, layout: Layout, { definition }: PassedLayer, problem: string): string {
  if (layout.kind === 'image') {
    return (
      `The network "${name}" cannot take images of ${sizeWords(layout)} pixels: ${problem}. ` +
      'Crop less, or choose a network of dense layers.'
    );
  }
  return definition.takes === 'image'
    ? `The network "${name}" looks at images, but these features are a list of ${layout.size} values. Choose a ` +
        'network of dense layers, or features that leave an image (a mask with zeros instead of a vector).'
    : `The network "${name}" cannot take a list of ${layout.size} values: ${problem}.`;
}

/**
 * @returns the layers with the shapes that go in and come out
 * @throws LookbookError `params/invalid` with a sentence if a layer is unknown or has a setting out of its bounds, if the network
 *   has layers for images and the input is a vector, or if its windows are larger than what is left of the image
 */
export function requireFits(spec: ModelSpec, layout: Layout): readonly PassedLayer[] {
  const passed = [...passThrough(spec, shapeOf(layout))];
  const last = passed.at(-1);
  if (last && 'problem' in last.output) {
    throw new LookbookError('params/invalid', refusal(spec, layout, last, last.output.problem));
  }
  return passed;
}
