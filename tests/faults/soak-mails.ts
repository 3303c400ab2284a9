// What became of mail: each message that somebody was told is queued goes out, at least once, and nothing else does.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, type Place } from './program.ts';
import { patiently } from './run-office.ts';
import type { Letters } from './soak-letters.ts';

const drainsWithinMs = 10 * 60_000;
const stuckAfterMinutes = 5;

/** Nothing that could be done waits, nothing is held by somebody who is gone, and each run that goes on has its routine. */
export async function findStuck(place: Place): Promise<string[]> {
  const rows = await patiently(() =>
    ask(
      place,
      // What is held comes first: whatever else lies there may wait for it.
      `select format('%s %s: due %s, held since %s, %s attempts, %s', task_identifier, key, run_at, locked_at, attempts, last_error)
         as text, locked_at from graphile_worker.jobs
       where (attempts >= max_attempts and key is not null) or greatest(run_at, locked_at) < now() - interval '${stuckAfterMinutes} minutes'
       union all
       select format('nobody will go on with run %s of firm %s', r.id, r.firm_id), null from billing_run r
       where r.state = 'running' and not exists (
         select from graphile_worker.jobs j where j.key = format('runBillingChunk:%s:%s', r.firm_id, r.id))
       order by 2 nulls last limit 20`,
    ),
  );
  return rows.map(({ text }) => String(text));
}

/** At the end: what is postponed is done now, and then all of it is looked for where it went. Answers how it went. */
export async function lookForMails(place: Place, letters: Letters): Promise<string> {
  await untilQueueIsEmpty(place);
  const mails = await ask(place, 'select firm_id, id, status, attempts, last_error, message_id from mail');
  const known = new Set(mails.map((mail) => mail['message_id']));
  assert.deepEqual(
    {
      unsent: mails.filter(({ status }) => status !== 'sent').slice(0, 20),
      lost: mails.filter((mail) => !letters.taken.has(String(mail['message_id']))).slice(0, 20),
      unasked: [...letters.taken.keys()].filter((id) => !known.has(id)).slice(0, 20),
    },
    { unsent: [], lost: [], unasked: [] },
    'mail at the end',
  );
  const tried = mails.filter(({ attempts }) => Number(attempts) > 1).length;
  const twice = [...letters.taken.values()].filter((times) => times > 1).length;
  return `${mails.length} mails went out, ${tried} of them not at the first attempt, ${twice} of them more than once under one Message-ID`;
}

async function untilQueueIsEmpty(place: Place): Promise<void> {
  const giveUpAt = performance.now() + drainsWithinMs;
  for (;;) {
    await ask(
      place,
      'update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()',
    );
    const [row] = await ask(
      place,
      `select count(*)::int as many, max(last_error) as error from graphile_worker.jobs`,
    );
    if (row!['many'] === 0) return;
    assert.ok(performance.now() < giveUpAt, `the queue does not run dry: ${JSON.stringify(row)}`);
    await pause(1_000);
  }
}
