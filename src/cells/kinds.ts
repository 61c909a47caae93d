/** All kinds of cell in the order of the mission: the default notebook has one cell for each mention. */
export const KINDS = [
  'data',
  'alerts',
  'explore',
  'similar',
  'labels',
  'map',
  'features',
  'explain',
  'features',
  'search',
  'tune',
  'track',
  'monitor',
  'report',
] as const;
