/** Files out of the page. */

/** Hands a file to the browser's downloads. */
export function download(content: Blob | string, name: string, type = 'application/json'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file over by the next minute.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
