import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { invoicedMinor } from '#core/billing/effects.ts';
import { readEffects } from '#store/billing/effects.ts';
import { testDatabase } from '#store/testing/database.ts';
import { cancelCreditNote } from '../credit-notes/cancel-credit-note.ts';
import { creditInvoice } from '../credit-notes/credit-invoice.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import { readInvoice, type ShownInvoice } from '../invoices/read-invoices.ts';
import { accepted } from '../testing/practice.ts';
import { importing, type Importing } from './testing/importing.ts';
import { filesOfScenarios, numberOf, scenarios } from './testing/scenarios.ts';

const { database } = await testDatabase();

/** The approved invoices of a firm with an effect on WIP, the latest first. */
async function standing(firm: Importing): Promise<ShownInvoice[]> {
  const ids = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: number }>(
      `select id from invoice
       where firm_id = $1 and document = 'invoice' and status = 'approved' and basis <> 'miscellaneous'
       order by invoiced_on desc, id desc`,
      [tx.firmId],
    ),
  );
  const found: ShownInvoice[] = [];
  for (const { id } of ids) found.push(accepted(await readInvoice(firm.context, id)));
  return found;
}

/** Net WIP of each scenario's job. */
async function netOfAll(firm: Importing): Promise<string[]> {
  const net: string[] = [];
  for (const index of scenarios.keys()) net.push(await firm.netWip(numberOf(index)));
  return net;
}

async function imported(): Promise<Importing> {
  const firm = await importing(database);
  await firm.run(filesOfScenarios());
  return firm;
}

describe('an imported invoice is a document like any other', () => {
  let firm: Importing;
  before(async () => {
    firm = await imported();
  });

  test('its lines add up to it, and so do what it billed, raised and absorbed', async () => {
    const invoices = await standing(firm);
    assert.ok(invoices.length > 20);
    for (const { invoice, lines } of invoices) {
      const total = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      assert.equal(total, invoice.totalMinor, invoice.number!);
      const effects = await database.inFirm(firm.firm.firmId, (tx) => readEffects(tx, invoice.id));
      assert.equal(invoicedMinor(effects), invoice.totalMinor, invoice.number!);
    }
  });

  test('it is printed', async () => {
    for (const { invoice } of await standing(firm)) {
      const file = accepted(await documentPdf(firm.context, { document: 'invoice', id: invoice.id }));
      assert.equal(file.fileName, `${invoice.number}.pdf`);
      assert.equal(new TextDecoder().decode(file.content.slice(0, 5)), '%PDF-');
    }
  });
});

test('cancelling every imported invoice brings all work back', async () => {
  const firm = await imported();
  const fresh = await withoutInvoices();
  for (const { invoice } of await standing(firm)) {
    accepted(await cancelInvoice(firm.context, { id: invoice.id, reason: 'Wrong' }));
  }
  assert.deepEqual(await netOfAll(firm), fresh);
  assert.deepEqual(await firm.verify(), []);
});

test('crediting every imported invoice whole brings all work back, and cancelling the credits bills it again', async () => {
  const firm = await imported();
  const billed = await netOfAll(firm);
  const credits: number[] = [];
  for (const { invoice } of await standing(firm)) {
    const lines = { all: 'wip' } as const;
    const credit = accepted(
      await creditInvoice(firm.context, { invoiceId: invoice.id, lines, reason: 'Wrong' }),
    );
    credits.push(credit.invoice.id);
    assert.equal(credit.invoice.totalMinor, invoice.totalMinor);
    const after = accepted(await readInvoice(firm.context, invoice.id));
    assert.equal(after.invoice.outstandingMinor, 0n);
  }
  assert.deepEqual(await netOfAll(firm), await withoutInvoices());
  assert.deepEqual(await firm.verify(), []);
  for (const creditNoteId of credits.toReversed()) {
    accepted(await cancelCreditNote(firm.context, { creditNoteId, reason: 'Was right' }));
  }
  assert.deepEqual(await netOfAll(firm), billed);
  assert.deepEqual(await firm.verify(), []);
});

test('an imported invoice is credited by line: the work of the line is open again, and no other', async () => {
  const firm = await imported();
  const [found] = (await standing(firm)).filter(({ invoice }) => invoice.number === 'S06');
  assert.deepEqual(
    found!.lines.map(({ kind, description, amountMinor }) => [kind, description, amountMinor]),
    [
      ['task', 'Design', 600_00n],
      ['cost', 'Cost', 200_00n],
    ],
  );
  const lines = [{ lineNumber: 2, destination: 'wip' }] as const;
  accepted(await creditInvoice(firm.context, { invoiceId: found!.invoice.id, lines, reason: 'Not theirs' }));
  assert.equal(await firm.netWip(numberOf(0)), '200.00');
  const part = [{ lineNumber: 1, amount: '150', destination: 'writtenOff' }] as const;
  accepted(
    await creditInvoice(firm.context, { invoiceId: found!.invoice.id, lines: part, reason: 'Agreed' }),
  );
  assert.equal(await firm.netWip(numberOf(0)), '200.00');
  assert.deepEqual(await firm.verify(), []);
});

/** Net WIP of each job had nothing been invoiced. */
async function withoutInvoices(): Promise<string[]> {
  const firm = await importing(database);
  await firm.run(filesOfScenarios().filter(({ name }) => name !== 'invoices.json'));
  return netOfAll(firm);
}
