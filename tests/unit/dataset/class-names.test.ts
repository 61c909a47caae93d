import { describe, expect, it } from 'vitest';
import { parseNames, renamed } from '../../../src/core/dataset/class-names';

const numbers = ['class 0', 'class 1', 'class 2'];

describe('names of classes that a person types', () => {
  it.each([
    ['zero, one ,two', ['zero', 'one', 'two']],
    ['zero\none, or an ace\ntwo\n', ['zero', 'one, or an ace', 'two']],
    ['zero\r\n\r\n  two  hands', ['zero', '', 'two hands']],
    [' \n ', []],
    ['cat', ['cat']],
  ])('stand one a line, or are separated by commas: %j', (text, names) => {
    expect(parseNames(text)).toEqual(names);
  });

  it('leave a class without one as it was', () => {
    expect(renamed(numbers, [])).toEqual(numbers);
    expect(renamed(numbers, ['cat', '', 'dog'])).toEqual(['cat', 'class 1', 'dog']);
    expect(renamed(numbers, ['cat'])).toEqual(['cat', 'class 1', 'class 2']);
  });

  it.each([
    [['a', 'b', 'c', 'd'], /4 were typed, but the data set has 3 classes/],
    [['a', 'b', 'a'], /class 0 and class 2 would both be called "a"/],
    [['class 1'], /class 0 and class 1 would both be called "class 1"/],
    [['<b>bold</b>'], /holds < or >/],
    [['x'.repeat(61)], /longer than 60 characters/],
  ])('are refused with what is wrong: %j', (typed, sentence) => {
    expect(() => renamed(numbers, typed)).toThrow(sentence);
  });
});
