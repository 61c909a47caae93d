/** The work of the race, the same for every engine. */

/** Images a step. */
export const BATCH = 128;

/** @typedef {{ model: 'cnn' | 'mlp', mode: 'train' | 'predict', images: number, batch?: number }} Request */

/**
 * Pixels 0 to 255 of images that are all alike in kind: no engine's speed depends on them.
 * @param {number} images
 */
export function noise(images) {
  let state = 1;
  return Uint8Array.from({ length: images * 784 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
