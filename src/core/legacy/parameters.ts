/** Parameters as notebooks of earlier formats hold them, in the present form. For the reader of notebooks. */
import type { Json } from '../results/types';

type Params = Readonly<Record<string, Json>>;
/** What stands in place of a parameter that was set to this value. A value that it could not have is passed on, to be refused. */
type Reading = (value: Json) => Params;

/** By kind of cell and by the parameter's name in format 2; a parameter that is not listed is as it was. */
const FORMAT_2: Readonly<Record<string, Readonly<Record<string, Reading>>>> = {
  tune: {
    pruning: (value) => ({ pruner: typeof value === 'boolean' ? (value ? 'median' : 'none') : value }),
  },
};

/** A cell's parameters of format 2 as they are called and written now. */
export function paramsOfFormat2(kind: string, params: Params): Params {
  const readings = Object.hasOwn(FORMAT_2, kind) ? FORMAT_2[kind]! : {};
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) =>
      Object.hasOwn(readings, name) ? Object.entries(readings[name]!(value)) : [[name, value]],
    ),
  );
}
