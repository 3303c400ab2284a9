import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldPages } from './renewed.ts';
import { continued, isOldInView, renewed } from './renewed.ts';

type Row = { id: string; text: string };

const pageRows = 10;
const idOf = ({ id }: Row) => id;
const atTop = { first: 0, last: 5 };

/** A server with rows in the order of their texts; a cursor is the text of the last row. */
function server(count: number) {
  const rows = Array.from({ length: count }, (_, at): Row => ({ id: String(at), text: textOf(at) }));
  const asked: string[] = [];
  return {
    rows,
    asked,
    askPage: (cursor: string) => {
      asked.push(cursor);
      const behind = rows
        .toSorted((a, b) => (a.text < b.text ? -1 : 1))
        .filter(({ text }) => text > cursor)
        .map((row) => ({ ...row }));
      const items = behind.slice(0, pageRows);
      const nextCursor = behind.length > pageRows ? (items.at(-1)?.text ?? null) : null;
      return Promise.resolve({ items, nextCursor });
    },
    texts: () => rows.map(({ text }) => text).toSorted(),
  };
}

function textOf(at: number): string {
  return String(at * 10).padStart(6, '0');
}

async function wholeOf(api: ReturnType<typeof server>): Promise<HeldPages<Row>> {
  let held = await renewed<Row>(undefined, { ...api, inView: atTop, idOf });
  while (held.pages.at(-1)?.nextCursor !== null) held = await continued(held, { ...api, idOf });
  api.asked.length = 0;
  return held;
}

function textsOf({ pages }: HeldPages<Row>): string[] {
  return pages.flatMap(({ items }) => items.map(({ text }) => text));
}

test('the first time there is the first page, and each further one comes behind it', async () => {
  const api = server(25);
  const first = await renewed<Row>(undefined, { ...api, inView: atTop, idOf });
  assert.equal(textsOf(first).length, 10);
  assert.deepEqual(textsOf(await wholeOf(api)), api.texts());
});

test('only the page in view is asked again, and the others when they come into view', async () => {
  const api = server(1000);
  const held = await wholeOf(api);
  const inView = { first: 512, last: 518 };
  const after = await renewed(held, { ...api, inView, idOf });
  assert.deepEqual(api.asked, [textOf(509)]);
  assert.deepEqual(textsOf(after), api.texts());
  assert.equal(isOldInView(after, inView), false);
  assert.equal(isOldInView(after, { first: 505, last: 512 }), true);
  assert.equal(isOldInView(after, { first: 518, last: 521 }), true);
  const above = await renewed(after, { ...api, inView: { first: 505, last: 512 }, idOf });
  assert.equal(isOldInView(above, { first: 505, last: 512 }), false);
  assert.equal(api.asked.length, 3);
});

test('a row that came into view does not cost what was read behind it', async () => {
  const api = server(100);
  const held = await wholeOf(api);
  api.rows.push({ id: 'new', text: '000015' });
  const after = await renewed(held, { ...api, inView: atTop, idOf });
  assert.equal(api.asked.length, 1);
  assert.deepEqual(textsOf(after), api.texts());
});

test('rows that went out of view leave no gap', async () => {
  const api = server(100);
  const held = await wholeOf(api);
  api.rows.splice(2, 3);
  const after = await renewed(held, { ...api, inView: atTop, idOf });
  assert.equal(api.asked.length, 1);
  assert.deepEqual(textsOf(after), api.texts());
});

test('a row that moved into view from far behind is there once', async () => {
  const api = server(100);
  const held = await wholeOf(api);
  api.rows[77]!.text = '000015';
  const after = await renewed(held, { ...api, inView: atTop, idOf });
  assert.equal(api.asked.length, 1);
  assert.deepEqual(textsOf(after), api.texts());
});

test('where the last row in view has come from elsewhere, what is behind it is read anew', async () => {
  const api = server(100);
  const held = await wholeOf(api);
  api.rows[77]!.text = '000085';
  let after = await renewed(held, { ...api, inView: atTop, idOf });
  assert.deepEqual(textsOf(after), api.texts().slice(0, 10));
  while (after.pages.at(-1)?.nextCursor !== null) after = await continued(after, { ...api, idOf });
  assert.deepEqual(textsOf(after), api.texts());
});

test('a list that has become shorter than the view ends there', async () => {
  const api = server(100);
  const held = await wholeOf(api);
  api.rows.splice(55);
  const after = await renewed(held, { ...api, inView: { first: 52, last: 70 }, idOf });
  assert.deepEqual(textsOf(after), api.texts());
  api.rows.splice(0);
  assert.deepEqual(textsOf(await renewed(after, { ...api, inView: atTop, idOf })), []);
});

test('whatever happens, reading all that is old ends with what the server has', async () => {
  let seed = 5;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const api = server(300);
  let held = await wholeOf(api);
  for (let round = 0; round < 200; round += 1) {
    const row = api.rows[next(api.rows.length)]!;
    const act = next(3);
    if (act === 0) row.text = `${textOf(next(300))}x${round}`;
    if (act === 1) api.rows.splice(api.rows.indexOf(row), 1);
    if (act === 2) api.rows.push({ id: `new ${round}`, text: `${textOf(next(300))}y${round}` });
    const first = next(280);
    held = await renewed(held, { ...api, inView: { first, last: first + 6 }, idOf });
    assert.equal(held.pages.length, held.pageParams.length);
    const ids = held.pages.flatMap(({ items }) => items.map(idOf));
    const seen = textsOf(held).slice(first, first + 7);
    assert.ok(
      seen.every((text) => api.texts().includes(text)),
      `round ${round}`,
    );
    assert.equal(new Set(ids).size, ids.length, `twice in round ${round}`);
  }
  for (let first = 0; first < textsOf(held).length; first += 1)
    while (isOldInView(held, { first, last: first }))
      held = await renewed(held, { ...api, inView: { first, last: first }, idOf });
  while (held.pages.at(-1)?.nextCursor !== null) held = await continued(held, { ...api, idOf });
  assert.deepEqual(textsOf(held), api.texts());
});
