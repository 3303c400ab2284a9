// Hours of steady work with one thing or another going wrong all the time:
//
//     node tests/faults/main.ts --soak --minutes 60 [--clients 6] [--think 400]
//
// Clients of two servers record, invoice, credit, take payments, send and undo, and in another firm a month is billed, sent and
// taken back over and over; each ten to forty seconds something happens, in turns of all that can. Every few minutes the clients rest for as long as it takes to look for what they were told since, to
// look for some of what they were told before, and to ask some of it again; at the end each thing is looked for, and at times
// the ledger is verified. Memory is looked at all the while.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { startInvoicingStorm, type InvoicingStorm } from './invoicing-storm.ts';
import { databaseOf } from './program.ts';
import { findStuck, lookForMails } from './soak-mails.ts';
import { describePlace, endedPrograms, openSoakPlace, type Fault, type SoakPlace } from './soak-place.ts';
import { startBilling, type Billing } from './soak-runs.ts';
import { megabytesOf, watch, type Watcher } from './soak-watch.ts';
import { openOffice, type Office } from './storm.ts';
import { glance, lookForAll, openTold, type Told } from './told.ts';

export type SoakPlan = {
  readonly minutes: number;
  /** Of each server. */
  readonly clients: number;
  readonly thinkMs: number;
  /** Nothing else goes wrong than what has this in its name. */
  readonly only?: string | undefined;
};

export type Struck = {
  readonly name: string;
  /** How long nothing was answered by a server that this concerns. */
  readonly silentMs: number;
  /** From the moment it was put right until everybody was answered again. */
  readonly recoveredMs: number;
};

export type Held = { readonly minute: number; readonly server: number; readonly worker: number };

export type Soak = {
  readonly plan: SoakPlan;
  readonly office: Office;
  readonly told: Told;
  readonly billing: Billing;
  readonly strikes: Struck[];
  /** By the server that is killed now and then, and by the other. */
  readonly watchers: readonly [Watcher, Watcher];
  /** By the two that are never killed. */
  readonly held: Held[];
  readonly verifiedMs: number[];
  requests: number;
  askedAgain: number;
  rounds: number;
  /** What became of mail, known at the end. */
  mails: string;
  beganAt: number;
  /** What clients and others were made to rest for, which is no time of theirs. */
  lookedForMs: number;
  /** What goes wrong or went wrong last. */
  lastFault: string;
};

const roundMs = 3 * 60_000;
const restLeastMs = 10_000;
const restMostMs = 40_000;
const sampleEveryMs = 10_000;
const verifyEveryRounds = 4;
const answersWithinMs = 300_000;

export type Teller = {
  struck(one: Struck, soak: Soak): void;
  looked(soak: Soak, tookMs: number): void;
};

export async function playSoak(plan: SoakPlan, tell: Teller): Promise<{ soak: Soak; faults: string[] }> {
  const place = await openSoakPlace();
  try {
    const office = { ...(await openOffice(place.struck.place, 12)), mailTo: 'bills@storm.example' };
    const soak: Soak = {
      plan,
      office,
      told: await openTold(place.struck.place, office),
      billing: await startBilling(place),
      strikes: [],
      watchers: [watch(place.struck.place, office), watch(place.steady.place, office)],
      held: [],
      verifiedMs: [],
      requests: 0,
      askedAgain: 0,
      rounds: 0,
      mails: '',
      beganAt: performance.now(),
      lookedForMs: 0,
      lastFault: 'nothing',
    };
    const sampling = setInterval(() => soak.held.push(heldBy(place, soak)), sampleEveryMs);
    try {
      await playRounds(place, soak, tell);
    } catch (error) {
      // The place goes with all that is in it: what it looks like now is all that will be known.
      const sight = await describePlace(place);
      throw new Error(`the soak failed after ${soak.lastFault}\n${sight}`, { cause: error });
    } finally {
      clearInterval(sampling);
      await place.letters.close();
      await Promise.all(soak.watchers.map((watcher) => watcher.stop()));
    }
    return { soak, faults: place.faults.map(({ name }) => name) };
  } finally {
    await place.around.leave();
  }
}

function heldBy({ steady }: SoakPlace, { beganAt }: Soak): Held {
  const minute = (performance.now() - beganAt) / 60_000;
  return { minute, server: megabytesOf(steady.server), worker: megabytesOf(steady.worker) };
}

