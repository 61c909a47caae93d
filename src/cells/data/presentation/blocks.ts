/** Facts and tables of the Data cell. */
import { splitWord } from '../../../core/words/splits';
import { sizeWords } from '../../../core/dataset/shape';
import { OFFICIAL_FILES } from '../../../core/dataset/files';
import { SPLIT_NAMES, classesOf } from '../../../core/dataset/types';
import type { Block, TableRow } from '../../../plots/blocks';
import { caution, isOfficial } from './findings';
import type { DataSummary } from '../types';
import { count, fixed } from '../../../core/words/numbers';

const OFFICIAL_HASHES = new Set(Object.values(OFFICIAL_FILES).map((file) => file.sha256));

export function blocks(summary: DataSummary): Block[] {
  const warning = caution(summary);
  return [
    ...(warning === undefined ? [] : [{ type: 'text', markdown: `**${warning}**` } as const]),
    factsOf(summary),
    classTable(summary),
    fileTable(summary),
  ];
}

function factsOf(summary: DataSummary): Block {
  return {
    type: 'facts',
    facts: [
      { label: 'Data set', value: summary.name, note: `hash ${summary.hash.slice(0, 12)}` },
      {
        label: 'Images',
        value: count(summary.counts.train + summary.counts.test),
        note: `${sizeWords(summary)}, 0 to 255`,
      },
      {
        label: 'Training / test',
        value: `${count(summary.counts.train)} / ${count(summary.counts.test)}`,
        note: 'test sealed',
      },
      {
        label: 'Stored here',
        value: `${fixed(summary.bytesStored / 1e6, 1)} MB`,
        note: 'one byte a pixel, in this browser',
      },
      { label: 'Split', value: `${summary.splitVersion}, seed ${summary.splitSeed}`, note: keptTogether(summary) },
    ],
  };
}

/** What the split keeps together. */
function keptTogether({ nearGroups }: DataSummary): string {
  if (!nearGroups) return 'stratified by class; near duplicates of this set are not known';
  const images = nearGroups.reduce((sum, group) => sum + group.length, 0);
  return `stratified by class; ${count(images)} near duplicates in ${count(nearGroups.length)} groups stay together`;
}

function classTable(summary: DataSummary): Block {
  const rows = Array.from({ length: classesOf(summary) }, (_, label): TableRow => {
    const row: Record<string, number> = { class: label };
    for (const name of SPLIT_NAMES) row[name] = summary.splits[name].perClass[label] ?? 0;
    row['total'] = SPLIT_NAMES.reduce((sum, name) => sum + (row[name] ?? 0), 0);
    return row;
  });
  return {
    type: 'table',
    id: 'classes',
    title: 'Images of each class by split',
    caption:
      'Training is for fitting, validation for model selection, calibration for temperatures and drift references, stream for monitoring. ' +
      'The test images are sealed: they are read only when a study opens them, and every opening is counted.',
    columns: [
      { key: 'class', label: 'Class', classMark: true, classes: summary.classes },
      ...SPLIT_NAMES.map((name) => ({ key: name, label: splitWord(name), align: 'right' as const, digits: 0 })),
      { key: 'total', label: 'total', align: 'right', digits: 0 },
    ],
    rows,
  };
}

function fileTable(summary: DataSummary): Block {
  const verdict = (sha256: string): string => {
    if (summary.synthetic) return 'drawn here';
    return OFFICIAL_HASHES.has(sha256) ? 'official' : 'not the official file';
  };
  return {
    type: 'table',
    id: 'files',
    title: 'Files and their SHA-256',
    caption: `Hashes of the unpacked files${
      isOfficial(summary) ? ', equal to those of the published Fashion-MNIST' : ''
    }; the hash of the data set is made from these four${
      summary.labelShift === undefined ? '' : ' and of the number taken from the labels'
    }.`,
    columns: [
      { key: 'name', label: 'File', code: true },
      { key: 'bytes', label: 'Bytes', align: 'right', digits: 0 },
      { key: 'verdict', label: 'Verified' },
      { key: 'sha256', label: 'SHA-256', code: true },
    ],
    rows: summary.files.map((file) => ({ ...file, verdict: verdict(file.sha256) })),
  };
}
