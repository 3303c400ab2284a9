// Number series as they are set up; taking a number of one is in series.ts.

import { seriesValueMax, type NumberedDocument } from '#core/billing/numbering.ts';
import type { Tx } from '../database.ts';
import type { RecordKind } from '../practice/records.ts';
import { lockBillingLists } from './settings.ts';

export type NumberSeries = {
  readonly id: number;
  readonly version: number;
  readonly document: NumberedDocument;
  readonly name: string;
  readonly prefix: string;
  readonly nextValue: bigint;
  readonly minimumDigits: number;
  readonly isDefault: boolean;
  readonly archived: boolean;
};

export const numberSeries: RecordKind<NumberSeries> = {
  table: 'number_series',
  subject: 'numberSeries',
  noun: 'number series',
  unknown: 'unknownSeries',
  columns: {
    id: 'id',
    version: 'version',
    document: 'document',
    name: 'name',
    prefix: 'prefix',
    nextValue: 'next_value',
    minimumDigits: 'minimum_digits',
    isDefault: 'is_default',
    archived: 'archived',
  },
};

const columns = Object.entries(numberSeries.columns)
  .map(([property, column]) => `${column} as "${property}"`)
  .join(', ');

/** All series, archived ones last. A firm has a handful. */
export function listNumberSeries(tx: Tx): Promise<NumberSeries[]> {
  return tx.query<NumberSeries>(
    `select ${columns} from number_series where firm_id = $1
     order by archived, array_position(array['invoice', 'creditNote', 'quote'], document), lower(name), id`,
    [tx.firmId],
  );
}

/** All series, held until the transaction ends: nobody takes a number or changes another one meanwhile. */
export async function lockNumberSeries(tx: Tx): Promise<NumberSeries[]> {
  await lockBillingLists(tx);
  return tx.query<NumberSeries>(
    `select ${columns} from number_series where firm_id = $1 order by id for no key update`,
    [tx.firmId],
  );
}

/** A series as it is about to number documents. */
type Numbering = Pick<NumberSeries, 'document' | 'prefix'> & { readonly id: number | null };

/**
 * The highest value that was used: by the series, whatever its prefix was then, or in a number with the prefix, whoever
 * gave it. 0 where there is none.
 */
export async function highestValueUsed(tx: Tx, series: Numbering): Promise<bigint> {
  const given = (table: Numbered) => `(
    select max(series_value) from ${table} where firm_id = $1 and series_id = s.id)`;
  const [highest] = await highestValues(
    tx,
    [series],
    (table) => `greatest(${given(table)}, ${highestIn(table)})`,
  );
  return highest!;
}

type Numbered = 'invoice' | 'quote';

/** The highest value of numbers with the prefix of a series, whoever gave them. */
const highestIn = (table: Numbered, condition = 'true') => `(
  select max(substr(number, length(s.prefix) + 1)::bigint) from ${table}
  where firm_id = $1 and ${condition} and starts_with(number, s.prefix)
    and substr(number, length(s.prefix) + 1) ~ '^[0-9]{1,12}$')`;

/** In the order of the series. */
async function highestValues(
  tx: Tx,
  series: readonly Numbering[],
  highest: (table: Numbered) => string,
): Promise<bigint[]> {
  const rows = await tx.query<{ highest: bigint }>(
    `select coalesce(case when s.document = 'quote' then ${highest('quote')} else ${highest('invoice')} end, 0) as highest
     from unnest($2::int[], $3::text[], $4::text[]) with ordinality as s (id, document, prefix, place)
     order by s.place`,
    [
      tx.firmId,
      series.map(({ id }) => id),
      series.map(({ document }) => document),
      series.map(({ prefix }) => prefix),
    ],
  );
  return rows.map((row) => row.highest);
}

export type SuggestedSeries = NumberSeries & {
  /** The next value by which it repeats no number that is there already, of an import; null where it repeats none. */
  readonly suggestedNextValue: bigint | null;
};

/**
 * What was composed here has the number of a series that has counted on since, and a series takes a prefix or another next
 * value only above all that was used. So only what an import brought along can be in the way, and nothing else is looked at.
 */
export async function withSuggestions(tx: Tx, series: readonly NumberSeries[]): Promise<SuggestedSeries[]> {
  const highest = await highestValues(tx, series, (table) => highestIn(table, `origin = 'imported'`));
  return series.map((one, place) => {
    const free = highest[place]! + 1n;
    const repeats = !one.archived && free > one.nextValue && free <= seriesValueMax;
    return { ...one, suggestedNextValue: repeats ? free : null };
  });
}
