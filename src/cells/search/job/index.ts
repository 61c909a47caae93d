/** The Search cell's job: every chosen family fitted under one budget, side by side, ranked on validation and compared. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { LookbookError, asLookbookError } from '../../../core/errors';
import { openFamily, untuned, usesPipeline } from '../../../core/families';
import { familyLabel, SEARCHED_FAMILIES, type SearchedFamily as FamilyId } from '../../../core/families/names';
import type { Candidate, Family } from '../../../core/families/types';
import type { RunEvent } from '../../../core/ledger/types';
import type { ArtifactRef, CellJob, JobContext, StoredResult } from '../../../core/results/types';
import { holm } from '../../../core/stats/adjust';
import { classesOfConfusion, classScores } from '../../../core/stats/classification';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { compareModels } from '../../common/compare';
import { fitCandidate, settingsOf, type Fitted as FitResult } from '../../common/fit';
import { inOrder } from '../../common/in-order';
import { pipelineOf } from '../../common/pipeline';
import { groupId, runEvent } from '../../common/run';
import { Board } from './board';
import { fitSeconds, imageSeconds, predictionsOf } from '../arrays';
import {
  facts,
  slots,
  type AgainstWinner,
  type FeaturesUsed,
  type LeaderboardRow,
  type LeftOut,
  type SearchLive,
  type SearchInputs,
  type SearchParams,
  type SearchSummary,
} from '../types';
import { count } from '../../../core/words/numbers';
import { fittable } from '../../common/fittable';

type Context = JobContext<TaskMap, SearchParams, SearchLive, SearchInputs>;
type Pipeline = Awaited<ReturnType<typeof pipelineOf>>;
type Data = StoredResult<DatasetSummary>;

interface Fitted {
  readonly family: FamilyId;
  readonly candidate: Candidate;
  readonly features: FeaturesUsed;
  readonly result: FitResult;
}

/** Errors of one family's fit that say something of the family, not of the machine. */
const OF_THE_FAMILY: readonly string[] = ['train/diverged', 'params/invalid'];

function budgetOf({ budget, trainImages }: SearchParams): SearchSummary['budget'] {
  if (budget < 1)
    throw new LookbookError('params/invalid', 'The budget is 0 images: nothing could be trained. Give at least 1,000.');
  const images = Math.min(budget, trainImages);
  return { images: budget, trainImages: images, epochs: Math.floor(budget / images) };
}

/** In the registry's order, in whichever they were chosen. */
const chosenFamilies = ({ families }: SearchParams): readonly FamilyId[] =>
  SEARCHED_FAMILIES.filter((id) => families.includes(id));

/** The pipeline a family is fitted on, and what to call it. */
async function inputOf(
  family: Family,
  context: Context,
  data: Data,
  pipeline: Pipeline,
  trainImages: number,
): Promise<{ readonly features: FeaturesUsed; readonly pipeline: Pipeline }> {
  if (family.takes === 'labels') return { features: 'none', pipeline: undefined };
  if (typeof family.takes === 'object') {
    const own = await context.task('fit-features', { params: { ...family.takes, trainImages }, inputs: { data } });
    return { features: 'own', pipeline: own };
  }
  if (pipeline && usesPipeline(family, pipeline.summary.pipeline.output)) return { features: 'notebook', pipeline };
  return { features: 'pixels', pipeline: undefined };
}

async function fit(
  id: FamilyId,
  context: Context,
  data: Data,
  notebookPipeline: Pipeline,
  { trainImages: all, epochs }: SearchSummary['budget'],
  board: Board,
): Promise<Fitted> {
  const family = await openFamily(id);
  const candidate = untuned(family);
  const { features, pipeline } = await inputOf(family, context, data, notebookPipeline, all);
  const trainImages = family.keepsImages ? Math.min(all, context.params.neighbourImages) : all;
  const result = await fitCandidate(
    context,
    {
      candidate,
      budget: { trainImages, epochs, schedule: { type: 'cosine' } },
      inputs: { data, ...(pipeline ? { features: pipeline } : {}) },
      seed: context.seed('fit', id),
    },
    (progress) => board.progress(id, progress),
  );
  board.done(id, result.summary.validation);
  return { family: id, candidate, features, result };
}

/** The ledger's event of a fit. */
function eventOf(context: Context, data: Data, { family, candidate, features, result }: Fitted): RunEvent {
  const { trainImages } = result.summary;
  return runEvent(context, result, data, {
    cellKind: facts.kind,
    name: `${familyLabel(family)}, ${count(trainImages)} images`,
    family: familyLabel(family),
    params: { ...settingsOf(candidate), trainImages, features },
    seed: context.seed('fit', family),
    role: 'candidate',
    parent: groupId(context, 'comparison'),
  });
}

