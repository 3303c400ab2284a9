// How a printed document looks on paper, as pdfmake wants to be told. Nothing is decided here about what it says.
//
// Columns of figures get a width of their own, computed from their widest figure: pdfmake's automatic widths would be
// stretched by headings that span all columns.

import type { Content, Margins, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PrintedDocument, PrintedNote, PrintedTotal } from '#core/documents/printed.ts';
import { faint, hairline, ink, readableOnPaper, tintOf } from './colours.ts';
import { typeface } from './fonts.ts';
import { printTable } from './table.ts';
import type { Palette } from './colours.ts';

export type Look = {
  readonly pageSize: 'A4' | 'LETTER';
  readonly accentColour: string;
  readonly logo: Uint8Array | null;
  readonly logoType: 'image/png' | 'image/jpeg' | null;
};

const side = 50;
const top = 52;
const pageWidths = { A4: 595.28, LETTER: 612 };

export function definitionOf(document: PrintedDocument, look: Look): TDocumentDefinitions {
  const accent = look.accentColour;
  const palette: Palette = { accent, words: readableOnPaper(accent), tint: tintOf(accent) };
  const width = pageWidths[look.pageSize] - 2 * side;
  const footerLines = linesIn(document.footer, width);
  const { stamp } = document;
  const tables = document.tables.map((table) => printTable(table, width, palette));
  return {
    pageSize: look.pageSize,
    pageMargins: [side, top, side, 50 + footerLines * 11],
    language: document.language,
    defaultStyle: { font: typeface, fontSize: 9.5, lineHeight: 1.02, color: ink },
    ...(stamp === null
      ? {}
      : {
          watermark: {
            text: stamp,
            color: palette.words,
            opacity: 0.07,
            bold: true,
            angle: -40,
            fontSize: 104,
          },
        }),
    ...(look.logo === null || look.logoType === null
      ? {}
      : { images: { logo: dataAddress(look.logo, look.logoType) } }),
    pageBreakBefore: headingsMoved(),
    header: (page) => (page === 1 ? null : runningHead(document)),
    footer: (page, pages) => runningFoot(document, { page, pages, width }),
    content: [
      letterhead(document, look, palette),
      title(document, palette),
      addressAndFacts(document),
      ...opening(document, palette),
      ...tables.slice(0, 1),
      totals(document.totals, palette),
      ...tables.slice(1),
      ...document.notes.map((note) => printNote(note, palette)),
      ...signatures(document.signatures),
    ],
  };
}

/** Each move lays the whole document out again; a heading more at the foot of a page is then the smaller evil. */
const headingsMovedMax = 6;
/** What a heading of each level needs below its top: itself, a heading of the next level, and a row. */
const roomNeeded: Readonly<Record<number, number>> = { 1: 80, 2: 55 };

/** Moves a heading that would stand alone at the foot of a page to the next one. */
function headingsMoved(): TDocumentDefinitions['pageBreakBefore'] {
  let moved = 0;
  return ({ headlineLevel, startPosition }) => {
    const needed = headlineLevel === undefined ? undefined : roomNeeded[headlineLevel];
    if (needed === undefined || moved >= headingsMovedMax) return false;
    const isLow = top + startPosition.pageInnerHeight - startPosition.top < needed;
    if (isLow) moved += 1;
    return isLow;
  };
}

function dataAddress(logo: Uint8Array, type: string): string {
  return `data:${type};base64,${Buffer.from(logo).toString('base64')}`;
}

/** About how many lines a text takes; of nothing none. */
function linesIn(text: string | null, width: number): number {
  if (text === null || text === '') return 0;
  return text
    .split('\n')
    .reduce((lines, line) => lines + Math.max(1, Math.ceil((line.length * 4.1) / width)), 0);
}

function letterhead({ sender }: PrintedDocument, look: Look, { words }: Palette): Content {
  const name: Content =
    look.logo === null
      ? { text: sender.name, fontSize: 17, bold: true, color: words, lineHeight: 1 }
      : { image: 'logo', fit: [190, 64] };
  const named: Content[] = look.logo === null ? [] : [{ text: sender.name, bold: true }];
  const lines = sender.lines.map((text): Content => ({ text, color: faint, fontSize: 8.5 }));
  return {
    columns: [
      { width: '*', stack: [name] },
      { width: 210, stack: [...named, ...lines], alignment: 'right' },
    ],
    columnGap: 24,
  };
}

function title({ title: text }: PrintedDocument, { words }: Palette): Content {
  return { text, bold: true, color: words, fontSize: 20, lineHeight: 1, margin: [0, 22, 0, 12] };
}

