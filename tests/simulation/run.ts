// Two ways to run a simulation. One after the other: every deed is judged at once and the stored balances are compared
// after it. At the same time: several people per firm, repeated request keys, and the whole is judged at the end.

import assert from 'node:assert/strict';
import type { Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { auditorOf, type Auditor } from './auditor/auditor.ts';
import {
  compareAsAt,
  compareBillings,
  compareControl,
  compareEntries,
  compareInvariants,
  compareStored,
  compareVerified,
  digestOf,
  snapshot,
} from './auditor/compare.ts';
import { compareDebtors, compareDocuments } from './auditor/compare-documents.ts';
import { compareHome, compareLockUp } from './auditor/compare-home.ts';
import { comparePastBillings, comparePeriod } from './auditor/compare-past.ts';
import { documentAnswer } from './auditor/documents.ts';
import { readRaw, type RawLine } from './auditor/lines.ts';
import { perform, show, simNow, type Deed, type Told } from './deeds.ts';
import { isOfDocument } from './document-deeds.ts';
import { learn, lookAtOpen, newMemory, think, type Memory } from './people.ts';
import { foundSimFirm, type SimFirm } from './practice.ts';
import { chanceOf, type Chance } from './random.ts';

export type Plan = {
  readonly seed: number;
  readonly steps: number;
  /** Where the ledger records by another clock than that of the machine: which, and what sets it before each deed. */
  readonly clock?: { readonly asked: string; readonly set: (firm: SimFirm, step: number) => Promise<void> };
  /** How many days and moments of the past are looked at in the end. */
  readonly looksBack?: number;
};

export type Outcome = {
  deeds: number;
  accepted: number;
  /** Accepted, by kind. */
  done: Map<string, number>;
  refused: Map<string, number>;
  lines: number;
};

/** Somebody's firm, followed from its first day. */
type Run = {
  readonly database: Database;
  readonly firm: SimFirm;
  readonly auditor: Auditor;
  readonly memory: Memory;
  readonly chance: Chance;
  readonly story: Told[];
  readonly rereads: (() => Promise<void>)[];
  readonly recordingClock?: string | undefined;
  digest: Map<bigint, string>;
  /** The newest journal that was judged. */
  judgedTo: bigint;
};

async function begin(database: Database, seed: number, number: number): Promise<Run> {
  const firm = await foundSimFirm(database, number);
  const auditor = auditorOf(firm);
  return {
    database,
    firm,
    auditor,
    memory: newMemory(firm),
    chance: chanceOf(seed),
    story: [],
    rereads: [],
    digest: new Map(),
    judgedTo: 0n,
  };
}

let ticks = 0;

/** Plays deeds one after the other on a new firm, each chosen by chance; throws at the first that is wrong. */
export async function playInTurn(
  database: Database,
  { seed, steps, clock, looksBack }: Plan,
): Promise<Outcome> {
  const run = { ...(await begin(database, seed, seed)), recordingClock: clock?.asked };
  const { firm, chance } = run;
  for (let step = 0; step < steps; step += 1) {
    await clock?.set(firm, step);
    const deed = await chooseDeed(run, chance, false);
    // Locks would keep nearly everything from being recorded late.
    if (clock === undefined || deed.kind !== 'locks') await playOne(run, deed);
  }
  await finish(run, await readRaw(database, firm.firm.firmId, 0n), looksBack);
  return outcomeOf(run);
}

/** Plays given thoughts, for stories that shrink: each is a seed of its own for one deed. */
export async function playThoughts(
  database: Database,
  number: number,
  thoughts: readonly number[],
): Promise<Outcome> {
  const run = await begin(database, number, number);
  const { firm } = run;
  for (const thought of thoughts) await playOne(run, await chooseDeed(run, chanceOf(thought), false));
  await finish(run, await readRaw(database, firm.firm.firmId, 0n));
  return outcomeOf(run);
}

async function playOne(run: Run, deed: Deed): Promise<void> {
  const { database, firm, auditor, memory, chance, story } = run;
  const number = story.length + 1;
  const key = `key-${number}`;
  const began = (ticks += 1);
  const result = await perform(database, firm, deed, key);
  const told = { number, deed, key, began, ended: (ticks += 1), result };
  story.push(told);
  learn(memory, deed, result);
  const audited = { database, firm, books: auditor.books };
  try {
    const raw = await readRaw(database, firm.firm.firmId, run.judgedTo);
    auditor.judge(told, raw);
    run.judgedTo = raw.at(-1)?.journal ?? run.judgedTo;
    await compareStored(audited);
    if (isOfDocument(deed)) await compareDocuments(audited);
    if (result.ok && chance.oneIn(6)) await repeat(run, told);
    if (chance.oneIn(20))
      run.rereads.push(
        await snapshot(
          audited,
          chance.pick([undefined, '2026-02-10', '2026-02-28', '2026-03-20']),
          run.recordingClock,
        ),
      );
  } catch (error) {
    throw new Error(`after deed ${number}: ${(error as Error).message}\n${tell(run)}`, { cause: error });
  }
}

/** People see what is open, and think of something to do. */
async function chooseDeed(run: Run, chance: Chance, inCrowd: boolean): Promise<Deed> {
  const { database, firm, memory } = run;
  const open = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: bigint; jobId: number; kind: number; amountMinor: bigint }>(
      `select item_id as id, job_id as "jobId", item_kind as kind, open_minor as "amountMinor" from open_item
       where firm_id = $1`,
      [firm.firm.firmId],
    ),
  );
  lookAtOpen(memory, open);
  return think({ firm, memory, chance, inCrowd });
}

