import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { test } from 'node:test';
import { csvHeader, csvRows, neutralised } from './csv.ts';
import type { ExportTable } from './table.ts';
import { workbook } from './xlsx.ts';

const table: ExportTable = {
  title: 'Unbilled: [detail]',
  firmCurrency: 'JPY',
  columns: [
    { key: 'name', label: 'Name', kind: 'text' },
    { key: 'on', label: 'Date', kind: 'date' },
    { key: 'minutes', label: 'Hours', kind: 'minutes', summed: true },
    { key: 'open', label: 'Open', kind: 'money', summed: true },
    { key: 'cost', label: 'Cost', kind: 'cost' },
  ],
};
const rows = [
  { name: '=1+1', on: '2026-03-31', minutes: 90, openMinor: -123_456n, costMinor: 500n, currency: 'NZD' },
  { name: 'Say "hi", then\nleave', on: null, minutes: 0, openMinor: 5n, costMinor: null, currency: 'KWD' },
];

test('CSV has plain decimals in the currency of each row, ISO dates and quoted text', () => {
  assert.equal(csvHeader(table, { withByteOrderMark: true }), '\uFEFFName,Date,Hours,Open,Cost\r\n');
  assert.equal(
    csvRows(table, rows),
    `'=1+1,2026-03-31,1.5,-1234.56,500\r\n"Say ""hi"", then\nleave",,0,0.005,\r\n`,
  );
});

test('what a spreadsheet would take for a formula is neutralised, and nothing else', () => {
  for (const text of ['=A1', '+1', '-1', '@SUM(A1)', '\t=A1', '  =A1', '\r=A1', '＝A1', '\u00A0-1']) {
    assert.equal(neutralised(text), `'${text}`);
  }
  for (const text of ['', 'A=1', '1-2', "O'Brien", 'a@b']) assert.equal(neutralised(text), text);
});

test('a workbook has numbers in the format of their currency, dates as dates, a frozen header and sums', async () => {
  const sheet = entryOf(await workbook(table, rows), 'xl/worksheets/sheet1.xml');
  assert.match(sheet, /state="frozen"/);
  assert.match(sheet, /<v>-1234\.56<\/v>/);
  // The day number of 31 March 2026.
  assert.match(sheet, /<v>46112<\/v>/);
  assert.equal(sheet.match(/<row /g)?.length, 1 + rows.length + 2);
  assert.doesNotMatch(sheet, /<f>/);
});

/** The text of one file of a zip archive. */
function entryOf(zip: Uint8Array, name: string): string {
  const buffer = Buffer.from(zip);
  const central = buffer.indexOf(Buffer.from(name), buffer.lastIndexOf(name) - 200);
  const header = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]), central);
  const size = buffer.readUInt32LE(header + 20);
  const local = buffer.readUInt32LE(header + 42);
  const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
  return inflateRawSync(buffer.subarray(start, start + size)).toString('utf8');
}
