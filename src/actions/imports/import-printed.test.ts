import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { readQuoteLines, readQuoteTax } from '#store/billing/quote-lines.ts';
import { readQuotes } from '#store/billing/quotes.ts';
import { insertTax } from '#store/billing/taxes.ts';
import { testDatabase } from '#store/testing/database.ts';
import { creditInvoice } from '../credit-notes/credit-invoice.ts';
import { listInvoices, readInvoice, type ShownInvoice } from '../invoices/read-invoices.ts';
import { accepted } from '../testing/practice.ts';
import { fileFromText, type ImportFile } from './formats/files.ts';
import { importing, json, type Importing } from './testing/importing.ts';
import { costLine, inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';

const { database } = await testDatabase();

async function only(firm: Importing): Promise<ShownInvoice> {
  const [listed] = accepted(await listInvoices(firm.context, {}, { after: null, limit: 10 }));
  return accepted(await readInvoice(firm.context, listed!.id));
}

/** The firm's files with contacts at its client. */
function withContacts(files: readonly ImportFile[]): ImportFile[] {
  const contacts = [
    { uuid: 'c1', firstName: 'Mere', lastName: 'Walker' },
    { uuid: 'c2', firstName: 'Tama', lastName: 'Reid' },
  ];
  const clients = json('clients.json', { clients: [{ uuid: 'client', name: 'Harbour Trust', contacts }] });
  return files.map((file) => (file.name === clients.name ? clients : file));
}

async function contactName(firm: Importing, id: number | null): Promise<string | undefined> {
  const [found] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ name: string }>('select name from contact where firm_id = $1 and id = $2', [tx.firmId, id]),
  );
  return found?.name;
}

test('whom a document went to and when it was sent are taken over, from the API v2', async () => {
  const files = (more: Readonly<Record<string, unknown>>) => {
    const made = inventedFirm();
    made.job('W1');
    const amounts = { mode: 'deposit', amountExTax: 100, jobs: [linesOf('W1', [])] };
    made.invoice('I1', { ...amounts, ...more });
    made.quote('W1', 500, { contactUUID: 'c2', sentDate: '2024-01-01' });
    return withContacts(made.files());
  };
  const firm = await importing(database);
  await firm.run(files({ contact: { uuid: 'c1' } }));
  const { invoice } = await only(firm);
  assert.equal(await contactName(firm, invoice.contactId), 'Mere Walker');
  assert.equal(invoice.sentAt, null);
  const quotes = await database.inFirm(firm.firm.firmId, async (tx) => {
    const rows = await tx.query<{ id: number }>('select id from quote where firm_id = $1', [tx.firmId]);
    return readQuotes(
      tx,
      rows.map(({ id }) => id),
    );
  });
  const [quote] = [...quotes.values()];
  assert.equal(await contactName(firm, quote!.contactId), 'Tama Reid');
  assert.match(quote!.sentAt!, /^2024-01-01T00:00/);
  await firm.run(files({ contact: { uuid: 'c2' }, sentDate: '2024-07-02' }));
  const sent = (await only(firm)).invoice;
  assert.match(sent.sentAt!, /^2024-07-02T00:00/);
  assert.equal(await contactName(firm, sent.contactId), 'Mere Walker', 'what is known stays');
});

test('a contact that is told by name alone is the one of the client, from the API v1', async () => {
  const response = (content: string) =>
    fileFromText('answer.xml', `<Response><Status>OK</Status>${content}</Response>`);
  const client = '<Client><UUID>c</UUID><Name>Harbour Trust</Name>';
  const contact = '<Contact><Name>Andy  SMITH</Name></Contact>';
  const firm = await importing(database);
  await firm.run([
    response(
      `<Clients>${client}<Contacts><Contact><UUID>a</UUID><Name>Andy Smith</Name></Contact></Contacts></Client></Clients>`,
    ),
    response(
      `<Invoices><Invoice><ID>I1</ID><Type>Progress Invoice</Type><Status>Approved</Status><Date>2024-06-30T00:00:00</Date>` +
        `<Amount>200</Amount><AmountTax>15</AmountTax>${client}</Client>${contact}<Tasks>` +
        '<Task><UUID>t1</UUID><Name>Design</Name><Amount>100</Amount><AmountTax>15</AmountTax></Task>' +
        '<Task><UUID>t2</UUID><Name>Abroad</Name><Amount>100</Amount><AmountTax>0</AmountTax></Task></Tasks></Invoice></Invoices>',
    ),
  ]);
  const { invoice, lines } = await only(firm);
  assert.equal(await contactName(firm, invoice.contactId), 'Andy Smith');
  assert.deepEqual(
    lines.map(({ description, taxMinor }) => [description, taxMinor]),
    [
      ['Design', 15_00n],
      ['Abroad', 0n],
    ],
  );
});

