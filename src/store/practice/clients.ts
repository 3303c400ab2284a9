import { sql } from 'kysely';
import type { BillingSchedule } from '#core/billing-run/schedule.ts';
import type { DueRule } from '#core/billing/due-date.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RoundingDirection, RoundingIncrement } from '#core/pricing/rounding.ts';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from './pages.ts';
import { columnsOf, contains, readItems, readPage, when } from './pages.ts';
import type { RecordKind } from './records.ts';

export type ClientRecord = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly postalAddress: string | null;
  readonly website: string | null;
  readonly exportCode: string | null;
  readonly taxNumber: string | null;
  readonly accountManagerId: number | null;
  readonly jobManagerId: number | null;
  readonly roundingIncrementMinutes: RoundingIncrement | null;
  readonly roundingDirection: RoundingDirection | null;
  readonly taxId: number | null;
  readonly taxExempt: boolean;
  readonly dueRule: DueRule | null;
  readonly dueDays: number | null;
  readonly billingEmail: string | null;
  readonly billingSchedule: BillingSchedule;
  readonly billingAnchorOn: CivilDate | null;
  readonly archived: boolean;
};

/** A client that is billed as the firm bills everybody. */
export const billedAsAll: Pick<
  ClientRecord,
  'taxId' | 'taxExempt' | 'dueRule' | 'dueDays' | 'billingEmail' | 'billingSchedule' | 'billingAnchorOn'
> = {
  taxId: null,
  taxExempt: false,
  dueRule: null,
  dueDays: null,
  billingEmail: null,
  billingSchedule: 'none',
  billingAnchorOn: null,
};

export const clients: RecordKind<ClientRecord> = {
  table: 'client',
  subject: 'client',
  noun: 'client',
  unknown: 'unknownClient',
  columns: {
    id: 'id',
    version: 'version',
    name: 'name',
    currency: 'currency',
    email: 'email',
    phone: 'phone',
    address: 'address',
    postalAddress: 'postal_address',
    website: 'website',
    exportCode: 'export_code',
    taxNumber: 'tax_number',
    accountManagerId: 'account_manager_id',
    jobManagerId: 'job_manager_id',
    roundingIncrementMinutes: 'rounding_increment_minutes',
    roundingDirection: 'rounding_direction',
    taxId: 'tax_id',
    taxExempt: 'tax_exempt',
    dueRule: 'due_rule',
    dueDays: 'due_days',
    billingEmail: 'billing_email',
    billingSchedule: 'billing_schedule',
    billingAnchorOn: 'billing_anchor_on',
    archived: 'archived',
  },
};

/** A client as it is shown: with the names of its managers. */
export type Client = ClientRecord & {
  readonly accountManagerName: string | null;
  readonly jobManagerName: string | null;
};

export type ClientFilter = {
  readonly search?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly accountManagerId?: number | undefined;
  readonly jobManagerId?: number | undefined;
  readonly currency?: CurrencyCode | undefined;
};

const selection = {
  columns: sql`${columnsOf(clients, 'c')}, a.name as "accountManagerName", m.name as "jobManagerName"`,
  from: sql`client c
    left join staff a on a.firm_id = c.firm_id and a.id = c.account_manager_id
    left join staff m on m.firm_id = c.firm_id and m.id = c.job_manager_id`,
};

const id = sql`c.id`;

export function listClients(tx: Tx, filter: ClientFilter, wanted: PageWanted): Promise<Page<Client>> {
  const where = [
    sql`c.firm_id = ${tx.firmId}`,
    when(filter.search, (search) => contains(['c.name', 'c.email', 'c.export_code'], search)),
    when(filter.archived, (archived) => sql`c.archived = ${archived}`),
    when(filter.accountManagerId, (manager) => sql`c.account_manager_id = ${manager}`),
    when(filter.jobManagerId, (manager) => sql`c.job_manager_id = ${manager}`),
    when(filter.currency, (currency) => sql`c.currency = ${currency}`),
  ];
  return readPage<Client>(tx, { selection, where, sortText: sql`lower(c.name)`, id }, wanted);
}

export function loadClients(tx: Tx, ids: readonly number[]): Promise<Client[]> {
  return readItems<Client>(tx, { selection, where: [sql`c.firm_id = ${tx.firmId}`], id }, ids);
}

/** What keeps a client from being archived or its currency from changing: its jobs, the unfinished ones first. */
export async function findJobsOfClient(
  tx: Tx,
  clientId: number,
): Promise<{ count: number; unfinished: string[] }> {
  const [found] = await tx.query<{ count: number; unfinished: string[] | null }>(
    `select count(*)::int as count,
       (array_agg(j.number order by j.number)
          filter (where s.type not in ('completed', 'cancelled') or b.is_listed))[:5] as unfinished
     from job j
     join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
     left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id
     where j.firm_id = $1 and j.client_id = $2`,
    [tx.firmId, clientId],
  );
  return { count: found?.count ?? 0, unfinished: found?.unfinished ?? [] };
}

/** Whether a client has documents, drafts among them, or paid anything: these are in its currency. */
export async function findMoneyOfClient(
  tx: Tx,
  clientId: number,
): Promise<{ isInvoiced: boolean; hasPaid: boolean }> {
  const [found] = await tx.query<{ isInvoiced: boolean; hasPaid: boolean }>(
    `select exists (select from invoice where firm_id = $1 and client_id = $2 and status <> 'discarded') as "isInvoiced",
       exists (select from payment where firm_id = $1 and client_id = $2) as "hasPaid"`,
    [tx.firmId, clientId],
  );
  return found!;
}
