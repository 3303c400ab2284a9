// An invoice of a run as it is printed, also one that is only planned. That one is drawn up as the run would do it, in a
// transaction that is not kept: so it is the very invoice, on what is open now, and nothing is left of it.

import { requirePermission } from '#core/access/principal.ts';
import type { InvoiceData } from '#core/documents/data.ts';
import { layoutDocument } from '#core/documents/layout.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { readInvoiceData, type DocumentRead } from '#store/billing/document-data.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import { readPlannedUnit } from '#store/billing-runs/work.ts';
import type { Tx } from '#store/database.ts';
import type { Context } from '../context.ts';
import { readDocument, type ReadyDocument } from '../documents/read-document.ts';
import { drawUpDrafts } from '../invoices/drafts.ts';
import { contentsOf } from './run-units.ts';

/** Somebody who records on one of its jobs at this moment goes first. */
const lockTimeoutMs = 2_000;

type Asked = { readonly id: number; readonly place: number };
type Shown = { readonly invoiceId: number } | DocumentRead<InvoiceData>;

export async function showUnit(context: Context, asked: Asked): Promise<Result<ReadyDocument>> {
  const permitted = requirePermission(context.principal, 'billingRuns.read');
  if (!permitted.ok) return permitted;
  const { database, principal } = context;
  // An answer that is not ok is what takes the transaction back.
  const { answer } = await database.inFirm(
    principal.firmId,
    async (tx) => ({ ok: false, answer: await drawnUp(tx, context, asked) }),
    { lockTimeoutMs },
  );
  if (!answer.ok) return answer;
  const shown = answer.value;
  if ('invoiceId' in shown) return readDocument(context, { document: 'invoice', id: shown.invoiceId });
  return done({ template: shown.template, printed: layoutDocument(shown.data, shown.template) });
}

async function drawnUp(tx: Tx, context: Context, { id, place }: Asked): Promise<Result<Shown>> {
  const run = await findRun(tx, id);
  if (!run.ok) return run;
  const unit = await readPlannedUnit(tx, id, place);
  if (unit === undefined) return noSuchUnit(place);
  if (unit.invoiceId !== null) return done({ invoiceId: unit.invoiceId });
  const [drafted] = await drawUpDrafts(tx, context, await contentsOf(tx, run.value, [unit]));
  if (!drafted!.ok) return drafted!;
  const read = await readInvoiceData(tx, drafted!.value.id);
  return read === undefined ? noSuchUnit(place) : done(read);
}

function noSuchUnit(place: number): Refused {
  return refuse('notFound', 'The run makes no such invoice.', { field: 'place', value: String(place) });
}
