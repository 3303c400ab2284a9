// A document prints for ever as it was issued. What it says of itself is kept with it: lines, taxes, the recipient of an
// invoice. What it borrows is kept here when it is issued: the letterhead and the template with its logo, one row for all
// the documents that share them, and beside each document whom and what it names. A document without these, a draft or one
// from before, prints what stands now.
//
// Looks are kept before a number is taken, in the order of their hashes: the series is locked last, and two transactions
// may meet over a new look.

import type { DocumentJob, Letterhead, TemplateTexts } from '#core/documents/data.ts';
import { recipientOf } from '#core/documents/head.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { plainArray } from '../values.ts';
import { arrayOf, unnested, type Columns } from './columns.ts';
import { preparedByText } from '../prepared.ts';
import type { Logo, LogoType } from './templates.ts';

/** A template whole: what it says and how it looks. */
export type Template = TemplateTexts & {
  readonly pageSize: 'A4' | 'LETTER';
  readonly accentColour: string;
  readonly logo: Uint8Array | null;
  readonly logoType: LogoType | null;
  /** Where its logo is read: one of the two says. */
  readonly templateId: number | null;
  readonly lookId: number | null;
};

export type Look = { readonly letterhead: Letterhead; readonly template: Template };

/** Whom and what a document names, by the names they had when it was issued. */
export type DocumentNames = {
  readonly attention: string | null;
  /** Of a quote; an invoice keeps its recipient itself. */
  readonly recipient: string | null;
  readonly jobs: readonly DocumentJob[];
  readonly staff: readonly { readonly staffId: number; readonly name: string }[];
  /** The quotes that its jobs were billed by. */
  readonly quoteIds: readonly number[];
};

type LookColumns = {
  readonly letterhead: Letterhead;
  readonly template: Omit<Template, 'logo' | 'logoType' | 'templateId' | 'lookId'>;
  readonly logo: Uint8Array | null;
  readonly logoType: LogoType | null;
};

// Of a firm `f`, its billing settings `s` and a template `t`; the words are those of core/documents/data.ts.
const letterhead = `jsonb_build_object('name', coalesce(nullif(s.legal_name, ''), f.name), 'locale', f.locale,
    'taxNumber', s.tax_number, 'address', s.address, 'email', s.email, 'phone', s.phone, 'website', s.website,
    'paymentDetails', s.payment_details)`;
const template = `jsonb_build_object('pageSize', t.page_size, 'accentColour', t.accent_colour, 'layout', t.layout,
    'showsQuantities', t.shows_quantities, 'showsDates', t.shows_dates, 'introduction', t.introduction,
    'terms', t.terms, 'footer', t.footer)`;

/** The template by its id, or the firm's own choice; there always is one. */
const templateOrder = (id: string) =>
  `order by t.id is not distinct from ${id} desc, t.is_default and not t.archived desc, t.archived, t.id limit 1`;

export async function readTemplate(tx: Tx, id: number | null): Promise<Template> {
  const [found] = await tx.query<Omit<LookColumns, 'letterhead'> & { id: number }>(
    `select t.id, ${template} as template, t.logo, t.logo_type as "logoType"
     from document_template t where t.firm_id = $1 ${templateOrder('$2::int')}`,
    [tx.firmId, id],
  );
  if (found === undefined) throw new Error(`firm ${tx.firmId} has no template`);
  const { logo, logoType } = found;
  return { ...found.template, logo, logoType, templateId: found.id, lookId: null };
}

export async function readLetterhead(tx: Tx): Promise<Letterhead & { currency: CurrencyCode }> {
  const [row] = await tx.query<{ letterhead: Letterhead; currency: CurrencyCode }>(
    `select ${letterhead} as letterhead, f.currency
     from firm f left join billing_settings s on s.firm_id = f.id where f.id = $1`,
    [tx.firmId],
  );
  return { ...row!.letterhead, currency: row!.currency };
}

type ClientRow = {
  readonly name: string;
  readonly address: string | null;
  readonly taxNumber: string | null;
};