async function playRounds(place: SoakPlace, soak: Soak, tell: Teller): Promise<void> {
  const { plan, beganAt } = soak;
  const endsAt = beganAt + plan.minutes * 60_000;
  const faults = inTurns(place.faults.filter(({ name }) => name.includes(plan.only ?? '')));
  while (performance.now() < endsAt) {
    await playRound(place, soak, { faults, endsAt: Math.min(endsAt, performance.now() + roundMs) }, tell);
    soak.rounds += 1;
    const lookedAt = performance.now();
    if (soak.rounds % verifyEveryRounds === 0) await verify(place, soak);
    tell.looked(soak, Math.round(performance.now() - lookedAt));
  }
  await soak.billing.stop();
  soak.mails = await lookForMails(place.struck.place, place.letters);
  await lookForAll({ ...soak, place: place.struck.place }, 'at the end');
  await verify(place, soak);
}

/** Each of them once, in another order each time. */
function* inTurns(faults: readonly Fault[]): Generator<Fault, never> {
  for (;;) {
    const shuffled = faults.map((fault) => ({ fault, at: Math.random() })).toSorted((a, b) => a.at - b.at);
    for (const { fault } of shuffled) yield fault;
  }
}

type Round = { readonly faults: Iterator<Fault, never>; readonly endsAt: number };

async function playRound(
  place: SoakPlace,
  soak: Soak,
  { faults, endsAt }: Round,
  tell: Teller,
): Promise<void> {
  const { clients, thinkMs } = soak.plan;
  const start = (at: SoakPlace['struck']) => startInvoicingStorm(at.place, soak.office, clients, thinkMs);
  const storms = [start(place.struck), start(place.steady)];
  for (;;) {
    const restMs = restLeastMs + Math.random() * (restMostMs - restLeastMs);
    if (performance.now() + restMs > endsAt) break;
    await pause(restMs);
    soak.strikes.push(await strikeOnce(soak, storms, faults.next().value));
    tell.struck(soak.strikes.at(-1)!, soak);
  }
  await pause(Math.max(0, Math.min(restLeastMs, endsAt - performance.now())));
  await Promise.all(storms.map((storm) => storm.stop()));
  if (soak.billing.failures.length > 0) throw soak.billing.failures[0];
  assert.deepEqual(endedPrograms(place), [], 'programs that nobody killed');
  assert.deepEqual(await findStuck(place.struck.place), [], 'what workers leave lying');
  const lookedAt = performance.now();
  const what = `round ${soak.rounds + 1}, after ${soak.strikes.at(-1)?.name ?? 'nothing'}`;
  const both = {
    acknowledged: storms.flatMap(({ acknowledged }) => acknowledged),
    keys: storms.flatMap(({ keys }) => keys),
  };
  await glance({ ...soak, place: place.steady.place }, both, what);
  soak.lookedForMs += performance.now() - lookedAt;
  soak.requests += both.keys.length;
  for (const { retries } of storms) soak.askedAgain += retries;
}

async function strikeOnce(soak: Soak, storms: readonly InvoicingStorm[], fault: Fault): Promise<Struck> {
  const struckAt = performance.now();
  soak.lastFault = fault.name;
  await fault.strike();
  const rightAt = performance.now();
  await Promise.all(storms.map((storm) => answersAgain(storm, rightAt, fault.name)));
  const endedAt = performance.now();
  // What was asked last before it may be answered still.
  await pause(300);
  const silences = soak.watchers.map((watcher) => watcher.longestSilenceMs(struckAt, endedAt));
  return {
    name: fault.name,
    silentMs: Math.max(...silences),
    recoveredMs: Math.round(endedAt - rightAt),
  };
}

async function answersAgain(storm: InvoicingStorm, since: number, what: string): Promise<void> {
  while (storm.lastAnswerAt <= since) {
    if (storm.failures.length > 0) throw storm.failures[0];
    const isLate = performance.now() - since > answersWithinMs;
    assert.ok(!isLate, `nothing is answered any more after ${what}, at last: ${storm.lastRefusal}`);
    await pause(5);
  }
}

async function verify({ around }: SoakPlace, soak: Soak): Promise<void> {
  const beganAt = performance.now();
  const database = openDatabase(await databaseOf(around.place), { poolSize: 2 });
  try {
    for (const { firmId } of [soak.office, soak.billing.office])
      assert.deepEqual(await verifyFirm(database, firmId), [], 'the ledger agrees with itself');
  } finally {
    await database.close();
  }
  soak.verifiedMs.push(Math.round(performance.now() - beganAt));
}
