import { prepareValues } from '../../features/input';
import { centroidProbabilities, fittingCentroids } from '../../models/centroid';
import { arrayName, arrayOf, byValues, defineFit, inPieces } from '../fitting';

export const fit = defineFit({
  async fit(_spec, { images, labels }, { input, classes, turn }) {
    const values = await prepareValues(input, images, turn);
    const { centroids, sharpness } = await inPieces(fittingCentroids(values, labels, input.size, classes), turn);
    return {
      arrays: {
        [arrayName('centroids')]: { data: centroids, shape: [classes, input.size] },
        [arrayName('sharpness')]: { data: Float64Array.of(sharpness), shape: [1] },
      },
      parameters: centroids.length + 1,
      passes: 1,
    };
  },
  predictor(_spec, arrays, around) {
    const { classes, input } = around;
    const model = {
      centroids: arrayOf(arrays, 'centroids', Float64Array),
      sharpness: arrayOf(arrays, 'sharpness', Float64Array)[0]!,
      classes,
      size: input.size,
    };
    return (images) => byValues(images, around, (values, count) => centroidProbabilities(model, values, count));
  },
});
