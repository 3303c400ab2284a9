// The other events of docs/ledger-rules.md section 6, as tables: given / do / ledger lines / net WIP after.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import {
  changeTheJob,
  cost,
  editCost,
  editTime,
  interim,
  move,
  openPractice,
  play,
  rateOnJob,
  remove,
  revalue,
  time,
  undo,
  washUp,
  writeOff,
  writeOn,
  type TableRow,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

const twoHours = time('T1', '2:00');

const edits: TableRow[] = [
  {
    id: 'hours of an unbilled entry are edited: reversed and posted again on its own day',
    given: [twoHours],
    do: [editTime('T1', { hours: '3:00' })],
    lines: ['reversed T1 -300.00 2026-03-10', 'time T1 450.00 2026-03-10'],
    days: true,
    netWip: '450.00',
  },
  {
    id: 'an entry goes to another day',
    given: [twoHours],
    do: [editTime('T1', { on: '2026-02-27' })],
    lines: ['reversed T1 -300.00 2026-03-10', 'time T1 300.00 2026-02-27'],
    days: true,
    netWip: '300.00',
  },
  {
    id: 'an entry goes to another task',
    given: [twoHours],
    do: [editTime('T1', { task: 'other' })],
    lines: ['reversed T1 -300.00', 'time T1 300.00'],
    netWip: '300.00',
  },
  {
    id: 'an entry becomes not billable, and billable again',
    given: [twoHours],
    do: [editTime('T1', { billable: false }), editTime('T1', { billable: true })],
    lines: ['reversed T1 -300.00', 'time T1 0.00', 'reversed T1 0.00', 'time T1 300.00'],
    netWip: '300.00',
  },
  {
    id: 'a note posts nothing',
    given: [twoHours],
    do: [editTime('T1', { note: 'Site visit' })],
    lines: [],
    netWip: '300.00',
  },
  {
    id: 'an entry of another job by mistake is corrected',
    given: [twoHours],
    do: [editTime('T1', { job: 'J2' })],
    lines: ['reversed T1 -300.00', 'time T1 on J2 300.00'],
    netWip: { J1: '0.00', J2: '300.00' },
    listed: true,
  },
  {
    id: 'an unbilled entry is deleted',
    given: [twoHours],
    do: [remove('T1')],
    lines: ['reversed T1 -300.00'],
    netWip: '0.00',
  },
  {
    id: 'a cost is deleted',
    given: [cost('C1', 3, '33.33')],
    do: [remove('C1')],
    lines: ['reversed C1 -99.99'],
    netWip: '0.00',
  },
  {
    id: "a supplier's credit is a cost the other way round, and goes as it came",
    given: [cost('C1', 1, '100.00')],
    do: [cost('C2', -1, '40.00'), remove('C2')],
    lines: ['cost C2 -40.00', 'reversed C2 40.00'],
    netWip: '100.00',
  },
  {
    id: "a cost turns out to be a supplier's credit, and back",
    given: [cost('C1', 2, '50.00')],
    do: [editCost('C1', { quantity: -1 }), editCost('C1', { quantity: 3 })],
    lines: ['reversed C1 -100.00', 'cost C1 -50.00', 'reversed C1 50.00', 'cost C1 150.00'],
    netWip: '150.00',
  },
  {
    id: 'an estimate becomes actual: it posts',
    given: [cost('C1', 1, '500.00', { actual: false })],
    do: [editCost('C1', { actual: true })],
    lines: ['cost C1 500.00'],
    netWip: '500.00',
  },
  {
    id: 'an actual cost becomes an estimate: it is reversed',
    given: [cost('C1', 1, '500.00')],
    do: [editCost('C1', { actual: false })],
    lines: ['reversed C1 -500.00'],
    netWip: '0.00',
  },
  {
    id: 'an entry dated back counts on its own day',
    do: [time('T1', '1:00', { on: '2025-12-05' })],
    lines: ['time T1 150.00 2025-12-05'],
    days: true,
    netWip: '150.00',
  },
  {
    id: 'time on a completed job posts normally and the job is listed again',
    given: [twoHours, washUp(), changeTheJob('J1', { state: 'completed' })],
    do: [time('T2', '1:00')],
    lines: ['time T2 150.00'],
    netWip: '150.00',
    listed: true,
  },
  {
    id: 'a job that is completed keeps its WIP and stays listed',
    given: [twoHours],
    do: [changeTheJob('J1', { state: 'completed' })],
    lines: [],
    netWip: '300.00',
    listed: true,
  },
];