export async function readRecipient(tx: Tx, clientId: number | null): Promise<string> {
  if (clientId === null) return '';
  const [client] = await tx.query<ClientRow>(
    `select name, coalesce(nullif(postal_address, ''), address) as address, nullif(tax_number, '') as "taxNumber"
     from client where firm_id = $1 and id = $2`,
    [tx.firmId, clientId],
  );
  return client === undefined ? '' : recipientOf(client);
}

type Issued = 'invoice' | 'quote';

/** How the document was issued; undefined where nothing was kept. */
export async function readKeptLook(
  tx: Tx,
  table: Issued,
  id: number,
): Promise<(Look & { readonly names: DocumentNames }) | undefined> {
  const [row] = await tx.query<LookColumns & { lookId: number; names: DocumentNames }>(
    `select d.look_id as "lookId", d.names, k.letterhead, k.template, k.logo, k.logo_type as "logoType"
     from ${table} d join document_look k on k.firm_id = d.firm_id and k.id = d.look_id
     where d.firm_id = $1 and d.id = $2`,
    [tx.firmId, id],
  );
  if (row === undefined) return undefined;
  const { lookId, names, logo, logoType } = row;
  return {
    names,
    letterhead: row.letterhead,
    template: { ...row.template, logo, logoType, templateId: null, lookId },
  };
}

export async function loadLogoOfLook(tx: Tx, lookId: number): Promise<Logo | undefined> {
  const [found] = await tx.query<Logo>(
    `select logo_type as type, logo as content from document_look
     where firm_id = $1 and id = $2 and logo is not null`,
    [tx.firmId, lookId],
  );
  return found;
}

/** Keeps how invoices and credit notes look from now on. Their lines, effects and recipients are written before. */
export function keepInvoiceLooks(tx: Tx, ids: readonly number[]): Promise<void> {
  return keepLooks(tx, 'invoice', ids, { sql: namesOfInvoice, values: [] });
}

/** Keeps how a quote looks from now on, and to whom it is made. */
export async function keepQuoteLook(tx: Tx, id: number, clientId: number | null): Promise<void> {
  const recipient = await readRecipient(tx, clientId);
  await keepLooks(tx, 'quote', [id], { sql: namesOfQuote, values: [recipient] });
}

type Names = { readonly sql: string; readonly values: readonly unknown[] };

async function keepLooks(tx: Tx, table: Issued, ids: readonly number[], names: Names): Promise<void> {
  const wanted = wantedLooks(`(select * from ${table} where firm_id = $1 and id = any ($2))`);
  await insertNewLooks(tx, wanted, ids);
  await preparedByText(
    tx,
    // What is made of rows is made before the change: a cluster takes nothing into a change that its settings may alter.
    `with kept as materialized (
       select d.id, k.id as look_id, ${names.sql} as names
       from ${table} d join ${wanted} on wanted.document_id = d.id
       join document_look k on k.firm_id = $1 and k.content_hash = wanted.hash
       where d.firm_id = $1 and d.id = any ($2))
     update ${table} d set look_id = k.look_id, names = k.names
     from kept k where d.firm_id = $1 and d.id = k.id`,
    [tx.firmId, ids, ...names.values],
  );
}

/** What documents would look like now. The logo goes into the hash by its own, so that it is read only where the look is new. */
function wantedLooks(documents: string): string {
  return `(
    select w.*, sha256(convert_to(w.letterhead::text || w.template::text, 'UTF8') || coalesce(w.logo_hash, '')) as hash
    from (
      select d.id as document_id, t.id as template_id, t.logo_hash, ${letterhead} as letterhead, ${template} as template
      from ${documents} d
      join firm f on f.id = $1
      join billing_settings s on s.firm_id = $1
      cross join lateral (select * from document_template t where t.firm_id = $1 ${templateOrder('d.template_id')}) t
    ) w
  ) as wanted`;
}

