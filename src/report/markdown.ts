/** Markdown as sanitised HTML text, by the same mechanism as on the page. Page only: the sanitiser needs a document. */
import { renderMarkdown } from '../ui/markdown';

export function markdownToHtml(text: string): string {
  const holder = document.createElement('div');
  holder.append(renderMarkdown(text));
  return holder.innerHTML;
}
