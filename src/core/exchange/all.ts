/** Every exporter. To add one: a file here and a line below. */
export { alarms } from './alarms';
export { drift } from './drift';
export { labelDecisions } from './label-decisions';
export { labelIssues } from './label-issues';
export { pipelineJson } from './pipeline-json';
export { pipelinePython } from './pipeline-python';
export { predictions } from './predictions';
export { runs } from './runs';
export { stream } from './stream';
export { trialLog } from './trial-log';
export { trials } from './trials';
