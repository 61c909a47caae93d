/** How many labels are estimated to be wrong, with an interval. */
import { bootstrapInterval, type Interval } from '../stats/bootstrap';
import { calibratedJoint, classCounts, confidentJoint, offDiagonal, type Judged } from './confident-learning';

/**
 * Each resample draws as many images: of 40,000 some 8 million draws, a tenth of a second. The ends move by about a tenth of the
 * interval's width from seed to seed.
 */
const RESAMPLES = 200;

/**
 * The share of labels off the diagonal of the calibrated joint, with a 95 % percentile interval over other images. Thresholds
 * and probabilities stay as they are: what another training would say is not in the interval.
 */
export function estimatedShare({ labels, classes }: Judged, confident: Uint8Array, seed: number): Interval {
  const drawnLabels = new Uint8Array(labels.length);
  const drawnConfident = new Uint8Array(labels.length);
  return bootstrapInterval(
    labels.length,
    (positions) => {
      for (let at = 0; at < positions.length; at += 1) {
        drawnLabels[at] = labels[positions[at]!]!;
        drawnConfident[at] = confident[positions[at]!]!;
      }
      const drawn = { labels: drawnLabels, classes };
      return (
        offDiagonal(calibratedJoint(confidentJoint(drawn, drawnConfident), classCounts(drawn)), classes) / labels.length
      );
    },
    { seed, resamples: RESAMPLES },
  );
}
