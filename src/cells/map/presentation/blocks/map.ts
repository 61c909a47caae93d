/** The maps as they stand in a report: two pictures side by side, and how far they can be trusted. */
import { pixelsOf } from '../../../../core/dataset/shape';
import { count, percent, plural } from '../../../../core/words/numbers';
import type { Block, FigureBlock, PlotlySpec, TableBlock } from '../../../../plots/blocks';
import { percentInterval } from '../../../../core/words/comparisons';
import { namer } from '../../../classes';
import { imageSize } from '../../../sizes';
import { readArray, type Content } from '../read';
import { mapArray } from '../../arrays';

/** Marks of each of the two maps. */
const MARKS = 1000;

async function mapsSpec(content: Content): Promise<PlotlySpec> {
  const labels = await readArray(content, mapArray('labels'));
  const shown = Array.from(labels.subarray(0, MARKS));
  const present = [...new Set(shown)].sort((a, b) => a - b);
  const panels = await Promise.all(['pca', 'umap'].map((name) => readArray(content, mapArray(name))));
  const axis = (text: string) => ({ title: { text }, showgrid: false, zeroline: false, showticklabels: false });
  return {
    data: panels.flatMap((points, panel) =>
      present.map((label) => {
        const places = shown.flatMap((other, at) => (other === label ? [at] : []));
        return {
          type: 'scatter' as const,
          mode: 'markers' as const,
          name: namer(content)(label),
          legendgroup: String(label),
          showlegend: panel === 0,
          meta: { classIndex: label },
          x: places.map((at) => points[2 * at]!),
          y: places.map((at) => points[2 * at + 1]!),
          xaxis: panel === 0 ? ('x' as const) : ('x2' as const),
          yaxis: panel === 0 ? ('y' as const) : ('y2' as const),
          marker: { size: 4, opacity: 0.8 },
          hoverinfo: 'name' as const,
        };
      }),
    ),
    layout: {
      grid: { rows: 1, columns: 2, pattern: 'independent', xgap: 0.06 },
      xaxis: axis('PCA, first component'),
      yaxis: { ...axis(''), scaleanchor: 'x' },
      xaxis2: axis('UMAP (axes without meaning)'),
      yaxis2: { ...axis(''), scaleanchor: 'x2' },
      hovermode: 'closest',
    },
  };
}

/** Left out of the page, which has the map itself in its place. */
export const MAPS_FIGURE = 'maps';

function mapsFigure(content: Content): FigureBlock {
  const { map, components } = content.summary;
  const shown = Math.min(MARKS, map?.images ?? 0);
  const two = (components?.firstTwo ?? []).reduce((sum, share) => sum + share, 0);
  return {
    type: 'figure',
    id: MAPS_FIGURE,
    title: 'Two maps of the same images',
    caption:
      `${count(shown)} of ${plural(map?.images ?? 0, 'mapped image')}, coloured by class. The first two principal components explain ` +
      `${percent(two, 0)} of the variance. UMAP places neighbours beside each other; its axes, group sizes and distances between groups mean little.`,
    alt: `Two scatter plots of ${count(shown)} images coloured by class, by PCA and by UMAP.`,
    height: 420,
    draw: () => mapsSpec(content),
  };
}

function qualityTable(content: Content): TableBlock | undefined {
  const quality = content.summary.map?.quality;
  if (!quality) return undefined;
  const { checked, neighbours, pixels, pca, umap } = quality;
  const row = (space: string, { agreement, interval }: typeof pixels, trustworthiness: number | null) => ({
    space,
    trustworthiness,
    agreement: 100 * agreement,
    interval: percentInterval(interval, 1, ''),
  });
  return {
    type: 'table',
    id: 'map-quality',
    title: 'Quality of the maps',
    caption:
      `On ${count(checked)} images of the sample, with ${neighbours} neighbours each. Trustworthiness (1 is best) falls when neighbours on the map ` +
      `are far apart in pixel space. The share of neighbours of the same class should be close to that in pixel space.`,
    columns: [
      { key: 'space', label: 'Neighbours by' },
      { key: 'trustworthiness', label: 'Trustworthiness', align: 'right', digits: 3 },
      { key: 'agreement', label: 'Same class, %', align: 'right', digits: 1 },
      { key: 'interval', label: '95 % CI', align: 'right' },
    ],
    rows: [
      row(`the ${count(pixelsOf(imageSize(content)))} pixels`, pixels, null),
      row('the map by PCA', pca, pca.trustworthiness),
      row('the map by UMAP', umap, umap.trustworthiness),
    ],
  };
}

export function mapBlocks(content: Content): Block[] {
  if (!content.summary.map) return [];
  return [mapsFigure(content), qualityTable(content)].filter((block) => block !== undefined);
}
