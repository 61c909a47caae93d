import { WHITE, type Corruption } from './types';

/** Standard deviation at severity 1, as a share of full scale. */
const MOST = 0.5;

export const noise: Corruption = {
  describe: (severity) => `Gaussian noise with a standard deviation of ${Math.round(MOST * severity * WHITE)} of 255`,
  apply(image, out, severity, random) {
    const deviation = MOST * severity * WHITE;
    // Both numbers of each pair of Box and Muller (1958): this is the slowest corruption by far.
    for (let pixel = 0; pixel < image.length; pixel += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      out[pixel] = image[pixel]! + radius * Math.cos(angle);
      out[pixel + 1] = image[pixel + 1]! + radius * Math.sin(angle);
    }
  },
};
