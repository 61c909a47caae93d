/** Markdown to safe nodes. Loaded when the first text is shown: the parser and the sanitiser are not part of the start. */
import DOMPurify from 'dompurify';
import { marked } from 'marked';

/** What Markdown makes, and the plain HTML that people write in it. Lists of what is allowed: new ways to load something are in none. */
const TAGS = (
  'a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ' +
  'ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var'
).split(' ');
const ATTRIBUTES = 'align alt colspan dir height href lang open reversed rowspan scope src start title width'.split(
  ' ',
);

/** Pictures of pixels inside the text; a drawing (SVG) is a document of its own, which may name others. */
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[\w+/=\s]*$/i;

/**
 * Sanitised nodes, never text that is parsed again. Nothing that loads from elsewhere passes (images of other sites would be requests), and links open in
 * a tab of their own.
 */
export function renderMarkdown(markdown: string): DocumentFragment {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const element of fragment.querySelectorAll('[src]')) {
    if (element.tagName !== 'IMG' || !PICTURE.test(element.getAttribute('src') ?? '')) element.remove();
  }
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return fragment;
}