test('the tax of each line is the tax of the firm that comes to it; a part of the document is credited with its own', async () => {
  const made = inventedFirm();
  made.job('W1');
  const [a, b] = [made.time('W1', 'ana', 2), made.time('W1', 'ben', 3)];
  const cost = made.cost('W1', 2, 50);
  const tasks = [
    taskLine('W1', 300, [[a, 'Yes', 2, 150]], { tax: [{ name: 'GST', amount: 45 }] }),
    taskLine('W1', 299, [[b, 'Yes', 3, 100]], { uuid: 'abroad', tax: [{ name: 'Zero', amount: 0 }] }),
  ];
  const costs = [costLine(cost, 2, 50, { tax: [{ name: 'Levy', taxAmount: 5 }] })];
  made.invoice('I1', { amountExTax: 699, amountIncTax: 749, jobs: [linesOf('W1', tasks, costs)] });
  const part = (name: string, amount: number, tax: number) => ({ name, amount, tax: [{ amount: tax }] });
  made.quote('W1', 200, { amountIncTax: 215, tasks: [part('One', 100, 15), part('Two', 100, 0)] });
  const firm = await importing(database);
  const ids = await database.inFirm(firm.firm.firmId, async (tx) => {
    const author = { actorId: firm.firm.actorId, recordedAt: '2024-01-01T00:00:00Z' };
    const since = civilDate('2020-01-01');
    const taxes: number[] = [];
    for (const [name, rateMillionths] of [
      ['GST', 150_000],
      ['Levy', 50_000],
    ] as const) {
      const components = [{ component: name, rateMillionths }];
      const tax = { name, archived: false, rates: [{ effectiveFrom: since, components }] };
      taxes.push((await insertTax(tx, author, tax)).id);
    }
    return taxes;
  });
  await firm.run(made.files());
  const { invoice, lines, taxes } = await only(firm);
  assert.deepEqual(
    lines.map(({ taxId, taxMinor }) => [taxId, taxMinor]),
    [
      [ids[0], 45_00n],
      [null, 0n],
      [ids[1], 5_00n],
    ],
  );
  assert.deepEqual(
    taxes.map(({ name, baseMinor, taxMinor }) => [name, baseMinor, taxMinor]),
    [
      ['GST', 300_00n, 45_00n],
      ['Levy', 100_00n, 5_00n],
    ],
  );
  const [quoteTax, quoteLines] = await database.inFirm(firm.firm.firmId, async (tx) => {
    const [quote] = await tx.query<{ id: number }>('select id from quote where firm_id = $1', [tx.firmId]);
    return [await readQuoteTax(tx, quote!.id), await readQuoteLines(tx, [quote!.id])];
  });
  assert.deepEqual(
    quoteTax.map(({ taxId, baseMinor }) => [taxId, baseMinor]),
    [[ids[0], 100_00n]],
  );
  assert.deepEqual(
    quoteLines.map(({ taxMinor }) => taxMinor),
    [15_00n, 0n],
  );
  const credited = accepted(
    await creditInvoice(firm.context, {
      invoiceId: invoice.id,
      lines: [{ lineNumber: 3, destination: 'wip' }],
      reason: 'Not theirs',
    }),
  );
  assert.equal(credited.invoice.taxMinor, 5_00n);
  assert.deepEqual(await firm.verify(), []);
});
