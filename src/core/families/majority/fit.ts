import { fitMajority, majorityProbabilities } from '../../models/majority';
import { arrayName, arrayOf, countOf, defineFit } from '../fitting';

export const fit = defineFit({
  async fit(_spec, { labels }, { classes }) {
    const { shares } = fitMajority(labels, classes);
    return { arrays: { [arrayName('shares')]: { data: shares, shape: [classes] } }, parameters: classes, passes: 1 };
  },
  predictor(_spec, arrays, { input }) {
    const shares = arrayOf(arrays, 'shares', Float64Array);
    return async (images) => Float32Array.from(majorityProbabilities({ shares }, countOf(images, input)));
  },
});
