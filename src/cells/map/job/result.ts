/** From what the tasks found to the cell's result. */
import { classesOf } from '../../../core/dataset/types';
import { closestPairs, nearestConfusion, votedClasses, type JudgedNeighbours } from '../../../core/map/confusable';
import { agreementOf, meanDistances } from '../../../core/map/outliers';
import type { SplitCounts } from '../../../core/map/sample';
import type { ArtifactRef, NdArray, Output } from '../../../core/results/types';
import { ARRAYS, COMPARED_TOP, mapArray, PAIRS_SHOWN, VOTES, WORST } from '../arrays';
import type { ConfusionSummary, MapSummary, ScoreSummary } from '../types';
import type { Components, Context, Data } from './judged';
import type { Embedded } from './embedded';
import { evidenceOf, scoreSummary } from './scores';

/** Pairs that the summary lists. */
const PAIRS_LISTED = 200;

export interface Found {
  readonly judged: SplitCounts;
  readonly references: number;
  readonly neighbours: JudgedNeighbours;
  /** undefined where nothing varies. */
  readonly components: Components | undefined;
  readonly reconstruction: Float32Array | undefined;
  readonly embedded: Embedded | undefined;
  readonly shapes: Pick<MapSummary, 'centroids' | 'spread'>;
  /** Of the training file, in its order. */
  readonly labels: Uint8Array;
  readonly notComputed: readonly string[];
}

function confusionOf(
  neighbours: JudgedNeighbours,
  labels: Uint8Array,
  voted: Uint8Array,
  classes: number,
): ConfusionSummary {
  const labelOf = (id: number): number => labels[id]!;
  const { found, pairs } = closestPairs(neighbours, labelOf, PAIRS_LISTED);
  let votedRight = 0;
  neighbours.ids.forEach((id, image) => {
    if (labelOf(id) === voted[image]) votedRight += 1;
  });
  return {
    counts: nearestConfusion(neighbours, labelOf, classes),
    votedRight,
    pairsFound: found,
    pairs: pairs.map((pair) => ({ ...pair, labels: [labelOf(pair.a), labelOf(pair.b)] as const })),
  };
}

/** Ids of the images that are shown in grids. */
function picturedIds(scores: readonly (ScoreSummary | null)[], { pairs }: ConfusionSummary): number[] {
  const strange = scores.flatMap((score) =>
    score ? [...score.worst.slice(0, WORST), ...score.worstByClass.flat()].map(({ id }) => id) : [],
  );
  const close = pairs.slice(0, PAIRS_SHOWN).flatMap(({ a, b }) => [a, b]);
  return [...new Set([...strange, ...close])].sort((a, b) => a - b);
}

/** What the map's images have, out of what the judged ones have. */
async function onMap(
  context: Context,
  embedded: Embedded,
  ids: Int32Array,
  values: Readonly<Record<string, Float32Array | Uint8Array | undefined>>,
): Promise<Record<string, NdArray>> {
  const mapped = (await context.read(embedded.artifacts.ids)).data;
  const places = new Map(Array.from(ids, (id, at) => [id, at]));
  const order = Array.from(mapped, (id) => places.get(id)!);
  const arrays: Record<string, NdArray> = {};
  for (const [name, of] of Object.entries(values)) {
    if (!of) continue;
    const picked = order.map((at) => of[at]!);
    const data = of instanceof Uint8Array ? Uint8Array.from(picked) : Float32Array.from(picked);
    arrays[name] = { data, shape: [order.length] };
  }
  return arrays;
}

const row = <T extends NdArray['data']>(data: T): NdArray => ({ data, shape: [data.length] });

export async function resultOf(context: Context, data: Data, found: Found): Promise<Output<MapSummary>> {
  const { neighbours, reconstruction, embedded, labels } = found;
  const { ids, k } = neighbours;
  const classes = classesOf(data.summary);
  const own = Uint8Array.from(ids, (id) => labels[id]!);
  const judged = { ids, labels: own, classes, train: found.judged.train };
  const distances = meanDistances(neighbours.squared, k);
  const voted = votedClasses(neighbours, (id) => labels[id]!, VOTES, classes);
  const distance = scoreSummary(judged, distances);
  const residual = reconstruction ? scoreSummary(judged, reconstruction) : null;
  const confusion = confusionOf(neighbours, labels, voted, classes);

  const artifacts: Record<string, NdArray> = {
    [ARRAYS.ids]: row(ids),
    [ARRAYS.labels]: row(own),
    [ARRAYS.distance]: row(distances),
    [ARRAYS.nearestLabels]: row(Uint8Array.from(ids, (_, image) => labels[neighbours.nearest[image * k]!]!)),
    [ARRAYS.voted]: row(voted),
    ...(reconstruction ? { [ARRAYS.reconstruction]: row(reconstruction) } : {}),
  };
  const refs: Record<string, ArtifactRef> = {};
  if (embedded) {
    for (const [name, ref] of Object.entries(embedded.artifacts)) refs[mapArray(name)] = ref;
    const values = {
      [ARRAYS.mapDistance]: distances,
      [ARRAYS.mapReconstruction]: reconstruction,
      [ARRAYS.mapVoted]: voted,
    };
    Object.assign(artifacts, await onMap(context, embedded, ids, values));
  }
  const shown = picturedIds([distance, residual], confusion);
  const pictures = await context.task('pictures', { params: { ids: shown }, inputs: { data } });
  artifacts[ARRAYS.pictureIds] = row(Int32Array.from(shown));
  refs[ARRAYS.pictures] = pictures.artifacts.images;

  const perClass = new Array<number>(classes).fill(0);
  for (const label of own) perClass[label]! += 1;
  return {
    summary: {
      dataset: { hash: data.summary.hash, train: data.summary.counts.train },
      classes,
      judged: found.judged,
      perClass,
      references: found.references,
      neighbours: k,
      components: found.components?.summary ?? null,
      distance,
      reconstruction: residual,
      agreement: reconstruction ? agreementOf(distances, reconstruction, COMPARED_TOP) : null,
      map: embedded?.summary ?? null,
      confusion,
      ...found.shapes,
      evidence: evidenceOf(distance, residual, ids.length),
      notComputed: found.notComputed,
    },
    artifacts,
    refs,
  };
}

/** The result where the training split holds fewer than two images, so that none has a neighbour and nothing varies. */
export function resultOfNothing(data: Data, judged: SplitCounts, sentence: string): Output<MapSummary> {
  return {
    summary: {
      dataset: { hash: data.summary.hash, train: data.summary.counts.train },
      classes: classesOf(data.summary),
      judged,
      perClass: new Array<number>(classesOf(data.summary)).fill(0),
      references: data.summary.splits.train.count,
      neighbours: 0,
      components: null,
      distance: null,
      reconstruction: null,
      agreement: null,
      map: null,
      confusion: null,
      centroids: [],
      spread: [],
      evidence: [],
      notComputed: [sentence],
    },
  };
}