async function insertNewLooks(tx: Tx, wanted: string, ids: readonly (number | null)[]): Promise<void> {
  await preparedByText(
    tx,
    `insert into document_look (firm_id, content_hash, letterhead, template, logo, logo_type)
     select $1, w.hash, w.letterhead, w.template, t.logo, t.logo_type
     from (select distinct on (hash) * from ${wanted} order by hash) w
     join document_template t on t.firm_id = $1 and t.id = w.template_id
     where not exists (select from document_look k where k.firm_id = $1 and k.content_hash = w.hash)
     order by w.hash
     on conflict (firm_id, content_hash) do nothing`,
    [tx.firmId, ids],
  );
}

/** A condition that an id is one of the document's. */
type Among = (id: string) => string;

const attention = `(select o.name from contact o where o.firm_id = $1 and o.id = d.contact_id)`;
const jobs = (isNamed: Among) => `coalesce((
  select jsonb_agg(jsonb_build_object('jobId', j.id, 'number', j.number, 'name', j.name,
    'orderNumber', nullif(j.client_order_number, '')) order by j.id)
  from job j where j.firm_id = $1 and ${isNamed('j.id')}), '[]')`;

const namesWith = (named: Readonly<Record<'job' | 'staff', Among>>) =>
  `jsonb_build_object('attention', ${attention}, 'recipient', null,
  'jobs', ${jobs(named.job)},
  'staff', coalesce((
    select jsonb_agg(jsonb_build_object('staffId', p.id, 'name', p.name) order by p.id)
    from staff p where p.firm_id = $1 and ${named.staff('p.id')}), '[]'),
  'quoteIds', coalesce((
    select jsonb_agg(q.id order by q.id) from quote q
    where q.firm_id = $1 and q.state = 'accepted' and ${named.job('q.job_id')}), '[]'))`;

const namesOfInvoice = namesWith({
  job: (id) => `${id} in (select l.job_id from invoice_line l where l.firm_id = $1 and l.invoice_id = d.id)`,
  staff: (id) =>
    `${id} in (select e.staff_id from invoice_effect e where e.firm_id = $1 and e.invoice_id = d.id)`,
});

const namesOfQuote = `jsonb_build_object('attention', ${attention}, 'recipient', $3::text,
  'jobs', ${jobs((id) => `${id} = d.job_id`)}, 'staff', '[]'::jsonb, 'quoteIds', '[]'::jsonb)`;

/** What an invoice borrows, said by whoever writes it. */
export type Borrowed = {
  readonly templateId: number | null;
  readonly contactId: number | null;
  readonly jobIds: readonly number[];
  readonly staffIds: readonly number[];
};

/** `names` is JSON. */
type IssuedWith = { readonly lookId: number; readonly names: string };

const borrowedColumns: Columns<Borrowed> = {
  template_id: ['int', (one) => one.templateId],
  contact_id: ['int', (one) => one.contactId],
  job_ids: ['text', (one) => plainArray(one.jobIds)],
  staff_ids: ['text', (one) => plainArray(one.staffIds)],
};

const namesOfBorrowed = namesWith({
  job: (id) => `${id} = any (d.job_ids::int[])`,
  staff: (id) => `${id} = any (d.staff_ids::int[])`,
});

/** As keepInvoiceLooks, for invoices that are about to be written with it, in their order. */
export async function keepLooksOf(tx: Tx, invoices: readonly Borrowed[]): Promise<IssuedWith[]> {
  const templateIds = [...new Set(invoices.map(({ templateId }) => templateId))];
  const wanted = wantedLooks('(select null::int as id, unnest($2::int[]) as template_id)');
  await insertNewLooks(tx, wanted, templateIds);
  return preparedByText<IssuedWith>(
    tx,
    `with borrowed as (select $1::int as firm_id, n.* from ${unnested(borrowedColumns, 'n')}),
       looks as (select * from ${wantedLooks('(select distinct template_id as id, template_id from borrowed)')})
     select k.id as "lookId", ${namesOfBorrowed}::text as names
     from borrowed d
     join looks w on w.document_id is not distinct from d.template_id
     join document_look k on k.firm_id = $1 and k.content_hash = w.hash
     order by d.place_in_batch`,
    [tx.firmId, ...Object.values(borrowedColumns).map((column) => arrayOf(invoices, column))],
  );
}
