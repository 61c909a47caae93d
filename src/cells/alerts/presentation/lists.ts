/** The images behind an alert, as the gallery takes them. */
import type { CheckedAlert } from '../../../core/alerts/types';
import type { ImageList } from '../../../plots/blocks';
import type { CellContent } from '../../types';
import type { AlertsParams, AlertsSummary } from '../types';
import { significant } from '../../../core/words/numbers';

export type Content = CellContent<AlertsParams, AlertsSummary>;

export async function arrayOf(content: Content, name: string): Promise<ArrayLike<number>> {
  const ref = content.result.artifacts[name];
  return ref ? (await content.read(ref)).data : [];
}

/** @returns undefined for what no image stands behind */
export function imagesOf(content: Content, alert: CheckedAlert): ImageList | undefined {
  if (alert.images === 0) return undefined;
  const { kind, together } = alert;
  /** Best score of every image: one may stand in several pairs. */
  let byId: Promise<ReadonlyMap<number, number>> | undefined;
  const scores = async (): Promise<ReadonlyMap<number, number>> => {
    const [ids, values] = await Promise.all([arrayOf(content, `ids.${kind}`), arrayOf(content, `scores.${kind}`)]);
    const found = new Map<number, number>();
    for (let at = 0; at < values.length * together; at += 1) {
      const id = ids[at]!;
      if (!found.has(id)) found.set(id, values[Math.floor(at / together)]!);
    }
    return found;
  };
  return {
    title: alert.title,
    dataset: content.summary.dataset.hash,
    ...(together === 2 ? { paired: true } : {}),
    ids: async () => Array.from(await arrayOf(content, `ids.${kind}`)),
    ...(alert.movable && `scores.${kind}` in content.result.artifacts && hasScores(content, kind)
      ? {
          labels: async (ids) => {
            const found = await (byId ??= scores());
            return ids.map((id) => scoreText(found.get(id)));
          },
        }
      : {}),
  };
}

const hasScores = (content: Content, kind: string): boolean =>
  (content.result.artifacts[`scores.${kind}`]?.shape[0] ?? 0) > 0;

export const scoreText = (score: number | undefined): string => (score === undefined ? '' : significant(score, 3));
