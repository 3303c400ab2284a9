// The invoice scenarios of docs/ledger-rules.md section 7 as far as core decides them today: what a total does to the
// items that are on the invoice (spread and settle), and what cancelling it brings back. Which items are on it, and
// what becomes of the others, is the composer's to decide.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journalsOf, settleLines } from '#core/billing/wash-up.ts';
import { spread } from '#core/billing/spread.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { netWipMinor } from '#core/ledger/accounts.ts';
import { foldBalances, openChange } from '#core/ledger/fold.ts';
import { assertPostable, reversalOf, type Journal } from '#core/ledger/journal.ts';
import { absorbLine } from '#core/wip/interim.ts';
import type { OpenItem } from '#core/wip/lines.ts';

const on = civilDate('2026-03-31');
const cause = { kind: 'invoice', id: 1n } as const;

type Entry = { name: string; kind: OpenItem['kind']; minor: number };
const time = (name: string, minor: number): Entry => ({ name, kind: 'time', minor });
const cost = (name: string, minor: number): Entry => ({ name, kind: 'cost', minor });
const interim = (name: string, minor: number): Entry => ({ name, kind: 'interim', minor: -minor });

type Row = {
  id: string;
  /** Everything open on the job. */
  open: Entry[];
  /** Names of the items on the invoice; all unless said. */
  ticked?: string[];
  /** The invoice's total ex tax, after interims. */
  total: number;
  lines: string[];
  netWip: number;
};

const ten = Array.from({ length: 10 }, (_, index) => time(`T${index + 1}`, 100));
const s06 = [time('T1', 300), time('T2', 300), cost('C1', 200)];

const rows: Row[] = [
  {
    id: 'S06 all ticked',
    open: s06,
    total: 800,
    lines: ['billed T1 -300', 'billed T2 -300', 'billed C1 -200'],
    netWip: 0,
  },
  {
    id: 'S07 the cost unticked',
    open: s06,
    ticked: ['T1', 'T2'],
    total: 600,
    lines: ['billed T1 -300', 'billed T2 -300'],
    netWip: 200,
  },
  {
    id: 'S09 the second entry in future',
    open: s06.slice(0, 2),
    ticked: ['T1'],
    total: 300,
    lines: ['billed T1 -300'],
    netWip: 300,
  },
  {
    id: 'S11 hours 2 → 1.5',
    open: [time('T1', 300)],
    total: 225,
    lines: ['written off T1 -75', 'billed T1 -225'],
    netWip: 0,
  },
  {
    id: 'S12 hours 2 → 3',
    open: [time('T1', 300)],
    total: 450,
    lines: ['written on T1 150', 'billed T1 -450'],
    netWip: 0,
  },
  {
    id: 'S15 final, quantity 1 of 2',
    open: [cost('C1', 200)],
    total: 100,
    lines: ['written off C1 -100', 'billed C1 -100'],
    netWip: 0,
  },
  {
    id: 'S16 quantity 3 of 2',
    open: [cost('C1', 200)],
    total: 300,
    lines: ['written on C1 100', 'billed C1 -300'],
    netWip: 0,
  },
  {
    id: 'S18 fixed price 800',
    open: ten,
    total: 800,
    lines: [
      ...ten.map(({ name }) => `written off ${name} -20`),
      ...ten.map(({ name }) => `billed ${name} -80`),
    ],
    netWip: 0,
  },
  {
    id: 'S19 fixed price 1,000.00',
    open: [time('T1', 617.28), time('T2', 411.52), time('T3', 205.76)],
    total: 1000,
    lines: [
      'written off T1 -117.28',
      'written off T2 -78.19',
      'written off T3 -39.09',
      'billed T1 -500',
      'billed T2 -333.33',
      'billed T3 -166.67',
    ],
    netWip: 0,
  },
  {
    id: 'S20 final actual, both ticked',
    open: [time('T1', 1000), interim('D1', 500)],
    total: 500,
    lines: ['billed T1 -1000', 'absorbed D1 500'],
    netWip: 0,
  },
  {
    id: 'S21 the interim unticked',
    open: [time('T1', 1000), interim('D1', 500)],
    ticked: ['T1'],
    total: 1000,
    lines: ['billed T1 -1000'],
    netWip: -500,
  },
  {
    id: 'S24 final quoted, the interim ticked',
    open: [time('A', 1200), time('B', 1800), cost('C1', 600), interim('D1', 2500)],
    total: 2500,
    lines: [
      'written on A 560',
      'written on B 840',
      'billed A -1760',
      'billed B -2640',
      'billed C1 -600',
      'absorbed D1 2500',
    ],
    netWip: 0,
  },
  {
    id: 'S25 final quoted below the work',
    open: [time('A', 2400), time('B', 1600), cost('C1', 500)],
    total: 3000,
    lines: ['written off A -900', 'written off B -600', 'billed A -1500', 'billed B -1000', 'billed C1 -500'],
    netWip: 0,
  },
];

const minorOf = (amount: number): bigint => BigInt(Math.round(amount * 100));
const words = {
  wipBilled: 'billed',
  writtenOff: 'written off',
  writtenOn: 'written on',
  interimAbsorbed: 'absorbed',
};

function itemOf({ kind, minor }: Entry, index: number): OpenItem {
  const openQuantity = kind === 'interim' ? 0 : 60;
  return {
    jobId: 1,
    itemId: BigInt(index + 1),
    kind,
    originOn: on,
    openMinor: minorOf(minor),
    openQuantity,
    jobTaskId: 1,
    staffId: 1,
  };
}

function settle({ open, ticked, total }: Row): Journal[] {
  const chosen = open
    .map(itemOf)
    .filter((_, index) => ticked === undefined || ticked.includes(open[index]!.name));
  const interims = chosen.filter((item) => item.kind === 'interim');
  const work = chosen.filter((item) => item.kind !== 'interim');
  const absorbed = interims.reduce((sum, item) => sum - item.openMinor, 0n);
  const lines = settleLines(spread(work, minorOf(total) + absorbed), 1, on);
  for (const item of interims) lines.push(['interimAbsorbed', absorbLine(item, -item.openMinor)]);
  return journalsOf(lines, on, cause);
}

for (const row of rows) {
  test(row.id, () => {
    const journals = settle(row);
    for (const journal of journals) assertPostable(journal);
    const lines = journals.flatMap(({ kind, lines: own }) =>
      own.map((line) => {
        const { name } = row.open[Number(line.itemId) - 1]!;
        return `${words[kind as keyof typeof words]} ${name} ${Number(openChange(line).amountMinor) / 100}`;
      }),
    );
    assert.deepEqual(lines, row.lines);
    const balances = foldBalances(journals).get(1)!;
    const before = row.open.reduce((sum, { minor }) => sum + minorOf(minor), 0n);
    assert.equal(before + netWipMinor(balances), minorOf(row.netWip));
    assert.equal(balances.billed, minorOf(row.total), 'billed + raised − absorbed is the total ex tax');

    // S26: cancelled, everything is open again as it was.
    const cancelled = journals.map((journal, index) => reversalOf({ ...journal, id: BigInt(index + 1) }, on));
    const after = foldBalances([...journals, ...cancelled]).get(1)!;
    assert.ok(Object.values(after).every((minor) => minor === 0n));
  });
}
