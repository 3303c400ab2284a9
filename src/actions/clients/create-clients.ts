import type { BillingSchedule } from '#core/billing-run/schedule.ts';
import type { DueTerms } from '#core/billing/due-date.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RoundingPolicy } from '#core/pricing/rounding.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { findTaxes } from '#store/billing/taxes.ts';
import type { Client, ClientRecord } from '#store/practice/clients.ts';
import { billedAsAll, clients, loadClients } from '#store/practice/clients.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import { insertRecords } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { roundingColumns } from '#store/practice/rounding-columns.ts';
import { authorOf, checkEach, mayWriteBatch, saidOf, staffRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { taxChoiceRefusals } from '../billing-settings/choices.ts';
import { write } from '../request.ts';

type ClientValues = Pick<
  ClientRecord,
  | 'email'
  | 'phone'
  | 'address'
  | 'postalAddress'
  | 'website'
  | 'exportCode'
  | 'taxNumber'
  | 'taxId'
  | 'taxExempt'
  | 'billingEmail'
>;

export type NewClient = Partial<ClientValues> & {
  readonly name: string;
  /** The firm's unless said. */
  readonly currency?: CurrencyCode | undefined;
  readonly accountManagerId?: number | null | undefined;
  readonly jobManagerId?: number | null | undefined;
  /** Null: the firm's policy. */
  readonly rounding?: RoundingPolicy | null | undefined;
  /** Null: the firm's terms. */
  readonly due?: DueTerms | null | undefined;
  /** Null: none. */
  readonly billing?: ScheduleTerms | null | undefined;
};

export type ScheduleTerms = {
  readonly schedule: BillingSchedule;
  readonly anchorOn?: CivilDate | null | undefined;
};

const blank: Omit<Unrecorded<ClientRecord>, 'name' | 'currency'> = {
  email: null,
  phone: null,
  address: null,
  postalAddress: null,
  website: null,
  exportCode: null,
  taxNumber: null,
  accountManagerId: null,
  jobManagerId: null,
  roundingIncrementMinutes: null,
  roundingDirection: null,
  ...billedAsAll,
  archived: false,
};

/** Adds clients, all or none. */
export async function createClients(
  context: Context,
  commands: readonly NewClient[],
): Promise<Result<Client[]>> {
  const permitted = mayWriteBatch(context, 'clients.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const known = await loadReferences(tx, {
      staffIds: commands.flatMap((command) => [command.accountManagerId, command.jobManagerId]),
    });
    const taxes = await findTaxes(
      tx,
      commands.map((command) => command.taxId),
    );
    const checked = checkEach(commands, ({ accountManagerId, jobManagerId, taxId }) => [
      ...staffRefusals(known.staff, { accountManagerId, jobManagerId }),
      ...taxChoiceRefusals(taxes, 'taxId', taxId),
    ]);
    if (!checked.ok) return checked;

    const { currency } = await loadPracticeSettings(tx);
    const records = commands.map(({ rounding, due, billing, ...said }) => ({
      ...blank,
      currency,
      ...saidOf(said),
      name: said.name,
      ...roundingColumns(rounding),
      ...dueColumns(due),
      ...scheduleColumns(billing),
    }));
    const added = await insertRecords(tx, authorOf(context), clients, records);
    return done(
      await loadClients(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}

/** The columns of terms; null clears them and undefined leaves them as they are. */
export function dueColumns(
  due: DueTerms | null | undefined,
): Partial<Pick<ClientRecord, 'dueRule' | 'dueDays'>> {
  return due === undefined ? {} : { dueRule: due?.rule ?? null, dueDays: due?.days ?? null };
}

/** The columns of a billing schedule; null clears them and undefined leaves them as they are. */
export function scheduleColumns(
  billing: ScheduleTerms | null | undefined,
): Partial<Pick<ClientRecord, 'billingSchedule' | 'billingAnchorOn'>> {
  if (billing === undefined) return {};
  return { billingSchedule: billing?.schedule ?? 'none', billingAnchorOn: billing?.anchorOn ?? null };
}
