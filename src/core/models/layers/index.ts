/** The layers of networks by their types, and the way of an image's shape through them. */
import { LookbookError } from '../../errors';
import { isObject, own } from '../../own';
import type { ParamValues } from '../../params';
import { parseParams } from '../../params/parse';
import * as all from './all';
import type { LayerDefinition, Shape, SpecOf } from './types';

/** A layer as descriptions of networks write it: one of those in `all.ts`. */
export type LayerSpec = { [N in keyof typeof all]: SpecOf<(typeof all)[N]> }[keyof typeof all];

export const LAYERS: Readonly<Record<string, LayerDefinition>> = Object.fromEntries(
  Object.values<LayerDefinition>(all).map((definition) => [definition.type, definition]),
);

/** All settings of a layer, defaults filled in. */
type Settings = ParamValues<LayerDefinition['required']>;

/** A layer with what is known of it: checked and completed. */
export interface ReadLayer {
  readonly definition: LayerDefinition;
  readonly settings: Settings;
}

/**
 * Reads a layer of a description, which may come from a file.
 * @param where for people: which layer of which network
 * @throws LookbookError `params/invalid` that says what is wrong and what would be right
 */
export function readLayer(layer: unknown, where: string): ReadLayer {
  const type = isObject(layer) ? layer['type'] : undefined;
  const definition = typeof type === 'string' ? own(LAYERS, type) : undefined;
  if (!isObject(layer) || !definition) {
    const known = Object.keys(LAYERS).join(', ');
    const what = typeof type === 'string' ? `there is no layer "${type}"` : 'a layer must name its type';
    throw new LookbookError('params/invalid', `${where}: ${what}; known are ${known}.`);
  }
  const { type: _, ...given } = layer;
  const missing = Object.entries(definition.required).find(([name]) => own(given, name) === undefined);
  if (missing) {
    throw new LookbookError('params/invalid', `${where}: a layer "${definition.type}" must say "${missing[0]}".`);
  }
  const settings = parseParams({ ...definition.required, ...definition.optional }, given, where);
  return { definition, settings };
}

/** A layer on the way: what it is given, and what it makes of it or why it cannot. */
export interface PassedLayer extends ReadLayer {
  readonly spec: LayerSpec;
  readonly input: Shape;
  readonly output: Shape | { readonly problem: string };
}

/** Why a layer cannot take a shape of the other kind, as a sentence's end. */
const wrongKind = ({ type, takes }: LayerDefinition): string =>
  takes === 'image'
    ? `the layer "${type}" looks at images, and a layer before it made a list of values`
    : `the layer "${type}" takes a list of values, and gets an image: it needs a flatten layer before it`;

/**
 * The layers of a network in turn, with the shapes that go in and come out; ends with the first that cannot take what it gets.
 * @throws LookbookError `params/invalid` as {@link readLayer} does
 */
export function* passThrough(
  { name, layers }: { readonly name: string; readonly layers: readonly LayerSpec[] },
  shape: Shape,
): Generator<PassedLayer> {
  let input = shape;
  for (const [index, spec] of layers.entries()) {
    const read = readLayer(spec, `Layer ${index + 1} of the network "${name}"`);
    const { definition, settings } = read;
    const suits = definition.takes === 'any' || definition.takes === input.kind;
    const made = suits ? definition.output(settings, input) : wrongKind(definition);
    const output = typeof made === 'string' ? { problem: made } : made;
    yield { ...read, spec, input, output };
    if ('problem' in output) return;
    input = output;
  }
}
