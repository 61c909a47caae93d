/** p-values corrected for their number. Each function takes raw p-values in [0, 1] and gives adjusted ones in the same order. */

/** Holm's step-down method (Scandinavian Journal of Statistics 6, 1979): bounds the chance of any false rejection, whatever the dependence. */
export function holm(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length).fill(1);
  let largest = 0;
  for (const [rank, index] of ascendingOrder(p).entries()) {
    largest = Math.max(largest, Math.min(1, p[index]! * (p.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** Benjamini and Hochberg (J. Royal Stat. Soc. B 57, 1995): bounds the expected share of false rejections among all rejections. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length).fill(1);
  const order = ascendingOrder(p);
  let smallest = 1;
  for (let rank = order.length - 1; rank >= 0; rank -= 1) {
    const index = order[rank]!;
    smallest = Math.min(smallest, (p[index]! * p.length) / (rank + 1));
    adjusted[index] = smallest;
  }
  return adjusted;
}

function ascendingOrder(p: readonly number[]): number[] {
  const bad = p.find((value) => !(value >= 0 && value <= 1));
  if (bad !== undefined) throw new RangeError(`adjust: a p-value must lie in [0, 1], not ${bad}`);
  return p.map((_, index) => index).sort((a, b) => p[a]! - p[b]! || a - b);
}
