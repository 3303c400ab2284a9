// The invoices of a run: made, approved, undone, so many in one transaction. Each is done by the very code that a person's
// click calls, and refused by itself.
//
// What is invoiced is what was rehearsed. Work that has come since, or has gone, shows in what a job comes to; then the
// invoice is parked, unless whoever started the run said that it is to be billed as it is now.

import { requirePermission } from '#core/access/principal.ts';
import { carriedAfter, type RunRules } from '#core/billing-run/rules.ts';
import type { JobFigures } from '#core/billing-run/plan.ts';
import { formatMinor } from '#core/money/money.ts';
import { refuse, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { loadBooks } from '#store/billing/book.ts';
import { holdInvoices, type Invoice } from '#store/billing/invoices.ts';
import { readChoices } from '#store/billing-runs/choices.ts';
import {
  settleUnits,
  type ClaimedUnit,
  type SettledUnit,
  type WorkingRun,
} from '#store/billing-runs/work.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { approveDrafts } from '../invoices/approve-invoice.ts';
import { refusedAlone } from '../invoices/batch.ts';
import { cancelHeld } from '../invoices/cancel-invoice.ts';
import type { InvoiceContent } from '../invoices/content.ts';
import { discardHeld, insertDrafts } from '../invoices/drafts.ts';
import { notADraft } from '../invoices/held.ts';
import { issueChecked } from '../invoices/issue-invoices.ts';
import type { Prepared } from '../invoices/prepare.ts';
import type { TakenIds } from '../item-ids.ts';
import { contentOfUnit, type JobToDraw } from './content.ts';
import { choiceOf } from './rehearse.ts';

export type Working = {
  readonly context: Context;
  readonly run: WorkingRun;
  readonly itemIds: TakenIds;
  /**
   * Waited for before numbers are taken and before it is said what became of parts; then the run is held. It may be asked
   * for again: what was locked since a savepoint is free after going back to it.
   */
  readonly inTurn: () => Promise<void>;
};

export async function billUnits(tx: Tx, working: Working, units: readonly ClaimedUnit[]): Promise<void> {
  const { context, run, itemIds, inTurn } = working;
  await lockJobs(
    tx,
    units.flatMap(({ jobs }) => jobs.map(({ jobId }) => jobId)),
  );
  const contents = await contentsOf(tx, run, units);
  const unitOf = new Map(contents.map((content, place) => [content, units[place]!]));
  const check = (prepared: Prepared) => planRefusal(run, unitOf.get(prepared.content)!, prepared);
  const isApproved = run.rules.approval === 'immediately';
  const results: readonly Result<{ readonly id: number }>[] = isApproved
    ? await issueChecked(tx, context, contents, { itemIds, check, inTurn })
    : await insertDrafts(tx, context, contents, check);
  const settled = results.map((result, index): SettledUnit => {
    const { place } = units[index]!;
    if (result.ok) {
      return { place, state: isApproved ? 'billed' : 'drafted', invoiceId: result.value.id, refusals: null };
    }
    const { refusals } = result;
    return { place, state: stateOfRefused(refusals), invoiceId: null, refusals };
  });
  await inTurn();
  await settleUnits(tx, run.id, settled);
}

/** Nothing is left to bill where somebody was faster; anything else is for people to look at. */
export function stateOfRefused(refusals: readonly Refusal[]): 'nothing' | 'parked' {
  return refusals.every(({ code }) => code === 'nothingToDo') ? 'nothing' : 'parked';
}

/** What an author would say to draw these up. */
export async function contentsOf(
  tx: Tx,
  { id, rules }: Pick<WorkingRun, 'id' | 'rules'>,
  units: readonly ClaimedUnit[],
): Promise<InvoiceContent[]> {
  const drawn = await itemsToLookAt(tx, id, rules, units);
  return units.map((unit, place) => contentOfUnit(rules, { ...unit, jobs: drawn[place]! }));
}

/** A rule for young work looks at each item; without one, an invoice takes all there is. */
async function itemsToLookAt(
  tx: Tx,
  runId: number,
  rules: RunRules,
  units: readonly ClaimedUnit[],
): Promise<JobToDraw[][]> {
  if (carriedAfter(rules) === null) {
    return units.map(({ jobs }) => jobs.map(({ jobId }) => ({ jobId, choice: null, items: [] })));
  }
  const choice = choiceOf(await readChoices(tx, runId));
  const books = await loadBooks(
    tx,
    units.map(({ jobs }) => ({ jobIds: jobs.map(({ jobId }) => jobId), exceptDraft: null })),
  );
  return units.map(({ jobs }, place) => {
    const items = new Map(books[place]!.jobs.map((job) => [job.jobId, job.items]));
    return jobs.map((job) => ({ jobId: job.jobId, choice: choice(job), items: items.get(job.jobId) ?? [] }));
  });
}

/** What a run does to a job. What is on the job before and after may be other work, of after the cut-off. */
const comparedFigures = [
  'totalMinor',
  'billedMinor',
  'writtenOnMinor',
  'writtenOffMinor',
  'raisedMinor',
  'absorbedMinor',
] as const satisfies readonly (keyof JobFigures)[];

function planRefusal(run: WorkingRun, unit: ClaimedUnit, prepared: Prepared): Refused | null {
  const { composition, tax, client } = prepared;
  const effects = new Map(composition.jobs.map((effect) => [effect.jobId, effect]));
  const isAsPlanned = unit.jobs.every((job) => {
    const effect = effects.get(job.jobId);
    return effect !== undefined && comparedFigures.every((figure) => effect[figure] === job[figure]);
  });
  const { exMinor, taxMinor } = tax.taxed.totals;
  if (isAsPlanned && exMinor === unit.totalMinor && taxMinor === unit.taxMinor) return null;
  const isNothing =
    composition.totalMinor === 0n && composition.jobs.every(({ absorbedMinor }) => absorbedMinor === 0n);
  if (isNothing) return refuse('nothingToDo', 'Nothing of what was planned is left to invoice.');
  if (run.whenChanged === 'bill') return null;
  const show = (minor: bigint) => formatMinor(minor, client.currency);
  return refuse('previewOutdated', 'The work has changed since the run was rehearsed.', {
    field: 'total',
    value: `${show(exMinor)} and tax ${show(taxMinor)}`,
    accepted: `${show(unit.totalMinor)} and tax ${show(unit.taxMinor)}, as rehearsed`,
  });
}

/** Drafts as they stand now, with what people changed on them since. */
export async function approveUnits(
  tx: Tx,
  { context, run, itemIds, inTurn }: Working,
  units: readonly ClaimedUnit[],
): Promise<void> {
  const invoices = await holdInvoices(
    tx,
    units.map(({ invoiceId }) => invoiceId!),
  );
  const drafts = units.filter(({ invoiceId }) => invoices.get(invoiceId!)?.status === 'draft');
  const results = await approveDrafts(
    tx,
    context,
    drafts.map(({ invoiceId: id }) => ({ id: id!, fingerprint: invoices.get(id!)!.fingerprint ?? '' })),
    { itemIds, inTurn },
  );
  const approved = new Map(drafts.map(({ place }, index) => [place, results[index]!]));
  const settled = units.map((unit): SettledUnit => {
    const result = approved.get(unit.place);
    if (result === undefined) return asSomebodyLeftIt(unit, invoices.get(unit.invoiceId!)!);
    return result.ok ? stays(unit, 'billed') : stays(unit, 'drafted', result.refusals);
  });
  await inTurn();
  await settleUnits(tx, run.id, settled);
}

function stays(
  { place, invoiceId }: ClaimedUnit,
  state: SettledUnit['state'],
  refusals: readonly Refusal[] | null = null,
): SettledUnit {
  return { place, state, invoiceId, refusals };
}

/** A draft that a person approved or discarded by hand. */
function asSomebodyLeftIt(unit: ClaimedUnit, invoice: Invoice): SettledUnit {
  return invoice.status === 'approved'
    ? stays(unit, 'billed')
    : stays(unit, 'undone', notADraft(invoice).refusals);
}

/** Invoices are cancelled and drafts discarded; an invoice that cannot be cancelled stays, and says why. */
export async function undoUnits(
  tx: Tx,
  { context, run }: Working,
  units: readonly ClaimedUnit[],
): Promise<void> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  const invoices = await holdInvoices(
    tx,
    units.map(({ invoiceId }) => invoiceId!),
  );
  await lockJobs(
    tx,
    units.flatMap(({ jobs }) => jobs.map(({ jobId }) => jobId)),
  );
  const settled: SettledUnit[] = [];
  for (const unit of units) {
    const invoice = invoices.get(unit.invoiceId!)!;
    const undone = permitted.ok
      ? await refusedAlone(tx, () => takeBack(tx, context, invoice, run.undoReason ?? run.name))
      : permitted;
    const state = invoice.status === 'draft' ? 'drafted' : 'billed';
    settled.push(undone.ok ? stays(unit, 'undone') : stays(unit, state, undone.refusals));
  }
  await settleUnits(tx, run.id, settled);
}

async function takeBack(tx: Tx, context: Context, invoice: Invoice, reason: string): Promise<Result<null>> {
  if (invoice.status === 'approved') return cancelHeld(tx, context, invoice, reason);
  if (invoice.status === 'draft') await discardHeld(tx, invoice.id);
  return { ok: true, value: null };
}
