/** The Report cell's parameters and summary. */
import { text, type ParamValues } from '../../core/params';

export const facts = { kind: 'report', version: 1, numeric: false, collectsAll: true } as const;

export const params = {
  title: text({
    label: 'Title',
    help: "The report's title; the notebook's own title if left empty.",
    maxLength: 200,
  }),
  author: text({ label: 'Author', help: 'The name under which the report is handed in.', maxLength: 200 }),
  notes: text({
    label: 'Opening notes',
    help: 'Markdown shown below the title: what the study was for, what to read first.',
    maxLength: 10_000,
    multiline: true,
  }),
};
export type ReportParams = ParamValues<typeof params>;

export interface ReportSummary {
  /** The cells whose results the report is made from, by id. */
  readonly cells: readonly { readonly id: string; readonly kind: string; readonly key: string }[];
}
