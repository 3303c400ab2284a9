import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CsvTokenizer } from './tokenizer.ts';

const limits = { fieldLengthMax: 1000, columnsMax: 50 };

function rowsOf(text: string, { delimiter = ',', pieces = Number.POSITIVE_INFINITY, within = limits } = {}) {
  const tokenizer = new CsvTokenizer(delimiter, within);
  const rows = [];
  for (let at = 0; at < text.length; at += pieces) rows.push(...tokenizer.push(text.slice(at, at + pieces)));
  return [...rows, ...tokenizer.end()];
}

test('quotes inside quotes, delimiters and line breaks inside quotes, backslashes as they are', () => {
  assert.deepEqual(rowsOf('a,"b ""c"" d","e,f\ng",\\"\n1,2,3,4'), [
    { line: 1, cells: ['a', 'b "c" d', 'e,f\ng', '\\"'] },
    { line: 3, cells: ['1', '2', '3', '4'] },
  ]);
});

test('all three line ends, empty lines and rows of empty cells', () => {
  const rows = rowsOf('a,b\r\n\r\nc,d\r\n,\n  \ne,f\rg,h\n\n\n');
  assert.deepEqual(
    rows.map((row) => ('cells' in row ? [row.line, ...row.cells] : row)),
    [
      [1, 'a', 'b'],
      [3, 'c', 'd'],
      [6, 'e', 'f'],
      [7, 'g', 'h'],
    ],
  );
});

test('a quote that never closes costs its own row, not the rest of the file', () => {
  const rows = rowsOf('a,b\n"open,1\nc,d\n');
  assert.deepEqual(rows[0], { line: 1, cells: ['a', 'b'] });
  assert.ok('code' in rows[1]! && rows[1].code === 'brokenQuotes' && rows[1].line === 2);
  assert.deepEqual(rows[2], { line: 3, cells: ['c', 'd'] });
});

test('text after a closing quote costs its row', () => {
  const rows = rowsOf('"a"x,b\nc,d');
  assert.ok('code' in rows[0]! && rows[0].line === 1);
  assert.match('message' in rows[0]! ? rows[0].message : '', /After the quoted value "a"/);
  assert.deepEqual(rows[1], { line: 2, cells: ['c', 'd'] });
});

test('a value without end is dropped without being held', () => {
  const rows = rowsOf(`a\n${'x'.repeat(50_000)}\nb`, { pieces: 700 });
  assert.deepEqual(
    rows.map((row) => [row.line, 'cells' in row ? row.cells[0] : row.code]),
    [
      [1, 'a'],
      [2, 'fieldTooLong'],
      [3, 'b'],
    ],
  );
});

test('rows are the same however the text is cut into pieces', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', ' ', '€'), maxLength: 12 });
  const text = fc.array(field, { maxLength: 12 }).map((fields) => fields.join(','));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, pieces) => {
      assert.deepEqual(rowsOf(whole, { pieces }), rowsOf(whole));
    }),
    { numRuns: 500 },
  );
});

test('whatever is written with quotes reads back as itself', () => {
  const cells = fc.array(fc.string({ unit: 'grapheme', maxLength: 10 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 5 }), (rows) => {
      const text = rows
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
        .join('\r\n');
      const expected = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
      const found = rowsOf(text, { delimiter: ';' }).map((row) => ('cells' in row ? row.cells : row.code));
      assert.deepEqual(found, expected);
    }),
  );
});
