// What an invoice goes by that is neither work nor its author's decision: the client's terms, and what else of the firm's it
// names.

import type { DueRule, DueTerms } from '#core/billing/due-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

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
  readonly due: DueTerms | null;
};

type DueColumns = { dueRule: DueRule | null; dueDays: number | null };

export async function readClientTerms(tx: Tx, clientId: number): Promise<ClientTerms | undefined> {
  const [row] = await tx.query<Omit<ClientTerms, 'due'> & DueColumns>(
    `select id, name, currency, archived, address, postal_address as "postalAddress", tax_number as "taxNumber",
       tax_id as "taxId", tax_exempt as "taxExempt", due_rule as "dueRule", due_days as "dueDays"
     from client where firm_id = $1 and id = $2`,
    [tx.firmId, clientId],
  );
  if (row === undefined) return undefined;
  const { dueRule: rule, dueDays: days, ...client } = row;
  return { ...client, due: rule === null || days === null ? null : { rule, days } };
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
