// Trade over HTTP: people of a firm who record, write off, move, undo, offer, invoice, cancel, credit and are paid, and a
// manager who bills the month in runs, takes runs back, and closes and re-opens it. What each of them thinks of is chance from the seed; which of
// two at once comes first is not. A refusal is an answer; a defect is not.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { checkCodes } from '#core/periods/checklist.ts';
import { send } from '../faults/storm.ts';
import { chanceOf } from './random.ts';
import { cancel, credit, goOnWithQuote, invoice, pay, payBack } from './trade-documents.ts';
import type { Act, Answer, Own, Person, Post, Question, Trade } from './trade-act.ts';
import { fillCell, move, recordCost, recordTime, undo, writeOff } from './trade-work.ts';

const patienceMs = 90_000;

/** Asks by one key until there is an answer; undefined when it is refused. */
async function ask(trade: Trade, question: Question): Promise<Answer> {
  const { key, path, body, more } = question;
  const headers = { authorization: `Bearer ${trade.office.key}`, 'idempotency-key': key, ...more };
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const answer = await send(trade.place, path, body, headers).catch(() => undefined);
    if (answer !== undefined && answer.status < 300) {
      if (!isPartlyRefused(answer.body)) trade.asked.push({ ...question, answer: answer.body });
      return answer.body;
    }
    const isPassing =
      answer === undefined ||
      [429, 502, 503].includes(answer.status) ||
      answer.body['code'] === 'requestInProgress';
    if (!isPassing) {
      assert.ok(answer.status < 500, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const what = path.replaceAll(/\d+/g, '{id}');
      const why = `${what} ${String(answer.body['code'])}`;
      trade.refused.set(what, [...(trade.refused.get(what) ?? []), why]);
      return undefined;
    }
    assert.ok(performance.now() < giveUpAt, `${path} is not answered`);
    trade.askedAgain += 1;
    await pause(50);
  }
}

/** A cell that was refused is tried again when it is asked again. */
const isPartlyRefused = ({ outcomes }: Answer): boolean =>
  outcomes !== undefined && outcomes[0].state === 'refused';

export function personOf(name: string, seed: number): Person {
  const papers = { quotes: [], invoices: [], notes: [], payments: [] };
  return { name, chance: chanceOf(seed), deeds: 0, papers };
}

const keyOf = (person: Person): string => `${person.name}-${(person.deeds += 1)}`;

/** How often of a hundred times people do what. */
const habits: readonly (readonly [number, (act: Act) => Promise<void>])[] = [
  [18, recordTime],
  [14, fillCell],
  [9, recordCost],
  [8, writeOff],
  [6, move],
  [6, undo],
  [11, goOnWithQuote],
  [13, invoice],
  [3, cancel],
  [5, credit],
  [4, pay],
  [3, payBack],
];

/** What one person does in one round. */
export async function workOn(trade: Trade, person: Person, deeds: number): Promise<void> {
  const own: Own = { items: [], cells: [], actions: [], ...person.papers };
  const post: Post = (path, body, more = {}) => ask(trade, { key: keyOf(person), path, body, more });
  const act = { trade, chance: person.chance, post, own };
  for (let deed = 0; deed < deeds; deed += 1) {
    let choice = person.chance.below(100);
    const [, does] = habits.find(([often]) => (choice -= often) < 0)!;
    await (own.items.length < 2 ? recordTime : does)(act);
  }
}

/** The month is billed, now and then taken back, and now and then closed and opened again. */
export async function manage(trade: Trade, person: Person): Promise<void> {
  const { chance } = person;
  const post: Post = (path, body, more = {}) => ask(trade, { key: keyOf(person), path, body, more });
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
