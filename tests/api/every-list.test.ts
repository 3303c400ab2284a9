// Every list that has pages, in every order and by every filter whose values are known: walked in small steps it is what it is
// in one, each row once; a filter keeps the rows that it names and no others; what is so and what is not so are all.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { buildServer } from '#api/server.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { testDatabase } from '#store/testing/database.ts';
import type { TestFirm } from '#store/testing/firm.ts';
import { demoFirm, demoFirmId as firmId, smallFirm } from '../demo-firm.ts';
import { addressOf, endpoints, resolved, type Endpoint, type Schema } from './samples.ts';
import { addApiKey, caller, testSecret, type ApiCaller } from './testing.ts';

const { database } = await testDatabase({}, demoFirm(smallFirm));
const { now } = smallFirm;
const server = buildServer({
  database,
  clock: () => now,
  config: {
    secret: testSecret,
    rateLimits: { requestsPerMinuteMax: 1_000_000, guessesPerMinuteMax: 1_000 },
    mail: undefined,
  },
  routes: undefined,
  admission: undefined,
});
after(() => server.close());
const staffId = await makeAlike();
await keepPastBalances(database, firmId, now);
const firm = { firmId, staffId } as TestFirm;
const as = async (role: 'owner' | 'staff') =>
  caller(server, { authorization: `Bearer ${await addApiKey(database, firm, { role })}` });
const [owner, staff] = [await as('owner'), await as('staff')];

/** Names, days and amounts that many have in common. Answers whoever recorded most. */
async function makeAlike(): Promise<number> {
  return database.inFirm(firmId, async (tx) => {
    await tx.query(`update job set name = 'Refit' where firm_id = $1 and id % 3 <> 0`, [firmId]);
    await tx.query(`update job set due_on = '2026-04-01' where firm_id = $1 and id % 3 = 1`, [firmId]);
    await tx.query(`update job set due_on = null where firm_id = $1 and id % 3 = 2`, [firmId]);
    await tx.query(`update contact set name = 'Kim' where firm_id = $1 and id % 2 = 0`, [firmId]);
    const [row] = await tx.query<{ id: number }>(
      `select staff_id as id from time_entry where firm_id = $1 group by 1 order by count(*) desc limit 1`,
      [firmId],
    );
    return row!.id;
  });
}

type Row = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string>>;

const lists = endpoints.filter(
  ({ method, access, parameters }) =>
    method === 'GET' && access === 'firm' && parameters.some(({ name }) => name === 'cursor'),
);

/** These are of one record, which the query names. */
const needsOne = new Set(
  ['history', 'attachments', 'billable', 'reports/period-openings'].map((path) => `/api/v1/${path}`),
);

/** What a path or a required parameter stands for, as far as the firm has it. */
async function knownFor({ path }: Endpoint): Promise<Record<string, string> | undefined> {
  const [, parent] = /^\/api\/v1\/(.+)\/\{id\}/.exec(path) ?? [];
  const span = { from: '2026-01-01', to: '2026-03-31', by: 'client' };
  if (needsOne.has(path)) return undefined;
  if (path.endsWith('/write-off-lines')) return { from: '2025-10', to: '2026-03' };
  if (parent === undefined) return span;
  const found = await owner.get(`/${parent}?limit=1`);
  const [first] = found.body.items;
  return first === undefined ? undefined : { ...span, id: first.id, with: first.id };
}

/** Of which each question is walked through. */
const rowsMax = 25;
const pageMax = 200;

