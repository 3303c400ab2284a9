// A storm of clients over HTTP. Each asks with a request key and asks again with the same key until it is answered, as
// our own web pages and any careful program do. What was acknowledged is remembered, to be looked for afterwards.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { ask, databaseOf, type Place } from './program.ts';

export type Office = {
  readonly key: string;
  readonly firmId: number;
  readonly staffId: string;
  readonly clientId: string;
  readonly jobs: readonly { jobId: string; jobTaskId: string }[];
  /** To whom some invoices are sent, if to anybody. */
  readonly mailTo?: string;
};

type Json = Record<string, unknown>;

export async function send(place: Place, path: string, body: unknown, headers: Record<string, string>) {
  const answer = await fetch(`${place.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  return { status: answer.status, body: JSON.parse(text) as Json, cookie: answer.headers.getSetCookie() };
}

/** Asks again while it is turned away, of which nothing is done: a machine that has much to do turns away even the first. */
async function sendPatiently(...question: Parameters<typeof send>): ReturnType<typeof send> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(...question);
    if (answer.status !== 503 || attempt >= 60) return answer;
    await pause(500);
  }
}

const owner = { name: 'Olive', email: 'olive@example.com', password: 'a long enough password' };
const cookieOf = (cookie: readonly string[]): string => cookie.map((line) => line.split(';')[0]).join('; ');

/** Sets an installation up: an owner with an API key, one client, one person, a few jobs. */
export async function openOffice(place: Place, jobCount: number): Promise<Office> {
  const firm = { name: 'Storm Firm', currency: 'NZD', timeZone: 'Pacific/Auckland' };
  const opened = await sendPatiently(place, '/set-up', { owner, firm }, {});
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const [row] = await ask(place, 'select id from firm');
  return furnish(place, { cookie: cookieOf(opened.cookie), firmId: Number(row!['id']) }, jobCount);
}

/** A further firm of the same owner on the same installation. */
export async function openNextOffice(place: Place, jobCount: number): Promise<Office> {
  const { email, password } = owner;
  const signedIn = await sendPatiently(place, '/session', { email, password }, {});
  assert.ok(signedIn.status < 300, JSON.stringify(signedIn.body));
  const cookie = cookieOf(signedIn.cookie);
  const firm = { name: 'Next Firm', currency: 'NZD', timeZone: 'Pacific/Auckland' };
  const founded = await sendPatiently(place, '/firms', firm, { cookie, 'idempotency-key': randomUUID() });
  assert.equal(founded.status, 201, JSON.stringify(founded.body));
  return furnish(place, { cookie, firmId: Number(founded.body['firmId']) }, jobCount);
}

type Founded = { readonly cookie: string; readonly firmId: number };

async function furnish(place: Place, { cookie, firmId }: Founded, jobCount: number): Promise<Office> {
  const headers = { cookie, 'workledger-firm': String(firmId), 'idempotency-key': randomUUID() };
  const made = await sendPatiently(place, '/api-keys', { name: 'Storm', scopes: null }, headers);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const key = String(made.body['secret']);
  const add = async (path: string, body: unknown): Promise<Json> => {
    const added = await sendPatiently(place, path, body, {
      authorization: `Bearer ${key}`,
      'idempotency-key': randomUUID(),
    });
    assert.equal(added.status, 201, JSON.stringify(added.body));
    return added.body;
  };
  const staffId = String((await add('/staff', { name: 'Sam' }))['id']);
  const taskId = String((await add('/tasks', { name: 'Drawing' }))['id']);
  const clientId = String((await add('/clients', { name: 'North' }))['id']);
  await add('/rates', { scope: 'staff', staffId, ratePerHour: '150', effectiveFrom: '2020-01-01' });
  const jobs: Office['jobs'][number][] = [];
  for (let number = 1; number <= jobCount; number += 1) {
    const job = await add('/jobs', { name: `Job ${number}`, clientId, tasks: [{ taskId }] });
    jobs.push({ jobId: String(job['id']), jobTaskId: String((job['tasks'] as Json[])[0]!['id']) });
  }
  return { key, firmId, staffId, clientId, jobs };
}

export type Acknowledged = { id: string; minor: bigint };

export type Asking = {
  /** Requests that had to be asked again. */
  retries: number;
  /** When the newest answer came, by performance.now(). */
  lastAnswerAt: number;
  /** What was said instead of the newest answer, if anything was. */
  lastRefusal?: string;
};

export type Storm = Asking & {
  readonly acknowledged: Acknowledged[];
  stop(): Promise<void>;
};

const impatientAfterMs = 300_000;

/** Lets clients record until told to stop; every request that was begun is answered before `stop` returns. */
export function startStorm(place: Place, office: Office, clients: number): Storm {
  let stopped = false;
  const storm: Storm = {
    acknowledged: [],
    retries: 0,
    lastAnswerAt: 0,
    stop: async () => {
      stopped = true;
      await Promise.all(working);
    },
  };
  const work = async (client: number): Promise<void> => {
    for (let number = 0; !stopped; number += 1) {
      const minutes = 1 + ((client * 31 + number * 7) % 240);
      const job = office.jobs[(client + number) % office.jobs.length]!;
      const entries = Array.from({ length: 1 + (number % 3) }, () => ({
        ...job,
        staffId: office.staffId,
        workedOn: '2026-01-15',
        minutes,
      }));
      const asked = { path: '/time-entries', body: { entries }, key: randomUUID() };
      const { entries: recorded } = (await askUntilAnswered(place, office, storm, asked)) as {
        entries: { id: string; amount: string }[];
      };
      assert.equal(recorded.length, entries.length);
      for (const { id, amount } of recorded)
        storm.acknowledged.push({ id, minor: BigInt(amount.replace('.', '')) });
    }
  };
  const working = Array.from({ length: clients }, (_, client) => work(client));
  return storm;
}

export type Question = {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly headers?: Record<string, string>;
};

/** Asks again by the same key until there is an answer. */
export async function askUntilAnswered(
  place: Place,
  office: Office,
  asking: Asking,
  { path, body, key, headers: more = {} }: Question,
): Promise<Json> {
  const headers = { authorization: `Bearer ${office.key}`, 'idempotency-key': key, ...more };
  const giveUpAt = performance.now() + impatientAfterMs;
  for (let attempt = 1, last = ''; ; attempt += 1) {
    try {
      const { status, body: answer } = await send(place, path, body, headers);
      last = `${status} ${JSON.stringify(answer)}`;
      if (status < 300) {
        asking.lastAnswerAt = performance.now();
        return answer;
      }
      // Overloaded, unavailable, stopping, still at it: anything else is a wrong answer.
      const isPassing = [503, 429, 502].includes(status) || answer['code'] === 'requestInProgress';
      if (!isPassing) assert.fail(`${path}: ${last}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      last = String(error);
    }
    asking.lastRefusal = `${path}: ${last}`;
    if (performance.now() > giveUpAt)
      assert.fail(`${path} is not answered in ${attempt} attempts, at last by ${last}`);
    asking.retries += 1;
    await pause(Math.min(20 * attempt, 250));
  }
}

