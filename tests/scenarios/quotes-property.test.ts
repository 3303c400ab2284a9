// What of a job's quotes is uninvoiced is a balance, and after whatever people do it is what was accepted less what was
// invoiced: counted here from what was done, not from what the product keeps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cancelInvoice } from '#actions/invoices/cancel-invoice.ts';
import { declineQuote } from '#actions/quotes/close-quote.ts';
import type { QuoteDocument } from '#actions/quotes/read-quotes.ts';
import { undoAcceptance } from '#actions/quotes/undo-acceptance.ts';
import { accepted } from '#actions/testing/practice.ts';
import { formatMinor } from '#core/money/money.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { again, bill, contextIn, figures, issue, offer, revise, tryAccepting, work } from './quotes.ts';
import { newStory, openPractice, type Story } from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

/** Counted beside the product. */
type Tally = {
  readonly story: Story;
  readonly offers: QuoteDocument[];
  /** What the job is billed by, the master quote first. */
  billedBy: { document: QuoteDocument; totalMinor: bigint }[];
  readonly invoices: Map<number, bigint>;
  refused: number;
};

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, one) => total + one, 0n);

type Deed = { readonly kind: string; readonly cents: number; readonly which: number };

async function perform(tally: Tally, { kind, cents, which }: Deed): Promise<void> {
  const { story, offers, invoices } = tally;
  const amount = formatMinor(BigInt(cents), 'NZD');
  const offered = offers[which % Math.max(1, offers.length)];
  if (kind === 'offer') {
    const option = work('7.77', { isOption: true });
    offers.push(await offer(story, [work(amount), option]));
  } else if (kind === 'deposit') {
    const result = await bill(story, 'deposit', { deposit: { amount } });
    if (result.ok) invoices.set(result.value, tally.billedBy.length === 0 ? 0n : BigInt(cents));
    else tally.refused += 1;
  } else if (kind === 'cancel') {
    const id = [...invoices.keys()][which % Math.max(1, invoices.size)];
    if (id === undefined) return;
    accepted(await cancelInvoice(contextIn(story), { id, reason: 'Mistaken' }));
    invoices.delete(id);
  } else if (offered !== undefined) {
    await performOn(tally, kind, offered, which);
  }
}

async function performOn(tally: Tally, kind: string, offered: QuoteDocument, which: number): Promise<void> {
  const { story, offers } = tally;
  const document = await again(story, offered);
  const { id, version } = document.quote;
  const isBilled = tally.billedBy.findIndex((one) => one.document.quote.id === id);
  if (kind === 'accept' || kind === 'replace' || kind === 'add') {
    const options = which % 2 === 0 ? [document.lines[1]!.id] : [];
    const terms = { replaces: kind === 'replace', adds: kind === 'add', options };
    const result = await tryAccepting(story, document, terms);
    if (!result.ok) tally.refused += 1;
    else {
      const totalMinor = document.lines[0]!.amountMinor + (options.length > 0 ? 777n : 0n);
      if (kind === 'replace') tally.billedBy.shift();
      const place = { document: result.value.document, totalMinor };
      tally.billedBy = kind === 'add' ? [...tally.billedBy, place] : [place, ...tally.billedBy];
    }
  } else if (kind === 'takeBack') {
    const result = await undoAcceptance(contextIn(story), { id, version });
    if (!result.ok) tally.refused += 1;
    else tally.billedBy.splice(isBilled, 1);
  } else if (kind === 'revise') {
    if (document.quote.state !== 'issued' || document.quote.revisedByQuoteId !== null) return;
    offers.push(await issue(story, await revise(story, document)));
  } else {
    const result = await declineQuote(contextIn(story), { id, version });
    if (!result.ok) tally.refused += 1;
  }
}

const kinds = [
  'offer',
  'offer',
  'accept',
  'accept',
  'replace',
  'add',
  'takeBack',
  'revise',
  'decline',
  'deposit',
  'cancel',
];

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...kinds),
  cents: fc.integer({ min: 1, max: 1_000_000 }),
  which: fc.nat(20),
});

test('the uninvoiced quote is what was accepted less what was invoiced, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 6, maxLength: 18 }), async (deeds) => {
      const story = await newStory(practice);
      const tally: Tally = { story, offers: [], billedBy: [], invoices: new Map(), refused: 0 };
      for (const one of [{ kind: 'offer', cents: 500_000, which: 0 }, ...deeds]) {
        await perform(tally, one);
        const uninvoicedMinor =
          sum(tally.billedBy.map(({ totalMinor }) => totalMinor)) - sum(tally.invoices.values());
        const shown = (await figures(story)).split(' / ')[1];
        assert.equal(shown, formatMinor(uninvoicedMinor, 'NZD'), one.kind);
      }
    }),
    { numRuns: Number(process.env['QUOTE_RUNS'] ?? 15) },
  );
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