/** The first rows of a list in pages of one size, at most so many. */
async function walk(by: ApiCaller, address: (page: Query) => string, limit: number, most = rowsMax) {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page = address({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
    const { status, body, text } = await by.get(page);
    assert.equal(status, 200, `${page}: ${text}`);
    assert.ok(body.items.length <= limit, page);
    rows.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== null && rows.length < most);
  return rows.slice(0, most);
}

/** One order, or one filter with one of its values. */
function questionsOf({ parameters }: Endpoint, rows: readonly Row[]): Query[] {
  const valuesOf = (name: string, schema: Schema): string[] => {
    const { enum: values, type, items } = resolved(schema);
    if (values !== undefined) return values.map(String);
    if (type === 'array') return (resolved(items ?? {}).enum ?? []).map(String);
    const seen = rows.map((row) => row[name]).filter((value) => typeof value === 'string');
    return isNamed(name) ? [...new Set(seen)].slice(0, 2) : [];
  };
  const isOf = (wanted: string) => (parameter: { name: string }) => parameter.name === wanted;
  const valuesFor = (name: string) => {
    const found = parameters.find(isOf(name));
    return found === undefined ? [] : valuesOf(name, found.schema);
  };
  const orders = valuesFor('order').flatMap((order): Query[] => {
    const sorts = valuesFor('sort');
    return sorts.length === 0 ? [{ order }] : sorts.map((sort) => ({ sort, order }));
  });
  const groups = valuesFor('groupBy').flatMap((groupBy): Query[] => [
    { groupBy },
    { groupBy, sort: 'netWip' },
  ]);
  const others = parameters
    .filter(({ name, in: where, required }) => where === 'query' && !required && !asideFrom.has(name))
    .flatMap(({ name, schema }) => valuesOf(name, schema).map((value) => ({ [name]: value })));
  const past = parameters.some(isOf('asAt'))
    ? [...orders, ...groups].map((order) => ({ ...order, asAt: '2026-01-17' }))
    : [];
  return [{}, ...orders, ...groups, ...past, ...others];
}

const asideFrom = new Set(['order', 'sort', 'groupBy', 'format', 'bom', 'limit', 'cursor', 'by', 'start']);
const isNamed = (name: string) => name.endsWith('Id') || name === 'currency' || name === 'category';

for (const endpoint of lists) {
  test(`${endpoint.path} is the same in small steps as in one`, async () => {
    const known = await knownFor(endpoint);
    if (known === undefined) return;
    const at = (query: Query) => (page: Query) =>
      addressOf(endpoint, known, { ...query, ...page }).replace('/api/v1', '');
    const all = await walk(owner, at({}), pageMax, pageMax);
    for (const query of questionsOf(endpoint, all)) {
      const how = JSON.stringify(query);
      const rows = await walk(owner, at(query), pageMax);
      const steps = await walk(owner, at(query), stepOf(rows));
      assert.deepEqual(steps, rows, how);
      const texts = rows.map((row) => JSON.stringify(row));
      assert.equal(new Set(texts).size, texts.length, `each row once: ${how}`);
      if (Object.keys(query).length === 1 && all.length < pageMax) holdAgainst(all, rows, query);
    }
    await walkAsStaff(at({}));
  });
}

const stepOf = (rows: readonly Row[]) => Math.max(1, Math.ceil(rows.length / 3));

/** What a filter of one value leaves, where rows tell it. */
function holdAgainst(all: readonly Row[], rows: readonly Row[], query: Query): void {
  const [[name, value]] = Object.entries(query) as [[string, string]];
  if (asideFrom.has(name) || !all.some((row) => Object.hasOwn(row, name))) return;
  if (!isNamed(name) && !all.every((row) => typeof row[name] === 'boolean')) return;
  const wanted = all.filter((row) => String(row[name]) === value);
  assert.deepEqual(rows, wanted.slice(0, rowsMax), `what is found: ${JSON.stringify(query)}`);
}

/** Whoever may see less sees it whole. */
async function walkAsStaff(address: (page: Query) => string): Promise<void> {
  if ((await staff.get(address({ limit: '1' }))).status === 403) return;
  const rows = await walk(staff, address, pageMax);
  assert.deepEqual(await walk(staff, address, stepOf(rows)), rows, 'for staff');
}
