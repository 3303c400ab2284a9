// What a firm's billing goes by. Each firm has exactly one row.

import type { DueRule } from '#core/billing/due-date.ts';
import type { TaxHalf, TaxMode, TaxRounding } from '#core/tax/tax.ts';
import type { Author } from '../changes.ts';
import { keepChanges } from '../changes.ts';
import type { Tx } from '../database.ts';

export type BillingSettings = {
  /** As printed; null: the firm's name. */
  readonly legalName: string | null;
  readonly taxNumber: string | null;
  readonly address: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly paymentDetails: string | null;
  readonly taxMode: TaxMode;
  readonly taxRounding: TaxRounding;
  readonly taxHalf: TaxHalf;
  readonly defaultTaxId: number | null;
  readonly dueRule: DueRule;
  readonly dueDays: number;
  readonly quoteValidDays: number;
  readonly version: number;
};

const settingColumns: { readonly [Property in Exclude<keyof BillingSettings, 'version'>]: string } = {
  legalName: 'legal_name',
  taxNumber: 'tax_number',
  address: 'address',
  email: 'email',
  phone: 'phone',
  website: 'website',
  paymentDetails: 'payment_details',
  taxMode: 'tax_mode',
  taxRounding: 'tax_rounding',
  taxHalf: 'tax_half',
  defaultTaxId: 'default_tax_id',
  dueRule: 'due_rule',
  dueDays: 'due_days',
  quoteValidDays: 'quote_valid_days',
};

const columns = Object.entries({ ...settingColumns, version: 'version' })
  .map(([property, column]) => `${column} as "${property}"`)
  .join(', ');

export async function loadBillingSettings(
  tx: Tx,
  lock: '' | 'for no key update' = '',
): Promise<BillingSettings> {
  const [settings] = await tx.query<BillingSettings>(
    `select ${columns} from billing_settings where firm_id = $1 ${lock}`,
    [tx.firmId],
  );
  if (settings === undefined) throw new Error(`firm ${tx.firmId} has no billing settings`);
  return settings;
}

/**
 * One change at a time of what a firm has a default of: locking the rows of a list would not see one that is being added.
 * Taken before those rows.
 */
export async function lockBillingLists(tx: Tx): Promise<void> {
  await tx.query(`select 1 from billing_settings where firm_id = $1 for no key update`, [tx.firmId]);
}

/** Changes settings that were locked. What is undefined or equal stays; if nothing differs, so does the version. */
export async function saveBillingSettings(
  tx: Tx,
  author: Author,
  before: BillingSettings,
  to: Partial<Omit<BillingSettings, 'version'>>,
): Promise<BillingSettings> {
  const properties = (Object.keys(to) as (keyof typeof settingColumns)[]).filter(
    (property) => to[property] !== undefined && to[property] !== before[property],
  );
  if (properties.length === 0) return before;
  const assignments = properties.map((property, place) => `${settingColumns[property]} = $${place + 2}`);
  const [after] = await tx.query<BillingSettings>(
    `update billing_settings set ${assignments.join(', ')}, version = version + 1
     where firm_id = $1 returning ${columns}`,
    [tx.firmId, ...properties.map((property) => to[property])],
  );
  const only = (of: BillingSettings) =>
    Object.fromEntries(properties.map((property) => [property, of[property]]));
  await keepChanges(tx, author, { subject: 'billingSettings', action: 'changed' }, [
    { subjectId: tx.firmId, before: only(before), after: only(after!) },
  ]);
  return after!;
}
