// One document of the repository as a page of the product: HTML without any HTML of its author's, its headings with the
// anchors that they have on code hosts too, and its plain text part by part, to be searched.

import { posix } from 'node:path';
import { Marked } from 'marked';
import type { Token, Tokens } from 'marked';

export type Heading = { readonly id: string; readonly title: string; readonly level: number };

export type Compiled = {
  readonly title: string;
  /** Everything below the title. A picture stands as `{{picture name}}`. */
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What stands under each heading; what stands before the first has no id. */
  readonly parts: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly pictures: readonly string[];
  /** Whatever it leads to inside the repository. */
  readonly links: readonly { readonly path: string; readonly anchor: string }[];
};

type Source = {
  readonly path: string;
  readonly text: string;
  /** Where documents that have a page are found. */
  readonly addresses: ReadonlyMap<string, string>;
};

export function compile(source: Source): Compiled {
  const anchors = new Set<string>();
  const found = {
    headings: [] as Heading[],
    pictures: [] as string[],
    links: [] as Compiled['links'][number][],
  };
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      html: ({ text }) => escaped(text),
      heading({ tokens, depth }) {
        const title = plainText(tokens);
        const id = anchorFor(title, anchors);
        if (depth === 1) return '';
        found.headings.push({ id, title, level: depth });
        return `<h${depth} id="${id}"><a href="${source.addresses.get(source.path)}#${id}">${this.parser.parseInline(tokens)}</a></h${depth}>`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        if (/^(https?:|mailto:)/.test(href))
          return `<a href="${escaped(href)}" rel="noreferrer">${words}</a>`;
        const link = linkFrom(source.path, href);
        found.links.push(link);
        const address = source.addresses.get(link.path);
        return address === undefined ? words : `<a href="${address}${hash(link.anchor)}">${words}</a>`;
      },
      image({ href, text }) {
        const name = posix.basename(href, '.webp');
        found.pictures.push(name);
        return `{{${name} ${escaped(text)}}}`;
      },
      // A single sign is a key.
      codespan: ({ text }) =>
        /^.$/.test(text) ? `<kbd>${escaped(text)}</kbd>` : `<code>${escaped(text)}</code>`,
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>`,
      paragraph({ tokens }) {
        const isPicture = tokens.length === 1 && tokens[0]?.type === 'image';
        const inside = this.parser.parseInline(tokens);
        return isPicture ? inside : `<p>${inside}</p>`;
      },
      table(token) {
        const row = (cells: Tokens.TableCell[], mark: 'th' | 'td') =>
          `<tr>${cells.map(({ tokens }) => `<${mark}>${this.parser.parseInline(tokens)}</${mark}>`).join('')}</tr>`;
        const rows = token.rows.map((cells) => row(cells, 'td')).join('');
        return `<div class="table" tabindex="0" role="group" aria-label="Table"><table><thead>${row(token.header, 'th')}</thead><tbody>${rows}</tbody></table></div>`;
      },
    },
  });
  const tokens = marked.lexer(source.text);
  const html = marked.parser(tokens);
  const first = tokens.find((token): token is Tokens.Heading => token.type === 'heading');
  const title = first === undefined ? source.path : plainText(first.tokens);
  return { title, html, parts: partsOf(tokens, found.headings), ...found };
}

function partsOf(tokens: readonly Token[], headings: readonly Heading[]): Compiled['parts'] {
  const parts: { id: string; title: string; text: string }[] = [{ id: '', title: '', text: '' }];
  let at = 0;
  for (const token of tokens) {
    if (token.type === 'heading' && token['depth'] === 1) continue;
    if (token.type === 'heading') {
      const { id = '', title = '' } = headings[at++] ?? {};
      parts.push({ id, title, text: '' });
    } else parts.at(-1)!.text += ` ${plainText([token])}`;
  }
  return parts.map((part) => ({ ...part, text: part.text.replaceAll(/\s+/g, ' ').trim() }));
}

/** The words alone, without marks, links or pictures. */
function plainText(tokens: readonly Token[]): string {
  return tokens.map(textOf).join('');
}

function textOf(token: Token): string {
  const { type } = token;
  if (type === 'image' || type === 'space') return ' ';
  if (type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].map((cells) => cells.map((cell) => plainText(cell.tokens)).join(' ')).join(' ');
  }
  if (type === 'list')
    return (token as Tokens.List).items.map((item) => `${plainText(item.tokens)} `).join('');
  if ('tokens' in token && token.tokens !== undefined) return plainText(token.tokens);
  return 'text' in token && typeof token.text === 'string' ? token.text : ' ';
}

/** As code hosts make them: small letters, hyphens for spaces, without other signs; a second one is told by a number. */
function anchorFor(title: string, taken: Set<string>): string {
  const base = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
  let id = base;
  for (let count = 1; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}

function linkFrom(path: string, href: string): { path: string; anchor: string } {
  const [file = '', anchor = ''] = href.split('#');
  return { path: file === '' ? path : posix.join(posix.dirname(path), file), anchor };
}

function hash(anchor: string): string {
  return anchor === '' ? '' : `#${anchor}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
