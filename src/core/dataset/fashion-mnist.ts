/**
 * What Fashion-MNIST is, and what the built-in samples are made like. Nothing else may assume it (lint): a data set carries its
 * own shape, see ./shape.
 */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;
export const CLASSES = CLASS_NAMES.length;
