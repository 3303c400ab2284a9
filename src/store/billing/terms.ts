// What an invoice goes by that is neither work nor its author's decision: the client's terms, the firm's, and taxes.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { TaxHalf, TaxMode, TaxRounding, TaxWithRates } from '#core/tax/tax.ts';
import type { Tx } from '../database.ts';

export type DueRule = { readonly dueRule: 'daysAfter' | 'dayOfNextMonth'; readonly dueDays: number };

export type ClientTerms = {
  readonly id: number;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly archived: boolean;
  readonly address: string | null;
  readonly postalAddress: string | null;
  readonly taxNumber: string | null;
  readonly taxId: number | null;
  readonly taxExempt: boolean;
  /** Null: the firm's. */
  readonly due: DueRule | null;
};

export type FirmTerms = {
  readonly timeZone: string;
  readonly taxMode: TaxMode;
  readonly taxRounding: TaxRounding;
  readonly taxHalf: TaxHalf;
  readonly defaultTaxId: number | null;
  readonly due: DueRule;
};

type DueColumns = { dueRule: DueRule['dueRule'] | null; dueDays: number | null };

export async function readClientTerms(tx: Tx, clientId: number): Promise<ClientTerms | undefined> {
  const [row] = await tx.query<Omit<ClientTerms, 'due'> & DueColumns>(
    `select id, name, currency, archived, address, postal_address as "postalAddress", tax_number as "taxNumber",
       tax_id as "taxId", tax_exempt as "taxExempt", due_rule as "dueRule", due_days as "dueDays"
     from client where firm_id = $1 and id = $2`,
    [tx.firmId, clientId],
  );
  if (row === undefined) return undefined;
  const { dueRule, dueDays, ...client } = row;
  return { ...client, due: dueRule === null || dueDays === null ? null : { dueRule, dueDays } };
}

export async function readFirmTerms(tx: Tx): Promise<FirmTerms> {
  const [row] = await tx.query<Omit<FirmTerms, 'due'> & DueRule>(
    `select f.time_zone as "timeZone", s.tax_mode as "taxMode", s.tax_rounding as "taxRounding",
       s.tax_half as "taxHalf", s.default_tax_id as "defaultTaxId", s.due_rule as "dueRule", s.due_days as "dueDays"
     from billing_settings s join firm f on f.id = s.firm_id where s.firm_id = $1`,
    [tx.firmId],
  );
  const { dueRule, dueDays, ...terms } = row!;
  return { ...terms, due: { dueRule, dueDays } };
}

/** Taxes with the rates of all days; a tax that the firm does not have is absent. */
export async function readTaxesWithRates(tx: Tx, ids: readonly number[]): Promise<TaxWithRates[]> {
  const rows = await tx.query<{
    taxId: number;
    name: string;
    effectiveFrom: CivilDate | null;
    component: string;
    rateMillionths: number;
  }>(
    `select t.id as "taxId", t.name, r.effective_from as "effectiveFrom", r.component,
       r.rate_millionths as "rateMillionths"
     from tax t left join tax_rate r on r.firm_id = t.firm_id and r.tax_id = t.id
     where t.firm_id = $1 and t.id = any ($2) order by t.id, r.effective_from, r.id`,
    [tx.firmId, ids],
  );
  return [...Map.groupBy(rows, (row) => row.taxId).values()].map((rates) => ({
    taxId: rates[0]!.taxId,
    name: rates[0]!.name,
    rates: rates.flatMap(({ effectiveFrom, component, rateMillionths }) =>
      effectiveFrom === null ? [] : [{ effectiveFrom, component, rateMillionths }],
    ),
  }));
}

export type NamedOnDraft = {
  readonly clientId: number;
  readonly contactId: number | null;
  readonly templateId: number | null;
  readonly seriesId: number | null;
};

/** Which of what a draft names the firm has, and may be used on a new document of the client. */
export async function findNamedOnDraft(
  tx: Tx,
  named: NamedOnDraft,
): Promise<{ contact: boolean; template: boolean; series: boolean }> {
  const [row] = await tx.query<{ contact: boolean; template: boolean; series: boolean }>(
    `select
       exists (select from contact where firm_id = $1 and client_id = $2 and id = $3) as contact,
       exists (select from document_template where firm_id = $1 and id = $4 and not archived) as template,
       exists (select from number_series where firm_id = $1 and id = $5 and document = 'invoice' and not archived)
         as series`,
    [tx.firmId, named.clientId, named.contactId, named.templateId, named.seriesId],
  );
  return row!;
}
