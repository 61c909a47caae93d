/** What the blocks of the Explore cell are made from: the summary, its arrays when they are drawn, and lists of images. */
import type { ImageSize } from '../../../core/dataset/shape';
import { SPLIT_NAMES, type SplitName } from '../../../core/dataset/types';
import { NAMED_FEATURES } from '../../../core/features/named';
import { binOf } from '../../../core/profile/columns';
import { SCOPES, type ProfileSummary } from '../../../core/profile/types';
import type { NdArray } from '../../../core/results/types';
import type { ImageList } from '../../../plots/blocks';
import { classNames, namer, type Naming } from '../../classes';
import { imageSize } from '../../sizes';
import type { CellContent } from '../../types';
import { SPLIT_LABELS } from './written';
import type { ExploreParams, ExploreSummary } from '../types';
import { significant } from '../../../core/words/numbers';

export type Content = CellContent<ExploreParams, ExploreSummary>;

export interface Shown {
  readonly profile: ProfileSummary;
  readonly nameOf: Naming;
  /** Names of the classes by label, as far as they are known. */
  readonly classes: readonly string[];
  /** Of the images. */
  readonly size: ImageSize;
  /** @throws Error if the result has no such array */
  array(name: string): Promise<NdArray>;
  /** Images of a split, or of a class of it. */
  ofSplit(split: SplitName, label?: number): ImageList;
  /** Images of the scope in a bin of a feature's histogram, of one class if it is given. @param feature its place */
  inBin(feature: number, bin: number, label?: number): ImageList | undefined;
}

export function shownOf(content: Pick<Content, 'summary' | 'result' | 'read' | 'data'>): Shown {
  const { summary, result, read } = content;
  const nameOf = namer(content);
  const { profile, datasetHash } = summary;
  const array = (name: string): Promise<NdArray> => {
    const ref = result.artifacts[name];
    return ref ? read(ref) : Promise.reject(new Error(`explore: the result has no array "${name}"`));
  };
  /** Ids for which the arrays' values, read together, pass. */
  const list = (title: string, names: readonly string[], passes: (...values: number[]) => boolean): ImageList => ({
    title,
    dataset: datasetHash,
    ids: async () => {
      const arrays = await Promise.all(names.map(async (name) => (await array(name)).data));
      const ids: number[] = [];
      for (let id = 0; id < (arrays[0]?.length ?? 0); id += 1) {
        if (passes(...arrays.map((values) => values[id]!))) ids.push(id);
      }
      return ids;
    },
  });
  const scope = new Set<number>(SCOPES[profile.scope].map((split) => SPLIT_NAMES.indexOf(split)));
  return {
    profile,
    nameOf,
    classes: classNames(content),
    size: imageSize(content),
    array,
    ofSplit(split, label) {
      const place = SPLIT_NAMES.indexOf(split);
      const title = label === undefined ? SPLIT_LABELS[split] : `${nameOf(label)} in ${SPLIT_LABELS[split]}`;
      return list(title, ['splits', 'labels'], (at, of) => at === place && (label === undefined || of === label));
    },
    inBin(feature, bin, label) {
      const { id, label: name } = NAMED_FEATURES[feature]!;
      const { bins } = profile.features[feature]!;
      if (bin >= bins.count) return undefined;
      const edge = (at: number): string => significant(bins.from + at * bins.width, 4);
      const title = `${name} from ${edge(bin)} to ${edge(bin + 1)}${label === undefined ? '' : `, ${nameOf(label)}`}`;
      return list(
        title,
        [`feature.${id}`, 'splits', 'labels'],
        (value, split, of) => scope.has(split) && binOf(bins, value) === bin && (label === undefined || of === label),
      );
    },
  };
}
