/** Thresholds that a person has moved, as the text of one parameter: "correlation 0.85, dark 0.4". Pure. */
import { LookbookError } from '../errors';
import type { CheckKind } from './types';

/** Titles of all checks; those that exist. */
export const CHECK_TITLES: Readonly<Record<CheckKind, string>> = {
  missing: 'Missing or impossible values',
  leak: 'Leaks between splits',
  'near-leak': 'Near copies across splits',
  duplicates: 'Exact copies',
  'near-duplicate': 'Near copies',
  'label-issue': 'Label issues',
  imbalance: 'Class imbalance',
  'split-difference': 'Differences between splits',
  blank: 'Black images',
  dark: 'Dark images',
  light: 'Light images',
  'low-information': 'Little information',
  blurry: 'Blurry images',
  outlier: 'Outliers by neighbours',
  reconstruction: 'Outliers by reconstruction',
  constant: 'Constant pixels',
  'near-constant': 'Near-constant pixels',
  'pixel-correlation': 'Correlated pixels',
  correlation: 'Correlated features',
  skew: 'Skewed features',
  zeros: 'Zeros',
  'not-computed': 'Not computed',
};

export type Thresholds = Readonly<Partial<Record<CheckKind, number>>>;

/** @throws LookbookError `params/invalid` naming what cannot be read */
export function readThresholds(text: string): Thresholds {
  const moved: Partial<Record<CheckKind, number>> = {};
  for (const entry of text.split(',')) {
    if (entry.trim() === '') continue;
    const match = /^\s*([a-z-]+)\s+(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/.exec(entry);
    const [, kind = '', value] = match ?? [];
    if (!match || !Object.hasOwn(CHECK_TITLES, kind)) {
      throw new LookbookError(
        'params/invalid',
        `Alerts: "${entry.trim()}" is not a threshold. Write the name of a check and a number, such as "dark 0.4"; checks are ${Object.keys(CHECK_TITLES).join(', ')}.`,
      );
    }
    moved[kind as CheckKind] = Number(value);
  }
  return moved;
}

/** In the order of the checks, so that equal thresholds are equal texts. */
export const writeThresholds = (moved: Thresholds): string =>
  (Object.keys(CHECK_TITLES) as CheckKind[])
    .flatMap((kind) => (moved[kind] === undefined ? [] : [`${kind} ${moved[kind]}`]))
    .join(', ');

/** With one of them moved; one that is moved back to where it usually stands is none. */
export function withThreshold(text: string, kind: CheckKind, value: number, usual: number): string {
  const { [kind]: _, ...others } = readThresholds(text);
  return writeThresholds(value === usual ? others : { ...others, [kind]: value });
}