const adjustments: TableRow[] = [
  {
    id: 'one entry is written off whole, many in one action',
    given: [twoHours, time('T2', '1:00'), cost('C1', 1, '80.00')],
    do: [writeOff({ T1: null }, { on: '2026-03-20' }), writeOff({ T2: '50.00', C1: null })],
    lines: [
      'written off T1 -300.00 2026-03-20',
      'written off T2 -50.00 2026-03-31',
      'written off C1 -80.00 2026-03-31',
    ],
    days: true,
    netWip: '100.00',
    listed: true,
  },
  {
    id: 'a write-off of many is undone as one',
    given: [twoHours, cost('C1', 1, '80.00'), writeOff({ T1: '100.00', C1: null }, { as: 'off' })],
    do: [undo('off')],
    lines: ['reversed C1 80.00', 'reversed T1 100.00'],
    netWip: '380.00',
  },
  {
    id: 'a write-on is undone',
    given: [twoHours, writeOn({ T1: '25.50' }, { as: 'on' })],
    do: [undo('on')],
    lines: ['reversed T1 -25.50'],
    netWip: '300.00',
  },
  {
    id: 'an interim raised by hand is undone',
    given: [interim('D1', '500.00')],
    do: [undo('D1')],
    lines: ['reversed D1 500.00'],
    netWip: '0.00',
  },
  {
    id: "a supplier's credit is written off: what the firm does not pass on",
    given: [cost('C1', -2, '40.00')],
    do: [writeOff({ C1: '-30.00' }), writeOff({ C1: null })],
    lines: ['written off C1 30.00', 'written off C1 50.00'],
    netWip: '0.00',
  },
];

const washUps: TableRow[] = [
  {
    id: 'one job: the rest is written off, dated as chosen',
    given: [twoHours, time('T2', '0:30', { internal: true })],
    do: [washUp(['J1'], { on: '2026-03-25' })],
    lines: ['written off T1 -300.00 2026-03-25', 'written off T2 0.00 2026-03-25'],
    days: true,
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'an interim alone is written on, billed and absorbed',
    given: [interim('D1', '500.00')],
    do: [washUp()],
    lines: ['written on 500.00', 'billed -500.00', 'absorbed D1 500.00'],
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'an interim below the costs: time is written off whole, the rest is spread over the costs',
    given: [twoHours, cost('C1', 1, '200.00'), cost('C2', 1, '100.00'), interim('D1', '150.00')],
    do: [washUp()],
    lines: [
      'written off T1 -300.00',
      'written off C1 -100.00',
      'written off C2 -50.00',
      'billed C1 -100.00',
      'billed C2 -50.00',
      'absorbed D1 150.00',
    ],
    netWip: '0.00',
  },
  {
    id: 'many jobs at once, each by itself',
    given: [twoHours, time('T2', '1:00', { job: 'J2' }), interim('D2', '50.00', { job: 'J2' })],
    do: [washUp(['J1', 'J2'])],
    lines: [
      'written off T1 -300.00',
      'written off T2 on J2 -100.00',
      'billed T2 on J2 -50.00',
      'absorbed D2 on J2 50.00',
    ],
    netWip: { J1: '0.00', J2: '0.00' },
    listed: false,
  },
  {
    id: 'across jobs: the interim of one absorbs the WIP of the others, each ends at 0',
    given: [
      interim('D1', '400.00'),
      time('T2', '2:00', { job: 'J2' }),
      time('T3', '1:00', { by: 'B', job: 'J3' }),
    ],
    do: [washUp(['J1', 'J2', 'J3'], { across: true })],
    lines: ['absorbed D1 400.00', 'billed T2 on J2 -300.00', 'billed T3 on J3 -100.00'],
    netWip: { J1: '0.00', J2: '0.00', J3: '0.00' },
    listed: false,
  },
  {
    id: 'undo of a wash-up across jobs restores all of it',
    given: [
      interim('D1', '500.00'),
      time('T2', '2:00', { job: 'J2' }),
      washUp(['J1', 'J2'], { across: true, as: 'washed' }),
    ],
    do: [undo('washed')],
    lines: ['reversed T2 on J2 500.00', 'reversed T2 on J2 -200.00', 'reversed D1 -500.00'],
    netWip: { J1: '-500.00', J2: '300.00' },
    listed: true,
  },
  {
    id: "a supplier's credit is set off against the costs, and stays on its own side",
    given: [cost('C1', 1, '100.00'), cost('C2', -1, '40.00')],
    do: [washUp()],
    lines: ['written off C1 -60.00', 'billed C1 -40.00', 'billed C2 40.00'],
    netWip: '0.00',
    listed: false,
  },
  {
    id: "a supplier's credit and a deposit without work: the credit is written off, the deposit written on",
    given: [cost('C1', -1, '40.00'), interim('D1', '100.00')],
    do: [washUp()],
    lines: ['written on 100.00', 'written off C1 40.00', 'billed -100.00', 'absorbed D1 100.00'],
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'a job at zero with nothing open leaves the list too',
    given: [twoHours, writeOff({ T1: null })],
    do: [washUp()],
    lines: ['written off 0.00'],
    netWip: '0.00',
    listed: false,
  },
];

