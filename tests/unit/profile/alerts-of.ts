import type { DataShape } from '../../../src/core/dataset/shape';
import { checkProfile, type AlertThresholds } from '../../../src/core/profile/alerts';
import type { ProfileAlert, ProfileSummary } from '../../../src/core/profile/types';

/** The checks of a profile by what came of them: alerts, and the sentences of those that found nothing. */
export function alertsOf(
  profile: ProfileSummary,
  modeShare: ArrayLike<number>,
  thresholds: AlertThresholds,
  shape: DataShape,
): { alerts: ProfileAlert[]; quiet: string[] } {
  const checks = checkProfile(profile, modeShare, thresholds, shape);
  return {
    alerts: checks.flatMap(({ kind, alert }) => (alert ? [{ kind, ...alert }] : [])),
    quiet: checks.filter((check) => !check.alert).map((check) => check.quiet),
  };
}
