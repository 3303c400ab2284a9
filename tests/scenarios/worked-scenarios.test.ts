// The worked scenarios of docs/ledger-rules.md section 7 that need no invoice, and those with an invoice in the form
// that the WIP actions give them: a wash-up is a nil invoice, an undo is a cancellation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import {
  cost,
  editCost,
  interim,
  openPractice,
  play,
  time,
  undo,
  washUp,
  writeOff,
  writeOn,
  type TableRow,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

const s01 = [time('T1', '2:00', { by: 'A' }), time('T2', '3:00', { by: 'B' })];
const tenHours = time('T1', '10:00', { by: 'B' });

const rows: TableRow[] = [
  {
    id: 'S01 two people record time',
    do: s01,
    lines: ['time T1 300.00', 'time T2 300.00'],
    netWip: '600.00',
  },
  {
    id: 'S02 an hour on a task that is not billable',
    given: s01,
    do: [time('T3', '1:00', { by: 'B', internal: true })],
    lines: ['time T3 0.00'],
    netWip: '600.00',
  },
  {
    id: 'S03 an actual cost counts, an estimate does not',
    given: s01,
    do: [cost('C1', 2, '100.00'), cost('C2', 1, '500.00', { actual: false })],
    lines: ['cost C1 200.00'],
    netWip: '800.00',
  },
  {
    id: 'S04 a deposit on an empty job',
    do: [interim('D1', '500.00')],
    lines: ['interim D1 -500.00'],
    netWip: '-500.00',
  },
  {
    id: 'S05 a lump sum on work',
    given: [time('T1', '6:00'), cost('C1', 1, '100.00')],
    do: [interim('D1', '400.00')],
    lines: ['interim D1 -400.00'],
    netWip: '600.00',
  },
  {
    id: 'S10 the second entry is written off',
    given: s01,
    do: [writeOff({ T2: null })],
    lines: ['written off T2 -300.00'],
    netWip: '300.00',
  },
  {
    id: 'S11 half an hour of two is written off',
    given: [time('T1', '2:00')],
    do: [writeOff({ T1: '75.00' })],
    lines: ['written off T1 -75.00'],
    netWip: '225.00',
  },
  {
    id: 'S12 an hour more than worked is written on',
    given: [time('T1', '2:00')],
    do: [writeOn({ T1: '150.00' })],
    lines: ['written on T1 150.00'],
    netWip: '450.00',
  },
  {
    id: 'S13 an hour that was not billable is written on',
    given: [time('T3', '1:00', { by: 'B', internal: true })],
    do: [writeOn({ T3: '100.00' })],
    lines: ['written on T3 100.00'],
    netWip: '100.00',
  },
  {
    id: 'S14 the quantity of a cost is reduced',
    given: [cost('C1', 2, '100.00')],
    do: [editCost('C1', { quantity: 1 })],
    lines: ['reversed C1 -200.00', 'cost C1 100.00'],
    netWip: '100.00',
  },
  {
    id: 'S18 ten entries of 100 settle against 800',
    given: [
      ...Array.from({ length: 10 }, (_, index) => time(`T${index}`, '1:00', { by: 'B' })),
      interim('D1', '800.00'),
    ],
    do: [washUp()],
    lines: [
      ...Array.from({ length: 10 }, (_, index) => `written off T${index} -20.00`),
      ...Array.from({ length: 10 }, (_, index) => `billed T${index} -80.00`),
      'absorbed D1 800.00',
    ],
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'S19 cents go by largest remainder',
    given: [
      cost('C1', 1, '617.28'),
      cost('C2', 1, '411.52'),
      cost('C3', 1, '205.76'),
      interim('D1', '1000.00'),
    ],
    do: [washUp()],
    lines: [
      'written off C1 -117.28',
      'written off C2 -78.19',
      'written off C3 -39.09',
      'billed C1 -500.00',
      'billed C2 -333.33',
      'billed C3 -166.67',
      'absorbed D1 1000.00',
    ],
    netWip: '0.00',
  },
  {
    id: 'S20 time and an interim settle, the rest is written off',
    given: [tenHours, interim('D1', '500.00')],
    do: [washUp()],
    lines: ['written off T1 -500.00', 'billed T1 -500.00', 'absorbed D1 500.00'],
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'S21 work is settled by hand and the interim stays',
    given: [tenHours, interim('D1', '500.00')],
    do: [writeOff({ T1: null })],
    lines: ['written off T1 -1000.00'],
    netWip: '-500.00',
    listed: true,
  },
  {
    id: 'S24 costs are recovered in full and time carries the write-on',
    given: [
      time('T1', '8:00'),
      time('T2', '18:00', { by: 'B' }),
      cost('C1', 1, '600.00'),
      interim('D1', '5000.00'),
    ],
    do: [washUp()],
    lines: [
      'written on T1 560.00',
      'written on T2 840.00',
      'billed T1 -1760.00',
      'billed T2 -2640.00',
      'billed C1 -600.00',
      'absorbed D1 5000.00',
    ],
    netWip: '0.00',
  },
  {
    id: 'S25 costs are recovered in full and time carries the write-off',
    given: [
      time('T1', '16:00'),
      time('T2', '16:00', { by: 'B' }),
      cost('C1', 1, '500.00'),
      interim('D1', '3000.00'),
    ],
    do: [washUp()],
    lines: [
      'written off T1 -900.00',
      'written off T2 -600.00',
      'billed T1 -1500.00',
      'billed T2 -1000.00',
      'billed C1 -500.00',
      'absorbed D1 3000.00',
    ],
    netWip: '0.00',
  },
  {
    id: 'S26 what was settled comes back when it is undone',
    given: [...s01, washUp(['J1'], { as: 'settled' })],
    do: [undo('settled')],
    lines: ['reversed T1 300.00', 'reversed T2 300.00'],
    netWip: '600.00',
    listed: true,
  },
  {
    id: 'S27 more interim than work: the work is absorbed and the rest written on',
    given: [tenHours, interim('D1', '1200.00')],
    do: [washUp()],
    lines: ['written on T1 200.00', 'billed T1 -1200.00', 'absorbed D1 1200.00'],
    netWip: '0.00',
  },
];

for (const row of rows) test(row.id, () => play(practice, row));

test('after all of them the ledger agrees with its lines', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
