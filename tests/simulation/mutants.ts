// Takes the ledger's guards away, one at a time, in a scratch database, and shows which check notices. A test of safety
// counts only when a deliberate break has been seen to fail it. By hand, about two minutes:
//
//     node tests/simulation/mutants.ts [--only <part of a name>]
//
// Each break is tried by a story made for it and by a crowd. Results stand in docs/decisions/0004.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArgs } from 'node:util';
import type { Database } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { perform, show, simToday, type Deed } from './deeds.ts';
import { foundSimFirm, type SimFirm } from './practice.ts';
import { playAtOnce } from './run.ts';

type Mutant = {
  readonly name: string;
  /** Statements that take the guard away. */
  readonly breakIt: readonly string[];
  /** Fails on the broken database, and passes on a whole one. */
  readonly story: (database: Database) => Promise<void>;
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });

/** Replaces a piece of a function's text as it stands in the database. */
function withoutPiece(name: string, piece: string, replacement = ''): string {
  return `do $break$ declare v text; begin
    select pg_get_functiondef(p.oid) into strict v from pg_proc p where p.proname = '${name}';
    if position($piece$${piece}$piece$ in v) = 0 then raise exception '% has no such piece', '${name}'; end if;
    execute replace(v, $piece$${piece}$piece$, $piece$${replacement}$piece$);
  end $break$`;
}

const noJobLocks = withoutPiece('lock_jobs', 'for no key update');

async function firmWith(
  database: Database,
  deeds: (firm: SimFirm) => Deed[],
): Promise<{ firm: SimFirm; answers: unknown[] }> {
  const firm = await foundSimFirm(database, 0);
  const answers: unknown[] = [];
  for (const [number, deed] of deeds(firm).entries()) {
    const result = await perform(database, firm, deed, `given-${number}`);
    assert.ok(result.ok, show(result));
    answers.push(result.value);
  }
  return { firm, answers };
}

const anHour = (firm: SimFirm): Deed => {
  const { id: jobId, jobTaskIds } = firm.jobs[0]!;
  return {
    kind: 'recordTime',
    entries: [
      { jobId, jobTaskId: jobTaskIds[0]!, staffId: firm.staffIds[0]!, workedOn: '2026-03-10', minutes: 60 },
    ],
  };
};

const entryOf = (answer: unknown): bigint => (answer as { entries: { id: bigint }[] }).entries[0]!.id;

/** The same thing tried at once by several people; how many were told that it is done. */
async function tryAtOnce(database: Database, firm: SimFirm, deed: Deed, people = 6): Promise<number> {
  const tries = Array.from({ length: people }, (_, person) =>
    perform(database, firm, deed, `try-${person}`).then(
      (result) => result.ok,
      () => false,
    ),
  );
  return (await Promise.all(tries)).filter((done) => done).length;
}

async function isClean(database: Database, firm: SimFirm): Promise<void> {
  const differences = await verifyFirm(database, firm.firm.firmId);
  assert.deepEqual(
    differences.map(({ check }) => check),
    [],
    'verify finds differences',
  );
}

/** Many people write the same entry off at once: it goes once. */
async function offOnce(database: Database): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const { firm, answers } = await firmWith(database, (own) => [anHour(own)]);
    const items = [{ id: entryOf(answers[0]), amountMinor: 14_000n }];
    assert.equal(
      await tryAtOnce(database, firm, { kind: 'writeOff', items, on: simToday }),
      1,
      'written off once',
    );
    await isClean(database, firm);
  }
}

async function undoOnce(database: Database): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const { firm, answers } = await firmWith(database, (own) => [
      anHour(own),
      { kind: 'washUp', jobIds: [own.jobs[0]!.id], across: false, on: simToday },
    ]);
    const { wipActionId } = answers[1] as { wipActionId: number };
    assert.equal(await tryAtOnce(database, firm, { kind: 'undo', actionId: wipActionId }), 1, 'undone once');
    await isClean(database, firm);
  }
}

/** Nobody who is told "recorded" is behind a lock that somebody was told is set. */
async function lockHolds(database: Database): Promise<void> {
  const firm = await foundSimFirm(database, 0);
  const { firmId } = firm.firm;
  await database.inFirm(firmId, async (tx) => {
    // A post under way reads the gate; setting a lock has to wait for it.
    await tx.query('select lock_jobs($1, $2)', [firmId, [firm.jobs[0]!.id]]);
    const setting = database.inFirm(
      firmId,
      (other) => other.query(`select set_locks($1, '2026-03-20', null)`, [firmId]),
      { lockTimeoutMs: 300 },
    );
    await assert.rejects(setting, /lock timeout/, 'a lock was set while a post was under way');
  });
}

