/** Names of the arrays that the Map cell leaves, and how many images its lists hold. */

/** Arrays of the result. */
export const ARRAYS = {
  /** Judged images: int32 ids, uint8 classes, float32 scores, uint8 class of the nearest, and by vote. */
  ids: 'ids',
  labels: 'labels',
  distance: 'distance',
  reconstruction: 'reconstruction',
  nearestLabels: 'nearestLabels',
  voted: 'voted',
  /** Images of the lists: int32 ids, uint8 [images, pixels of an image]. */
  pictureIds: 'pictures.ids',
  pictures: 'pictures.images',
  /** Of the mapped images, in their order: float32 scores, uint8 class by vote. */
  mapDistance: 'map.distance',
  mapReconstruction: 'map.reconstruction',
  mapVoted: 'map.voted',
} as const;
/** Name in the result of an array of the task `embed`. */
export const mapArray = (name: string): string => `map.${name}`;

/** Neighbours that vote on a class. */
export const VOTES = 5;
/** How many of the strangest two scores are compared by. */
export const COMPARED_TOP = 100;
/** Pictures in a grid of the strangest, and of the strangest of a class. */
export const WORST = 24;
export const WORST_OF_CLASS = 8;
/** Pairs that are shown with their pictures. */
export const PAIRS_SHOWN = 12;
