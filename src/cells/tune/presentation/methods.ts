/** What the Tune cell says of samplers and pruners: of all there are, and of those that a study used. Loads each of them. */
import { knownName } from '../../../core/known';
import { openPruner } from '../../../core/search/pruners';
import { PRUNER_LABELS } from '../../../core/search/pruner-names';
import { openSampler } from '../../../core/search/samplers';
import { SAMPLER_LABELS } from '../../../core/search/sampler-names';
import type { CellContent, Requirement } from '../../types';
import type { TuneSummary } from '../types';

/** All members of a registry, by name. */
async function openAll<T>(labels: object, open: (type: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  return new Map(
    await Promise.all(Object.keys(labels).map(async (type): Promise<[string, T]> => [type, await open(type)])),
  );
}

/** In Markdown, a line each. */
function listed(
  labels: Readonly<Record<string, string>>,
  members: ReadonlyMap<string, { readonly about: string }>,
): string {
  return Object.entries(labels)
    .map(([type, label]) => `- **${label}** ${members.get(type)!.about}`)
    .join('\n');
}

const studyOf = ({ summary }: CellContent): TuneSummary['study'] => (summary as TuneSummary).study;

/** The beginning of "How this works", and the lines of the mission that a sampler and a pruner carry out. */
export async function methodWords(): Promise<{
  readonly about: string;
  readonly requirements: readonly Requirement[];
}> {
  const samplers = await openAll(SAMPLER_LABELS, openSampler);
  const pruners = await openAll(PRUNER_LABELS, openPruner);
  const about = `A **study** tries settings of one family on a small budget. Trials run in **generations of a fixed width** and are reported in
order, so the study does not depend on the number of cores. A trial with a loss that is not finite has failed, and the
study goes on. A **sampler** proposes the settings:

${listed(SAMPLER_LABELS, samplers)}

A **pruner** stops trials by their accuracy on validation, by a rule that is fixed before their generation:

${listed(PRUNER_LABELS, pruners)}`;
  const requirements: readonly Requirement[] = [
    {
      mission: 'M3',
      requirement: 'Hyperparameter search',
      algorithm: 'A study in generations of a fixed width',
      reference: 'definition',
      figureId: 'history',
      method(content) {
        const { algorithm, source } = samplers.get(
          knownName(SAMPLER_LABELS, studyOf(content).sampler.type, 'sampler'),
        )!;
        return { algorithm: `${algorithm}, in generations of a fixed width`, reference: source };
      },
    },
    {
      mission: 'M3',
      requirement: 'Early stopping of trials',
      algorithm: 'A rule that is fixed when a generation is asked for',
      reference: 'definition',
      figureId: 'trial-curves',
      method(content) {
        const { algorithm, source } = pruners.get(knownName(PRUNER_LABELS, studyOf(content).pruner.type, 'pruner'))!;
        return { algorithm: `${algorithm} by a rule that is fixed when a generation is asked for`, reference: source };
      },
      unmet: (content) => pruners.get(knownName(PRUNER_LABELS, studyOf(content).pruner.type, 'pruner'))!.idle,
    },
  ];
  return { about, requirements };
}
