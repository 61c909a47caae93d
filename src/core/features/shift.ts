/** Whole-pixel shifts with zeros coming in: shared by centring and by augmentation. */

/**
 * Copies an image moved by (down, right) pixels; what leaves is lost, what comes in is 0.
 * Moving by the opposite amounts is the transposed map.
 */
export function shiftInto(
  from: Float32Array,
  to: Float32Array,
  at: number,
  { height, width }: { readonly height: number; readonly width: number },
  down: number,
  right: number,
): void {
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y += 1) {
    const target = at + y * width;
    const source = at + (y - down) * width - right;
    for (let x = Math.max(0, right); x < Math.min(width, width + right); x += 1) to[target + x] = from[source + x]!;
  }
}
