// The step from a draft to an invoice that stands: its journals are posted, its interims raised, and it gets its number.
// The series is locked last, and its block of numbers has no gap: what is numbered was posted in this transaction.

import { isWithinWriteOffLimit } from '#core/access/principal.ts';
import { journalsOfEffects, type Effect } from '#core/billing/effects.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { formatMinor } from '#core/money/money.ts';
import { refuse, type Refused } from '#core/refusal.ts';
import type { Locks } from '#core/wip/undo.ts';
import { updateInvoices, type WrittenInvoice } from '#store/billing/invoices.ts';
import { keepLooksOf, type Borrowed } from '#store/billing/looks.ts';
import { takeNumbers } from '#store/billing/series.ts';
import type { ClientTerms } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { findLeftEmpty, readLocks } from '#store/ledger/items.ts';
import { linesPerBatchMax, post } from '#store/ledger/post.ts';
import { insertInterims } from '#store/work/interims.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import type { TakenIds } from '../item-ids.ts';
import { dateRefusal, latestDate, locksOfDocument } from '../work-date.ts';
import { RefusedInWriting } from './batch.ts';
import { questionRefusal, type Prepared } from './prepare.ts';

/** An invoice that may be posted, with the journals that it posts. */
export type ToPost = {
  readonly id: number;
  readonly prepared: Prepared;
  readonly effects: readonly Effect[];
};

export type Approved = {
  readonly id: number;
  readonly number: string;
  readonly header: Prepared['header'];
};

export type DayRules = { readonly locks: Locks; readonly latestOn: CivilDate };

export async function readDayRules(tx: Tx, context: Context): Promise<DayRules> {
  const [settings, locks] = await Promise.all([readRecordingSettings(tx), readLocks(tx)]);
  return { locks, latestOn: latestDate(settings, context.clock()) };
}

/** What stands against approving an invoice that was composed. */
export function approvalRefusal({ principal }: Context, prepared: Prepared, rules: DayRules): Refused | null {
  const { composition, header, client } = prepared;
  return (
    questionRefusal(composition.notices) ??
    dateRefusal({ ...rules, locks: locksOfDocument(header, rules.locks) }, header.invoicedOn, 'invoicedOn') ??
    limitRefusal(principal, client, adjustedMinorOf(composition.effects))
  );
}

/** What an invoice writes off and on together, against the limit of whoever approves it. */
function limitRefusal(
  principal: Context['principal'],
  { currency }: ClientTerms,
  adjustedMinor: bigint,
): Refused | null {
  if (isWithinWriteOffLimit(principal, adjustedMinor)) return null;
  return refuse('limitExceeded', 'The invoice writes off or on more than your limit allows.', {
    value: formatMinor(adjustedMinor, currency),
    accepted: `up to ${formatMinor(principal.writeOffLimitMinor!, currency)} on one invoice`,
  });
}

function adjustedMinorOf(effects: readonly Effect[]): bigint {
  let minor = 0n;
  for (const effect of effects) {
    if (effect.kind === 'writtenOn') minor += absolute(effect.amountMinor);
    if (effect.kind === 'item') minor += absolute(effect.writtenOnMinor) + absolute(effect.writtenOffMinor);
  }
  return minor;
}

