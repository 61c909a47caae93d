/** The Report cell's parameters and summary. */
import { boolean, text, type ParamValues } from '../../core/params';

export const facts = { kind: 'report', version: 1, numeric: false, collectsAll: true } as const;

export const params = {
  title: text({
    label: 'Title',
    maxLength: 200,
  }),
  author: text({ label: 'Author', maxLength: 200 }),
  notes: text({
    label: 'Opening notes',
    maxLength: 10_000,
    multiline: true,
  }),
  withoutImages: boolean({ label: 'Leave images out', default: false }),
};
export type ReportParams = ParamValues<typeof params>;

export interface ReportSummary {
  /** The cells whose results the report is made from, by id. */
  readonly cells: readonly { readonly id: string; readonly kind: string; readonly key: string }[];
}
