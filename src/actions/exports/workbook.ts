// A workbook with one sheet, written row by row: memory holds a row and the styles that were met, never the sheet. The
// sheet comes first in the archive and the styles last, because only the whole sheet tells which styles there are.
//
// Text is typed as text, so nothing in it can act as a formula. A number keeps the decimals it was given as text: an
// amount never passes through a float here.

import { zip, type ZipEntry } from './zip.ts';

export type Cell = {
  /** A plain decimal number when there is a format, else text. */
  readonly value: string;
  /** How a number is shown, in the spreadsheet's own words. */
  readonly format?: string;
  readonly isBold?: true;
  /** A line at this side. */
  readonly line?: 'above' | 'below';
};

export type Sheet = {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
};

export type SheetColumn = { readonly label: string; readonly width: number; readonly isNumber: boolean };

export type SheetRow = readonly (Cell | null)[];

const sheetNameMax = 31;
const cellTextMax = 32_000;
/** Rows are packed so many characters at a time. */
const chunkSize = 64_000;
/** What XML cannot hold. */
// oxlint-disable-next-line no-control-regex
const notXml = /[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g;
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const part = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The bytes of the workbook; rows are taken as fast as they are written. */
export function workbookOf(
  sheet: Sheet,
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
): AsyncGenerator<Uint8Array> {
  return zip(partsOf(sheet, rows));
}

async function* partsOf(
  sheet: Sheet,
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
): AsyncGenerator<ZipEntry> {
  const styles = new Styles();
  const one = (name: string, xml: string): ZipEntry => ({ name, content: once(head + xml) });
  yield one('[Content_Types].xml', contentTypes);
  yield one('_rels/.rels', relationsOf([['officeDocument', 'xl/workbook.xml']]));
  yield one('xl/workbook.xml', book(sheet.title));
  yield one(
    'xl/_rels/workbook.xml.rels',
    relationsOf([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
  );
  yield { name: 'xl/worksheets/sheet1.xml', content: sheetXml(sheet, rows, styles) };
  yield one('xl/styles.xml', styles.xml());
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* sheetXml(
  { columns }: Sheet,
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
  styles: Styles,
): AsyncGenerator<string> {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  yield (
    `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `${widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`}<sheetData>`
  );
  const names = columns.map((_, index) => columnName(index));
  const header = columns.map(({ label }): Cell => ({ value: label, isBold: true, line: 'below' }));
  yield rowXml(header, 1, { names, styles, alignRight: columns.map(({ isNumber }) => isNumber) });
  let number = 1;
  let pending = '';
  for await (const row of rows) {
    pending += rowXml(row, (number += 1), { names, styles });
    if (pending.length < chunkSize) continue;
    yield pending;
    pending = '';
  }
  yield `${pending}</sheetData></worksheet>`;
}

type RowContext = {
  readonly names: readonly string[];
  readonly styles: Styles;
  readonly alignRight?: readonly boolean[];
};

function rowXml(row: SheetRow, number: number, { names, styles, alignRight }: RowContext): string {
  const cells = row.map((cell, index) => {
    if (cell === null) return '';
    const place = `r="${names[index]}${number}"`;
    const style = styles.numberOf(cell, alignRight?.[index] === true);
    if (cell.format !== undefined) return `<c ${place} s="${style}"><v>${cell.value}</v></c>`;
    const text = escaped(cell.value.slice(0, cellTextMax));
    return `<c ${place} s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** Each way that a cell looks, once. */
class Styles {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #xml: string[] = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'];
  readonly #formats = new Map<string, number>();

  numberOf(cell: Cell, isRight: boolean): number {
    const { format = '', isBold = false, line = '' } = cell;
    const key =
      format === '' && !isBold && line === '' && !isRight ? '' : `${format}|${isBold}|${line}|${isRight}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#xml.length;
      this.#numbers.set(key, number);
      this.#xml.push(this.#describe(cell, isRight));
    }
    return number;
  }

  #describe({ format, isBold, line }: Cell, isRight: boolean): string {
    const border = line === undefined ? 0 : line === 'above' ? 1 : 2;
    const align = isRight ? '<alignment horizontal="right"/>' : '';
    return (
      `<xf numFmtId="${format === undefined ? 0 : this.#formatNumber(format)}" fontId="${isBold ? 1 : 0}" fillId="0" ` +
      `borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">${align}</xf>`
    );
  }

  /** Numbers below 164 are the spreadsheet's own. */
  #formatNumber(format: string): number {
    const number = this.#formats.get(format) ?? 164 + this.#formats.size;
    this.#formats.set(format, number);
    return number;
  }

  xml(): string {
    const formats = [...this.#formats].map(
      ([format, number]) => `<numFmt numFmtId="${number}" formatCode="${escaped(format)}"/>`,
    );
    const font = (inside: string) => `<font>${inside}<sz val="11"/><name val="Calibri"/></font>`;
    const border = (inside: string) => `<border><left/><right/>${inside}<diagonal/></border>`;
    return (
      `<styleSheet xmlns="${main}">` +
      (formats.length === 0 ? '' : `<numFmts count="${formats.length}">${formats.join('')}</numFmts>`) +
      `<fonts count="2">${font('')}${font('<b/>')}</fonts>` +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      `<borders count="3">${border('<top/><bottom/>')}${border('<top style="thin"/><bottom/>')}` +
      `${border('<top/><bottom style="thin"/>')}</borders>` +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${this.#xml.length}">${this.#xml.join('')}</cellXfs></styleSheet>`
    );
  }
}

/** A, B, … Z, AA, AB, … */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(notXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function book(title: string): string {
  const name = escaped(title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, sheetNameMax));
  return (
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
    `<sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  );
}

function relationsOf(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${relations}">${each.join('')}</Relationships>`;
}

const contentTypes =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${part}.styles+xml"/></Types>`;