function absolute(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

/** Gives ids, one after the other, to the interims that invoices raise. */
export function withInterimIds<Given extends Omit<ToPost, 'effects'>>(
  invoices: readonly Given[],
  itemIds: TakenIds,
): (Given & ToPost)[] {
  const isRaised = (effect: Effect) => effect.kind === 'interimRaised';
  const count = invoices.reduce(
    (sum, { prepared }) => sum + prepared.composition.effects.filter(isRaised).length,
    0,
  );
  const ids = itemIds.first(count).values();
  return invoices.map((invoice) => ({
    ...invoice,
    effects: invoice.prepared.composition.effects.map((effect) =>
      effect.kind === 'interimRaised' ? { ...effect, itemId: ids.next().value! } : effect,
    ),
  }));
}

/** As given, but every time others. */
export function idsInTurn(itemIds: TakenIds): TakenIds {
  let used = 0;
  return {
    first(count) {
      const before = used;
      used += count;
      return itemIds.first(used).slice(before);
    },
  };
}

/** Posts what invoices do to WIP, as one batch. */
export async function postEffects(tx: Tx, context: Context, invoices: readonly ToPost[]): Promise<void> {
  const journals = invoices.flatMap(({ id, prepared, effects }) =>
    journalsOfEffects(effects, prepared.header.invoicedOn, { kind: 'invoice', id: BigInt(id) }),
  );
  await insertRaised(tx, invoices);
  const leaving = invoices.flatMap(({ prepared }) => prepared.composition.unlist);
  const unlist = await findLeftEmpty(tx, leaving, journals);
  const { actorId } = context.principal;
  for (const some of batchesOf(journals)) await post(tx, { journals: some, actorId, unlist });
}

/** One batch, unless it has more lines than may be posted at once. */
function batchesOf(journals: readonly Journal[]): Journal[][] {
  const batches: Journal[][] = [];
  let lines = linesPerBatchMax;
  for (const journal of journals) {
    if (lines + journal.lines.length > linesPerBatchMax) {
      batches.push([]);
      lines = 0;
    }
    batches.at(-1)!.push(journal);
    lines += journal.lines.length;
  }
  return batches;
}

async function insertRaised(tx: Tx, invoices: readonly ToPost[]): Promise<void> {
  const raised = invoices.flatMap(({ prepared, effects }) =>
    effects.flatMap((effect) => {
      if (effect.kind !== 'interimRaised') return [];
      const { itemId, jobId, amountMinor, description } = effect;
      return [{ id: itemId!, jobId, raisedOn: prepared.header.invoicedOn, amountMinor, description }];
    }),
  );
  if (raised.length > 0) await insertInterims(tx, raised);
}

/** Numbers drafts in their order. They are posted and saved. */
export async function numberDrafts(
  tx: Tx,
  context: Context,
  invoices: readonly Numbering[],
): Promise<Approved[]> {
  const numbered = await numberInvoices(tx, context, invoices);
  await updateInvoices(
    tx,
    numbered.map(({ id, columns }) => ({ id, change: columns })),
  );
  return numbered.map(approvedOf);
}

type Numbering = Pick<ToPost, 'id' | 'prepared'>;

/** An invoice with its number, to be written. */
type Numbered = Numbering & { readonly number: string; readonly columns: ApprovedColumns };

type ApprovedColumns = Pick<WrittenInvoice, 'lookId' | 'names'> &
  Prepared['header'] &
  Required<Pick<WrittenInvoice, ApprovalColumn>>;

type ApprovalColumn =
  | 'status'
  | 'number'
  | 'seriesId'
  | 'seriesValue'
  | 'billTo'
  | 'fingerprint'
  | 'approvedBy'
  | 'approvedAt';

export function approvedOf({ id, number, prepared: { header } }: Numbered): Approved {
  return { id, number, header };
}

/** What invoices look like from now on is kept, and they get their numbers, in their order. */
export async function numberInvoices(
  tx: Tx,
  context: Context,
  invoices: readonly Numbering[],
): Promise<Numbered[]> {
  if (invoices.length === 0) return [];
  const looks = await keepLooksOf(
    tx,
    invoices.map(({ prepared }) => borrowedBy(prepared)),
  );
  const taken = await takeNumbers(
    tx,
    'invoice',
    invoices.map(({ prepared }) => prepared.header.seriesId),
  );
  return invoices.map(({ id, prepared }, place): Numbered => {
    const own = taken[place];
    if (own === undefined) throw new RefusedInWriting(noSeries(prepared));
    const { number, seriesId, value } = own;
    const columns = {
      ...prepared.header,
      ...looks[place]!,
      status: 'approved' as const,
      number,
      seriesId,
      seriesValue: value,
      billTo: billToOf(prepared.client),
      fingerprint: prepared.fingerprint,
      approvedBy: context.principal.actorId,
      approvedAt: context.clock(),
    };
    return { id, prepared, number, columns };
  });
}

function borrowedBy({
  header: { templateId, contactId },
  composition: { lines, effects },
}: Prepared): Borrowed {
  const jobIds = new Set(lines.flatMap(({ jobId }) => jobId ?? []));
  const staffIds = new Set(
    effects.flatMap((effect) => ('item' in effect ? (effect.item.staffId ?? []) : [])),
  );
  return { templateId, contactId, jobIds: [...jobIds], staffIds: [...staffIds] };
}

function noSeries({ header: { seriesId } }: Prepared): Refused {
  const detail = 'The firm has no series that invoices are numbered by; set up a default one.';
  return refuse('unknownSeries', detail, {
    field: 'seriesId',
    value: seriesId === null ? '' : String(seriesId),
  });
}

/** The recipient as printed: where invoices go is the postal address, if the client has one. */
function billToOf({ name, postalAddress, address, taxNumber }: ClientTerms): string {
  const lines = [name, postalAddress ?? address, taxNumber === null ? null : `Tax number ${taxNumber}`];
  return lines.filter((line) => line !== null && line.trim() !== '').join('\n');
}
