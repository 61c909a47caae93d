/** How labels are written inside sentences. */

/** A label inside a sentence: "expected gradients" for "Expected gradients"; "SmoothGrad" and "LIME" are names and stay. */
export const inSentence = (label: string): string =>
  /^[A-Z][^A-Z ]*( |$)/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** Words as they begin a sentence. */
export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
