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

export async function readRecordingSettings(tx: Tx): Promise<RecordingSettings> {
  const [row] = await tx.prepared<Omit<RecordingSettings, 'rounding'> & RoundingPolicy>(
    'recording-settings',
    `select currency, time_zone as "timeZone", rounding_increment_minutes as "incrementMinutes",
       rounding_direction as direction, daily_minutes_max as "dailyMinutesMax",
       daily_minutes_action as "dailyMinutesAction", future_days_max as "futureDaysMax"
     from firm where id = $1`,
    [tx.firmId],
  );
  const { incrementMinutes, direction, ...settings } = row!;
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
