// Draws a printed document as a PDF. The same document drawn at the same moment is the same file, byte by byte.
//
// pdfmake may read nothing: fonts and the logo are handed to it in memory, and both of its doors to files and to the
// network are shut, whatever a text of a document says. It is called in threads of their own: draw.ts.

import pdfmake from 'pdfmake';
import type { PrintedDocument } from '#core/documents/printed.ts';
import { definitionOf, type Look } from './definition.ts';
import { readFonts, typeface } from './fonts.ts';

export type Drawing = { readonly document: PrintedDocument; readonly look: Look; readonly drawnAt: string };

/** The PDF. A logo that cannot be drawn is left out: a broken picture does not hold up an invoice. */
export async function renderPdf({ document, look, drawnAt }: Drawing): Promise<Uint8Array> {
  prepare();
  const said = withoutControls(document);
  const plain: Look = { ...look, logo: null, logoType: null };
  if (look.logo === null || isTooLarge(look.logo)) return draw(said, plain, drawnAt);
  try {
    return await draw(said, look, drawnAt);
  } catch {
    return draw(said, plain, drawnAt);
  }
}

const pixelsMax = 16_000_000;

/** A PNG says in its head how large it gets when it is unpacked, and a small file may say it is enormous. */
function isTooLarge(logo: Uint8Array): boolean {
  if (logo[0] !== 0x89 || logo.length < 24) return false;
  const head = new DataView(logo.buffer, logo.byteOffset, logo.byteLength);
  return head.getUint32(16) * head.getUint32(20) > pixelsMax;
}

function draw(document: PrintedDocument, look: Look, drawnAt: string): Promise<Uint8Array> {
  const { title, number, sender, language } = document;
  return pdfmake
    .createPdf({
      ...definitionOf(document, look),
      info: {
        title: number === null ? title : `${title} ${number}`,
        author: sender.name,
        subject: `${title} of ${sender.name}`,
        creator: 'Workledger',
        producer: 'Workledger',
        creationDate: new Date(drawnAt),
      },
      language,
      displayTitle: true,
    })
    .getBuffer();
}

// Missing from the published types.
const { virtualfs: virtualFiles } = pdfmake as unknown as {
  virtualfs: { writeFileSync(name: string, content: Uint8Array): void };
};

let prepared = false;

function prepare(): void {
  if (prepared) return;
  const fonts = readFonts();
  for (const { name, content } of fonts) virtualFiles.writeFileSync(name, content);
  pdfmake.setFonts({ [typeface]: Object.fromEntries(fonts.map(({ style, name }) => [style, name])) });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  prepared = true;
}

// oxlint-disable-next-line no-control-regex -- they are what is to be left out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Every text without what cannot be drawn; a tab is a space. */
function withoutControls<T>(value: T): T {
  if (typeof value === 'string')
    return value.replaceAll('\r\n', '\n').replaceAll('\t', ' ').replace(controls, '') as T;
  if (Array.isArray(value)) return value.map(withoutControls) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutControls(each)])) as T;
}
