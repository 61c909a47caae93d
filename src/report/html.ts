/** Small pieces of HTML for the report. Pure; everything that comes from data is escaped here. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** An anchor: lower case, digits and hyphens. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'part'
  );
}

/** JSON that may stand inside a `<script type="application/json">`: no character there can end the element. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

const hex = (channel: string): string => Number(channel).toString(16).padStart(2, '0');

/** A style attribute as Plotly writes it, shorter: colours as #rrggbb, and nothing that says what holds anyway. */
function leanStyle(style: string): string {
  return style
    .replaceAll(/font-family: ui-sans-serif[^;]*;?/g, '')
    .replaceAll(/rgb\((\d+), (\d+), (\d+)\)/g, (_whole, red: string, green: string, blue: string) => {
      return `#${hex(red)}${hex(green)}${hex(blue)}`;
    })
    .split(';')
    .map((rule) => rule.trim().replace(': ', ':'))
    .filter((rule) => rule !== '' && rule !== 'opacity:1')
    .join(';');
}

/**
 * An exported SVG as it stands in the report: scaled to the column, with its text alternative, coordinates rounded to
 * two digits, ids made unique by `prefix`, and nothing in it that runs or asks for anything. Half of what Plotly writes are
 * styles and names of its own: they are cut short or left out, the font is the style sheet's.
 */
export function inlineSvg(svg: string, alt: string, prefix: string): string {
  const width = /\bwidth="([\d.]+)"/.exec(svg)?.[1] ?? '760';
  const height = /\bheight="([\d.]+)"/.exec(svg)?.[1] ?? '320';
  const start = svg.indexOf('<svg');
  const body = svg
    .slice(svg.indexOf('>', start) + 1, svg.lastIndexOf('</svg>'))
    .replaceAll(/<script[\s\S]*?<\/script>/gi, '')
    .replaceAll(/(<g(?: [^<>]*)?)\/>/g, '')
    .replaceAll(/ class="([^"]*)"/g, (_whole, names: string) => (/\bcrisp\b/.test(names) ? ' class="crisp"' : ''))
    .replaceAll(/ data-notex="[^"]*"/g, '')
    .replaceAll(/ style="([^"]*)"/g, (_whole, style: string) => {
      const lean = leanStyle(style);
      return lean === '' ? '' : ` style="${lean}"`;
    })
    .replaceAll(/ id="([^"]+)"/g, ` id="${prefix}-$1"`)
    .replaceAll(/url\((['"]|&quot;)?#([^)'"&]+)(['"]|&quot;)?\)/g, `url(#${prefix}-$2)`)
    .replaceAll(/ (d|transform)="([^"]*)"/g, (_whole, name: string, value: string) => {
      return ` ${name}="${value.replaceAll(/(\d+\.\d{2})\d+/g, '$1')}"`;
    });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" ` +
    `aria-label="${escapeHtml(alt)}" viewBox="0 0 ${width} ${height}">${body}</svg>`
  );
}
