/**
 * The pruners of the registry, each loaded when it is asked for. To add one: a file in pruners/ and a line in pruner-names.ts.
 *
 * A rule is fixed when a generation is asked for: its trials do not see each other, so pruning does not depend on which runs
 * faster.
 */
import { knownName } from '../known';
import { configured, settingsOf } from './settings';
import { PRUNER_LABELS, type PrunerId } from './pruner-names';
import type { Pruner, PrunerConfig, PruningRule, Report, Study, StudyPlan } from './types';

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export async function openPruner(type: string): Promise<Pruner> {
  const id = knownName(PRUNER_LABELS, type, 'pruner');
  const { pruner } = (await import(`./pruners/${id}.ts`)) as { readonly pruner: Pruner };
  return pruner;
}

/** A pruner with its settings for a study. @throws LookbookError as {@link openPruner} */
export async function prunerConfig(type: PrunerId, plan: StudyPlan): Promise<PrunerConfig> {
  return configured(type, await openPruner(type), plan);
}

/** "median, after 4 complete trials and 20000 steps, every 10000". */
export async function describePruner(config: PrunerConfig): Promise<string> {
  return (await openPruner(config.type)).describe(settingsOf(config));
}

/**
 * The rule for the trials of the study's next or pending generation; undefined if nothing is to be pruned yet.
 * @throws LookbookError as {@link openPruner}
 */
export async function pruningRule(study: Study): Promise<PruningRule | undefined> {
  const { pruner } = study;
  const rule = (await openPruner(pruner.type)).rule(study, settingsOf(pruner));
  return rule && { ...rule, type: pruner.type };
}

/**
 * Opens a rule: the answer tells why a trial with these reports should stop, or undefined.
 * @throws LookbookError as {@link openPruner}
 */
export async function openRule(rule: PruningRule): Promise<(reports: readonly Report[]) => string | undefined> {
  const pruner = await openPruner(rule.type);
  return (reports) => pruner.why(rule, reports);
}
