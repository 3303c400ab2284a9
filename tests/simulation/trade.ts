// Trade over HTTP: people of one firm who record, write off, undo, invoice, cancel and are paid, and a manager who bills the
// month in runs, takes runs back, and closes and re-opens it. What each of them thinks of is chance from the seed; which of
// two at once comes first is not. A refusal is an answer; a defect is not.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { checkCodes } from '#core/periods/checklist.ts';
import type { Place } from '../faults/program.ts';
import { send, type Office } from '../faults/storm.ts';
import { decimal } from './decimal.ts';
import type { Chance } from './random.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
type Answer = any;

/** What somebody was told is done, in the words of the trade. */
export type Fact =
  | { kind: 'time'; id: string; minutes: number }
  | { kind: 'cost'; id: string; quantity: number; unitMinor: bigint }
  | { kind: 'writtenOff'; action: string; id: string; minor: bigint }
  | { kind: 'undone'; action: string }
  | { kind: 'invoiced'; invoice: string; items: readonly string[] }
  | { kind: 'cancelled'; invoice: string }
  | { kind: 'paid'; payment: string; minor: bigint };

type Question = {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
  readonly more: Record<string, string>;
};

export type Trade = {
  readonly place: Place;
  readonly office: Office;
  readonly facts: Fact[];
  /** Of what was done, with its first answer. */
  readonly asked: (Question & { readonly answer: Answer })[];
  readonly runs: string[];
  refused: number;
  askedAgain: number;
};

const patienceMs = 90_000;

/** Asks by one key until there is an answer; undefined when it is refused. */
async function ask(trade: Trade, question: Question): Promise<Answer> {
  const { key, path, body, more } = question;
  const headers = { authorization: `Bearer ${trade.office.key}`, 'idempotency-key': key, ...more };
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const answer = await send(trade.place, path, body, headers).catch(() => undefined);
    if (answer !== undefined && answer.status < 300) {
      trade.asked.push({ ...question, answer: answer.body });
      return answer.body;
    }
    const isPassing =
      answer === undefined ||
      [429, 502, 503].includes(answer.status) ||
      answer.body['code'] === 'requestInProgress';
    if (!isPassing) {
      assert.ok(answer.status < 500, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      trade.refused += 1;
      return undefined;
    }
    assert.ok(performance.now() < giveUpAt, `${path} is not answered`);
    trade.askedAgain += 1;
    await pause(50);
  }
}

export type Person = { readonly name: string; readonly chance: Chance; deeds: number };

const keyOf = (person: Person): string => `${person.name}-${(person.deeds += 1)}`;

const workedOn = '2026-01-15';

/** What one person does in one round. */
export async function workOn(trade: Trade, person: Person, deeds: number): Promise<void> {
  const own: Own = { items: [], actions: [], invoices: [] };
  const post = (path: string, body: unknown) => ask(trade, { key: keyOf(person), path, body, more: {} });
  const { chance } = person;
  for (let deed = 0; deed < deeds; deed += 1) {
    const choice = chance.below(100);
    if (choice < 40 || own.items.length < 2) await recordTime(trade, person, post, own.items);
    else if (choice < 52) await recordCost(trade, person, post, own.items);
    else if (choice < 64) await writeOff(trade, person, post, own);
    else if (choice < 72) await undo(trade, person, post, own.actions);
    else if (choice < 88) await invoice(trade, person, post, own);
    else if (choice < 94) await cancel(trade, person, post, own.invoices);
    else await pay(trade, person, post);
  }
}

type Post = (path: string, body: unknown) => Promise<Answer>;

async function recordTime({ office, facts }: Trade, { chance }: Person, post: Post, items: Item[]) {
  const minutes = 1 + chance.below(400);
  const job = chance.pick(office.jobs);
  const entry = { ...job, staffId: office.staffId, workedOn, minutes };
  const done = await post('/time-entries', { entries: [entry] });
  if (done === undefined) return;
  const { id } = done.entries[0];
  items.push({ id, jobId: job.jobId });
  facts.push({ kind: 'time', id, minutes });
}

