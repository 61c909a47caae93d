/** Markdown to safe nodes. Loaded when the first text is shown: the parser and the sanitiser are not part of the start. */
import DOMPurify from 'dompurify';
import { marked } from 'marked';

/**
 * Sanitised nodes, never text that is parsed again. Nothing that loads from elsewhere passes (images of other sites would be requests), and links open in
 * a tab of their own.
 */
export function renderMarkdown(markdown: string): DocumentFragment {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'video', 'audio', 'source'],
    FORBID_ATTR: ['style', 'id', 'name', 'class'],
    RETURN_DOM_FRAGMENT: true,
  });
  for (const image of fragment.querySelectorAll('img')) {
    if (!(image.getAttribute('src') ?? '').startsWith('data:image/')) image.remove();
  }
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return fragment;
}