/** The same request again gets the same answer and does nothing; another one under its key is refused. */
async function repeat({ database, firm }: Run, { deed, key, result }: Told): Promise<void> {
  const before = (await readRaw(database, firm.firm.firmId, 0n)).length;
  assert.equal(
    show(await perform(database, firm, deed, key)),
    show(result),
    'a repeated request gets its first answer',
  );
  const other: Deed = { kind: 'interim', jobId: firm.jobs[0]!.id, amountMinor: 1n, on: '2026-03-31' };
  const refused: Result<unknown> = await perform(
    database,
    firm,
    deed.kind === 'interim' ? { ...other, amountMinor: 2n } : other,
    key,
  );
  assert.equal(refused.ok ? 'accepted' : refused.refusals[0]!.code, 'requestKeyReused');
  assert.equal(
    (await readRaw(database, firm.firm.firmId, 0n)).length,
    before,
    'a repeated request posts nothing',
  );
}

/** What is true at the end of any story. */
async function finish(run: Run, raw: readonly RawLine[], looksBack = 2): Promise<void> {
  const { database, firm, auditor, chance } = run;
  const audited = { database, firm, books: auditor.books };
  const anyDay = () =>
    Temporal.PlainDate.from('2026-01-01')
      .add({ days: chance.below(90) })
      .toString();
  try {
    await compareStored(audited);
    await compareEntries(audited);
    await compareBillings(audited);
    await compareDocuments(audited);
    for (const day of ['2026-02-20', '2026-03-15', anyDay(), '2026-03-31'])
      await compareDebtors(audited, day);
    compareInvariants(raw, run.digest);
    for (const day of [anyDay(), anyDay(), anyDay(), '2026-01-31', '2026-03-31'])
      await compareAsAt(audited, raw, day);
    const [from, to] = [anyDay(), anyDay()].toSorted() as [string, string];
    await compareControl(audited, raw, [from, to]);
    for (const now of [simNow, `${anyDay()}T11:30:00Z`]) await compareHome(audited, raw, now);
    for (let look = 0; look < looksBack; look += 1) await lookBack(run, raw, anyDay);
    for (const reread of run.rereads) await reread();
    await compareVerified(audited);
  } catch (error) {
    throw new Error(`at the end: ${(error as Error).message}\n${tell(run)}`, { cause: error });
  }
}

/**
 * At reports of any day and period, as known at some moment at which something was recorded, or just before or after. Half of
 * the days are those of what was recorded late, or next to them: what came after a month was over shows there first.
 */
async function lookBack(
  { database, firm, auditor, chance }: Run,
  raw: readonly RawLine[],
  anyDay: () => string,
): Promise<void> {
  const audited = { database, firm, books: auditor.books };
  const anyMoment = () => {
    const { recordedAt } = chance.pick(raw);
    const moment = Temporal.Instant.from(recordedAt.replace(' ', 'T'));
    return moment.add({ microseconds: chance.below(3) - 1 }).toString();
  };
  const knownAt = raw.length === 0 || chance.oneIn(3) ? null : anyMoment();
  const late = raw.filter(({ on, recordedAt }) => recordedAt.slice(0, 7) > on.slice(0, 7));
  const lateDay = () =>
    Temporal.PlainDate.from(chance.pick(late).on)
      .add({ days: chance.below(4) })
      .toString();
  const monthEnd = () => chance.pick(['2026-01-31', '2026-02-28']);
  const someDay = late.length > 0 && chance.oneIn(2) ? lateDay() : chance.oneIn(3) ? monthEnd() : anyDay();
  const day = chance.oneIn(8) && knownAt !== null ? null : someDay;
  await comparePastBillings(audited, raw, { day, knownAt }, chance);
  const [from, to] = [anyDay(), anyDay()].toSorted() as [string, string];
  await comparePeriod(audited, raw, { from, to, knownAt });
  await compareLockUp(audited, raw, anyDay());
}