/** Waits for the next acknowledgement; when it came, by performance.now(). */
export async function nextAnswer(asking: Asking): Promise<number> {
  const startedAt = performance.now();
  while (asking.lastAnswerAt <= startedAt) await pause(5);
  return asking.lastAnswerAt;
}

export type Reckoning = { lost: string[]; doubled: number; differences: number; entries: number };

/** What of the acknowledged is there, what is there besides it, and whether the ledger agrees with itself. */
export async function reckon(
  place: Place,
  office: Office,
  acknowledged: readonly Acknowledged[],
): Promise<Reckoning> {
  const rows = await ask(
    place,
    `select e.id::text as id, coalesce(sum(l.amount_minor), -1)::text as minor, count(l.item_id)::int as lines
     from time_entry e left join ledger_line l on l.firm_id = e.firm_id and l.item_id = e.id and l.kind = 1
     group by e.id`,
  );
  const kept = new Map(rows.map((row) => [String(row['id']), row]));
  const lost = acknowledged
    .filter(({ id, minor }) => kept.get(id)?.['minor'] !== String(minor))
    .map(({ id }) => id);
  const known = new Set(acknowledged.map(({ id }) => id));
  const twice = acknowledged.length - known.size;
  const unasked = rows.filter((row) => !known.has(String(row['id'])) || Number(row['lines']) !== 1).length;
  const database = openDatabase(await databaseOf(place), { poolSize: 2 });
  try {
    const differences = await verifyFirm(database, office.firmId);
    return { lost, doubled: twice + unasked, differences: differences.length, entries: rows.length };
  } finally {
    await database.close();
  }
}
