// A draft of the source becomes a draft here: what it says of entries, costs and interims is written as its author would
// have decided it, composed, and what it bills is reserved. Where the lines of the source cannot be told apart, or what
// they bill is not open here, each is written on the draft as typed, and whoever approves it says what it covers. A draft
// that nothing can be composed of keeps the lines of the source, and is put right before it is approved.

import { jobOf, type Effect, type ItemEffect } from '#core/billing/effects.ts';
import { absolute } from '#core/money/division.ts';
import { formatMinor } from '#core/money/money.ts';
import { formatQuantity } from '#core/money/quantity.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { releaseItems, reserveItems, writeDraftContent } from '#store/billing/drafts.ts';
import { updateInvoice, type NewInvoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import type { NewProblem } from '#store/imports/problems.ts';
import type { KnownRecord } from '#store/imports/staging.ts';
import {
  contentToJson,
  type EntryContent,
  type InvoiceContent,
  type JobContent,
  type LineContent,
} from '../../invoices/content.ts';
import { prepareInvoice, type Prepared } from '../../invoices/prepare.ts';
import { saveComposition } from '../../invoices/save.ts';
import { problemOf, type ImportRun } from '../run.ts';
import { decideInvoice } from './decide.ts';
import { fitLines, type KeyedLine } from './lines.ts';
import { documentLines, jobsOf, toReplay, wholeLineOf, type Replaying } from './prepare.ts';
import { saveDocuments } from './save.ts';
import type { FirmTaxes } from './tax.ts';

type Work = { readonly tx: Tx; readonly run: ImportRun; readonly taxes: FirmTaxes };

type ComingDraft = { readonly staged: KnownRecord; readonly replaying: Replaying; readonly id: number };

/** Answers what a person should know of the draft. */
export async function saveDraft(work: Work, { staged, replaying, id }: ComingDraft): Promise<NewProblem[]> {
  const { tx, run, taxes } = work;
  const { header } = replaying;
  const tell = (code: string, detail: string) =>
    problemOf(staged, 'apply', 'note', {
      code,
      detail: `${nameOf(replaying)} ${detail}`,
      jobId: jobsOf(replaying.document)[0]?.job.id ?? null,
    });
  const lines = fitLines(documentLines(replaying), [], wholeLineOf(header)).lines;
  const meant = contentAsMeant(replaying, lines);
  const kept = meant === undefined ? undefined : await tryContent(tx, run, id, meant);
  if (kept?.ok) return differences(kept.value, header, tell);
  const typed = contentAsTyped(header, lines);
  const why = kept === undefined ? 'What it bills cannot be told.' : kept.refusals[0]!.detail;
  const second = await tryContent(tx, run, id, typed);
  if (second.ok) {
    return [tell('draftTyped', `reserves nothing; its lines are written on it as typed. ${why}`)];
  }
  await writeDraftContent(tx, id, contentToJson(typed));
  await saveDocuments(tx, [{ id, header, lines, effects: [], jobs: [] }], taxes);
  const detail = `has to be put right before it is approved. ${second.refusals[0]!.detail}`;
  return [tell('draftNotComposed', detail)];
}

function nameOf({ document: { invoice } }: Replaying): string {
  return invoice.number === undefined ? `A draft of ${invoice.date}` : `The draft ${invoice.number}`;
}

function differences(
  { header }: Prepared,
  told: NewInvoice,
  tell: (code: string, detail: string) => NewProblem,
): NewProblem[] {
  const { totalMinor, currency } = header;
  if (totalMinor === told.totalMinor) return [];
  const [ours, theirs] = [formatMinor(totalMinor, currency), formatMinor(told.totalMinor, currency)];
  return [tell('draftDiffers', `comes to ${ours} here and ${theirs} in the source.`)];
}

/** Composes the draft and reserves what it takes; nothing is kept of what was refused. */
async function tryContent(
  tx: Tx,
  run: ImportRun,
  id: number,
  content: InvoiceContent,
): Promise<Result<Prepared>> {
  const options = { exceptDraft: id, only: null, hold: true };
  const prepared = await prepareInvoice(tx, run.context, content, options);
  if (!prepared.ok) return prepared;
  const { composition, header, fingerprint } = prepared.value;
  const taken = composition.effects.flatMap((effect) => ('item' in effect ? [effect.item] : []));
  const items = new Map(taken.map(({ itemId, jobId }) => [itemId, { itemId, jobId }]));
  const [held] = await reserveItems(tx, id, [...items.values()]);
  if (held !== undefined) {
    await releaseItems(tx, id);
    return refuse('onDraft', `Entry ${held[0]} is on ${held[1].name}.`);
  }
  await updateInvoice(tx, id, { ...header, fingerprint });
  await writeDraftContent(tx, id, contentToJson(content));
  await saveComposition(tx, id, prepared.value);
  return done(prepared.value);
}

/** Undefined where it cannot be told what the draft bills. */
function contentAsMeant(replaying: Replaying, lines: readonly KeyedLine[]): InvoiceContent | undefined {
  const { header, document, gathered } = replaying;
  if (header.basis === 'miscellaneous') return contentAsTyped(header, lines);
  if ('unmatched' in document.found) return undefined;
  const invoice = toReplay(
    replaying,
    0,
    jobsOf(document).map(() => 0n),
  );
  // Decided on what is open, and not taken into the book: a draft moves nothing.
  const decided = decideInvoice(invoice, gathered.book);
  if (decided === undefined || decided.notes.some(({ severity }) => severity === 'difference'))
    return undefined;
  const contentOf: JobsOf = { header, effects: decided.effects, lines };
  const jobs = invoice.jobs.map(({ jobId }) => ({ ...blankJob(jobId), ...ofBasis(contentOf, jobId) }));
  const ofQuote = header.basis === 'quoted';
  const pricing = ofQuote
    ? ({ pricing: 'fixed', fixedTotal: amountOf(header.totalMinor, header) } as const)
    : {};
  return { ...contentHead(header), ...pricing, jobs };
}

/** The lines of the source as they would be typed, on their jobs where they are of one. */
function contentAsTyped(header: NewInvoice, lines: readonly KeyedLine[]): InvoiceContent {
  const ofJob = Map.groupBy(lines, (line) => line.jobId);
  const jobs = [...ofJob.keys()].filter((jobId) => jobId !== null);
  const head = contentHead(header);
  if (header.basis === 'miscellaneous' || jobs.length === 0) {
    return { ...head, basis: 'miscellaneous', lines: lines.map((line) => typedLine(line, header)) };
  }
  return {
    ...head,
    basis: 'actual',
    jobs: jobs.map((jobId) => ({
      ...blankJob(jobId),
      lines: ofJob.get(jobId)!.map((line) => typedLine(line, header)),
    })),
  };
}

function contentHead(header: NewInvoice): InvoiceContent {
  const { clientId, type, basis, invoicedOn, dueOn, cutOffOn, reference } = header;
  return {
    // A client that nobody knows is refused until one is chosen.
    clientId: clientId ?? 0,
    type: type ?? 'progress',
    basis,
    invoicedOn,
    dueOn,
    cutOffOn,
    reference,
    pricing: 'calculated',
    taxMode: 'exclusive',
    jobs: [],
    lines: [],
    lineSettings: [],
  };
}

function blankJob(jobId: number): JobContent {
  return {
    jobId,
    select: 'none',
    entries: [],
    interims: [],
    lines: [],
    claims: [],
    rest: 'carryForward',
    excess: 'writeOn',
  };
}

type JobsOf = {
  readonly header: NewInvoice;
  readonly effects: readonly Effect[];
  readonly lines: readonly KeyedLine[];
};

/** What a job has on a draft of its basis. By a quote, the work closes as composing spreads it. */
function ofBasis({ header, effects, lines }: JobsOf, jobId: number): Partial<JobContent> {
  const own = effects.filter((effect) => jobOf(effect) === jobId);
  const items = own.filter((effect) => effect.kind === 'item');
  const absorbed = own.filter((effect) => effect.kind === 'interimAbsorbed');
  const interims = absorbed.map(({ item, amountMinor }) => ({
    itemId: item.itemId,
    amount: amountOf(amountMinor, header),
  }));
  if (header.basis === 'quoted') {
    const added = items.filter(({ lineKey }) => lineKey !== null);
    return { entries: added.map((effect) => entryOf(effect, header)), interims };
  }
  const ahead = own.find((effect) => effect.kind === 'interimRaised');
  const deposit =
    ahead === undefined
      ? null
      : {
          description: lines[0]?.description ?? ahead.description,
          amount: amountOf(ahead.amountMinor, header),
        };
  const typed = own.filter((effect) => effect.kind === 'writtenOn');
  return {
    entries: items.map((effect) => entryOf(effect, header)),
    interims,
    deposit,
    lines: typed.map(({ lineKey, account, amountMinor }) => ({
      kind: account === 'wipTime' ? 'task' : 'cost',
      description:
        lines.find((line) => line.lineKey === lineKey)?.description ?? 'As invoiced beside the lines',
      amount: amountOf(amountMinor, header),
      covers: [],
    })),
  };
}

function entryOf(effect: ItemEffect, header: NewInvoice): EntryContent {
  const { item, billedMinor, billedQuantity, writtenOffMinor, writtenOffQuantity } = effect;
  const { itemId } = item;
  if (billedMinor === 0n && billedQuantity === 0) return { itemId, treatment: 'writeOff' };
  const isPart = billedQuantity !== item.openQuantity;
  const quantity =
    item.kind === 'time' ? { minutes: billedQuantity } : { quantity: formatQuantity(billedQuantity) };
  const isBelow = absolute(billedMinor) < absolute(item.openMinor);
  const closes = writtenOffMinor !== 0n || writtenOffQuantity !== 0;
  return {
    itemId,
    treatment: 'bill',
    amount: amountOf(billedMinor, header),
    ...(isPart ? quantity : {}),
    ...(isBelow ? { rest: closes ? 'writeOff' : 'carryForward' } : {}),
  };
}

function typedLine(line: KeyedLine, header: NewInvoice): LineContent {
  const kind = line.kind === 'cost' ? 'cost' : 'task';
  const onTask = line.jobTaskId === null || kind === 'cost' ? {} : { jobTaskId: line.jobTaskId };
  return { kind, ...onTask, description: line.description, amount: amountOf(line.amountMinor, header) };
}

function amountOf(amountMinor: bigint, { currency }: NewInvoice): string {
  return formatMinor(amountMinor, currency);
}
