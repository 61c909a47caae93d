/**
 * Parameters of cells: one description gives the type, the defaults, the check of what was stored or imported, and the
 * form in the inspector. The sentence of help below each field is in the cell's presentation, which loads when it is read.
 */
import type { PresetName } from '../presets';
interface Described {
  readonly label: string;
}
export interface NumberParam extends Described {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly integer: boolean;
}
export interface ChoiceParam<T extends string = string> extends Described {
  readonly type: 'choice';
  readonly default: T;
  readonly choices: readonly {
    readonly value: T;
    readonly label: string;
    /** Taken only from a person's hand on this page, never from a notebook that was opened: it contacts another host. */
    readonly byHand?: boolean;
  }[];
}
/** Some of the names of a registry, or of any list: each at most once. */
export interface SeveralParam<T extends string = string> extends Described {
  readonly type: 'several';
  readonly default: readonly T[];
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  /** At least so many. */
  readonly min: number;
}
export interface BooleanParam extends Described {
  readonly type: 'boolean';
  readonly default: boolean;
}
export interface TextParam extends Described {
  readonly type: 'text';
  readonly default: string;
  readonly maxLength: number;
  readonly multiline: boolean;
}
/** A list of integers, such as the kept pixels of a mask; edited by buttons of a cell, not by the form. */
export interface IntegersParam extends Described {
  readonly type: 'integers';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
}
export type Param = NumberParam | ChoiceParam | SeveralParam | BooleanParam | TextParam | IntegersParam;
export type ParamSpec = Readonly<Record<string, Param>>;

type ValueOf<P extends Param> =
  P extends ChoiceParam<infer T>
    ? T
    : P extends NumberParam
      ? number
      : P extends BooleanParam
        ? boolean
        : P extends TextParam
          ? string
          : P extends SeveralParam<infer T>
            ? readonly T[]
            : readonly number[];
export type ParamValues<S extends ParamSpec> = { readonly [K in keyof S]: ValueOf<S[K]> };

/**
 * preset -> parameter -> value. A parameter that a person has not set takes its preset's value, so changing the preset makes
 * exactly the cells stale whose budget changes.
 */
export type Budgets<S extends ParamSpec = ParamSpec> = Readonly<Partial<Record<PresetName, Partial<ParamValues<S>>>>>;

type NumberOptions = Described & { default: number; min: number; max: number; step?: number };
export const integer = (options: NumberOptions): NumberParam => ({
  type: 'number',
  integer: true,
  step: 1,
  ...options,
});
export const real = (options: NumberOptions): NumberParam => ({
  type: 'number',
  integer: false,
  step: (options.max - options.min) / 100,
  ...options,
});
export const choice = <const T extends string>(options: Omit<ChoiceParam<T>, 'type'>): ChoiceParam<T> => ({
  type: 'choice',
  ...options,
});
/** @param options `default` all of them, `min` 1, unless said otherwise */
export const several = <const T extends string>(
  options: Pick<SeveralParam<T>, 'label' | 'choices'> & { default?: readonly NoInfer<T>[]; min?: number },
): SeveralParam<T> => ({
  type: 'several',
  min: 1,
  default: options.choices.map(({ value }) => value),
  ...options,
});
/** The choices of a registry's names, from their labels. */
export const choicesOf = <const T extends string>(labels: Readonly<Record<T, string>>): ChoiceParam<T>['choices'] =>
  (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
export const boolean = (options: Described & { default: boolean }): BooleanParam => ({ type: 'boolean', ...options });
export const text = (
  options: Described & { default?: string; maxLength?: number; multiline?: boolean },
): TextParam => ({
  type: 'text',
  default: '',
  maxLength: 2000,
  multiline: false,
  ...options,
});
export const integers = (
  options: Omit<IntegersParam, 'type' | 'default'> & { default?: readonly number[] },
): IntegersParam => ({
  type: 'integers',
  default: [],
  ...options,
});

/** Why a value cannot be used for a parameter, as the end of a sentence; undefined if it can. */
export function whyInvalid(param: Param, value: unknown): string | undefined {
  switch (param.type) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      if (param.integer && !Number.isInteger(value)) return 'must be a whole number';
      if (value < param.min || value > param.max) return `must lie between ${param.min} and ${param.max}`;
      return undefined;
    case 'choice':
      return param.choices.some((option) => option.value === value)
        ? undefined
        : `must be one of ${param.choices.map((option) => option.value).join(', ')}`;
    case 'several': {
      const names = param.choices.map((option) => option.value);
      return Array.isArray(value) &&
        value.length >= param.min &&
        value.every((item, at) => names.includes(item as string) && value.indexOf(item) === at)
        ? undefined
        : `must be at least ${param.min} of ${names.join(', ')}, each once`;
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'text':
      if (typeof value !== 'string') return 'must be text';
      return value.length > param.maxLength ? `must have at most ${param.maxLength} characters` : undefined;
    case 'integers':
      return Array.isArray(value) &&
        value.every((item) => Number.isInteger(item) && item >= param.min && item <= param.max)
        ? undefined
        : `must be a list of whole numbers between ${param.min} and ${param.max}`;
  }
}
