/** What the Alerts cell reports: the ranked list, its pictures, and every check with its threshold and count. */
import type { CheckedAlert } from '../../../core/alerts/types';
import { capitalised } from '../../../core/words/names';
import { plural } from '../../../core/words/numbers';
import { pixelsOf } from '../../../core/dataset/shape';
import type { Block, GridImage, TableBlock } from '../../../plots/blocks';
import { namer } from '../../classes';
import { imageSize } from '../../sizes';
import { arrayOf, imagesOf, type Content } from './lists';

export function blocks(content: Content): Block[] {
  const { alerts, quiet } = content.summary;
  return [
    {
      type: 'alerts',
      id: 'alerts',
      title: 'Alerts, most severe first',
      caption:
        quiet.length > 0
          ? `${plural(quiet.length, 'check')} found nothing. ${quiet.map(({ sentence }) => `${capitalised(sentence)}.`).join(' ')}`
          : 'Every check raised an alert.',
      alerts: alerts.map((alert) => {
        const { kind, severity, sentence, count, threshold } = alert;
        const images = imagesOf(content, alert);
        return {
          kind,
          severity,
          sentence,
          count,
          ...(threshold === undefined ? {} : { threshold }),
          ...(images ? { images } : {}),
        };
      }),
    },
    ...pictures(content),
    checksTable(content),
  ];
}

function pictures(content: Content): Block[] {
  const { shown, alerts } = content.summary;
  if (shown.length === 0) return [];
  const titleOf = (kind: string): string => alerts.find((alert) => alert.kind === kind)?.title ?? kind;
  return [
    {
      type: 'images',
      id: 'pictures',
      title: 'The first images behind each alert',
      caption: 'By alert, the images furthest beyond its threshold first. Pairs and groups stand side by side.',
      alt: `Images behind the alerts: ${shown.map(({ kind }) => titleOf(kind)).join(', ')}.`,
      columns: 6,
      load: async () => {
        const pictures = Uint8Array.from(await arrayOf(content, 'pictures'));
        const size = imageSize(content);
        const pixels = pixelsOf(size);
        return shown.flatMap(({ kind, from, labels }) =>
          labels.map((label, at): GridImage => ({
            pixels: pictures.subarray((from + at) * pixels, (from + at + 1) * pixels),
            size,
            scale: 'gray',
            label: titleOf(kind),
            classIndex: label,
            alt: `${titleOf(kind)}: ${namer(content)(label)}`,
          })),
        );
      },
    },
  ];
}

function checksTable(content: Content): TableBlock {
  const { alerts, quiet } = content.summary;
  const checks: readonly CheckedAlert[] = [...alerts, ...quiet];
  return {
    type: 'table',
    id: 'checks',
    title: 'Every check, with its threshold',
    caption:
      'Score, threshold, usual threshold if it was moved, and count out of what was checked. Checks of pixels and features cover the images that Explore describes.',
    columns: [
      { key: 'title', label: 'Check' },
      { key: 'score', label: 'Score' },
      { key: 'threshold', label: 'Threshold', align: 'right' },
      { key: 'usual', label: 'Usual', align: 'right' },
      { key: 'count', label: 'Counted', align: 'right' },
      { key: 'noun', label: 'Of' },
      { key: 'judged', label: 'Checked', align: 'right' },
      { key: 'images', label: 'Images', align: 'right' },
    ],
    rows: checks.map(({ title, movable, count, noun, judged, images }) => ({
      title,
      score: movable?.score ?? null,
      threshold: movable ? `${movable.counts === 'at-most' ? '≤' : '≥'} ${movable.value}` : null,
      usual: movable && movable.usual !== movable.value ? String(movable.usual) : null,
      count,
      noun: noun[1],
      judged,
      images: images > 0 ? images : null,
    })),
    images: (row) => imagesOf(content, checks[row]!),
  };
}
