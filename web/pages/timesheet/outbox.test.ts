import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../api/problem.ts';
import type { CellOutcome, CellToSave } from '../../api/timesheet.ts';
import type { CellPlace, Keeping } from './outbox.ts';
import { Outbox } from './outbox.ts';

const row = {
  jobId: '1',
  jobNumber: 'J1',
  jobName: 'Fit-out',
  clientName: 'Longacre',
  jobTaskId: '2',
  taskName: 'Design',
  taskIsBillable: true,
};
const monday: CellPlace = { staffId: '7', weekStart: '2026-03-30', day: '2026-03-30', row, entryId: null };
const hour = { entry: null, minutes: 60, note: null, billable: true };

let keysMade = 0;

function device(): Keeping & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    keys: () => [...kept.keys()],
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

function open(keeping: Keeping, answer: (cells: readonly CellToSave[]) => Promise<CellOutcome[]>) {
  const sent: (readonly CellToSave[])[] = [];
  const due: (() => void)[] = [];
  const outbox = new Outbox({
    owner: '1.1',
    keeping,
    send: (_, cells) => {
      sent.push(cells);
      return answer(cells);
    },
    onOutcome: () => {},
    later: (act) => void due.push(act),
    newKey: () => `key-${(keysMade += 1)}`,
  });
  return {
    outbox,
    sent,
    runDue: async () => {
      for (const act of due.splice(0)) act();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const saved = (id: string, version: number, minutes = 60): CellOutcome => ({
  state: 'saved',
  entry: { id, version, minutes, billable: true, note: null, warnings: [] },
  problems: [],
});

test('what is typed is kept on the device until the server has answered, and then no longer', async () => {
  const keeping = device();
  const { outbox, runDue } = open(keeping, async () => [saved('9', 1)]);
  outbox.write(monday, hour);
  assert.equal(keeping.kept.size, 1);
  await runDue();
  assert.equal(keeping.kept.size, 0);
  assert.deepEqual(outbox.changes(), []);
});

test('a server that is away loses nothing: the same change goes again under the same key', async () => {
  const keeping = device();
  let isAway = true;
  const { outbox, sent, runDue } = open(keeping, async () => {
    if (isAway) throw Problem.unreachable();
    return [saved('9', 1)];
  });
  outbox.write(monday, hour);
  await runDue();
  assert.notEqual(outbox.trouble(), null);
  assert.equal(outbox.changes()[0]?.state, 'waiting');
  isAway = false;
  await runDue();
  assert.equal(sent[0]?.[0]?.key, sent[1]?.[0]?.key);
  assert.equal(outbox.trouble(), null);
  assert.equal(keeping.kept.size, 0);
});

test('what may have arrived is asked about again before anything else is done to its cell', async () => {
  let attempts = 0;
  const { outbox, sent, runDue } = open(device(), async () => {
    attempts += 1;
    if (attempts === 1) throw Problem.unreachable();
    return [saved('9', attempts - 1)];
  });
  outbox.write(monday, hour);
  await runDue();
  outbox.write(monday, { ...hour, minutes: 90 });
  await runDue();
  await runDue();
  assert.deepEqual(
    sent.map((cells) => cells.map(({ minutes, entry }) => [minutes, entry])),
    [[[60, null]], [[60, null]], [[90, { id: '9', version: 1 }]]],
  );
  assert.deepEqual(outbox.changes(), []);
});

test('a page that is opened again sends what the one before could not', async () => {
  const keeping = device();
  const before = open(keeping, () => new Promise(() => {}));
  before.outbox.write(monday, hour);
  await before.runDue();
  assert.equal(before.outbox.changes()[0]?.state, 'sending');
  const after = open(keeping, async () => [saved('9', 1)]);
  assert.equal(after.outbox.changes().length, 1);
  after.outbox.flush();
  await after.runDue();
  assert.equal(after.sent[0]?.[0]?.key, before.sent[0]?.[0]?.key);
  assert.equal(keeping.kept.size, 0);
});

test('what is typed while a cell is on its way is about the entry that comes of it', async () => {
  const keeping = device();
  let answer: (outcomes: CellOutcome[]) => void = () => {};
  const { outbox, sent, runDue } = open(keeping, () => new Promise((resolve) => (answer = resolve)));
  outbox.write(monday, hour);
  await runDue();
  outbox.write(monday, { ...hour, minutes: 90 });
  outbox.write(monday, { ...hour, minutes: 120 });
  assert.equal(outbox.changes().length, 2);
  answer([saved('9', 1)]);
  await runDue();
  await runDue();
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[1]?.[0]?.entry, { id: '9', version: 1 });
  assert.equal(sent[1]?.[0]?.minutes, 120);
});

test('a refused cell stays with its reason until it is typed again or dropped; the others are saved', async () => {
  const keeping = device();
  const refused: CellOutcome = {
    state: 'refused',
    entry: null,
    problems: [{ code: 'lockedDate', detail: 'The period is closed.' }],
  };
  const { outbox, runDue } = open(keeping, async (cells) =>
    cells.map(({ workedOn }) => (workedOn === monday.day ? refused : saved('9', 1))),
  );
  outbox.write(monday, hour);
  outbox.write({ ...monday, day: '2026-03-31' }, hour);
  await runDue();
  const [left, ...others] = outbox.changes();
  assert.deepEqual(others, []);
  assert.deepEqual([left?.state, left?.problem], ['refused', 'The period is closed.']);
  outbox.write(monday, { ...hour, minutes: 30 });
  assert.equal(outbox.changes().length, 1);
  assert.equal(outbox.changes()[0]?.state, 'waiting');
});

test('what another tab has on its way is asked about again, and not taken for refused', async () => {
  let asked = 0;
  const { outbox, runDue } = open(device(), async () => {
    asked += 1;
    if (asked > 1) return [saved('9', 1)];
    return [
      { state: 'refused', entry: null, problems: [{ code: 'requestInProgress', detail: 'Ask again.' }] },
    ];
  });
  outbox.write(monday, hour);
  await runDue();
  assert.equal(outbox.changes()[0]?.state, 'waiting');
  await runDue();
  assert.deepEqual(outbox.changes(), []);
});

test('two things typed into one cell before it is sent are one change', async () => {
  const { outbox, sent, runDue } = open(device(), async (cells) => cells.map(() => saved('9', 1)));
  outbox.write(monday, hour);
  outbox.write(monday, { ...hour, minutes: 15 });
  await runDue();
  assert.equal(sent.length, 1);
  assert.deepEqual(
    sent[0]?.map(({ minutes }) => minutes),
    [15],
  );
});

test('a change that another tab has settled is not sent again from here', async () => {
  const keeping = device();
  const { outbox, sent, runDue } = open(keeping, async () => [saved('9', 1)]);
  outbox.write(monday, hour);
  const [key] = keeping.keys();
  keeping.remove(key!);
  outbox.forgetElsewhere(key!);
  await runDue();
  assert.deepEqual(sent, []);
});
