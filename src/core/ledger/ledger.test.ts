import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import { accounts, netWipMinor, wipMinor, type Account } from './accounts.ts';
import { applyLines, foldBalances, openChange } from './fold.ts';
import { assertPostable, reversalOf, type Journal, type Line } from './journal.ts';
import { journalKindNames, journalKinds, mayMove, type JournalKind } from './kinds.ts';
import { noBalances } from './accounts.ts';

const on = civilDate('2026-03-10');
const isOpenAccount = (account: Account): boolean => ['wipTime', 'wipCost', 'interim'].includes(account);

const postableKinds = journalKindNames.filter((kind) => kind !== 'reversed');

const anyLine = (kind: JournalKind): fc.Arbitrary<Line> =>
  fc
    .record({
      movement: fc.constantFrom(...journalKinds[kind].movements),
      amountMinor: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
      quantity: fc.integer({ min: 0, max: 10_000 }),
      jobId: fc.integer({ min: 1, max: 4 }),
      itemId: fc.bigInt({ min: 1n, max: 20n }),
    })
    .map(({ movement: [debit, credit], amountMinor, quantity, jobId, itemId }): Line => {
      const touchesItem = isOpenAccount(debit) || isOpenAccount(credit);
      const account = isOpenAccount(debit) ? debit : credit;
      const itemKind = account === 'wipTime' ? 'time' : account === 'wipCost' ? 'cost' : 'interim';
      return {
        jobId,
        debit,
        credit,
        amountMinor,
        quantity,
        itemId: touchesItem ? itemId : null,
        itemKind: touchesItem ? itemKind : null,
        jobTaskId: null,
        staffId: null,
        originOn: on,
        costMinor: 0n,
      };
    });

const anyJournal: fc.Arbitrary<Journal> = fc.constantFrom(...postableKinds).chain((kind) =>
  fc.array(anyLine(kind), { minLength: 1, maxLength: 8 }).map((lines): Journal => {
    const isOfOneJob = kind === 'wipBilled' || kind === 'interimRaised';
    const sameJob = lines.map((line) => ({ ...line, jobId: lines[0]!.jobId }));
    const about = { kind, effectiveOn: on, cause: { kind: 'invoice', id: 1n }, reverses: null } as const;
    return { ...about, lines: isOfOneJob ? sameJob : lines };
  }),
);

test('every journal balances, and the accounts of every job sum to zero (invariant 1)', () => {
  fc.assert(
    fc.property(fc.array(anyJournal), (journals) => {
      for (const journal of journals) assertPostable(journal);
      for (const balances of foldBalances(journals).values()) {
        assert.equal(
          accounts.reduce((sum, account) => sum + balances[account], 0n),
          0n,
        );
      }
    }),
  );
});

test("a job's WIP is the sum of its items' open amounts (invariant 3)", () => {
  fc.assert(
    fc.property(fc.array(anyJournal), (journals) => {
      const lines = journals.flatMap((journal) => journal.lines);
      for (const [jobId, balances] of foldBalances(journals)) {
        const open = lines
          .filter((line) => line.jobId === jobId)
          .reduce((sum, line) => sum + openChange(line).amountMinor, 0n);
        assert.equal(netWipMinor(balances), open);
      }
    }),
  );
});

test('wip = recorded ± revalued ± transferred + written on − written off − (billed − raised + absorbed) (invariant 4)', () => {
  fc.assert(
    fc.property(fc.array(anyJournal), (journals) => {
      const lines = journals.flatMap((journal) => journal.lines);
      for (const [jobId, b] of foldBalances(journals)) {
        const sum = (debit: Account, credit: Account): bigint =>
          lines
            .filter((line) => line.jobId === jobId && line.debit === debit && line.credit === credit)
            .reduce((total, line) => total + line.amountMinor, 0n);
        const raised = sum('billed', 'interim');
        const absorbed = sum('interim', 'billed');
        // Contra accounts stand in credit where they add to WIP.
        const recorded = -(b.recordedTime + b.recordedCost);
        const expected =
          recorded - b.revalued - b.transferred - b.writtenOn - b.writtenOff - (b.billed - raised + absorbed);
        assert.equal(wipMinor(b), expected);
        assert.equal(netWipMinor(b), wipMinor(b) - (raised - absorbed));
      }
    }),
  );
});

test('reversing an event restores every balance to the cent (invariant 6)', () => {
  fc.assert(
    fc.property(fc.array(anyJournal, { minLength: 1 }), (journals) => {
      const reversals = journals.map((journal, index) =>
        reversalOf({ ...journal, id: BigInt(index + 1) }, on),
      );
      for (const reversal of reversals) assertPostable(reversal);
      for (const balances of foldBalances([...journals, ...reversals]).values()) {
        assert.deepEqual(balances, noBalances());
      }
    }),
  );
});

test('a movement that no kind permits is a defect', () => {
  const journal: Journal = {
    kind: 'timeRecorded',
    effectiveOn: on,
    cause: { kind: 'timeEntry', id: 1n },
    reverses: null,
    lines: [
      {
        jobId: 1,
        debit: 'billed',
        credit: 'wipTime',
        amountMinor: 1n,
        quantity: 0,
        itemId: 1n,
        itemKind: 'time',
        jobTaskId: null,
        staffId: null,
        originOn: on,
        costMinor: 0n,
      },
    ],
  };
  assert.throws(() => assertPostable(journal), /may not move wipTime to billed/);
  assert.throws(() => assertPostable({ ...journal, lines: [] }), /no lines/);
  const billed: Journal = { ...journal, kind: 'wipBilled' };
  const both = [...billed.lines, { ...billed.lines[0]!, jobId: 2 }];
  assertPostable(billed);
  assert.throws(() => assertPostable({ ...billed, lines: both }), /bills more than one job/);
  assert.equal(mayMove('wipBilled', 'billed', 'wipTime'), true);
  assert.equal(mayMove('writtenOff', 'billed', 'wipTime'), false);
});

test('value only ever enters WIP by recording, writing on, revaluing or moving', () => {
  const enters = (kind: JournalKind): boolean =>
    journalKinds[kind].movements.some(
      ([debit, credit]) =>
        isOpenAccount(debit) &&
        applyLines(noBalances(), [
          {
            jobId: 1,
            debit,
            credit,
            amountMinor: 1n,
            quantity: 0,
            itemId: 1n,
            itemKind: 'time',
            jobTaskId: null,
            staffId: null,
            originOn: on,
            costMinor: 0n,
          },
        ])[debit] > 0n &&
        debit === 'wipTime',
    );
  assert.deepEqual(postableKinds.filter(enters), ['timeRecorded', 'writtenOn', 'revalued', 'transferred']);
});
