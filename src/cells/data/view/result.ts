/** What the Data cell's view shows of a result, in one piece that loads when there is one. */
export { levelled } from '../../levels';
export { presentation } from '../presentation';
export { caution } from '../presentation/findings';
export { default as Levels } from '../../../ui/Levels.svelte';
export { default as BrowseAll } from './BrowseAll.svelte';
