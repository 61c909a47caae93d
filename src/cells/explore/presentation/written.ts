/** Names that the Explore cell gives to splits and scopes. */
import type { ImageSize } from '../../../core/dataset/shape';
import type { SplitName } from '../../../core/dataset/types';
import { blockSide } from '../../../core/profile/coarse';
import { count } from '../../../core/words/numbers';

const WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** A number at the start of a sentence: words up to ten. */
export function numberWord(value: number): string {
  return WORDS[value] ?? count(value);
}

/** What pairs are counted of: "pixels", or "blocks of 2 × 2 pixels" of large images. */
export function blockWords(size: ImageSize): string {
  const side = blockSide(size);
  return side === 1 ? 'pixels' : `blocks of ${side} × ${side} pixels`;
}

export const SPLIT_LABELS: Readonly<Record<SplitName, string>> = {
  train: 'Training',
  validation: 'Validation',
  calibration: 'Calibration',
  stream: 'Stream',
  test: 'Test (sealed)',
};

export const SCOPE_LABELS = {
  train: 'the training split',
  trainingFile: 'the training file (training, validation, calibration and stream)',
  all: 'all images, the test file included',
} as const;
