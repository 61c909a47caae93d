/** Four named features a figure or table, by what they describe. */
import { NAMED_FEATURES, type NamedFeatureId } from '../../../core/features/named';

export interface Panel {
  readonly id: string;
  readonly title: string;
  /** Places among the named features. */
  readonly columns: readonly number[];
  readonly names: readonly string[];
}

function panel(id: string, title: string, features: readonly NamedFeatureId[]): Panel {
  const columns = features.map((feature) => NAMED_FEATURES.findIndex((one) => one.id === feature));
  return { id, title, columns, names: columns.map((column) => NAMED_FEATURES[column]!.label) };
}

export const PANELS: readonly Panel[] = [
  panel('light', 'Light and ink', ['mean', 'contrast', 'inkArea', 'entropy']),
  panel('place', 'Place and extent', ['centroidX', 'centroidY', 'width', 'height']),
  panel('structure', 'Symmetry and edges', ['symmetryLR', 'symmetryTB', 'sharpness', 'edgeDensity']),
];
