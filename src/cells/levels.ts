/** The levels of a cell: which of its blocks stand open, and in which folded sections the others are found. */
import { idOf, type FoldedSection, type Levelled } from '../plots/levels';
import type { Block } from '../plots/blocks';
import type { CellContent, CellPresentation, Levels } from './types';

/** Facts that stand open. */
export const MOST_FACTS = 5;

/** A name, or its beginning and a star. */
const fits = (pattern: string, id: string): boolean =>
  pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;

/** The first block that is there of those that may be the key figure; without a choice, the first that has a title. */
function keyOf(blocks: readonly Block[], key: readonly string[] | undefined): Block | undefined {
  if (!key) return blocks.find((block) => 'id' in block);
  return key.flatMap((id) => blocks.find((block) => idOf(block) === id) ?? []).at(0);
}

/**
 * A result in its levels. Facts stand open, and so does a text before everything else; other texts go with what they follow.
 * Blocks that no section names are found in a last one, so that nothing is lost where a cell says nothing of levels.
 * @param without names of blocks that the page shows elsewhere
 * @throws what the presentation throws on a summary of another version
 */
export function levelled(
  presentation: CellPresentation,
  content: CellContent,
  without: readonly string[] = [],
): Levelled {
  const blocks = presentation.blocks(content).filter((block) => !without.includes(idOf(block)));
  return inLevels(blocks, presentation.findings(content).slice(1), presentation.levels, content);
}

/** @param others the findings after the headline */
export function inLevels(
  blocks: readonly Block[],
  others: readonly string[],
  levels: Levels | undefined,
  content: CellContent,
): Levelled {
  const key = keyOf(blocks, levels?.key);
  const open: Block[] = [];
  const folded = new Map<string, Block[]>();
  const asked = levels?.sections ?? [];
  let last: Block[] = open;
  for (const block of blocks) {
    if (block.type === 'facts') {
      open.push({ ...block, facts: block.facts.slice(0, MOST_FACTS) });
    } else if (block === key) {
      open.push(block);
      last = open;
    } else if (!('id' in block)) {
      last.push(block);
    } else {
      const id = asked.find(({ blocks: names }) => names.some((name) => fits(name, block.id)))?.id ?? REST.id;
      last = folded.get(id) ?? [];
      last.push(block);
      folded.set(id, last);
    }
  }
  const sections = [...asked, REST].flatMap(({ id, title, notable }): FoldedSection[] => {
    const held = folded.get(id);
    return held ? [{ id, title, notable: notable?.(content), blocks: held }] : [];
  });
  const said: FoldedSection[] =
    others.length > 0
      ? [
          {
            id: FINDINGS.id,
            title: FINDINGS.title,
            notable: FINDINGS.notable(others),
            blocks: [{ type: 'list', items: others }],
          },
        ]
      : [];
  return { open, sections: [...said, ...sections] };
}

const REST: Levels['sections'][number] = { id: 'more', title: 'More', blocks: [] };
const FINDINGS = {
  id: 'findings',
  title: 'More findings',
  notable: ({ length }: readonly string[]) => `${length} more ${length === 1 ? 'finding' : 'findings'}`,
};
