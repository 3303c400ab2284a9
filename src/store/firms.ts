// A firm and its settings.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from './database.ts';

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
};

export async function loadLocks(tx: Tx): Promise<Locks> {
  const [locks] = await tx.query<Locks>(
    `select wip_lock_on as "wipLockOn", period_lock_on as "periodLockOn" from ledger_gate where firm_id = $1`,
    [tx.firmId],
  );
  return locks!;
}
