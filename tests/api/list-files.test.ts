// Every list is also a file: made from the routes, so that a new list is covered as soon as it is described.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { formatAccepted, listOf, listRowsMax, withFiles } from '#api/lists/files.ts';
import { columnsOfItem } from '#api/lists/columns.ts';
import { routes } from '#api/routes/index.ts';
import { route, type FirmRoute } from '#api/route.ts';
import { costFigure } from '#contract/costs.ts';
import { date } from '#contract/dates.ts';
import { id } from '#contract/ids.ts';
import { amount } from '#contract/money.ts';
import { pageOf, pageQuery } from '#contract/paging.ts';
import { done, refuse } from '#core/refusal.ts';
import { furnish } from './furnished.ts';
import { addressOf, endpoints } from './samples.ts';
import { createApiTest } from './testing.ts';

const position = z.tuple([z.int().min(0).max(10_000_000)]);
const item = z.object({
  id,
  name: z.string(),
  on: date.nullable(),
  open: amount.meta({ description: 'Still open.' }),
  currency: z.string(),
  active: z.boolean(),
  rounding: z.object({ minutes: z.int(), direction: z.string() }).nullable(),
  tags: z.array(z.string()),
  lines: z.array(z.object({ id })),
  cost: costFigure(amount),
});

function itemAt(place: number): z.output<typeof item> {
  return {
    id: place,
    name: place === 2 ? '=HYPERLINK("evil")' : `Item, ${place}`,
    on: place === 3 ? null : ('2026-03-31' as z.output<typeof date>),
    open: place % 2 === 0 ? '-12.50' : '1000.00',
    currency: 'NZD',
    active: place % 2 === 0,
    rounding: place === 1 ? null : { minutes: 15, direction: 'up' },
    tags: ['a', 'b'],
    lines: [{ id: 1 }, { id: 2 }],
    cost: '7.00',
  };
}

let pagesRead = 0;
function listTo(path: string, size: number, refusedAfter = Infinity): FirmRoute {
  return route({
    method: 'GET',
    path,
    summary: 'A list',
    tag: 'Firm',
    permission: 'firm.read',
    query: z.strictObject({ ...pageQuery(position) }),
    answer: pageOf(item, position),
    handler({ query: { limit, cursor } }) {
      pagesRead += 1;
      const from = (cursor?.[0] ?? 0) + 1;
      const to = Math.min(from + limit - 1, size);
      if (to > refusedAfter) return Promise.resolve(refuse('overloaded', 'Too much at once.'));
      const items = Array.from({ length: to - from + 1 }, (_, index) => itemAt(from + index));
      return Promise.resolve(done({ items, nextCursor: to < size ? ([to] as [number]) : null }));
    },
  });
}

const invented = [
  listTo('/short', 3),
  listTo('/long', 1203),
  listTo('/endless', listRowsMax + 1),
  listTo('/failing', 2000, 1000),
];
const api = await createApiTest({ routes: [...routes, ...withFiles(invented)] });
const known = await furnish(api);
const owner = api.as('owner');

test('a list as CSV has a column for each field, nested ones with dots, and harmless text', async () => {
  const answer = await owner.get('/short?format=csv');
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers['content-type']!, /^text\/csv/);
  assert.match(answer.headers['content-disposition']!, /short\.csv/);
  assert.equal(
    answer.text,
    [
      'id,name,on,open,currency,active,rounding.minutes,rounding.direction,tags,lines,cost',
      '1,"Item, 1",2026-03-31,1000.00,NZD,no,,,a; b,2,7.00',
      `2,"'=HYPERLINK(""evil"")",2026-03-31,-12.50,NZD,yes,15,up,a; b,2,7.00`,
      '3,"Item, 3",,1000.00,NZD,no,15,up,a; b,2,7.00',
      '',
    ].join('\r\n'),
  );
});

