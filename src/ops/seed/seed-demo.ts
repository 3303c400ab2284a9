// Makes a demo firm: a practice with a history, and people who can sign in to it. All of it in one transaction, so that
// there is a whole firm or none.

import { addDays, addMonths, lastDayOfMonth, today, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, type Result } from '#core/refusal.ts';
import { taxPresetOf } from '#core/tax/presets.ts';
import { becomeApplication } from '#store/citus/distribute.ts';
import { highestValueUsed, listNumberSeries, numberSeries } from '#store/billing/number-series.ts';
import { addFirstTax } from '#store/billing/taxes.ts';
import type { Author } from '#store/changes.ts';
import type { Database, Queries, Tx } from '#store/database.ts';
import { updateRecord } from '#store/practice/records.ts';
import { addScenes } from './add-scenes.ts';
import { postHistory } from './apply/post-history.ts';
import { inCopyTransaction } from './apply/copy-connection.ts';
import { copyHistory } from './apply/copy-history.ts';
import { documentTermsOf, numberDigits } from './apply/document-terms.ts';
import { storePayments } from './apply/store-payments.ts';
import { storePractice } from './apply/store-practice.ts';
import { planPractice } from './plan/plan-practice.ts';
import { playHistory } from './plan/play-history.ts';
import type { HistoryBatch } from './plan/history.ts';
import type { Practice } from './plan/practice.ts';
import { randomFrom, type Random } from './random.ts';
import { scenarioOf } from './scenarios/find.ts';
import type { Scenario, ScenarioName } from './scenarios/scenario.ts';
import { demoPasswordDefault, storeMembers, storeUsers, type DemoSignIn } from './sign-ins.ts';
import { sizeOf, type WantedSize } from './size.ts';

export type SeedRequest = {
  readonly database: Database;
  readonly clock: () => string;
  readonly scenario: ScenarioName;
  readonly seed?: number | string | undefined;
  readonly size?: WantedSize | undefined;
  /** Write tables directly instead of posting; for benchmarks, on a database that nobody else uses. */
  readonly direct?: boolean | undefined;
  readonly password?: string | undefined;
  /** False: nothing is on people's desks today, as in a firm that is written directly. */
  readonly scenes?: boolean | undefined;
  /** Told of time entries written so far, and of all that will be. */
  readonly onProgress?: ((written: number, entries: number) => void) | undefined;
};

export type SeededFirm = {
  readonly firmId: number;
  readonly firmName: string;
  readonly entries: number;
  readonly signIns: readonly DemoSignIn[];
};

/** Before this hour a day's work has not been done yet. */
const endOfWorkHour = 17;

export async function seedDemo(request: SeedRequest): Promise<Result<SeededFirm>> {
  const size = sizeOf(request.size);
  if (!size.ok) return size;
  const scenario = scenarioOf(request.scenario);
  const now = request.clock();
  const random = randomFrom(`${request.scenario} ${request.seed ?? 1}`);
  const lastDay = lastWorkedDay(now, scenario.firm.timeZone);
  const practice = planPractice({
    scenario,
    size: size.value,
    random: random.branch('practice'),
    today: lastDay,
  });
  const work = (tx: Queries) => store(tx, request, { practice, random, now });
  const { database } = request;
  if (request.direct) return done(await inCopyTransaction(database, work));
  const seeded = await database.asInstallation(work, { statementTimeoutMs: 0 });
  // Until PostgreSQL has counted what is new, its plans for reports are those of an empty firm.
  await database.asInstallation((tx) => tx.query('analyze'), { statementTimeoutMs: 0 });
  return done(seeded);
}

type Plan = { readonly practice: Practice; readonly random: Random; readonly now: string };