export type CrowdPlan = Plan & { readonly people: number; readonly firms: number };

/** People of several firms do things at the same time; everything is judged when they have gone home. */
export async function playAtOnce(
  database: Database,
  { seed, steps, people, firms }: CrowdPlan,
): Promise<Outcome[]> {
  const runs: Run[] = [];
  for (let number = 0; number < firms; number += 1)
    runs.push(await begin(database, seed * 7 + number, number));
  const perPerson = Math.ceil(steps / people);
  const crowd = runs.flatMap((run, number) =>
    Array.from({ length: people }, (_, person) =>
      work(run, chanceOf(seed * 1000 + number * 100 + person), perPerson),
    ),
  );
  const settled = await Promise.allSettled([...crowd, ...runs.map((run) => look(run))]);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason as Error;
  for (const run of runs) {
    const raw = await readRaw(database, run.firm.firm.firmId, 0n);
    try {
      run.auditor.judgeAll(run.story, raw);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${tell(run)}`, { cause: error });
    }
    await finish(run, raw);
  }
  return runs.map(outcomeOf);
}

async function work(run: Run, chance: Chance, steps: number): Promise<void> {
  const { database, firm, memory, story } = run;
  for (let step = 0; step < steps; step += 1) {
    const deed = await chooseDeed(run, chance, true);
    const number = story.length + 1;
    const key = `key-${number}-${chance.below(1_000_000)}`;
    const told: { -readonly [Name in keyof Told]: Told[Name] } = {
      number,
      deed,
      key,
      began: (ticks += 1),
      ended: Number.MAX_SAFE_INTEGER,
      result: { ok: false, refusals: [] as never },
    };
    story.push(told);
    // Impatient people send it twice.
    const twice = chance.oneIn(8);
    const [result, again] = await Promise.all([
      perform(database, firm, deed, key),
      twice ? perform(database, firm, deed, key) : undefined,
    ]);
    told.ended = ticks += 1;
    const first = result.ok || again === undefined ? result : again;
    if (result.ok && again?.ok)
      assert.equal(show(again), show(result), `both copies of ${show(deed)} get one answer`);
    told.result = first;
    learn(memory, deed, first);
  }
}

/** Somebody who only reads: reports as known now, to be read again at the end, and lines that may never change. */
async function look(run: Run): Promise<void> {
  const { database, firm, auditor, chance } = run;
  for (let reading = 0; reading < 4; reading += 1) {
    await new Promise((go) => setTimeout(go, 40));
    const asAt = chance.pick([undefined, '2026-01-20', '2026-02-28', '2026-03-20']);
    run.rereads.push(await snapshot({ database, firm, books: auditor.books }, asAt));
    if (run.digest.size === 0) run.digest = digestOf(await readRaw(database, firm.firm.firmId, 0n));
  }
}

function outcomeOf({ story, auditor }: Run): Outcome {
  const refused = new Map<string, number>();
  const done = new Map<string, number>();
  for (const { result, deed } of story) {
    if (result.ok) done.set(deed.kind, (done.get(deed.kind) ?? 0) + 1);
    if (result.ok) continue;
    const code = result.refusals[0]?.code ?? 'none';
    refused.set(code, (refused.get(code) ?? 0) + 1);
  }
  const accepted = story.filter(({ result }) => result.ok).length;
  const lines = [...auditor.books.standing.values()].reduce((sum, own) => sum + own.length, 0);
  return { deeds: story.length, accepted, done, refused, lines };
}

/** The last deeds, for people. */
function tell({ story, firm }: Run): string {
  const line = ({ number, deed, result }: Told) => {
    const said = result.ok ? 'ok' : `refused ${result.refusals[0]?.code}`;
    return `  ${number}. ${show(deed)} → ${said}`;
  };
  const last = story.slice(-12).map(line);
  const newest = story.at(-1);
  const invoiceId = newest === undefined ? undefined : invoiceOf(newest);
  const before = story
    .slice(0, -12)
    .filter((told) => invoiceId !== undefined && invoiceOf(told) === invoiceId);
  if (before.length > 0) last.unshift('about this invoice before:', ...before.map(line), 'and then:');
  return `the last of ${story.length} deeds of firm ${firm.firm.firmId} (${firm.currency}):\n${last.join('\n')}`;
}

function invoiceOf({ deed, result }: Told): number | undefined {
  if ('invoiceId' in deed) return deed.invoiceId;
  return deed.kind === 'draft' && result.ok ? documentAnswer({ result }).invoice.id : undefined;
}
