// A firm and its settings.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { Queries, Tx } from './database.ts';

export type Firm = {
  readonly id: number;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly timeZone: string;
  readonly locale: string;
  readonly weekStartsOn: number;
  readonly roundingIncrementMinutes: number;
  readonly roundingDirection: 'up' | 'nearest' | 'down';
  readonly dailyMinutesMax: number;
  readonly dailyMinutesAction: 'warn' | 'refuse';
  readonly futureDaysMax: number;
  /** What somebody works on a day, Monday to Friday, unless they have a week of their own. */
  readonly workingMinutesPerDay: number;
  /** Whether people are expected to say that a week is done. */
  readonly weeksAreSubmitted: boolean;
  /** Whether whoever signs in needs a second factor. */
  readonly requiresTwoFactor: boolean;
  readonly projectManagersSeeCosts: boolean;
  readonly projectManagerWriteOffLimitMinor: bigint | null;
  readonly jobNumberPrefix: string;
  readonly version: number;
};

/** What a firm may change about itself, and the column that keeps it. */
const settingColumns = {
  name: 'name',
  timeZone: 'time_zone',
  locale: 'locale',
  weekStartsOn: 'week_starts_on',
  roundingIncrementMinutes: 'rounding_increment_minutes',
  roundingDirection: 'rounding_direction',
  dailyMinutesMax: 'daily_minutes_max',
  dailyMinutesAction: 'daily_minutes_action',
  futureDaysMax: 'future_days_max',
  workingMinutesPerDay: 'working_minutes_per_day',
  weeksAreSubmitted: 'weeks_are_submitted',
  requiresTwoFactor: 'requires_two_factor',
  projectManagersSeeCosts: 'project_managers_see_costs',
  projectManagerWriteOffLimitMinor: 'project_manager_write_off_limit_minor',
  jobNumberPrefix: 'job_number_prefix',
} as const satisfies Partial<Record<keyof Firm, string>>;

export type FirmSettings = Partial<Pick<Firm, keyof typeof settingColumns>>;

const firmColumns = Object.entries({ id: 'id', currency: 'currency', version: 'version', ...settingColumns })
  .map(([field, column]) => `${column} as "${field}"`)
  .join(', ');

export async function loadFirm(tx: Tx, lock: '' | 'for update' = ''): Promise<Firm> {
  const [firm] = await tx.query<Firm>(`select ${firmColumns} from firm where id = $1 ${lock}`, [tx.firmId]);
  if (firm === undefined) throw new Error(`there is no firm ${tx.firmId}`);
  return firm;
}

export async function saveFirmSettings(tx: Tx, settings: FirmSettings): Promise<Firm> {
  const changes = Object.entries(settings).filter(([, value]) => value !== undefined);
  const assignments = changes.map(
    ([field], index) => `${settingColumns[field as keyof typeof settingColumns]} = $${index + 2}`,
  );
  const [firm] = await tx.query<Firm>(
    `update firm set ${[...assignments, 'version = version + 1'].join(', ')} where id = $1 returning ${firmColumns}`,
    [tx.firmId, ...changes.map(([, value]) => value)],
  );
  return firm!;
}

export type Locks = {
  readonly wipLockOn: CivilDate | null;
  readonly periodLockOn: CivilDate | null;
  readonly version: number;
};

export async function loadLocks(tx: Tx): Promise<Locks> {
  const [locks] = await tx.query<Locks>(
    `select wip_lock_on as "wipLockOn", period_lock_on as "periodLockOn", version from ledger_gate where firm_id = $1`,
    [tx.firmId],
  );
  return locks!;
}

/** Sets the lock dates, after the posts under way; false when the version is no longer the one. */
export async function saveLocks(tx: Tx, locks: Locks): Promise<boolean> {
  const [saved] = await tx.query<{ saved: boolean }>(`select set_locks($1, $2, $3, $4) as saved`, [
    tx.firmId,
    locks.wipLockOn,
    locks.periodLockOn,
    locks.version,
  ]);
  return saved!.saved;
}

export type FirmFounding = {
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly timeZone: string;
  readonly locale: string;
  readonly userId: string;
  readonly ownerName: string;
  readonly foundedAt: string;
};

/** Makes a firm with its owner. Above all firms, because until then there is none to be inside of. */
export async function foundFirm(
  tx: Queries,
  founding: FirmFounding,
): Promise<{ firmId: number; memberId: number; actorId: number }> {
  const [founded] = await tx.query<{ firmId: number; memberId: number; actorId: number }>(
    `select firm_id as "firmId", member_id as "memberId", actor_id as "actorId"
     from found_firm($1, $2, $3, $4, $5, $6, $7)`,
    [
      founding.name,
      founding.currency,
      founding.timeZone,
      founding.locale,
      founding.userId,
      founding.ownerName,
      founding.foundedAt,
    ],
  );
  return founded!;
}

/** What every new firm starts with, to be renamed and rearranged as it likes. */
export async function addFirmLists(
  tx: Queries,
  firmId: number,
  lists: { jobStates: readonly { name: string; type: JobStateType }[]; reasons: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into job_state (firm_id, name, type, position)
     select $1, name, type, place from unnest($2::text[], $3::text[]) with ordinality as s (name, type, place)`,
    [firmId, lists.jobStates.map(({ name }) => name), lists.jobStates.map(({ type }) => type)],
  );
  await tx.query(
    `insert into adjustment_reason (firm_id, name) select $1, name from unnest($2::text[]) as r (name)`,
    [firmId, lists.reasons],
  );
}

export type FirmsFounded = {
  /** There is a firm of somebody's own: the installation is set up. */
  readonly own: boolean;
  /** There is a generated firm to try things on. */
  readonly demo: boolean;
};

export async function readFirmsFounded(tx: Queries): Promise<FirmsFounded> {
  const [row] = await tx.query<FirmsFounded>('select own, demo from firms_founded()');
  return row!;
}

/** One set-up at a time: whoever comes second finds the first one's firm. */
export async function lockSetUp(tx: Queries): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [setUpLock]);
}

const setUpLock = 7_305_401_552_333n;
