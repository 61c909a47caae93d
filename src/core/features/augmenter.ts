/** The augmentations together: the parameters of the step `augment`, and what it does to one image. */
import type { ImageSize } from '../dataset/shape';
import { LookbookError } from '../errors';
import { own } from '../own';
import type { ParamSpec } from '../params';
import type { Json } from '../results/types';
import { derive, randomSource } from '../seed';
import { COMBINED } from './augmentations/combined';
import { AUGMENTATION_LABELS, type AugmentationChoice } from './augmentations/names';
import type { Augmentation, Pixels } from './augmentations/types';
import type { StepSpec } from './types';

// A static import of every file, so that pipelines need not wait for one: a line in names.ts is all that an added one needs.
const files = import.meta.glob<Augmentation>(['./augmentations/*.ts', '!./augmentations/{combined,names,types}.ts'], {
  eager: true,
  import: 'augmentation',
});

function fileOf(id: string): Augmentation {
  const found = own(files, `./augmentations/${id}.ts`);
  if (!found) throw new Error(`There is no augmentations/${id}.ts that exports "augmentation".`);
  return found;
}

/** Every augmentation by its id, in the order of `names.ts`. */
export const AUGMENTATIONS: Readonly<Record<string, Augmentation>> = Object.fromEntries(
  Object.keys(AUGMENTATION_LABELS).flatMap((id) => (id in COMBINED ? [] : [[id, fileOf(id)]])),
);
const LISTED = Object.entries(AUGMENTATIONS);
const IN_ORDER = LISTED.toSorted(([, a], [, b]) => a.order - b.order);

function known<T>(by: Readonly<Record<string, T>>, name: string): T {
  const found = own(by, name);
  if (found !== undefined) return found;
  throw new LookbookError(
    'params/invalid',
    `There is no augmentation "${name}"; known are ${Object.keys(by).join(', ')}.`,
  );
}

/** The ids of the augmentations that a choice puts in. */
export const augmentationsOf = (choice: AugmentationChoice): readonly string[] =>
  own<readonly string[]>(COMBINED, choice) ?? [choice];

type Params = { readonly [name: string]: Json };

/** The parameters of all of them. */
export const augmentParams: ParamSpec = Object.assign({}, ...LISTED.map(([, { params }]) => params)) as ParamSpec;

const isOn = ({ off }: Augmentation, params: Params): boolean =>
  Object.entries(off).some(([name, value]) => params[name] !== value);

/** Those that do something with these parameters, in the order in which they are applied. */
export const switchedOn = (params: Params): readonly Augmentation[] =>
  IN_ORDER.flatMap(([, augmentation]) => (isOn(augmentation, params) ? [augmentation] : []));

/** Sets what these values name and switches all others off: the step as recipes have it, without what is off by default. */
function stepWith(values: Params): StepSpec {
  const parts = LISTED.map(([, { params, off }]): object => {
    const set = Object.keys(params).filter((name) => values[name] !== undefined);
    if (set.length > 0) return Object.fromEntries(set.map((name) => [name, values[name]]));
    return Object.fromEntries(Object.entries(off).filter(([name, value]) => params[name]!.default !== value));
  });
  return { kind: 'augment', params: Object.assign({}, ...parts) as Params };
}

/**
 * The step that runs these augmentations.
 * @param given parameters set by hand; those of augmentations that are left out are passed over
 * @throws LookbookError `params/invalid` for an id that no augmentation has
 */
export function augmentStep(ids: readonly string[], given: Params): StepSpec {
  const values = ids.flatMap((id) => {
    const { on, params } = known(AUGMENTATIONS, id);
    return [on, Object.fromEntries(Object.entries(given).filter(([name]) => name in params))];
  });
  return stepWith(Object.assign({}, ...values) as Params);
}

/** What a study may choose from, by name: no augmentation first. */
export const TUNED_AUGMENTATIONS: Readonly<Record<string, readonly StepSpec[]>> = {
  none: [],
  ...Object.fromEntries(
    IN_ORDER.flatMap(([, { tuned }]) =>
      Object.entries(tuned).map(([name, values]): [string, readonly StepSpec[]] => [name, [stepWith(values)]]),
    ),
  ),
};

/** @throws LookbookError `params/invalid` for a name that no study may choose */
export const tunedAugmentation = (name: string): readonly StepSpec[] => known(TUNED_AUGMENTATIONS, name);

/** Numbers that an augmentation adds to an image's seed, for a source of its own. */
const salts = new Map(LISTED.map(([id, augmentation]) => [augmentation, derive(0, 'augmentation', id)]));

function sourceOf(augmentation: Augmentation, seed: number): () => number {
  const { drawsAfter } = augmentation;
  if (drawsAfter === undefined) return randomSource(seed ^ salts.get(augmentation)!);
  const random = randomSource(seed);
  for (let drawn = 0; drawn < drawsAfter; drawn += 1) random();
  return random;
}

/** Writes what an image looks like this time into `to`, an array of equal length. */
export type Augmenter<P extends Pixels> = (from: P, to: P, seed: number) => void;

/**
 * @param scratch two arrays of an image, for those between the first and the last
 */
export function augmenterOf<P extends Pixels>(params: Params, size: ImageSize, scratch: readonly [P, P]): Augmenter<P> {
  const on = switchedOn(params);
  return (from, to, seed) => {
    const drawn = on.map((augmentation) => augmentation.draw(params as never, sourceOf(augmentation, seed), size));
    let left = drawn.filter((what) => what !== undefined).length;
    if (left === 0) to.set(from);
    let source = from;
    for (const [index, augmentation] of on.entries()) {
      if (drawn[index] === undefined) continue;
      left -= 1;
      const target = left === 0 ? to : scratch[source === scratch[0] ? 1 : 0];
      augmentation.apply(drawn[index], source, target, size);
      source = target;
    }
  };
}
