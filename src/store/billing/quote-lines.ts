// The lines of quotes and their tax as printed, and what of each line was invoiced.

import type { QuoteLineKind } from '#core/quotes/compose.ts';
import type { TaxSummary } from '#core/tax/tax.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type NewQuoteLine = {
  readonly kind: QuoteLineKind;
  readonly taskId: number | null;
  readonly description: string;
  readonly note: string | null;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  /** Per unit, the firm's currency. */
  readonly unitCostMinor: bigint | null;
  /** What the line comes to by itself, as typed. */
  readonly typedMinor: bigint;
  /** Ex tax. */
  readonly amountMinor: bigint;
  readonly taxId: number | null;
  readonly taxMinor: bigint;
  readonly isOption: boolean;
  readonly isChosen: boolean;
};

export type QuoteLine = NewQuoteLine & {
  readonly id: number;
  readonly lineNumber: number;
  /** As the quote was issued. */
  readonly isProposed: boolean;
  /** What an accepted line became. */
  readonly jobTaskId: number | null;
  readonly costEntryId: bigint | null;
};

/** Writes the lines of a draft, and the tax of what is chosen, in the place of those it had. */
export async function replaceQuoteLines(
  tx: Tx,
  quoteId: number,
  lines: readonly NewQuoteLine[],
  taxes: readonly TaxSummary[],
): Promise<void> {
  await tx.query('delete from quote_line where firm_id = $1 and quote_id = $2', [tx.firmId, quoteId]);
  await tx.query(
    `insert into quote_line (firm_id, quote_id, kind, task_id, description, note, minutes, rate_per_hour_minor,
       quantity_thousandths, unit_price_minor, unit_cost_minor, typed_minor, amount_minor, tax_id, tax_minor, is_option,
       is_chosen, is_proposed, line_number)
     select $1, $2, kind, task_id, description, note, minutes, rate, quantity, unit_price, unit_cost, typed, amount,
       tax_id, tax, is_option, is_chosen, is_chosen, place
     from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::int[], $10::bigint[],
       $11::bigint[], $12::bigint[], $13::bigint[], $14::int[], $15::bigint[], $16::boolean[], $17::boolean[])
       with ordinality as l (kind, task_id, description, note, minutes, rate, quantity, unit_price, unit_cost, typed,
         amount, tax_id, tax, is_option, is_chosen, place)
     order by place`,
    [
      tx.firmId,
      quoteId,
      lines.map((line) => line.kind),
      lines.map((line) => line.taskId),
      lines.map((line) => line.description),
      lines.map((line) => line.note),
      lines.map((line) => line.minutes),
      lines.map((line) => line.ratePerHourMinor),
      lines.map((line) => line.quantityThousandths),
      lines.map((line) => line.unitPriceMinor),
      lines.map((line) => line.unitCostMinor),
      lines.map((line) => line.typedMinor),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.taxId),
      lines.map((line) => line.taxMinor),
      lines.map((line) => line.isOption),
      lines.map((line) => line.isChosen),
    ],
  );
  await replaceQuoteTax(tx, quoteId, taxes);
}

export async function replaceQuoteTax(tx: Tx, quoteId: number, taxes: readonly TaxSummary[]): Promise<void> {
  await tx.query('delete from quote_tax where firm_id = $1 and quote_id = $2', [tx.firmId, quoteId]);
  if (taxes.length === 0) return;
  await tx.query(
    `insert into quote_tax (firm_id, quote_id, tax_id, name, component, rate_millionths, base_minor, tax_minor, place)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[])
       with ordinality`,
    [
      tx.firmId,
      quoteId,
      taxes.map((tax) => tax.taxId),
      taxes.map((tax) => tax.name),
      taxes.map((tax) => tax.component),
      taxes.map((tax) => tax.rateMillionths),
      taxes.map((tax) => tax.baseMinor),
      taxes.map((tax) => tax.taxMinor),
    ],
  );
}

/** What became of lines when their quote was accepted or taken back. */
export type LineOutcome = Pick<
  QuoteLine,
  'id' | 'isChosen' | 'amountMinor' | 'taxMinor' | 'jobTaskId' | 'costEntryId'
>;

export async function updateQuoteLines(
  tx: Tx,
  quoteId: number,
  lines: readonly LineOutcome[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `update quote_line l set is_chosen = n.is_chosen, amount_minor = n.amount, tax_minor = n.tax,
       job_task_id = n.job_task_id, cost_entry_id = n.cost_entry_id
     from unnest($3::int[], $4::boolean[], $5::bigint[], $6::bigint[], $7::int[], $8::bigint[])
       as n (id, is_chosen, amount, tax, job_task_id, cost_entry_id)
     where l.firm_id = $1 and l.quote_id = $2 and l.id = n.id`,
    [
      tx.firmId,
      quoteId,
      lines.map((line) => line.id),
      lines.map((line) => line.isChosen),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.taxMinor),
      lines.map((line) => line.jobTaskId),
      lines.map((line) => line.costEntryId),
    ],
  );
}

/** The lines of quotes, each quote's in its order. */
export function readQuoteLines(
  tx: Tx,
  quoteIds: readonly number[],
): Promise<(QuoteLine & { readonly quoteId: number })[]> {
  return tx.query(
    `select quote_id as "quoteId", id, line_number as "lineNumber", kind, task_id as "taskId", description, note, minutes,
       rate_per_hour_minor as "ratePerHourMinor", quantity_thousandths as "quantityThousandths",
       unit_price_minor as "unitPriceMinor", unit_cost_minor as "unitCostMinor", typed_minor as "typedMinor",
       amount_minor as "amountMinor", tax_id as "taxId", tax_minor as "taxMinor", is_option as "isOption",
       is_chosen as "isChosen", is_proposed as "isProposed", job_task_id as "jobTaskId",
       cost_entry_id as "costEntryId"
     from quote_line where firm_id = $1 and quote_id = any ($2) order by quote_id, line_number`,
    [tx.firmId, quoteIds],
  );
}

export function readQuoteTax(tx: Tx, quoteId: number): Promise<TaxSummary[]> {
  return tx.query(
    `select tax_id as "taxId", name, component, rate_millionths as "rateMillionths", base_minor as "baseMinor",
       tax_minor as "taxMinor"
     from quote_tax where firm_id = $1 and quote_id = $2 order by place`,
    [tx.firmId, quoteId],
  );
}

/**
 * What of each line of quotes stands invoiced: on approved invoices, less what credit notes took back. By line id; a
 * line of which nothing was ever invoiced is absent.
 */
export async function readQuoteClaims(tx: Tx, quoteIds: readonly number[]): Promise<Map<number, bigint>> {
  const rows = await readByKey<{ id: number; claimed: bigint }>(
    tx,
    `select quote_line_id as id, sum_minor(claimed_minor) as claimed from quote_claim
     where firm_id = $1 and quote_id = any ($2) group by quote_line_id`,
    [tx.firmId, quoteIds],
  );
  return new Map(rows.map((row) => [row.id, row.claimed]));
}