/** One key, sent by many at once. */
async function keyOnce(database: Database): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const firm = await foundSimFirm(database, 0);
    const jobId = firm.jobs[0]!.id;
    const deed: Deed = { kind: 'interim', jobId, amountMinor: 100n, on: simToday };
    await Promise.all(Array.from({ length: 6 }, () => perform(database, firm, deed, 'one-key')));
    const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
      tx.query<{ count: number }>('select count(*)::int as count from interim where firm_id = $1', [
        firm.firm.firmId,
      ]),
    );
    assert.equal(row!.count, 1, 'one key, one interim');
  }
}

async function ordinaryDay(database: Database): Promise<void> {
  const { firm, answers } = await firmWith(database, (own) => [
    anHour(own),
    { kind: 'interim', jobId: own.jobs[1]!.id, amountMinor: 500n, on: simToday },
  ]);
  const items = [{ id: entryOf(answers[0]), amountMinor: 5_000n }];
  assert.ok((await perform(database, firm, { kind: 'writeOff', items, on: simToday }, 'off')).ok);
  await isClean(database, firm);
}

const mutants: readonly Mutant[] = [
  {
    name: 'open_item_not_exceeded and no job locks',
    breakIt: ['alter table open_item drop constraint open_item_not_exceeded', noJobLocks],
    story: offOnce,
  },
  {
    name: 'open_item_not_exceeded alone',
    breakIt: ['alter table open_item drop constraint open_item_not_exceeded'],
    story: offOnce,
  },
  { name: 'job locks alone', breakIt: [noJobLocks], story: offOnce },
  {
    name: 'journal_reverses, wip_action_undo and no job locks',
    breakIt: [
      'drop index journal_reverses',
      'alter table wip_action_undo drop constraint wip_action_undo_pkey',
      noJobLocks,
    ],
    story: undoOnce,
  },
  { name: 'journal_reverses alone', breakIt: ['drop index journal_reverses'], story: undoOnce },
  { name: 'the gate is not held', breakIt: [withoutPiece('lock_jobs', 'for share')], story: lockHolds },
  { name: 'request key', breakIt: ['alter table request drop constraint request_pkey'], story: keyOnce },
  {
    name: 'zero-sum checks, and a posting that forgets an account',
    breakIt: [
      'alter table job_balance drop constraint job_balance_sums_to_zero',
      'alter table job_month drop constraint job_month_sums_to_zero',
      withoutPiece(
        'post_journals',
        'written_off_minor = b.written_off_minor + excluded.written_off_minor',
        'written_off_minor = b.written_off_minor',
      ),
    ],
    story: ordinaryDay,
  },
  {
    name: 'a posting that forgets an account, checks in place',
    breakIt: [
      withoutPiece(
        'post_journals',
        'written_off_minor = b.written_off_minor + excluded.written_off_minor',
        'written_off_minor = b.written_off_minor',
      ),
    ],
    story: ordinaryDay,
  },
  {
    name: 'an item that keeps its old open amount',
    breakIt: [withoutPiece('settle_items', 'open_minor = f.left_minor', 'open_minor = o.open_minor')],
    story: ordinaryDay,
  },
  {
    name: 'ages not written',
    breakIt: [
      withoutPiece(
        'post_journals',
        'wip_time_minor = a.wip_time_minor + excluded.wip_time_minor',
        'wip_time_minor = a.wip_time_minor',
      ),
    ],
    story: ordinaryDay,
  },
];

async function noticed(run: () => Promise<unknown>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!.slice(0, 120);
  }
}

const quiet = { retriesWithoutNotice: 2 };

for (const { name, breakIt, story } of mutants.filter(({ name }) => name.includes(values.only ?? ''))) {
  test(name, { timeout: 120_000 }, async (t) => {
    const whole = await testDatabase({ poolSize: 16 });
    assert.equal(await noticed(() => story(whole.database)), null, 'the story holds on a whole database');
    const broken = await testDatabase({ poolSize: 16 });
    await broken.database.asInstallation(async (tx) => {
      for (const statement of breakIt) await tx.query(statement);
    });
    const byStory = await noticed(() => story(broken.database));
    let byCrowd: string | null = null;
    for (let seed = 1; byCrowd === null && seed <= quiet.retriesWithoutNotice; seed += 1) {
      byCrowd = await noticed(() => playAtOnce(broken.database, { seed, steps: 240, people: 8, firms: 1 }));
    }
    t.diagnostic(`the story: ${byStory ?? 'notices nothing'}`);
    t.diagnostic(`the crowd: ${byCrowd ?? 'notices nothing'}`);
    await whole.close();
    await broken.close();
    t.diagnostic(byStory === null && byCrowd === null ? 'SURVIVED: another guard holds' : 'noticed');
  });
}
