/** The drift detectors by name: a new one is a folder beside this and one line here. */
import { chiSquare } from './chi-square';
import { ks } from './ks';
import { psi } from './psi';
import type { Detector } from './types';
import { wasserstein } from './wasserstein';

export const DETECTORS = { ks, 'chi-square': chiSquare, psi, wasserstein } as const satisfies Record<string, Detector>;
export type DetectorName = keyof typeof DETECTORS;