function addressAndFacts({ recipient, facts }: PrintedDocument): Content {
  const address: Content[] = [
    { text: recipient.heading, ...small },
    { text: recipient.name, bold: true, fontSize: 10.5 },
    ...recipient.lines.map((text): Content => ({ text })),
  ];
  const body = facts.map(({ label, text }) => [{ text: label, color: faint }, { text }]);
  const table: Content =
    body.length === 0 ? { text: '' } : { table: { widths: [84, 146], body }, layout: tight };
  return {
    columns: [
      { width: '*', stack: address },
      { width: 230, stack: [table] },
    ],
    columnGap: 24,
  };
}

const small = { fontSize: 8, color: faint, margin: [0, 0, 0, 2] as Margins };

const tight = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 1.5,
};

function opening({ subject, introduction }: PrintedDocument, { words }: Palette): Content[] {
  const named: Content[] =
    subject === null
      ? []
      : [{ text: subject, bold: true, fontSize: 12, color: words, margin: [0, 16, 0, 0] }];
  const said: Content[] = introduction === null ? [] : [{ text: introduction, margin: [0, 14, 0, 0] }];
  return [...named, ...said];
}

const totalsWidth = 250;

function totals(rows: readonly PrintedTotal[], { accent, words }: Palette): Content {
  if (rows.length === 0) return { text: '' };
  const strong = (weight: PrintedTotal['weight']) => weight === 'sum' || weight === 'due';
  const body = rows.map(({ label, text, weight }) => {
    const style = {
      bold: strong(weight),
      fontSize: weight === 'due' ? 12 : 9.5,
      color: weight === 'muted' ? faint : weight === 'due' ? words : ink,
    };
    return [
      { text: label, ...style },
      { text, ...style, alignment: 'right' as const, noWrap: true },
    ];
  });
  return {
    columns: [
      { width: '*', text: '' },
      {
        width: totalsWidth,
        table: { widths: ['*', 'auto'], body },
        layout: {
          ...tight,
          paddingTop: () => 2.5,
          paddingBottom: () => 2.5,
          hLineWidth: (line: number) => (line < rows.length && strong(rows[line]!.weight) ? 0.8 : 0),
          hLineColor: () => accent,
        },
      },
    ],
    unbreakable: true,
    margin: [0, 10, 0, 0],
  };
}

/** The heading stays with what follows it: with all of a short text, with the first paragraph of a long one. */
function printNote({ heading, text }: PrintedNote, { words }: Palette): Content {
  const [first = '', ...others] = text.length < 900 ? [text] : text.split('\n');
  const headed: Content = {
    stack: [
      { text: heading, bold: true, color: words, margin: [0, 0, 0, 2], headlineLevel: 2 },
      { text: first, fontSize: 9 },
    ],
    unbreakable: first.length < 900,
  };
  const rest: Content[] = others.length === 0 ? [] : [{ text: others.join('\n'), fontSize: 9 }];
  return { stack: [headed, ...rest], margin: [0, 13, 0, 0] };
}

function signatures(words: readonly string[]): Content[] {
  if (words.length === 0) return [];
  const widths = ['*', '*', 90];
  return [
    {
      columns: words.map((text, index) => ({
        width: widths[index] ?? '*',
        stack: [
          {
            canvas: [
              {
                type: 'line' as const,
                x1: 0,
                y1: 0,
                x2: index === 2 ? 90 : 178,
                y2: 0,
                lineWidth: 0.6,
                lineColor: faint,
              },
            ],
          },
          { text, ...small, margin: [0, 3, 0, 0] as Margins },
        ],
      })),
      columnGap: 20,
      unbreakable: true,
      margin: [0, 52, 0, 0],
    },
  ];
}

function runningHead({ title: name, number, sender }: PrintedDocument): Content {
  return {
    columns: [{ text: `${name} ${number ?? ''}`.trim() }, { text: sender.name, alignment: 'right' }],
    fontSize: 8,
    color: faint,
    margin: [side, 24, side, 0],
  };
}

type Foot = { readonly page: number; readonly pages: number; readonly width: number };

function runningFoot({ footer }: PrintedDocument, { page, pages, width }: Foot): Content {
  return {
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.4, lineColor: hairline }] },
      {
        columns: [
          { width: '*', text: footer ?? '' },
          { width: 70, text: `Page ${page} of ${pages}`, alignment: 'right' },
        ],
        margin: [0, 6, 0, 0],
      },
    ],
    fontSize: 8,
    color: faint,
    margin: [side, 8, side, 0],
  };
}
