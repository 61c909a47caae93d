/**
 * How moments are written for people, on the page and in the report: in the time zone of the browser, so that one moment
 * has one day everywhere. Files for programs keep ISO times in UTC.
 */

/** "4 March 2026". */
export const day = (iso: string): string => new Date(iso).toLocaleDateString('en-GB', { dateStyle: 'long' });

/** "today, 14:05" or "3 Nov 2026, 14:05". */
export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return `today, ${time}`;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`;
}

/** "2026-03-04 05:06", as tables show it: sorted as text it is sorted in time. */
export function minute(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
