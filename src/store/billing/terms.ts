// What an invoice goes by that is neither work nor its author's decision: the client's terms, and what else of the firm's it
// names.

import type { DueRule, DueTerms } from '#core/billing/due-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { arrayOf, unnested, type Columns } from './columns.ts';

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
  return (await readTermsOfClients(tx, [clientId])).get(clientId);
}

/** By client; one that the firm does not have is absent. */
export async function readTermsOfClients(
  tx: Tx,
  clientIds: readonly number[],
): Promise<Map<number, ClientTerms>> {
  const rows = await tx.prepared<Omit<ClientTerms, 'due'> & DueColumns>(
    'client-terms',
    `select id, name, currency, archived, address, postal_address as "postalAddress", tax_number as "taxNumber",
       tax_id as "taxId", tax_exempt as "taxExempt", due_rule as "dueRule", due_days as "dueDays"
     from client where firm_id = $1 and id = any ($2)`,
    [tx.firmId, clientIds],
  );
  return new Map(
    rows.map(({ dueRule: rule, dueDays: days, ...client }) => [
      client.id,
      { ...client, due: rule === null || days === null ? null : { rule, days } },
    ]),
  );
}

export type NamedOnDraft = {
  readonly clientId: number;
  readonly contactId: number | null;
  readonly templateId: number | null;
  readonly seriesId: number | null;
};

export type FoundOnDraft = {
  readonly contact: boolean;
  readonly template: boolean;
  readonly series: boolean;
};

/** Which of what a draft names the firm has, and may be used on a new document of the client. */
export async function findNamedOnDraft(tx: Tx, named: NamedOnDraft): Promise<FoundOnDraft> {
  return (await findNamedOnDrafts(tx, [named]))[0]!;
}

const namedColumns: Columns<NamedOnDraft> = {
  client_id: ['int', (named) => named.clientId],
  contact_id: ['int', (named) => named.contactId],
  template_id: ['int', (named) => named.templateId],
  series_id: ['int', (named) => named.seriesId],
};

/** As findNamedOnDraft, of many, in their order. */
export function findNamedOnDrafts(tx: Tx, named: readonly NamedOnDraft[]): Promise<FoundOnDraft[]> {
  return tx.prepared<FoundOnDraft>(
    'named-on-drafts',
    `select
       exists (select from contact c where c.firm_id = $1 and c.client_id = n.client_id and c.id = n.contact_id) as contact,
       exists (select from document_template t where t.firm_id = $1 and t.id = n.template_id and not t.archived)
         as template,
       exists (
         select from number_series s
         where s.firm_id = $1 and s.id = n.series_id and s.document = 'invoice' and not s.archived) as series
     from ${unnested(namedColumns, 'n')} order by place_in_batch`,
    [tx.firmId, ...Object.values(namedColumns).map((column) => arrayOf(named, column))],
  );
}
