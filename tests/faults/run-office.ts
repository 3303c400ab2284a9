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
  const office = await openOffice(place, 1);
  const empty = { ...office, place, month: [], reasonId: '' };
  const reason = await post(empty, '/adjustment-reasons', { name: 'Too small to bill' });
  const [task] = await ask(place, 'select id from task order by id limit 1');
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
export async function get(office: RunOffice, path: string): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(`${office.place.url}/api/v1${path}`, { headers: headersOf(office) });
      if (answer.status === 200) return await answer.json();
      assert.ok([429, 502, 503].includes(answer.status), `${path}: ${answer.status} ${await answer.text()}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    if (attempt > 200) assert.fail(`${path} is not answered`);
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
export async function runNow({ place, firmId }: RunOffice, runId: string): Promise<RunNow> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [row] = await ask(
        place,
        `select state, progress as step,
           (select count(*) from billing_run_unit u where u.firm_id = r.firm_id and u.run_id = r.id and awaits is not null)
           + (select count(*) from billing_run_job j where j.firm_id = r.firm_id and j.run_id = r.id and awaits is not null)
           as left
         from billing_run r where firm_id = ${firmId} and id = ${Number(runId)}`,
      );
      return { state: String(row!['state']), step: Number(row!['step']), left: Number(row!['left']) };
    } catch (error) {
      if (attempt > 600) throw error;
      await pause(50);
    }
  }
}
