/** The flagged images as the cell's result holds them, in its order: the least self-confident first. */
import { pixelsOf as pixelsOfSize, type ImageSize } from '../../../core/dataset/shape';
import { percent } from '../../../core/words/numbers';
import type { ImageList } from '../../../plots/blocks';
import { classNames } from '../../classes';
import { imageSize } from '../../sizes';
import type { CellContent } from '../../types';
import type { LabelsParams, LabelsSummary } from '../types';
import { pairName } from './words';

export type Content = CellContent<LabelsParams, LabelsSummary>;

export interface Issues {
  readonly ids: Int32Array;
  readonly given: Uint8Array;
  readonly suggested: Uint8Array;
  readonly selfConfidence: Float32Array;
  readonly margin: Float32Array;
  /** Size of an image. */
  readonly size: ImageSize;
  /** Of the first so many: a byte a pixel, and probabilities of the classes. */
  readonly images: Uint8Array;
  readonly probabilities: Float32Array;
}

const ARRAYS = {
  ids: 'issueIds',
  given: 'issueGiven',
  suggested: 'issueSuggested',
  selfConfidence: 'issueSelfConfidence',
  margin: 'issueMargin',
  images: 'issueImages',
  probabilities: 'issueProbabilities',
} as const;

async function arrays<N extends keyof typeof ARRAYS>(
  { result, read }: Pick<Content, 'result' | 'read'>,
  names: readonly N[],
): Promise<Pick<Issues, N>> {
  const found = await Promise.all(
    names.map(async (name) => [name, (await read(result.artifacts[ARRAYS[name]]!)).data] as const),
  );
  return Object.fromEntries(found) as unknown as Pick<Issues, N>;
}

export const readIssues = async (content: Pick<Content, 'result' | 'read' | 'data'>): Promise<Issues> => ({
  ...(await arrays(content, Object.keys(ARRAYS) as (keyof typeof ARRAYS)[])),
  size: imageSize(content),
});

export function pixelsOf({ images, size }: Pick<Issues, 'images' | 'size'>, rank: number): Uint8Array {
  const pixels = pixelsOfSize(size);
  return images.subarray(rank * pixels, (rank + 1) * pixels);
}

/** "0.4 %"; what is below a tenth of a per cent is told so. */
export const confidenceText = (probability: number): string => (probability < 0.001 ? '< 0.1 %' : percent(probability));

/** What is written under a flagged image in a list. */
export const issueLabel = (
  issues: Pick<Issues, 'given' | 'suggested' | 'selfConfidence'>,
  rank: number,
  classes: readonly string[],
): string =>
  `${pairName(classes, issues.given[rank]!, issues.suggested[rank]!)}, ${confidenceText(issues.selfConfidence[rank]!)}`;

/** The flagged images of some given and suggested classes, as a list to open. */
export function issueList(
  content: Content,
  title: string,
  wanted: (given: number, suggested: number) => boolean,
): ImageList {
  const names = ['ids', 'given', 'suggested', 'selfConfidence'] as const;
  type Listed = Pick<Issues, (typeof names)[number]>;
  const ranks = async (): Promise<{ issues: Listed; ranks: number[] }> => {
    const issues: Listed = await arrays(content, names);
    return {
      issues,
      ranks: [...issues.ids.keys()].filter((rank) => wanted(issues.given[rank]!, issues.suggested[rank]!)),
    };
  };
  return {
    title,
    dataset: content.summary.dataset.hash,
    async ids() {
      const { issues, ranks: own } = await ranks();
      return own.map((rank) => issues.ids[rank]!);
    },
    async labels() {
      const { issues, ranks: own } = await ranks();
      return own.map((rank) => issueLabel(issues, rank, classNames(content)));
    },
  };
}
