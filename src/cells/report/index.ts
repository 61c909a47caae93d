/** The Report cell: what goes into the report, and the buttons that make it. */
import { defineCell } from '../types';
import { facts, params } from './types';

export default defineCell({
  ...facts,
  title: 'Report',
  mission: '',
  purpose: 'Gathers every cell above into one HTML file that opens anywhere, without a network and without script.',
  params,
  inputs: {},
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
  opensEmpty: true,
});
