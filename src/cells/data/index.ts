/** The Data cell: brings the images into the browser, checks them and splits them. */
import { defineCell } from '../types';
import { facts, params } from './types';

export default defineCell({
  ...facts,
  title: 'Data',
  mission: '',
  purpose: 'Brings Fashion-MNIST into this browser, checks it against the official SHA-256, and splits it.',
  params,
  weight: 4,
  inputs: {},
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
  opensEmpty: true,
});
