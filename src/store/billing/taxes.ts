// Taxes with their rates. The two are written as one: a version and a row in `change` stand for both.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { TaxPreset } from '#core/tax/presets.ts';
import type { RatesFromDay } from '#core/tax/rate-plan.ts';
import type { TaxWithRates } from '#core/tax/tax.ts';
import type { Author } from '../changes.ts';
import { keepChanges } from '../changes.ts';
import type { Queries, Tx } from '../database.ts';
import type { RecordKind } from '../practice/records.ts';

export type TaxRecord = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly archived: boolean;
};

export type Tax = TaxRecord & { readonly rates: readonly RatesFromDay[] };

export type TaxContent = Pick<Tax, 'name' | 'archived' | 'rates'>;

export const taxes: RecordKind<TaxRecord> = {
  table: 'tax',
  subject: 'tax',
  noun: 'tax',
  unknown: 'unknownTax',
  columns: { id: 'id', version: 'version', name: 'name', archived: 'archived' },
};

/** Taxes with their rates, oldest first; archived ones last. All of the firm's when none are named: it has a handful. */
export async function loadTaxes(tx: Tx, ids: readonly number[] | null = null): Promise<Tax[]> {
  const found = await tx.query<TaxRecord>(
    `select id, version, name, archived from tax
     where firm_id = $1 and ($2::int[] is null or id = any ($2))
     order by archived, lower(name), id`,
    [tx.firmId, ids],
  );
  const rows = await rateRows(
    tx,
    found.map(({ id }) => id),
  );
  return found.map((tax) => ({ ...tax, rates: byDay(rows.filter(({ taxId }) => taxId === tax.id)) }));
}

/** The taxes that documents carry, as core/tax reads them; archived ones too. Null: all that the firm has. */
export async function loadTaxRates(tx: Tx, taxIds: readonly number[] | null): Promise<TaxWithRates[]> {
  return (await loadTaxes(tx, taxIds)).map(({ id, name, rates }) => ({
    taxId: id,
    name,
    rates: rates.flatMap(({ effectiveFrom, components }) =>
      components.map((component) => ({ ...component, effectiveFrom })),
    ),
  }));
}