test('Accept asks for a file as the address does, and the address decides', async () => {
  const asked = await owner.get('/short', { accept: 'text/csv' });
  assert.equal(asked.text, (await owner.get('/short?format=csv')).text);
  assert.ok((await owner.get('/short?format=csv&bom=true')).text.startsWith('\uFEFFid,'));
  const decided = await owner.get('/short?format=json', { accept: 'text/csv' });
  assert.equal(decided.body.items.length, 3);
  assert.equal(formatAccepted('text/html,application/xhtml+xml,*/*;q=0.8'), undefined);
  assert.equal(formatAccepted('application/json, text/csv;q=0.5'), undefined);
  assert.equal(formatAccepted('text/csv;q=0'), undefined);
  assert.equal(formatAccepted('application/json;q=0.1, text/csv'), 'csv');
});

test('a file has every page of the list, whatever limit says', async () => {
  pagesRead = 0;
  const answer = await owner.get('/long?format=csv&limit=1');
  const lines = answer.text.trimEnd().split('\r\n');
  assert.equal(lines.length, 1 + 1203);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(',')[0]),
    Array.from({ length: 1203 }, (_, index) => String(index + 1)),
  );
  assert.equal(pagesRead, 3);
});

test('a file that would be too long, or a page that is refused, is a refusal and not half a file', async () => {
  for (const format of ['csv', 'xlsx']) {
    const long = await owner.get(`/endless?format=${format}`);
    assert.equal(long.body.code, 'batchTooLarge');
    const failing = await owner.get(`/failing?format=${format}`);
    assert.equal(failing.body.code, 'overloaded');
  }
});

test('costs of the firm are in the file only for those who may see them', async () => {
  const answer = await api.as('projectManager').get('/short?format=csv');
  assert.match(
    answer.text,
    /^id,name,on,open,currency,active,rounding\.minutes,rounding\.direction,tags,lines\r\n/,
  );
  assert.ok(!answer.text.includes('7.00'));
});

const lists = routes.filter((one) => one.kind === 'firm' && listOf({ ...one, query: undefined }) !== null);

test('every list of the program answers CSV and a workbook with the rows that it lists', async () => {
  assert.ok(lists.length >= 15, String(lists.length));
  for (const one of lists) {
    const endpoint = endpoints.find(({ path, method }) => path === `/api/v1${one.path}` && method === 'GET')!;
    const at = (query: Record<string, string>) => addressOf(endpoint, known, query);
    const json = await owner.get(at({}));
    if (json.status !== 200) continue;
    const csv = await owner.get(at({ format: 'csv' }));
    assert.equal(csv.status, 200, `${one.path}: ${csv.text}`);
    const xlsx = await owner.get(at({ format: 'xlsx' }));
    assert.ok(xlsx.text.startsWith('PK'), one.path);
    if (one.path.startsWith('/reports/') || one.path.endsWith('/ledger')) continue;
    const [header, ...rows] = recordsOf(csv.text);
    assert.equal(rows.length, json.body.items.length, one.path);
    for (const row of rows) assert.equal(row.length, header!.length, one.path);
    const [first] = json.body.items;
    if (first?.id !== undefined) assert.equal(rows[0]![header!.indexOf('id')], first.id, one.path);
  }
});

test('a list as a file needs what the list needs', async () => {
  for (const one of lists) {
    const endpoint = endpoints.find(({ path, method }) => path === `/api/v1${one.path}` && method === 'GET')!;
    const json = await api.as('staff').get(addressOf(endpoint, known));
    const csv = await api.as('staff').get(addressOf(endpoint, known, { format: 'csv' }));
    assert.equal(csv.status, json.status, one.path);
  }
});

test('every list has columns, and says in the reference that it is also a file', () => {
  for (const one of lists) {
    const { answer, downloads } = one as FirmRoute;
    const { element } = (answer as z.ZodObject).shape['items'] as z.ZodArray;
    assert.ok(columnsOfItem(element).length > 0, one.path);
    assert.ok(
      downloads!.some((type) => type.startsWith('text/csv')),
      one.path,
    );
  }
});

/** The fields of each line; enough CSV for what we write. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') records.push([]);
  }
  return records.slice(0, -1);
}
