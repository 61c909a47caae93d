/** What the Data cell's view shows of a result, in one piece that loads when there is one. */
export { blocks } from '../presentation/blocks';
export { caution, isDamaged } from '../presentation/findings';
export { default as Blocks } from '../../../ui/Blocks.svelte';
