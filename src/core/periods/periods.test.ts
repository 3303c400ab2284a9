import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { checkCodes, judge, mayClose } from './checklist.ts';
import { locksAfterClose, locksKeepClose, mayReopen, periodEnding } from './close.ts';
import { entryLinesOf, firstAccounts, wipMovements } from './wip-journal.ts';

const day = civilDate;
const today = day('2026-03-31');
const february = { id: 7, endedOn: day('2026-02-28') };

const refusedAs = (result: ReturnType<typeof mayClose>) =>
  result.ok ? [] : result.refusals.map(({ code, accepted }) => `${code}${accepted ? `: ${accepted}` : ''}`);

test('a point that nothing was found of is ok; differences block, everything else calls for attention', () => {
  const items = judge(checkCodes.map((code) => ({ code, count: 1, amounts: [] })));
  assert.deepEqual(
    items.filter(({ state }) => state === 'blocking').map(({ code }) => code),
    ['ledgerRecount', 'documentRecount', 'wipControl', 'openingsKept'],
  );
  assert.ok(judge([]).every(({ state, count }) => state === 'ok' && count === 0));
  assert.equal(judge([], ['ledgerRecount'])[0]?.state, 'atClose');
});

test('a period is closed when what calls for attention is accepted by its code, and never over differences', () => {
  const stale = judge([{ code: 'staleWip', count: 3, amounts: [] }]);
  assert.deepEqual(refusedAs(mayClose(stale, [])), ['questionOpen: staleWip among the codes']);
  assert.deepEqual(refusedAs(mayClose(stale, ['negativeWip'])), ['questionOpen: staleWip among the codes']);
  assert.ok(mayClose(stale, ['staleWip']).ok);
  const differing = judge([{ code: 'wipControl', count: 1, amounts: [] }]);
  assert.deepEqual(refusedAs(mayClose(differing, ['wipControl'])), ['wrongState']);
});

test('a period begins where the last one ended, and the first one with the first day of work', () => {
  const facts = { today, latest: february, firstOn: day('2025-06-10') };
  assert.deepEqual(periodEnding(today, facts), {
    ok: true,
    value: { beganOn: '2026-03-01', endedOn: '2026-03-31' },
  });
  const first = periodEnding(february.endedOn, { ...facts, latest: null });
  assert.deepEqual(first.ok && first.value.beganOn, '2025-06-10');
  const empty = periodEnding(february.endedOn, { ...facts, latest: null, firstOn: null });
  assert.deepEqual(empty.ok && empty.value.beganOn, '2026-02-28');
  assert.ok(!periodEnding(february.endedOn, facts).ok, 'closed already');
  assert.ok(!periodEnding(day('2026-04-01'), facts).ok, 'its last day has not come');
});

test('locks go to the end of the period and never back', () => {
  const before = { wipLockOn: day('2026-03-15'), periodLockOn: null };
  assert.deepEqual(locksAfterClose(before, february.endedOn), {
    wipLockOn: '2026-03-15',
    periodLockOn: '2026-02-28',
  });
  assert.ok(locksKeepClose({ wipLockOn: today, periodLockOn: february.endedOn }, february).ok);
  assert.ok(!locksKeepClose({ wipLockOn: today, periodLockOn: null }, february).ok);
  assert.ok(!locksKeepClose({ wipLockOn: day('2026-02-27'), periodLockOn: today }, february).ok);
  assert.ok(locksKeepClose({ wipLockOn: null, periodLockOn: null }, null).ok);
});

test('only the latest close that stands is taken back', () => {
  const january = { id: 6, endedOn: day('2026-01-31') };
  assert.ok(mayReopen(february, february, true).ok);
  assert.ok(!mayReopen(january, february, true).ok);
  assert.ok(!mayReopen(january, january, false).ok);
});

test('each movement is a debit and a credit, which change places when more was taken back than made', () => {
  const nothing = Object.fromEntries(wipMovements.map((movement) => [`${movement}Minor`, 0n])) as never;
  const lines = (figures: object) =>
    entryLinesOf({ ...(nothing as object), ...figures } as never, firstAccounts).map(
      ({ accountName, debitMinor, creditMinor }) => `${accountName} ${debitMinor} ${creditMinor}`,
    );
  assert.deepEqual(lines({}), []);
  assert.deepEqual(lines({ timeMinor: 500n }), ['Work in progress 500 0', 'Time recorded 0 500']);
  assert.deepEqual(lines({ timeMinor: -500n }), ['Time recorded 500 0', 'Work in progress 0 500']);
  assert.deepEqual(lines({ billedMinor: -300n }), ['WIP billed 300 0', 'Work in progress 0 300']);
  assert.deepEqual(lines({ interimsRaisedMinor: -40n, interimsAbsorbedMinor: 30n }), [
    'WIP billed 40 0',
    'Invoiced in advance 0 40',
    'Invoiced in advance 30 0',
    'WIP billed 0 30',
  ]);
});
