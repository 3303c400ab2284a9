// An office with a month of work to bill, on a place of its own: its billing runs are asked for over HTTP, as people do, and
// what has become of them is read in the database.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '#actions/context.ts';
import { openDatabase, type Database } from '#store/database.ts';
import { recordMonth, type MonthJob } from '#worker/testing/month.ts';
import { ask, databaseOf, type Place } from './program.ts';
import { askUntilAnswered, openOffice, type Asking, type Office } from './storm.ts';

export type RunOffice = Office & {
  readonly place: Place;
  readonly month: readonly MonthJob[];
  readonly reasonId: string;
};

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
export type Answer = any;

export async function openRunOffice(place: Place, jobs: number): Promise<RunOffice> {
  return furnishMonth(place, await openOffice(place, 1), jobs);
}

/** Records a month of work in an office that is there. */
export async function furnishMonth(place: Place, office: Office, jobs: number): Promise<RunOffice> {
  const empty = { ...office, place, month: [], reasonId: '' };
  const reason = await post(empty, '/adjustment-reasons', { name: 'Too small to bill' });
  const [task] = await ask(place, `select id from task where firm_id = ${office.firmId} order by id limit 1`);
  const taskId = Number(task!['id']);
  const month = await inOffice(empty, (context) =>
    recordMonth(context, { jobs, staffId: Number(office.staffId), taskId }),
  );
  return { ...empty, month, reasonId: reason.id };
}

/** With the owner of the firm, straight in the database, past the server. */
export async function inOffice<T>(
  { place, firmId }: RunOffice,
  work: (context: Context & { readonly database: Database }) => Promise<T>,
): Promise<T> {
  const database = openDatabase(await databaseOf(place), { poolSize: 3 });
  try {
    const [actor] = await database.inFirm(firmId, (tx) =>
      tx.query<{ id: number }>(`select id from actor where firm_id = $1 and kind = 'apiKey' limit 1`, [
        firmId,
      ]),
    );
    const principal = {
      firmId,
      actorId: actor!.id,
      memberId: null,
      staffId: null,
      role: 'owner' as const,
      scopes: null,
      writeOffLimitMinor: null,
      seesCosts: false,
    };
    return await work({ database, clock: () => new Date().toISOString(), principal });
  } finally {
    await database.close();
  }
}

const headersOf = ({ key }: RunOffice) => ({
  authorization: `Bearer ${key}`,
  'content-type': 'application/json',
});

/** Asks by one request key until it is answered. */
export function post(
  office: RunOffice,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const asking: Asking = { retries: 0, lastAnswerAt: 0 };
  return askUntilAnswered(office.place, office, asking, { path, body, key: randomUUID(), headers });
}

/** Asks until it is answered. */
export function get(office: RunOffice, path: string): Promise<Answer> {
  return patiently(async () => {
    const answer = await fetch(`${office.place.url}/api/v1${path}`, {
      headers: headersOf(office),
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.status === 200) return answer.json();
    const text = `${path}: ${answer.status} ${await answer.text()}`;
    assert.ok([429, 502, 503].includes(answer.status), text);
    throw new Error(text);
  });
}

const patienceMs = 5 * 60_000;

/** Does it again for minutes while it cannot be done, as when the database is down; not when it is done and wrong. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof assert.AssertionError || performance.now() > giveUpAt) throw error;
    }
    await pause(100);
  }
}

export type RunNow = {
  readonly state: string;
  /** Invoices and write-offs that still await something. */
  readonly left: number;
  /** Rises with each chunk. */
  readonly step: number;
};

/** As it stands in the database; waits while that is down. */
export function runNow({ place, firmId }: RunOffice, runId: string): Promise<RunNow> {
  return patiently(async () => {
    const [row] = await ask(
      place,
      `select state, progress as step,
         (select count(*) from billing_run_unit u where u.firm_id = r.firm_id and u.run_id = r.id and awaits is not null)
         + (select count(*) from billing_run_job j where j.firm_id = r.firm_id and j.run_id = r.id and awaits is not null)
         as left
       from billing_run r where firm_id = ${firmId} and id = ${Number(runId)}`,
    );
    return { state: String(row!['state']), step: Number(row!['step']), left: Number(row!['left']) };
  });
}