/** The more accurate first; of equals the one of lower log-loss, then the one with fewer parameters. */
function byMerit(a: Fitted, b: Fitted): number {
  const [x, y] = [a.result.summary, b.result.summary];
  return (
    y.validation.accuracy - x.validation.accuracy ||
    x.validation.logLoss - y.validation.logLoss ||
    x.card.parameters - y.card.parameters
  );
}

async function compareWithWinner(
  context: Context,
  data: Data,
  winner: Fitted,
  others: readonly Fitted[],
): Promise<readonly AgainstWinner[]> {
  const compared = await Promise.all(
    others.map(({ family, result }) =>
      compareModels(context, data, [winner.result, result], context.seed('compare', winner.family, family)),
    ),
  );
  const adjusted = holm(compared.map(({ mcNemar }) => mcNemar.p));
  return compared.map(({ difference, interval, mcNemar }, index) => ({
    difference,
    interval,
    onlyWinner: mcNemar.onlyFirst,
    onlyOther: mcNemar.onlySecond,
    p: mcNemar.p,
    adjusted: adjusted[index]!,
  }));
}

function rowOf(
  seed: number,
  { family, features, result }: Fitted,
  againstWinner: AgainstWinner | null,
): LeaderboardRow {
  const { validation, trainImages, imagesTrained, card } = result.summary;
  const curves = 'curves' in result.summary ? result.summary.curves : undefined;
  return {
    family,
    label: familyLabel(family),
    features,
    accuracy: validation.accuracy,
    interval: validation.interval,
    logLoss: validation.logLoss,
    recall: classScores(validation.confusion, classesOfConfusion(validation.confusion)).map(({ recall }) => recall),
    trainImages,
    imagesTrained,
    parameters: card.parameters,
    curve: curves?.validationAccuracy ?? null,
    seed,
    runId: `run:${result.key}`,
    againstWinner,
  };
}

export const job: CellJob<TaskMap, SearchParams, SearchSummary, SearchLive, SearchInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data } = context.inputs;
    const budget = budgetOf(context.params);
    const chosen = chosenFamilies(context.params);
    const board = new Board(chosen, (progress) => context.report(progress));
    const pipeline = await pipelineOf(context);
    const leftOut: LeftOut[] = [];
    // The costliest is asked for first, so that no worker waits for it alone at the end.
    const attempts = chosen.toReversed().map(async (id): Promise<Fitted | undefined> => {
      try {
        return await fit(id, context, data, pipeline, budget, board);
      } catch (thrown) {
        const { code, message } = asLookbookError(thrown);
        if (!OF_THE_FAMILY.includes(code)) throw thrown;
        leftOut.push({ family: id, label: familyLabel(id), reason: message });
        board.leftOut(id, message);
        return undefined;
      }
    });
    const ended = await inOrder(attempts, async (one) => {
      if (one) await context.append(eventOf(context, data, one));
    });
    const fitted = ended.filter((one) => one !== undefined).sort(byMerit);
    const [winner, ...others] = fitted;
    if (!winner) {
      const reasons = leftOut.map(({ label, reason }) => `${label}: ${reason}`).join(' ');
      throw new LookbookError('params/invalid', `No chosen family could be fitted. ${reasons}`);
    }
    board.comparing();
    const against = await compareWithWinner(context, data, winner, others);
    const timing: Record<string, number> = {};
    const refs: Record<string, ArtifactRef> = {};
    for (const { family, result } of fitted) {
      timing[fitSeconds(family)] = result.timing?.['fitSeconds'] ?? result.seconds;
      const perImage = result.timing?.['secondsPerImage'];
      if (perImage !== undefined) timing[imageSeconds(family)] = perImage;
      const predictions = result.artifacts.validationProbabilities;
      if (predictions) refs[predictionsOf(family)] = predictions;
    }
    return {
      summary: {
        budget,
        validationImages: winner.result.summary.validation.images,
        leaderboard: fitted.map((one, rank) => rowOf(context.seed('fit', one.family), one, against[rank - 1] ?? null)),
        leftOut: leftOut.sort((a, b) => SEARCHED_FAMILIES.indexOf(a.family) - SEARCHED_FAMILIES.indexOf(b.family)),
        winner: { family: winner.family, label: familyLabel(winner.family) },
      },
      refs,
      timing,
    };
  },
};
