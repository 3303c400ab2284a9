// What people of a trade do with documents: they offer, invoice work by hand, all of it or a part, and quotes ahead of work;
// they cancel, credit, take payments, pay back and void.

import { decimal } from './decimal.ts';
import type { Act, OwnQuote } from './trade-act.ts';

const minorOf = (text: string): bigint => BigInt(text.replace('.', ''));
const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });

async function drawQuote({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const lines = Array.from({ length: 1 + chance.below(3) }, (_, place) => ({
    kind: 'task',
    description: place === 0 ? 'Drawing' : `Stage ${place}`,
    amount: decimal(BigInt(1_000 + chance.below(900_000)), 2),
  }));
  const head = { clientId: office.clientId, name: 'A house', quotedOn: '2026-01-05' };
  const done = await post('/quotes', { ...head, lines });
  if (done === undefined) return;
  facts.push({ kind: 'quoteDrawn', quote: done.id });
  own.quotes.push({ id: done.id, version: done.version });
}

/** A draft is issued; what was issued is accepted, declined or revised; of what was accepted a part is invoiced. */
export async function goOnWithQuote(act: Act): Promise<void> {
  const { own, chance } = act;
  if (own.quotes.length === 0 || chance.oneIn(2 + 3 * own.quotes.length)) return drawQuote(act);
  const quote = chance.pick(own.quotes);
  if (quote.state === undefined) return issue(act, quote);
  if (quote.state === 'accepted' && !chance.oneIn(5)) return invoiceAhead(act, quote);
  if (quote.state !== 'issued' || chance.oneIn(5)) return revise(act, quote);
  return chance.oneIn(4) ? decline(act, quote) : accept(act, quote);
}

async function issue({ trade: { facts }, post }: Act, quote: OwnQuote): Promise<void> {
  const done = await post(`/quotes/${quote.id}/issue`, {}, ifMatch(quote));
  if (done === undefined) return;
  facts.push({ kind: 'quoteIssued', quote: quote.id });
  Object.assign(quote, { version: done.version, state: 'issued' });
}

async function decline({ trade: { facts }, post }: Act, quote: OwnQuote): Promise<void> {
  const done = await post(`/quotes/${quote.id}/decline`, { declinedOn: '2026-01-12' }, ifMatch(quote));
  if (done === undefined) return;
  facts.push({ kind: 'quoteDeclined', quote: quote.id });
  Object.assign(quote, { version: done.version, state: 'declined' });
}

/** A job is added with it. */
async function accept({ trade: { facts }, post }: Act, quote: OwnQuote): Promise<void> {
  const done = await post(`/quotes/${quote.id}/acceptance`, { acceptedOn: '2026-01-10' }, ifMatch(quote));
  if (done === undefined) return;
  facts.push({ kind: 'quoteAccepted', quote: quote.id, minor: minorOf(done.total) });
  const { version, jobId, lines } = done;
  Object.assign(quote, {
    version,
    state: 'accepted',
    jobId,
    lineId: lines[0].id,
    minor: minorOf(done.total),
  });
}

async function revise({ trade: { facts }, post, own }: Act, quote: OwnQuote): Promise<void> {
  const done = await post(`/quotes/${quote.id}/revision`, undefined, ifMatch(quote));
  if (done === undefined) return;
  facts.push({ kind: 'quoteRevised', quote: quote.id, revision: done.id });
  // Whoever has revised it works on the revision.
  own.quotes.splice(own.quotes.indexOf(quote), 1);
  if (quote.state !== 'accepted') own.quotes.push({ id: done.id, version: done.version });
}

/** A deposit, or a part of the quote. */
async function invoiceAhead(act: Act, { jobId, lineId, minor }: OwnQuote): Promise<void> {
  const { trade, chance } = act;
  const amount = decimal(1n + (minor ?? 0n) / BigInt(4 + chance.below(20)), 2);
  const isDeposit = chance.oneIn(2);
  const said = isDeposit ? { deposit: { amount } } : { claims: [{ quoteLineId: lineId, amount }] };
  const content = { type: 'progress', basis: isDeposit ? 'deposit' : 'quoted', jobs: [{ jobId, ...said }] };
  const approved = await approve(act, content);
  if (approved !== undefined) trade.facts.push({ kind: 'invoicedAhead', ...approved });
}

export async function invoice(act: Act): Promise<void> {
  const { trade, chance, own } = act;
  const { id: itemId, jobId, isTime } = chance.pick(own.items);
  const rest = isTime && chance.oneIn(3) ? chance.pick(['open', 'writtenOff'] as const) : 'none';
  const part = { amount: decimal(BigInt(1 + chance.below(400)), 2) };
  const entry = {
    itemId,
    treatment: 'bill',
    ...(rest === 'none' ? {} : { ...part, rest: rest === 'open' ? 'carryForward' : 'writeOff' }),
  };
  const jobs = [{ jobId, entries: [entry] }];
  const type = chance.oneIn(4) ? 'final' : 'progress';
  const approved = await approve(act, { type, basis: 'actual', jobs });
  if (approved !== undefined) trade.facts.push({ kind: 'invoiced', item: itemId, rest, ...approved });
}

async function approve(
  { trade: { office }, post, own }: Act,
  content: object,
): Promise<{ invoice: string; minor: bigint } | undefined> {
  const head = { clientId: office.clientId, invoicedOn: '2026-01-31' };
  const draft = await post('/invoices', { ...head, ...content });
  if (draft === undefined) return undefined;
  const done = await post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
  if (done === undefined) return undefined;
  own.invoices.push(done.id);
  return { invoice: done.id, minor: minorOf(done.total) };
}

export async function cancel({ trade: { facts }, chance, post, own }: Act): Promise<void> {
  if (own.invoices.length === 0) return;
  const id = chance.pick(own.invoices);
  const done = await post(`/invoices/${id}/cancellation`, { reason: 'A mistake' });
  if (done !== undefined) facts.push({ kind: 'cancelled', invoice: id });
}

/** Whole or a part of its line, back to WIP or written off; or such a credit note is cancelled. */
export async function credit({ trade: { facts }, chance, post, own }: Act): Promise<void> {
  if (own.notes.length > 0 && chance.oneIn(4)) {
    const note = chance.pick(own.notes);
    const gone = await post(`/credit-notes/${note}/cancellation`, { reason: 'A mistake' });
    if (gone !== undefined) facts.push({ kind: 'creditCancelled', note });
    return;
  }
  if (own.invoices.length === 0) return;
  const id = chance.pick(own.invoices);
  const amount = decimal(BigInt(1 + chance.below(200)), 2);
  const lines = chance.oneIn(2) ? 'all' : [{ lineNumber: 1, amount }];
  const destination = chance.oneIn(3) ? 'writtenOff' : 'wip';
  const terms = { reason: 'A complaint', creditedOn: '2026-01-31', lines, destination };
  const done = await post(`/invoices/${id}/credit-notes`, terms);
  if (done === undefined) return;
  own.notes.push(done.id);
  const writtenOff = destination === 'writtenOff';
  facts.push({ kind: 'credited', invoice: id, note: done.id, minor: minorOf(done.total), writtenOff });
}

/** On account, or for one invoice, of which it may be a part. */
export async function pay({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const minor = BigInt(1 + chance.below(90_000));
  const invoice = own.invoices.length > 0 && chance.oneIn(2) ? chance.pick(own.invoices) : null;
  const invoices = invoice === null ? {} : { invoices: [{ invoiceId: invoice }] };
  const done = await post('/payments', { clientId: office.clientId, amount: decimal(minor, 2), ...invoices });
  if (done === undefined) return;
  own.payments.push(done.id);
  facts.push({ kind: 'paid', payment: done.id, minor, invoice, allocatedMinor: minorOf(done.allocated) });
}

export async function payBack({ trade: { facts }, chance, post, own }: Act): Promise<void> {
  if (own.payments.length === 0) return;
  const payment = chance.pick(own.payments);
  if (chance.oneIn(3)) {
    const gone = await post(`/payments/${payment}/void`, { reason: 'It bounced' });
    if (gone !== undefined) facts.push({ kind: 'voided', payment });
    return;
  }
  const minor = BigInt(1 + chance.below(5_000));
  const done = await post(`/payments/${payment}/refunds`, { amount: decimal(minor, 2) });
  if (done !== undefined) facts.push({ kind: 'refunded', payment, minor });
}
