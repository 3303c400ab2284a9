// Number series as they are set up; taking a number of one is in series.ts.

import type { NumberedDocument } from '#core/billing/numbering.ts';
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

/**
 * The highest value that was used: by the series, whatever its prefix was then, or in a number with the prefix, whoever
 * gave it. 0 where there is none.
 */
export async function highestValueUsed(
  tx: Tx,
  series: { readonly id: number | null; readonly document: NumberedDocument; readonly prefix: string },
): Promise<bigint> {
  const table = series.document === 'quote' ? 'quote' : 'invoice';
  const [found] = await tx.query<{ highest: bigint }>(
    `select greatest(
       (select max(series_value) from ${table} where firm_id = $1 and series_id = $2),
       (select max(substr(number, length($3) + 1)::bigint) from ${table}
        where firm_id = $1 and starts_with(number, $3) and substr(number, length($3) + 1) ~ '^[0-9]{1,12}$'),
       0) as highest`,
    [tx.firmId, series.id, series.prefix],
  );
  return found!.highest;
}