async function store(
  installation: Queries,
  request: SeedRequest,
  { practice, random, now }: Plan,
): Promise<SeededFirm> {
  const { scenario, calendar } = practice;
  const foundedAt = Temporal.PlainDate.from(calendar.dates[0]!)
    .toZonedDateTime(scenario.firm.timeZone)
    .toInstant()
    .toString();
  const password = request.password ?? demoPasswordDefault;
  const { signIns, userIds } = await storeUsers(installation, practice, { password, at: now });
  const founded = await foundFirm(installation, scenario, {
    userId: userIds.get('owner')!,
    name: signIns[0]!.name,
    at: foundedAt,
  });
  const tx: Tx = { ...installation, firmId: founded.firmId };
  // Inside the firm's fence, as any other work for it; direct writing needs the rights of the installation.
  if (!request.direct) await tx.query(becomeApplication('endOfTransaction'));
  await tx.query(`select set_config('app.firm_id', $1, true)`, [String(tx.firmId)]);
  await tx.query('update firm set is_demo = true where id = $1', [tx.firmId]);
  const ids = await storePractice(tx, practice, founded.actorId);
  await storeMembers(tx, practice, { userIds, actors: ids.actors, people: ids.people, at: foundedAt });
  const terms = await documentTermsOf(tx, practice);
  const real = { ...ids, terms };
  const history = counted(
    playHistory(practice, random.branch('history'), now),
    practice.entries,
    request.onProgress,
  );
  if (request.direct) await copyHistory(tx, practice.entries, real, history);
  else await postHistory(request.database, tx, real, history);
  await countOn(tx, { actorId: founded.actorId, recordedAt: now });
  await storePayments(tx, {
    calendar,
    timeZone: scenario.firm.timeZone,
    random: random.branch('payments'),
    actorId: ids.actors[practice.office.bookkeeper.id]!,
  });
  const withScenes = request.direct !== true && request.scenes !== false;
  if (withScenes)
    await addScenes(tx, {
      database: request.database,
      practice,
      actorId: ids.actors[practice.office.bookkeeper.id]!,
      now,
      today: calendar.dates[calendar.last]!,
    });
  await lockPast(tx, calendar.dates[calendar.last]!);
  return { firmId: tx.firmId, firmName: scenario.firm.name, entries: practice.entries, signIns };
}

async function foundFirm(
  tx: Queries,
  { firm }: Scenario,
  owner: { userId: string; name: string; at: string },
) {
  const [founded] = await tx.query<{ firmId: number; actorId: number }>(
    `select firm_id as "firmId", actor_id as "actorId" from found_firm($1, $2, $3, $4, $5, $6, $7)`,
    [firm.name, firm.currency, firm.timeZone, firm.locale, owner.userId, owner.name, owner.at],
  );
  const tax = taxPresetOf(firm.currency);
  if (tax !== null) await addFirstTax(tx, founded!.firmId, tax);
  return founded!;
}

function lastWorkedDay(now: string, timeZone: string): CivilDate {
  const { hour } = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  return addDays(today(now, timeZone), hour < endOfWorkHour ? -1 : 0);
}

/** The next document is numbered after those of the history, and as they are. */
async function countOn(tx: Tx, author: Author): Promise<void> {
  for (const record of await listNumberSeries(tx)) {
    const highest = await highestValueUsed(tx, record);
    const to = { nextValue: highest + 1n, minimumDigits: numberDigits };
    await updateRecord(tx, author, numberSeries, { record, to });
  }
}

/** The books of all but the last two months are closed. */
async function lockPast(tx: Tx, lastDay: CivilDate): Promise<void> {
  const wipLockOn = lastDayOfMonth(addMonths(lastDay, -2));
  const periodLockOn = lastDayOfMonth(addMonths(lastDay, -4));
  await tx.query('select set_locks($1, $2, $3)', [tx.firmId, wipLockOn, periodLockOn]);
}

function* counted(
  history: Iterable<HistoryBatch>,
  entries: number,
  onProgress: SeedRequest['onProgress'],
): Generator<HistoryBatch> {
  let written = 0;
  for (const batch of history) {
    yield batch;
    written += batch.timeEntries.length;
    onProgress?.(written, entries);
  }
}
