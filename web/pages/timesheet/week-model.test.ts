import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Timesheet, WeekEntry } from '../../api/timesheet.ts';
import type { Change } from './outbox.ts';
import { viewOf, withSaved } from './week-model.ts';

const days = ['30', '31', '01', '02', '03', '04', '05'].map((day, place) => ({
  on: `2026-0${place < 2 ? 3 : 4}-${day}`,
  minutes: 0,
  targetMinutes: place < 5 ? 450 : 0,
  reason: place > 1 ? 'Nothing can be dated after 2026-03-31.' : null,
}));
const named = (jobTaskId: string) => ({
  jobId: '1',
  jobNumber: 'J1',
  jobName: 'Fit-out',
  clientName: 'Longacre',
  jobTaskId,
  taskName: `Task ${jobTaskId}`,
  taskIsBillable: true,
});
const entry = (id: string, more: Partial<WeekEntry> = {}): WeekEntry => ({
  id,
  version: 1,
  workedOn: '2026-03-30',
  minutes: 60,
  billable: true,
  note: null,
  state: 'open',
  reason: null,
  ...more,
});
const sheet = (...entries: WeekEntry[]): Timesheet => ({
  staff: { id: '7', name: 'Ana', active: true },
  weekStart: '2026-03-30',
  weekEnd: '2026-04-05',
  today: '2026-03-31',
  latestOn: '2026-03-31',
  editable: true,
  reason: null,
  days,
  minutes: 0,
  targetMinutes: 2250,
  submissionExpected: false,
  submission: null,
  rows: entries.length === 0 ? [] : [{ ...named('2'), reason: null, entries }],
  lastWeek: [],
});
const change = (more: Partial<Change> = {}): Change => ({
  key: 'k',
  staffId: '7',
  weekStart: '2026-03-30',
  day: '2026-03-30',
  row: named('2'),
  entryId: null,
  entry: null,
  minutes: 90,
  note: null,
  billable: true,
  at: 1,
  state: 'waiting',
  mayHaveArrived: false,
  problem: null,
  ...more,
});
const monday = (view: ReturnType<typeof viewOf>) => view.rows[0]!.cells[0]!;

test('what is typed stands in the cell and in the totals before the server knows of it', () => {
  const view = viewOf(sheet(), [change()], [], []);
  assert.equal(monday(view).minutes, 90);
  assert.equal(view.days[0]!.minutes, 90);
  assert.equal(view.minutes, 90);
});

test('what is typed over an entry takes its place, and nothing removes it', () => {
  const typed = change({ entry: { id: '9', version: 1 } });
  assert.equal(monday(viewOf(sheet(entry('9')), [typed], [], [])).minutes, 90);
  const removed = viewOf(sheet(entry('9')), [{ ...typed, minutes: 0 }], [], []);
  assert.equal(monday(removed).minutes, 0);
});

test('of several entries in a cell the sum shows, and each is changed for itself', () => {
  const two = sheet(entry('9'), entry('10', { minutes: 30 }));
  assert.equal(monday(viewOf(two, [], [], [])).minutes, 90);
  const one = change({ entryId: '10', entry: { id: '10', version: 1 }, minutes: 15 });
  assert.equal(monday(viewOf(two, [one], [], [])).minutes, 75);
});

test('an entry that cannot be changed says why, and so does a day to come', () => {
  const billed = sheet(entry('9', { state: 'billed', reason: 'The entry was billed by invoice INV-7.' }));
  const { cells } = viewOf(billed, [], [], []).rows[0]!;
  assert.equal(cells[0]!.reason, 'The entry was billed by invoice INV-7.');
  assert.equal(cells[1]!.reason, null);
  assert.match(cells[2]!.reason!, /Nothing can be dated/);
});

test('rows stay in their place; what is added comes below', () => {
  const view = viewOf(
    {
      ...sheet(),
      rows: [
        { ...named('5'), reason: null, entries: [] },
        { ...named('2'), reason: null, entries: [] },
      ],
    },
    [],
    [named('8')],
    ['2', '5'],
  );
  assert.deepEqual(
    view.rows.map(({ row }) => row.jobTaskId),
    ['2', '5', '8'],
  );
});

test('a refused cell stays in sight with what was typed', () => {
  const refused = change({ state: 'refused', problem: 'The period is closed.' });
  const cell = monday(viewOf(sheet(), [refused], [], []));
  assert.equal(cell.minutes, 90);
  assert.equal(cell.change?.problem, 'The period is closed.');
});

test('what the server saved takes the place of what was there, without asking again', () => {
  const saved = { id: '9', version: 2, minutes: 90, billable: true, note: null };
  const after = withSaved(sheet(entry('9')), change({ entry: { id: '9', version: 1 } }), saved);
  assert.deepEqual(
    after.rows[0]!.entries.map(({ id, version, minutes }) => [id, version, minutes]),
    [['9', 2, 90]],
  );
  const added = withSaved(sheet(), change(), saved);
  assert.equal(added.rows[0]!.entries[0]!.minutes, 90);
  const removed = withSaved(after, change({ entry: { id: '9', version: 2 }, minutes: 0 }), null);
  assert.deepEqual(removed.rows[0]!.entries, []);
});
