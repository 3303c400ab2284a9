// Time that a source marks as invoiced without giving the invoice: time trackers have a column for it and no documents.
// Each invoice that they name becomes one document that bills its time as recorded, so that it is not billed again.

import { journalsOfEffects } from '#core/billing/effects.ts';
import { afterMovements, movementsOf } from '#core/billing/restate.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { readNetWip } from '#store/billing/credits.ts';
import type { Tx } from '#store/database.ts';
import { readMarkedGroups, readMarkedItems, type MarkedGroup } from '#store/imports/marked.ts';
import { insertProblems } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import { lockJobs, readOpenItemsById } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import type { InvoiceJob } from '#store/billing/effects.ts';
import { insertInvoice, type NewInvoice } from '#store/billing/invoices.ts';
import { count, inChunk, keepPlace, placeIn, type ImportRun } from '../run.ts';
import { someInvoice } from '../stager.ts';
import { billedInPart } from './item-effects.ts';
import type { KeyedLine } from './lines.ts';
import { saveDocuments } from './save.ts';
import { standingColumns } from './standing.ts';
import { loadFirmTaxes } from './tax.ts';

/** The number of a document for time of which the source only says that it was invoiced. */
const numberBefore = 'Invoiced before import';

export async function applyMarked(run: ImportRun): Promise<void> {
  if (placeIn(run.batch, 'marked') === undefined) return;
  const groups = await inChunk(run, (tx) => readMarkedGroups(tx, run.batch.id));
  for (const [index, group] of groups.entries()) {
    await inChunk(run, (tx) => billGroup(tx, run, group));
    run.onProgress({ stage: 'marked', done: index + 1, total: groups.length });
  }
  await inChunk(run, (tx) => keepPlace(tx, run, 'payments', { date: null, place: 0 }));
}

async function billGroup(tx: Tx, run: ImportRun, group: MarkedGroup): Promise<void> {
  const items = await readMarkedItems(tx, run.batch.id, group);
  const jobIds = [...new Set(items.map((item) => item.jobId))];
  await lockJobs(tx, jobIds);
  const open = await readOpenItemsById(
    tx,
    jobIds,
    items.map((item) => item.itemId),
  );
  const billed = [...open.values()];
  if (billed.length === 0) return;
  const totalMinor = billed.reduce((sum, item) => sum + item.openMinor, 0n);
  const on = billed.reduce<CivilDate>(
    (latest, { originOn }) => (originOn > latest ? originOn : latest),
    billed[0]!.originOn,
  );
  const number =
    group.invoice === someInvoice ? numberBefore : group.invoice.slice(group.invoice.indexOf(':') + 1);
  const header: NewInvoice = {
    number: group.written ?? number,
    clientId: group.clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    status: 'approved',
    invoicedOn: on,
    dueOn: null,
    cutOffOn: null,
    currency: group.currency,
    totalMinor,
    taxMinor: null,
    paidMinor: 0n,
    reference: null,
    typeText: null,
    origin: 'imported',
  };
  const [columns] = await standingColumns(tx, run.author, [{ header }], []);
  const invoiceId = await insertInvoice(tx, columns!);
  const externalKey = `marked:${group.invoice}/${group.clientId}/${group.currency}`;
  const { source } = group;
  await keepReferences(tx, run.batch.id, [
    { source, kind: 'invoice', externalKey, contentHash: null, ourId: BigInt(invoiceId) },
  ]);
  const effects = billed.map((item) =>
    billedInPart(item, { billedMinor: item.openMinor, quantity: item.openQuantity }, keyOf(item)),
  );
  const journals = journalsOfEffects(effects, on, { kind: 'invoice', id: BigInt(invoiceId) });
  const jobs: InvoiceJob[] = [];
  const net = await readNetWip(tx, jobIds);
  for (const moved of movementsOf(journals, [])) {
    const beforeMinor = net.get(moved.jobId) ?? 0n;
    const { billedMinor: totalMinor } = moved;
    jobs.push({ ...moved, totalMinor, beforeMinor, afterMinor: afterMovements(beforeMinor, moved) });
  }
  const lines = linesOf(billed, new Map(items.map((item) => [item.itemId, item.taskName])));
  await saveDocuments(tx, [{ id: invoiceId, header, lines, effects, jobs }], await loadFirmTaxes(tx));
  await post(tx, { journals, actorId: run.author.actorId });
  count(run.counts, 'invoice', 'created');
  const detail = `Time entries marked as invoiced without their invoice: ${billed.length}. One document of their amount was made, dated ${on} like the last of them.`;
  await insertProblems(tx, run.batch.id, [
    { severity: 'note', stage: 'apply', code: 'invoiceMade', detail, value: group.written ?? number },
  ]);
}

function keyOf({ jobId, jobTaskId }: OpenItem): string {
  return jobTaskId === null ? `time:${jobId}` : `task:${jobTaskId}`;
}

/** A line per job task. */
function linesOf(billed: readonly OpenItem[], names: ReadonlyMap<bigint, string>): KeyedLine[] {
  return [...Map.groupBy(billed, keyOf)].map(([lineKey, items]) => ({
    lineKey,
    kind: 'task',
    jobId: items[0]!.jobId,
    jobTaskId: items[0]!.jobTaskId,
    costEntryId: null,
    description: names.get(items[0]!.itemId) ?? 'Time',
    minutes: items.reduce((sum, item) => sum + item.openQuantity, 0),
    ratePerHourMinor: null,
    quantityThousandths: null,
    unitPriceMinor: null,
    amountMinor: items.reduce((sum, item) => sum + item.openMinor, 0n),
    billable: true,
    typed: false,
  }));
}
