// What recording needs to know of the firm and its people.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RoundingPolicy } from '#core/pricing/rounding.ts';
import type { Tx } from '../database.ts';

export type RecordingSettings = {
  readonly currency: CurrencyCode;
  readonly timeZone: string;
  readonly rounding: RoundingPolicy;
  readonly dailyMinutesMax: number;
  readonly dailyMinutesAction: 'warn' | 'refuse';
  readonly futureDaysMax: number;
};

type SettingsRow = Omit<RecordingSettings, 'rounding'> & RoundingPolicy;

const columns = `currency, time_zone as "timeZone", rounding_increment_minutes as "incrementMinutes",
       rounding_direction as direction, daily_minutes_max as "dailyMinutesMax",
       daily_minutes_action as "dailyMinutesAction", future_days_max as "futureDaysMax"`;

export async function readRecordingSettings(tx: Tx): Promise<RecordingSettings> {
  const [row] = await tx.prepared<SettingsRow>(
    'recording-settings',
    `select ${columns}
     from firm where id = $1`,
    [tx.firmId],
  );
  return settingsOf(row!);
}

/**
 * The settings, and where the firm refuses more time on a day than its limit, the staff members are held until the
 * transaction ends: whoever else records or changes time of one of them waits, and then reads their days with this time in
 * them. Otherwise two servers at once could each stay below a limit that they exceed together. The other firms, which are
 * warned only, hold and pay nothing. Staff members are held before jobs and balances, or two might wait for each other.
 */
export async function holdDaysOf(tx: Tx, staffIds: readonly number[]): Promise<RecordingSettings> {
  const [row] = await tx.prepared<SettingsRow & { held: bigint | null }>(
    'recording-settings-held',
    `select ${columns},
       case when daily_minutes_action = 'refuse' then (
         select count(*)
         from (select from staff where firm_id = $1 and id = any ($2::int[]) order by id for no key update) s
       ) end as held
     from firm where id = $1`,
    [tx.firmId, staffIds],
  );
  const { held: _, ...settings } = row!;
  return settingsOf(settings);
}

function settingsOf({ incrementMinutes, direction, ...settings }: SettingsRow): RecordingSettings {
  return { ...settings, rounding: { incrementMinutes, direction } };
}

export type StaffContext = { readonly id: number; readonly name: string; readonly active: boolean };

export async function readStaff(tx: Tx, staffIds: readonly number[]): Promise<Map<number, StaffContext>> {
  const rows = await tx.prepared<StaffContext>(
    'staff-contexts',
    'select id, name, active from staff where firm_id = $1 and id = any ($2)',
    [tx.firmId, staffIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
