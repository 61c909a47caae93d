/** The parts of the mission, as the report and the summary name them. */
import type { Requirement } from '../cells/types';

export type MissionId = Requirement['mission'];

export const MISSIONS: Readonly<Record<MissionId, string>> = {
  M1: 'Exploratory data analysis',
  M2: 'Features and explanation',
  M3: 'Model selection and tuning',
  M4: 'Tracking, monitoring and retraining',
};

/** The part that a cell's mission names, "M1 Exploratory analysis"; undefined for a cell that serves all. */
export const missionOf = (mission: string): MissionId | undefined =>
  (Object.keys(MISSIONS) as MissionId[]).find((id) => mission.startsWith(id));