async function recordCost({ office, facts }: Trade, { chance }: Person, post: Post, items: Item[]) {
  const [quantity, unitMinor] = [1 + chance.below(9), BigInt(1 + chance.below(20_000))];
  const { jobId } = chance.pick(office.jobs);
  const cost = { jobId, incurredOn: workedOn, description: 'Prints', quantity: String(quantity) };
  const done = await post('/cost-entries', { costs: [{ ...cost, unitPrice: decimal(unitMinor, 2) }] });
  if (done === undefined) return;
  const { id } = done.costs[0];
  items.push({ id, jobId });
  facts.push({ kind: 'cost', id, quantity, unitMinor });
}

type Item = { readonly id: string; readonly jobId: string };
type Own = { readonly items: Item[]; readonly actions: string[]; readonly invoices: string[] };

async function writeOff({ facts }: Trade, { chance }: Person, post: Post, { items, actions }: Own) {
  const { id } = chance.pick(items);
  const minor = BigInt(1 + chance.below(500));
  const done = await post('/write-offs', { items: [{ itemId: id, amount: decimal(minor, 2) }] });
  if (done === undefined) return;
  actions.push(String(done.wipActionId));
  facts.push({ kind: 'writtenOff', action: String(done.wipActionId), id, minor });
}

async function undo({ facts }: Trade, { chance }: Person, post: Post, actions: string[]) {
  if (actions.length === 0) return;
  const action = chance.pick(actions);
  const done = await post(`/wip-actions/${action}/undo`, {});
  if (done !== undefined) facts.push({ kind: 'undone', action });
}

async function invoice({ office, facts }: Trade, { chance }: Person, post: Post, { items, invoices }: Own) {
  const { id: itemId, jobId } = chance.pick(items);
  const head = { clientId: office.clientId, type: 'progress', basis: 'actual', invoicedOn: '2026-01-31' };
  const entries = [{ itemId, treatment: 'bill' }];
  const draft = await post('/invoices', { ...head, jobs: [{ jobId, entries }] });
  if (draft === undefined) return;
  const { id, fingerprint } = draft;
  const done = await post(`/invoices/${id}/approval`, { fingerprint });
  if (done === undefined) return;
  invoices.push(String(id));
  facts.push({ kind: 'invoiced', invoice: String(id), items: [itemId] });
}

async function cancel({ facts }: Trade, { chance }: Person, post: Post, invoices: string[]) {
  if (invoices.length === 0) return;
  const id = chance.pick(invoices);
  const done = await post(`/invoices/${id}/cancellation`, { reason: 'A mistake' });
  if (done !== undefined) facts.push({ kind: 'cancelled', invoice: id });
}

async function pay({ office, facts }: Trade, { chance }: Person, post: Post) {
  const minor = BigInt(1 + chance.below(90_000));
  const done = await post('/payments', { clientId: office.clientId, amount: decimal(minor, 2) });
  if (done !== undefined) facts.push({ kind: 'paid', payment: String(done.id), minor });
}

/** The month is billed, now and then taken back, and now and then closed and opened again. */
export async function manage(trade: Trade, person: Person): Promise<void> {
  const { chance } = person;
  const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
    ask(trade, { key: keyOf(person), path, body, more });
  const days = { cutOffOn: '2026-01-31', invoicedOn: '2026-01-31' };
  const run = await post('/billing-runs', { name: 'January', rules: { ...days, approval: 'immediately' } });
  if (run !== undefined) {
    const started = await post(`/billing-runs/${run.id}/start`, {}, { 'if-match': `"${run.version}"` });
    if (started !== undefined) {
      trade.runs.push(String(run.id));
      await untilRunsRest(trade);
      if (chance.oneIn(2)) await post(`/billing-runs/${run.id}/undoing`, { reason: 'Too early' });
      await untilRunsRest(trade);
    }
  }
  if (!chance.oneIn(2)) return;
  const close = await post('/periods', { end: '2026-01-31', acceptAttention: [...checkCodes] });
  if (close !== undefined) await post(`/periods/${close.id}/reopening`, { reason: 'One more entry' });
}

async function untilRunsRest({ place, office, runs }: Trade): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (const id of runs) {
    for (;;) {
      const headers = { authorization: `Bearer ${office.key}` };
      const answer = await fetch(`${place.url}/api/v1/billing-runs/${id}`, { headers }).catch(
        () => undefined,
      );
      const run: Answer = answer?.status === 200 ? await answer.json() : undefined;
      if (run !== undefined && run.state !== 'running') break;
      assert.ok(performance.now() < giveUpAt, `run ${id} does not end`);
      await pause(100);
    }
  }
}
