/** How splits are called in sentences, tables and figures. */

/** "training" for `train`; the other names are words as they are. */
export const splitWord = (split: string): string => (split === 'train' ? 'training' : split);
