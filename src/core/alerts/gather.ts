/** All checks in one list, ranked: those of the profile, and the evidence that other cells left. Pure. */
import { LISTED_IDS } from '../dataset/ids';
import type { Evidence } from '../profile/evidence';
import { DATALAB_MOST_PREVALENT, QUALITY_KINDS } from '../profile/quality';
import { listed } from '../words/comparisons';
import { capitalised } from '../words/names';
import { count, percent, plural } from '../words/numbers';
import { countCurve } from './curve';
import { checksOfProfile, type Found, type ProfileSource } from './profile-checks';
import { CHECK_TITLES, type Thresholds } from './thresholds';
import type { Behind, CheckedAlert } from './types';

export interface Scores {
  readonly evidence: Evidence;
  /** One an image or pair. */
  readonly scores: ArrayLike<number>;
  /** One an image, two a pair; the index is the id where left out. */
  readonly ids?: ArrayLike<number> | undefined;
  /** One an image or pair, where the evidence has groups. */
  readonly groups?: ArrayLike<number> | undefined;
}

export interface Gathered {
  /** Most severe first: by severity, then by the share that is affected. */
  readonly alerts: readonly CheckedAlert[];
  /** What was checked and is in order. */
  readonly quiet: readonly CheckedAlert[];
  /** By kind: all images behind an alert. */
  readonly behind: Readonly<Record<string, Behind>>;
}

const RANK = { warning: 0, notice: 1, info: 2 } as const;

export function gather(profile: ProfileSource, evidence: readonly Scores[], moved: Thresholds): Gathered {
  const found = [
    ...checksOfProfile({ ...profile, black: profile.black ?? blackImages(evidence) }, moved),
    ...evidence.map((scores) => checkEvidence(scores, moved)),
  ];
  const behind: Record<string, Behind> = {};
  const checked = found.map(({ alert, behind: those }): CheckedAlert => {
    if (!those || alert.count === 0) return alert;
    behind[alert.kind] = those;
    return { ...alert, ids: Array.from(those.ids.subarray(0, LISTED_IDS)) };
  });
  const alerts = checked.filter(({ count }) => count > 0);
  // What is wrong with images comes before what is odd about pixels and features: their shares are not of one whole.
  alerts.sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      Number(b.images > 0) - Number(a.images > 0) ||
      (b.share ?? 0) - (a.share ?? 0),
  );
  return { alerts, quiet: checked.filter(({ count }) => count === 0), behind };
}

/** Images of one value that is 0, told by the scores for dark images and for information. */
function blackImages(evidence: readonly Scores[]): number[] | undefined {
  const of = (kind: Evidence['kind']): ArrayLike<number> | undefined =>
    evidence.find((scores) => scores.evidence.kind === kind && !scores.ids)?.scores;
  const [dark, information] = [of('dark'), of('low-information')];
  if (!dark || !information) return undefined;
  const ids: number[] = [];
  for (let id = 0; id < dark.length; id += 1) if (dark[id] === 0 && information[id] === 0) ids.push(id);
  return ids;
}

/** "all 12 with test", "3 with validation and 9 with test", "with 3 other splits"; empty without groups. */
function groupWords({ evidence, groups }: Scores, places: readonly number[]): string {
  if (!evidence.groups || !groups || groups.length === 0) return '';
  const parts = evidence.groups
    .map((words, group) => ({ words, found: places.filter((place) => groups[place] === group).length }))
    .filter(({ found }) => found > 0);
  const [only] = parts;
  if (parts.length > 2) return `with ${parts.length} other splits`;
  if (parts.length === 1 && only) return `${only.found > 1 ? `all ${count(only.found)} ` : ''}${only.words}`;
  return listed(parts.map(({ words, found }) => `${count(found)} ${words}`));
}

/** The share of what was judged: "9.6 %", with more digits where it is small. */
const shareWords = (affected: number, judged: number): string => {
  const share = affected / judged;
  return percent(share, share < 0.001 ? 3 : share < 0.01 ? 2 : 1);
};

/**
 * What was counted, of how many, and what it means for a model: "576 of 6,000 images have ... (9.6 %). They may ...", of pairs
 * "12 pairs of ... (23 of 70,000 images, 0.033 %). Scores ..."; then the threshold.
 */
function evidenceSentence(
  given: Scores,
  places: readonly number[],
  affected: number,
  pairs: boolean,
  value: number,
): string {
  const { words, judged, score, counts } = given.evidence;
  const threshold = `Threshold: ${score} ${counts === 'at-most' ? 'at most' : 'at least'} ${value}.`;
  const groups = groupWords(given, places);
  const found = pairs
    ? `${plural(places.length, words.one, words.many)}${groups && `, ${groups}`} ` +
      `(${count(affected)} of ${plural(judged, 'image')}, ${shareWords(affected, judged)})`
    : `${count(places.length)} of ${count(judged)} ${places.length === 1 ? words.one.replace(/^image\b/, 'images') : words.many} ` +
      `(${shareWords(affected, judged)})`;
  return `${found}. ${capitalised(words.meaning).replace(/\.?$/, '.')} ${threshold}`;
}

function checkEvidence(given: Scores, moved: Thresholds): Found {
  const { evidence, scores, ids } = given;
  const { kind, counts, range, words, judged } = evidence;
  const value = Math.min(range[1], Math.max(range[0], moved[kind] ?? evidence.threshold));
  const together = ids && ids.length === 2 * scores.length ? 2 : 1;
  const sign = counts === 'at-most' ? 1 : -1;
  const single = scores instanceof Float32Array;
  const limit = single ? Math.fround(value) : value;
  const places: number[] = [];
  for (let place = 0; place < scores.length; place += 1) if (sign * (scores[place]! - limit) <= 0) places.push(place);
  places.sort((a, b) => sign * (scores[a]! - scores[b]!) || a - b);
  const flat = new Int32Array(places.length * together);
  for (const [at, place] of places.entries()) {
    for (let side = 0; side < together; side += 1) {
      flat[at * together + side] = ids ? ids[place * together + side]! : place;
    }
  }
  const affected = together === 1 ? places.length : new Set(flat).size;
  const share = judged > 0 ? affected / judged : null;
  const prevalent = (QUALITY_KINDS as readonly string[]).includes(kind) && (share ?? 0) > DATALAB_MOST_PREVALENT;
  const noun: CheckedAlert['noun'] = together === 2 ? ['pair of images', 'pairs of images'] : ['image', 'images'];
  const scored = {
    *[Symbol.iterator]() {
      for (let place = 0; place < scores.length; place += 1) yield { score: scores[place]! };
    },
  };
  return {
    alert: {
      kind,
      title: CHECK_TITLES[kind],
      // Datalab leaves a check of single images out that marks so many: it then says more about the threshold.
      severity: prevalent ? 'info' : evidence.severity,
      sentence:
        places.length > 0
          ? evidenceSentence(given, places, affected, together === 2, value)
          : words.quiet.replace(/^(?!no )/, 'no '),
      count: places.length,
      noun,
      share,
      judged: judged > 0 ? judged : null,
      threshold: value,
      movable: {
        score: evidence.score,
        counts,
        value,
        usual: evidence.threshold,
        ...countCurve(scored, { counts, usual: evidence.threshold, range, step: evidence.step }, single),
      },
      ids: [],
      images: affected,
      together,
    },
    behind: places.length > 0 ? { ids: flat, scores: Float32Array.from(places, (place) => scores[place]!) } : undefined,
  };
}
