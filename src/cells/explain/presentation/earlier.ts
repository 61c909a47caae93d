/** Attributions as earlier versions of the cell left them, in today's form. */
import type { Attribution, EarlierAttribution, ExplainSummary } from '../types';

/** Until version 3 the random order stood among the methods, and two kinds of check were fields of their own. */
function fromVersion3({ methods, ...rest }: EarlierAttribution): Attribution {
  const { samples, curve, areas } = methods.find(({ method }) => method === 'random')!;
  return {
    ...rest,
    random: { orders: samples, curve, areas },
    methods: methods.flatMap(({ completeness, lime, method, advantage, ...found }) =>
      method === 'random' || !advantage
        ? []
        : {
            ...found,
            method,
            advantage,
            checks: {
              ...(completeness ? { completeness: completeness.map(({ residual }) => residual) } : {}),
              ...(lime ? { fit: lime.map(({ r2 }) => r2), stability: lime.map((one) => one.stability) } : {}),
            },
          },
    ),
  };
}

/** What was attributed, whatever version of the cell did. */
export const attributionOf = ({ attribution }: Pick<ExplainSummary, 'attribution'>): Attribution =>
  'random' in attribution ? attribution : fromVersion3(attribution);
