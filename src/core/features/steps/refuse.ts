import { LookbookError } from '../../errors';

/** @throws LookbookError `params/invalid` with this sentence, always */
export function refuse(sentence: string): never {
  throw new LookbookError('params/invalid', sentence);
}
