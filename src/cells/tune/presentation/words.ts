/** How the Tune cell writes names and settings. */
import type { ChoiceValue, Point } from '../../../core/search/space';
import { significant } from '../../../core/words/numbers';

/** "learningRate" as "learning rate". */
export const nameWords = (name: string): string => name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

/** Two digits are enough to set it again; whole numbers and words as they are. */
export const valueWords = (value: ChoiceValue): string =>
  typeof value === 'number' && !Number.isInteger(value) ? significant(value, 2) : String(value);

/** "learning rate 0.0021, batch size 32". */
export const settingsWords = (settings: Point): string =>
  Object.entries(settings)
    .map(([name, value]) => `${nameWords(name)} ${valueWords(value)}`)
    .join(', ');