/** Taxes that are referred to, by id, held as they are until the transaction ends. */
export async function findTaxes(
  tx: Tx,
  ids: readonly (number | null | undefined)[],
): Promise<Map<number, TaxRecord>> {
  const wanted = [...new Set(ids)].filter((id) => typeof id === 'number');
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<TaxRecord>(
    `select id, version, name, archived from tax where firm_id = $1 and id = any ($2) order by id for share`,
    [tx.firmId, wanted],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertTax(tx: Tx, author: Author, content: TaxContent): Promise<Tax> {
  const [record] = await tx.query<TaxRecord>(
    `insert into tax (firm_id, name, archived) values ($1, $2, $3) returning id, version, name, archived`,
    [tx.firmId, content.name, content.archived],
  );
  const tax = { ...record!, rates: await writeRates(tx, record!.id, content.rates) };
  await keepChanges(tx, author, { subject: taxes.subject, action: 'created' }, [
    { subjectId: tax.id, after: tax },
  ]);
  return tax;
}

/** Replaces a claimed tax and its rates. Documents keep the tax that they were printed with. */
export async function replaceTax(tx: Tx, author: Author, before: Tax, content: TaxContent): Promise<Tax> {
  const after = contentOf({ ...content, rates: inOrder(content.rates) });
  if (JSON.stringify(contentOf(before)) === JSON.stringify(after)) return before;
  const [record] = await tx.query<TaxRecord>(
    `update tax set name = $3, archived = $4, version = version + 1
     where firm_id = $1 and id = $2 returning id, version, name, archived`,
    [tx.firmId, before.id, content.name, content.archived],
  );
  await removeRates(tx, before.id);
  const rates = await writeRates(tx, before.id, content.rates);
  await keepChanges(tx, author, { subject: taxes.subject, action: 'changed' }, [
    { subjectId: before.id, before: contentOf(before), after },
  ]);
  return { ...record!, rates };
}

export async function removeRates(tx: Tx, taxId: number): Promise<void> {
  await tx.query(`delete from tax_rate where firm_id = $1 and tax_id = $2`, [tx.firmId, taxId]);
}

/** What has the tax as its own choice, not as something printed: the firm's default, and clients that are not archived. */
export async function findUsersOfTax(
  tx: Tx,
  taxId: number,
): Promise<{ isDefault: boolean; clientNames: string[] }> {
  const [found] = await tx.query<{ isDefault: boolean; clientNames: string[] | null }>(
    `select
       exists (select from billing_settings where firm_id = $1 and default_tax_id = $2) as "isDefault",
       (select array_agg(name order by lower(name)) from
          (select name from client where firm_id = $1 and tax_id = $2 and not archived order by lower(name) limit 5) c
       ) as "clientNames"`,
    [tx.firmId, taxId],
  );
  return { isDefault: found!.isDefault, clientNames: found!.clientNames ?? [] };
}

/** Gives a new firm its first tax. From above all firms, as part of founding one. */
export async function addFirstTax(tx: Queries, firmId: number, preset: TaxPreset): Promise<void> {
  const [tax] = await tx.query<{ id: number }>(
    'insert into tax (firm_id, name) values ($1, $2) returning id',
    [firmId, preset.name],
  );
  await tx.query(
    `insert into tax_rate (firm_id, tax_id, effective_from, component, rate_millionths) values ($1, $2, $3, $4, $5)`,
    [firmId, tax!.id, preset.effectiveFrom, preset.name, preset.rateMillionths],
  );
  await tx.query('update billing_settings set default_tax_id = $2, tax_half = $3 where firm_id = $1', [
    firmId,
    tax!.id,
    preset.half,
  ]);
}

type RateRow = {
  readonly taxId: number;
  readonly effectiveFrom: CivilDate;
  readonly component: string;
  readonly rateMillionths: number;
};

function rateRows(tx: Tx, taxIds: readonly number[]): Promise<RateRow[]> {
  return tx.query<RateRow>(
    `select tax_id as "taxId", effective_from as "effectiveFrom", component, rate_millionths as "rateMillionths"
     from tax_rate where firm_id = $1 and tax_id = any ($2) order by tax_id, effective_from, id`,
    [tx.firmId, taxIds],
  );
}

async function writeRates(tx: Tx, taxId: number, rates: readonly RatesFromDay[]): Promise<RatesFromDay[]> {
  const ordered = inOrder(rates);
  const rows = ordered.flatMap(({ effectiveFrom, components }) =>
    components.map((component) => ({ effectiveFrom, ...component })),
  );
  await tx.query(
    `insert into tax_rate (firm_id, tax_id, effective_from, component, rate_millionths)
     select $1, $2, effective_from, component, rate_millionths
     from unnest($3::date[], $4::text[], $5::int[]) with ordinality
       as r (effective_from, component, rate_millionths, place) order by place`,
    [
      tx.firmId,
      taxId,
      rows.map((row) => row.effectiveFrom),
      rows.map((row) => row.component),
      rows.map((row) => row.rateMillionths),
    ],
  );
  return ordered;
}

function contentOf({ name, archived, rates }: TaxContent): TaxContent {
  return { name, archived, rates: rates.map(plainRates) };
}

/** With the properties in one order, so that two can be compared as text. */
function plainRates({ effectiveFrom, components }: RatesFromDay): RatesFromDay {
  return {
    effectiveFrom,
    components: components.map(({ component, rateMillionths }) => ({ component, rateMillionths })),
  };
}

function inOrder(rates: readonly RatesFromDay[]): RatesFromDay[] {
  return rates.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).map(plainRates);
}

function byDay(rows: readonly RateRow[]): RatesFromDay[] {
  return [...Map.groupBy(rows, (row) => row.effectiveFrom)].map(([effectiveFrom, components]) =>
    plainRates({ effectiveFrom, components }),
  );
}
