// Number series: what documents are numbered by. A number that was used is never used again, so the next value only
// moves above what was used, and a prefix belongs to one series.

import { requirePermission } from '#core/access/principal.ts';
import type { NumberedDocument } from '#core/billing/numbering.ts';
import { formatDocumentNumber, seriesValueMax, shareNumbers } from '#core/billing/numbering.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import type { NumberSeries, SuggestedSeries } from '#store/billing/number-series.ts';
import {
  highestValueUsed,
  lockNumberSeries,
  numberSeries,
  withSuggestions,
} from '#store/billing/number-series.ts';
import { claimRecord, insertRecords, updateRecord, type Recorded } from '#store/practice/records.ts';
import { authorOf, onlyOne, saidOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
import { write } from '../request.ts';
import { defaultRefusals } from './default-of-list.ts';

export type NewSeries = {
  readonly document: NumberedDocument;
  readonly name: string;
  readonly prefix?: string | undefined;
  readonly nextValue?: bigint | undefined;
  readonly minimumDigits?: number | undefined;
  readonly isDefault?: boolean | undefined;
};

export type SeriesChange = Recorded & {
  readonly to: Partial<Omit<NumberSeries, 'id' | 'version' | 'document'>>;
};

export async function createSeries(context: Context, command: NewSeries): Promise<Result<SuggestedSeries>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const all = await lockNumberSeries(tx);
    const blank = { prefix: '', nextValue: 1n, minimumDigits: 4, isDefault: false, archived: false };
    const series = { ...blank, ...saidOf(command), document: command.document, name: command.name };
    const refusals = [
      ...prefixRefusals(all, { ...series, id: null }),
      ...valueRefusals({ ...series, id: null }, await highestValueUsed(tx, { ...series, id: null })),
    ];
    if (refusals.length > 0) return refuseAll(refusals);

    const author = authorOf(context);
    if (series.isDefault) await takeDefault(tx, author, all, series.document);
    const made = await insertRecords(tx, author, numberSeries, [series]);
    return done(onlyOne(await withSuggestions(tx, made)));
  });
}

export async function changeSeries(
  context: Context,
  { to, ...seen }: SeriesChange,
): Promise<Result<SuggestedSeries>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const all = await lockNumberSeries(tx);
    const claimed = await claimRecord(tx, numberSeries, seen);
    if (!claimed.ok) return claimed;
    const before = claimed.value;
    const after = { ...before, ...saidOf(to) };
    const refusals = [
      ...defaultRefusals(before, after),
      ...(await numberRefusals(tx, all, { before, after })),
    ];
    if (refusals.length > 0) return refuseAll(refusals);

    const author = authorOf(context);
    if (after.isDefault && !before.isDefault) await takeDefault(tx, author, all, before.document);
    const changed = await updateRecord(tx, author, numberSeries, { record: before, to });
    return done(onlyOne(await withSuggestions(tx, [changed])));
  });
}

export function removeSeries(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: numberSeries,
    permission: 'billing.settings',
    nameOf: (series) => series.name,
    instead: 'archiving it',
    refusalsOf: (series) => defaultRefusals(series, { ...series, archived: true }),
  });
}

/** Only what changes is looked at: a series that was set up earlier may stay as it is. */
async function numberRefusals(
  tx: Tx,
  all: readonly NumberSeries[],
  { before, after }: { readonly before: NumberSeries; readonly after: NumberSeries },
): Promise<Refusal[]> {
  const changesPrefix = after.prefix !== before.prefix;
  if (!changesPrefix && after.nextValue === before.nextValue) return [];
  return [
    ...(changesPrefix ? prefixRefusals(all, after) : []),
    ...valueRefusals(after, await highestValueUsed(tx, after)),
  ];
}

type Numbering = Pick<NumberSeries, 'document' | 'prefix' | 'nextValue' | 'minimumDigits'> & {
  readonly id: number | null;
};

function prefixRefusals(all: readonly NumberSeries[], series: Numbering): Refusal[] {
  const at = { field: 'prefix', value: series.prefix };
  if (/\d$/.test(series.prefix)) {
    const detail = 'A prefix that ends in a digit would run into the number behind it.';
    return [{ code: 'invalidRequest', detail, ...at, accepted: 'a prefix that ends in another character' }];
  }
  const other = all.find(
    ({ id, document, prefix }) =>
      id !== series.id && prefix === series.prefix && shareNumbers(document, series.document),
  );
  if (other === undefined) return [];
  const detail = `The series ${other.name} has this prefix; two documents would get the same number.`;
  return [{ code: 'duplicate', detail, ...at, accepted: 'a prefix that no other series has' }];
}

function valueRefusals(series: Numbering, highestUsed: bigint): Refusal[] {
  if (series.nextValue > highestUsed) return [];
  const used = formatDocumentNumber(series, highestUsed);
  return [
    {
      code: 'conflict',
      detail: `Numbers up to ${used} have been used, and none is used twice.`,
      field: 'nextValue',
      value: series.nextValue.toString(),
      accepted: `${highestUsed + 1n} to ${seriesValueMax}`,
    },
  ];
}

/** Takes the default of the document from whichever series has it. */
async function takeDefault(
  tx: Tx,
  author: Author,
  all: readonly NumberSeries[],
  document: NumberedDocument,
): Promise<void> {
  for (const record of all.filter((series) => series.isDefault && series.document === document)) {
    await updateRecord(tx, author, numberSeries, { record, to: { isDefault: false } });
  }
}
