/**
 * What all images of a data set have in common and what its labels mean. It travels with the data set: nothing outside the
 * descriptions of Fashion-MNIST and of the built-in samples assumes a size, a number of classes or a name.
 */

/** Pixels of an image; row-major, one grey byte each. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

export interface DataShape extends ImageSize {
  /** The name of each class by its label; as many as there are classes. */
  readonly classes: readonly string[];
}

/** The sizes that are read: pixels of a side. */
export const LEAST_SIDE = 8;
export const MOST_SIDE = 64;

/** Values an image. */
export const pixelsOf = ({ height, width }: ImageSize): number => height * width;

/** The size alone, of whatever carries one. */
export const sizeOf = ({ height, width }: ImageSize): ImageSize => ({ height, width });

export const sameSize = (a: ImageSize, b: ImageSize): boolean => a.height === b.height && a.width === b.width;

/** A size in a sentence: "28 x 28", rows first. */
export const sizeWords = ({ height, width }: ImageSize): string => `${height} x ${width}`;

/** The name of a class; a label without one is called by its number. */
export const nameOfLabel = (classes: readonly string[], label: number): string => classes[label] ?? `class ${label}`;

/** Names for classes of which only the number is known. */
export const unnamedClasses = (count: number): string[] =>
  Array.from({ length: count }, (_, label) => `class ${label}`);

/** Whether a summary is that of a data set, or of a cell that has one of its own. */
export function hasShape(summary: unknown): summary is DataShape {
  if (typeof summary !== 'object' || summary === null) return false;
  const { height, width, classes } = summary as Partial<Record<keyof DataShape, unknown>>;
  return typeof height === 'number' && typeof width === 'number' && Array.isArray(classes);
}
