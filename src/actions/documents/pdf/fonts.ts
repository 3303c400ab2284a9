// The typeface of documents: Source Sans 3, which has figures of one width and the Latin, Greek and Cyrillic scripts. It is
// read from its package once, and handed to pdfmake in memory, so that pdfmake needs no file of this machine.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const typeface = 'Source Sans 3';

const faces = {
  normal: '400Regular/SourceSans3_400Regular.ttf',
  bold: '600SemiBold/SourceSans3_600SemiBold.ttf',
} as const;

/** The fonts by the names under which pdfmake asks for them. */
export function readFonts(): { name: string; style: keyof typeof faces; content: Buffer }[] {
  return Object.entries(faces).map(([style, file]) => ({
    name: `${typeface} ${style}`,
    style: style as keyof typeof faces,
    content: readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-sans-3/${file}`))),
  }));
}

// Widths in thousandths of the font size, bold, rounded up: columns of figures are as wide as their widest figure.
const narrow = 290;
const digit = 520;
const letter = 570;
const wide = 880;

/** About how wide a line of text is, never less than it is. */
export function widthOf(text: string, fontSize: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOfCharacter(character);
  return (thousandths * fontSize) / 1000;
}

function widthOfCharacter(character: string): number {
  if (/[.,:;'’|!\s()\-ijlIft]/.test(character)) return character === 'f' || character === 't' ? 360 : narrow;
  if (/[\d−–]/.test(character)) return digit;
  return /[mwMW%@—]/.test(character) || character > '\u{2E7F}'
    ? wide
    : letter + (/\p{Lu}/u.test(character) ? 80 : 0);
}
