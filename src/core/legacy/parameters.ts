/** Parameters as notebooks of earlier formats hold them, in the present form. For the reader of notebooks. */
import type { Json } from '../results/types';

type Params = Readonly<Record<string, Json>>;

/** The families that Search knew in format 2, each switched on unless it was set to false. */
const SWITCHES = ['majority', 'centroid', 'knn', 'named-linear', 'softmax', 'mlp', 'cnn'];

/**
 * By kind of cell; a kind that is not listed has its parameters as they were. What could not be is passed on, to be refused.
 */
const FORMAT_2: Readonly<Record<string, (params: Params) => Params>> = {
  tune({ pruning, ...others }) {
    if (pruning === undefined) return others;
    return { ...others, pruner: typeof pruning === 'boolean' ? (pruning ? 'median' : 'none') : pruning };
  },
  search(params) {
    const set = SWITCHES.filter((id) => typeof params[id] === 'boolean');
    const others = Object.fromEntries(Object.entries(params).filter(([name]) => !set.includes(name)));
    const families = SWITCHES.filter((id) => params[id] !== false);
    // A search among none could not run, and a list has one at least: it is given back to the default.
    return set.length === 0 || families.length === 0 ? others : { ...others, families };
  },
};

/** A cell's parameters of format 2 as they are called and written now. */
export const paramsOfFormat2 = (kind: string, params: Params): Params =>
  Object.hasOwn(FORMAT_2, kind) ? FORMAT_2[kind]!(params) : params;
