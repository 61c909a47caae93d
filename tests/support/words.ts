/** The rules of docs/words.md, for the sentences that the notebook shows. */
import type { Block } from '../../src/plots/blocks';

/** Words that are not used, with what to write; the table of docs/words.md lists the same. */
export const BANNED: readonly { readonly phrase: RegExp; readonly say: string }[] = [
  { phrase: /\b(?:names?|named)\b(?:[^.;:]|\.\d){0,80}\bright(?:ly)?\b/i, say: 'accuracy, correctly classified' },
  { phrase: /\bnam(?:e|es|ed) wrongly\b/i, say: 'misclassified' },
  { phrase: /\bgiven name\b/i, say: 'predicted class' },
  { phrase: /\btaken for\b/i, say: 'misclassified as, predicted as' },
  {
    phrase: /\b(?:tells?|told|telling)\b[^.;:]{0,40}\bapart\b/i,
    say: 'significant (p = ...), not significant; separates',
  },
  { phrase: /\b(?:told|tell) from chance\b/i, say: 'not significant (p = ...)' },
  { phrase: /\bclear of chance\b/i, say: 'significant (p = ...)' },
  { phrase: /\b(?:by|beyond|than) chance(?: alone| explains)?\b/i, say: 'significant (p = ...), expected at random' },
  { phrase: /\b95 % (?:paired bootstrap )?interval\b/i, say: '95 % CI' },
  { phrase: /\bwhat looking adds\b/i, say: 'always guessing the most common class scores 10 %' },
  { phrase: /\b(?:as|too|about as) sure\b|\bnot sure enough\b|\bsur(?:er|est)\b/i, say: 'overconfident, confident' },
  { phrase: /\bflatter(?:s|ed|ing)?\b/i, say: 'inflates the score' },
  { phrase: /\bspeaks? (?:for|against)\b/i, say: 'raises, lowers the score' },
  { phrase: /\bturned over\b/i, say: 'switched' },
  { phrase: /\bstrangest\b/i, say: 'highest outlier scores' },
  { phrase: /\b(?:un)?noticed\b/i, say: 'detected, not detected' },
  { phrase: /\bsets in\b/i, say: 'starts' },
  { phrase: /\bto be near to\b/i, say: 'training images for k-NN' },
  { phrase: /\bend well\b/i, say: 'failed' },
  { phrase: /\bmend(?:s|ed|ing)?\b/i, say: 'fix' },
  { phrase: /\bgrav(?:e|er|est)\b/i, say: 'severe, most severe' },
  { phrase: /\bcommonest\b/i, say: 'most common' },
  { phrase: /\btrained anew\b/i, say: 'retrained' },
];

export const MOST_HEADLINE_WORDS = 25;
export const MOST_SENTENCE_WORDS = 30;
/** Findings of a cell. */
export const MOST_FINDINGS = 6;

/** What stands in a text where a value is missing. */
const HOLES = /\bundefined\b|\bNaN\b|\[object Object\]|\bnull\b/;

/** Ends of words after which a full stop ends no sentence: "vs.", "e.g.", an initial. */
const SHORTENED = /(?:^|[\s(])(?:vs|e\.g|i\.e|cf|approx|no|fig|[A-Z])\.$/i;

/** The sentences of a text; Markdown's list items and paragraphs end one too. */
export function sentencesOf(text: string): string[] {
  const found: string[] = [];
  for (const paragraph of text.split(/\n\s*\n|\n\s*[-*] |^- /m)) {
    let begun = '';
    for (const part of paragraph.replaceAll(/\s+/g, ' ').split(/(?<=[.!?][”"’')*]*) (?=[\p{Lu}\d“"‘'(*])/u)) {
      begun = begun === '' ? part : `${begun} ${part}`;
      if (SHORTENED.test(begun)) continue;
      found.push(begun);
      begun = '';
    }
    if (begun !== '') found.push(begun);
  }
  return found.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** Words of a text: signs that stand alone ("%", "=", "×", "→") count for none. */
export const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** What is wrong with texts whatever their length: words that are not used, values that are missing. */
function wrongWords(text: string): string[] {
  const banned = BANNED.flatMap(({ phrase, say }) => {
    const found = phrase.exec(text);
    return found ? [`"${found[0]}" is not used (${say}): ${text}`] : [];
  });
  const hole = HOLES.exec(text);
  return hole ? [...banned, `a value is missing ("${hole[0]}"): ${text}`] : banned;
}

/** @param kind a headline is short as a whole, other texts are sentence by sentence */
export function wordProblems(texts: readonly string[], kind: 'headline' | 'sentence'): string[] {
  return texts.flatMap((text) => {
    const problems = wrongWords(text);
    if (kind === 'headline' && wordsOf(text) > MOST_HEADLINE_WORDS) {
      problems.push(`a headline of ${wordsOf(text)} words, ${MOST_HEADLINE_WORDS} at most: ${text}`);
    }
    for (const sentence of sentencesOf(text)) {
      const words = wordsOf(sentence);
      if (words > MOST_SENTENCE_WORDS) {
        problems.push(`a sentence of ${words} words, ${MOST_SENTENCE_WORDS} at most: ${sentence}`);
      }
    }
    return problems;
  });
}

/** What people read of a block without drawing it: sentences, and labels of a few words. */
function textsOf(block: Block): { readonly sentences: readonly string[]; readonly labels: readonly string[] } {
  switch (block.type) {
    case 'list':
      return { sentences: block.items, labels: [] };
    case 'text':
      return { sentences: [block.markdown], labels: [] };
    case 'facts':
      return {
        sentences: block.facts.flatMap(({ note }) => note ?? []),
        labels: block.facts.flatMap(({ label, value }) => [label, value]),
      };
    case 'table': {
      const cells = block.rows.flatMap((row) => Object.values(row)).filter((cell) => typeof cell === 'string');
      return {
        sentences: [block.caption],
        labels: [block.title, ...block.columns.map(({ label }) => label), ...cells],
      };
    }
    case 'alerts':
      return {
        sentences: [block.caption, ...block.alerts.map(({ sentence }) => sentence)],
        labels: [block.title],
      };
    case 'images':
      return { sentences: [block.caption], labels: [block.title, block.alt, ...(block.columnLabels ?? [])] };
    case 'figure':
      return { sentences: [block.caption], labels: [block.title, block.alt] };
  }
}

/** What breaks the rules in what a cell says of its result; the first finding is its headline. */
export function presentationProblems({
  findings,
  blocks,
}: {
  readonly findings: readonly string[];
  readonly blocks: readonly Block[];
}): string[] {
  const [headline, ...rest] = findings;
  const texts = blocks.map(textsOf);
  return [
    ...(findings.length > MOST_FINDINGS ? [`${findings.length} findings, ${MOST_FINDINGS} at most`] : []),
    ...(headline === undefined ? ['no finding'] : wordProblems([headline], 'headline')),
    ...wordProblems([...rest, ...texts.flatMap(({ sentences }) => sentences)], 'sentence'),
    ...texts.flatMap(({ labels }) => labels.flatMap(wrongWords)),
  ];
}