const moves: TableRow[] = [
  {
    id: 'time moves to a job with another rate: transferred, then revalued',
    given: [twoHours, rateOnJob('J2', 20_000)],
    do: [move(['T1'], 'J2')],
    lines: ['moved T1 -300.00', 'moved T1 on J2 300.00', 'revalued T1 on J2 100.00'],
    netWip: { J1: '0.00', J2: '400.00' },
    listed: true,
  },
  {
    id: 'a move is undone: back where it was, at what it was worth',
    given: [twoHours, rateOnJob('J2', 20_000), move(['T1'], 'J2', { as: 'moved' })],
    do: [undo('moved')],
    lines: ['reversed T1 on J2 -100.00', 'reversed T1 300.00', 'reversed T1 on J2 -300.00'],
    netWip: { J1: '300.00', J2: '0.00' },
  },
  {
    id: 'a moved entry is edited where it is now: its whole way is reversed',
    given: [twoHours, move(['T1'], 'J2')],
    do: [editTime('T1', { hours: '1:00' })],
    lines: ['reversed T1 300.00', 'reversed T1 on J2 -300.00', 'reversed T1 -300.00', 'time T1 on J2 150.00'],
    netWip: { J1: '0.00', J2: '150.00' },
  },
  {
    id: 'a cost moves and keeps its price',
    given: [cost('C1', 3, '33.33')],
    do: [move(['C1'], 'J2')],
    lines: ['moved C1 -99.99', 'moved C1 on J2 99.99'],
    netWip: { J1: '0.00', J2: '99.99' },
  },
  {
    id: 'work on a job excluded from billing is worth nothing there, and its price again elsewhere',
    given: [
      twoHours,
      cost('C1', 3, '33.33'),
      changeTheJob('J2', { excluded: true }),
      move(['T1', 'C1'], 'J2'),
    ],
    do: [move(['T1', 'C1'], 'J3')],
    lines: [
      'moved T1 on J2 0.00',
      'moved T1 on J3 0.00',
      'revalued T1 on J3 300.00',
      'moved C1 on J2 0.00',
      'moved C1 on J3 0.00',
      'revalued C1 on J3 99.99',
    ],
    netWip: { J2: '0.00', J3: '399.99' },
  },
  {
    id: 'a rate change reaches unbilled time by a revaluation, and leaves what was written off alone',
    given: [twoHours, time('T2', '1:00'), writeOff({ T2: '10.00' }), rateOnJob('J1', 18_000)],
    do: [revalue({ as: 'rates' }), undo('rates')],
    lines: ['revalued T1 60.00', 'reversed T1 -60.00'],
    netWip: '440.00',
  },
  {
    id: 'time on an excluded job stands at 0',
    given: [changeTheJob('J1', { excluded: true })],
    do: [twoHours, cost('C1', 1, '80.00')],
    lines: ['time T1 0.00', 'cost C1 0.00'],
    netWip: '0.00',
  },
];

for (const row of [...edits, ...adjustments, ...washUps, ...moves]) test(row.id, () => play(practice, row));

test('after all of them the ledger agrees with its lines', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
