import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertTax } from '#store/billing/taxes.ts';
import { readQuoteLines, readQuoteTax } from '#store/billing/quote-lines.ts';
import { testDatabase } from '#store/testing/database.ts';
import { approveInvoice } from '../invoices/approve-invoice.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import { previewInvoice } from '../invoices/drafts.ts';
import { listInvoices, readInvoice, type ShownInvoice } from '../invoices/read-invoices.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { undoAcceptance } from '../quotes/undo-acceptance.ts';
import { accepted, refusedAs } from '../testing/practice.ts';
import { adjustWip } from '../wip/adjust-wip.ts';
import { importing, type Importing } from './testing/importing.ts';
import { costLine, inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';
import { assignInvoice } from './unmatched-invoices.ts';

const { database } = await testDatabase();

async function only(firm: Importing, search: Partial<{ number: string }> = {}): Promise<ShownInvoice> {
  const listed = accepted(await listInvoices(firm.context, {}, { after: null, limit: 100 }));
  const found = listed.find(({ number }) => search.number === undefined || number === search.number);
  return accepted(await readInvoice(firm.context, found!.id));
}

async function problemsOf(firm: Importing, importId: number): Promise<string[]> {
  return (await firm.problems(importId)).map(({ severity, code }) => `${severity} ${code}`);
}

async function idOf(firm: Importing, table: 'job' | 'quote', number: string): Promise<number> {
  const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: number }>(`select id from ${table} where firm_id = $1 and number = $2`, [
      tx.firmId,
      number,
    ]),
  );
  return row!.id;
}

async function uninvoiced(firm: Importing, job: string): Promise<number> {
  const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ minor: bigint }>(
      `select b.uninvoiced_quote_minor as minor from job_balance b join job j on j.firm_id = b.firm_id and j.id = b.job_id
       where b.firm_id = $1 and j.number = $2`,
      [tx.firmId, job],
    ),
  );
  return Number(row!.minor) / 100;
}

test('a draft of the source holds its work here, and is approved like one drawn up here', async () => {
  const made = inventedFirm();
  made.job('W1');
  const [a, b, c] = [made.time('W1', 'ana', 2), made.time('W1', 'ben', 3), made.time('W1', 'ben', 1)];
  const cost = made.cost('W1', 2, 100);
  const task = taskLine('W1', 225, [
    [a, 'Yes', 1.5, 150],
    [b, 'No', 3, 100],
    [c, 'Future', 1, 100],
  ]);
  const typed = taskLine('W1', 40, [], { additional: true, name: 'Travel' });
  const jobs = [linesOf('W1', [task, typed], [costLine(cost, 1, 100)])];
  made.invoice('D1', { status: 'draft', amountExTax: 365, jobs });
  const firm = await importing(database);
  const batch = await firm.run(made.files());
  assert.deepEqual(await problemsOf(firm, batch.id), []);
  assert.equal(await firm.netWip('W1'), '900.00');
  const { invoice, content } = await only(firm);
  assert.equal(invoice.status, 'draft');
  assert.equal(invoice.totalMinor, 365_00n);
  assert.equal(await firm.count('draft_item'), 3);
  assert.equal(content!.jobs[0]!.entries.length, 3);
  const again = await firm.run(made.files());
  assert.equal(again.counts['invoice']?.unchanged, 1);

  const approval = { id: invoice.id, fingerprint: invoice.fingerprint! };
  const approved = accepted(await approveInvoice(firm.context, approval));
  assert.equal(approved.invoice.number, 'INV-0001');
  assert.equal(await firm.netWip('W1'), '200.00');
  assert.equal(await firm.count('draft_item'), 0);
  assert.deepEqual(await firm.verify(), []);
});

test('an entry on a draft of the source is not written off under it', async () => {
  const made = inventedFirm();
  made.job('W1');
  const entry = made.time('W1', 'ana', 2);
  const jobs = [linesOf('W1', [taskLine('W1', 300, [[entry, 'Yes', 2, 150]])])];
  made.invoice('D1', { status: 'draft', amountExTax: 300, jobs });
  const firm = await importing(database);
  await firm.run(made.files());
  const [held] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: bigint }>('select item_id as id from draft_item where firm_id = $1', [tx.firmId]),
  );
  const items = [{ itemId: held!.id }];
  const refused = await adjustWip(firm.context, { kind: 'writeOff', items });
  assert.deepEqual(refusedAs(refused), ['onDraft items[0].itemId']);
});

test('a draft that bills what is not here is kept as typed, and says so', async () => {
  const made = inventedFirm();
  made.job('W1');
  const jobs = [linesOf('W1', [taskLine('W1', 300, [['elsewhere', 'Yes', 2, 150]])])];
  made.invoice('D1', { status: 'draft', amountExTax: 300, jobs });
  const firm = await importing(database);
  const batch = await firm.run(made.files());
  assert.deepEqual(await problemsOf(firm, batch.id), ['note draftTyped']);
  const { invoice, lines } = await only(firm);
  assert.equal(invoice.totalMinor, 300_00n);
  assert.deepEqual(
    lines.map(({ description, typed }) => [description, typed]),
    [['Design', true]],
  );
  assert.equal(await firm.count('draft_item'), 0);
  accepted(await approveInvoice(firm.context, { id: invoice.id, fingerprint: invoice.fingerprint! }));
  assert.deepEqual(await firm.verify(), []);
});

test('drafts by quote and deposits of the source become drafts here', async () => {
  const made = inventedFirm();
  made.job('W1');
  made.quote('W1', 5000);
  made.time('W1', 'ana', 2);
  made.invoice('D1', { status: 'draft', mode: 'deposit', amountExTax: 1000, jobs: [linesOf('W1', [])] });
  made.invoice('D2', {
    status: 'draft',
    mode: 'quoted',
    amountExTax: 2000,
    jobs: [linesOf('W1', [taskLine('W1', 2000, [])])],
  });
  made.invoice('D3', { status: 'draft', mode: 'miscellaneous', amountExTax: 99, jobs: [], tasks: [] });
  const firm = await importing(database);
  const batch = await firm.run(made.files());
  assert.deepEqual(await problemsOf(firm, batch.id), []);
  const drafts = accepted(await listInvoices(firm.context, {}, { after: null, limit: 10 }));
  for (const { id } of drafts) {
    const { invoice } = accepted(await readInvoice(firm.context, id));
    if (invoice.basis === 'miscellaneous') continue;
    accepted(await approveInvoice(firm.context, { id, fingerprint: invoice.fingerprint! }));
  }
  assert.equal(await firm.netWip('W1'), '-2700.00');
  assert.equal(await uninvoiced(firm, 'W1'), 2000);
  assert.deepEqual(await firm.verify(), []);
});

test('an imported quote has its lines; what was invoiced of them is claimed, and the rest is there to be', async () => {
  const made = inventedFirm();
  made.job('W1');
  made.quote('W1', 3000, {
    amountIncTax: 3450,
    tasks: [{ jobTaskUUID: 'W1-task', name: 'Design', time: 1200, billableRate: 125, amount: 2500 }],
    costs: [
      { description: 'Prints', quantity: 5, unitPrice: 100, amount: 500 },
      { description: 'Model', quantity: 1, unitPrice: 700, amount: 700, optional: true },
    ],
  });
  const jobs = [linesOf('W1', [taskLine('W1', 1000, [])])];
  made.invoice('I1', { mode: 'quoted', amountExTax: 1000, jobs });
  const firm = await importing(database);
  const taxId = await giveTax(firm);
  const batch = await firm.run(made.files());
  assert.deepEqual(await problemsOf(firm, batch.id), []);
  const quoteId = await idOf(firm, 'quote', 'Q-W1');
  const [lines, taxes] = await database.inFirm(firm.firm.firmId, async (tx) => [
    await readQuoteLines(tx, [quoteId]),
    await readQuoteTax(tx, quoteId),
  ]);
  assert.deepEqual(
    lines.map(({ kind, description, amountMinor, isChosen, taxMinor }) => [
      kind,
      description,
      amountMinor,
      isChosen,
      taxMinor,
    ]),
    [
      ['task', 'Design', 2500_00n, true, 375_00n],
      ['cost', 'Prints', 500_00n, true, 75_00n],
      ['cost', 'Model', 700_00n, false, 0n],
    ],
  );
  assert.deepEqual(
    taxes.map((tax) => [tax.taxId, tax.baseMinor, tax.taxMinor]),
    [[taxId, 3000_00n, 450_00n]],
  );
  const { lines: invoiced } = await only(firm, { number: 'I1' });
  assert.equal(invoiced[0]!.quoteLineId, lines[0]!.id);

  const jobId = await idOf(firm, 'job', 'W1');
  const clientId = (await only(firm)).invoice.clientId!;
  const claim = { quoteLineId: lines[0]!.id, percentToDate: '60' };
  const preview = accepted(
    await previewInvoice(firm.context, {
      clientId,
      type: 'progress',
      basis: 'quoted',
      pricing: 'calculated',
      lines: [],
      lineSettings: [],
      jobs: [
        {
          jobId,
          select: 'none',
          entries: [],
          interims: [],
          lines: [],
          claims: [claim],
          rest: 'carryForward',
          excess: 'writeOn',
        },
      ],
    }),
  );
  assert.equal(preview.header.totalMinor, 500_00n);
});

test('a further accepted quote of a job adds to the first, and can be taken back', async () => {
  const made = inventedFirm();
  made.job('W1');
  const second = { uuid: 'more', quoteNumber: 'Q-MORE', jobMasterQuote: false };
  made.quote('W1', 700, second);
  made.quote('W1', 5000);
  const firm = await importing(database);
  const batch = await firm.run(made.files());
  assert.deepEqual(await problemsOf(firm, batch.id), ['note quoteAdds']);
  assert.equal(await uninvoiced(firm, 'W1'), 5700);
  const again = await firm.run(made.files());
  assert.equal(again.counts['quote']?.unchanged, 2);
  const id = await idOf(firm, 'quote', 'Q-MORE');
  const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ version: number }>('select version from quote where firm_id = $1 and id = $2', [
      tx.firmId,
      id,
    ]),
  );
  accepted(await undoAcceptance(firm.context, { id, version: row!.version }));
  assert.equal(await uninvoiced(firm, 'W1'), 5000);
  assert.deepEqual(await firm.verify(), []);
});

test('a quote at an agreed price shares it over its lines', async () => {
  const made = inventedFirm();
  made.job('W1');
  const tasks = [
    { name: 'Design', amount: 600 },
    { name: 'Review', amount: 400 },
  ];
  made.quote('W1', 900, { tasks });
  const firm = await importing(database);
  await firm.run(made.files());
  const quoteId = await idOf(firm, 'quote', 'Q-W1');
  const lines = await database.inFirm(firm.firm.firmId, (tx) => readQuoteLines(tx, [quoteId]));
  assert.deepEqual(
    lines.map(({ amountMinor }) => amountMinor),
    [540_00n, 360_00n],
  );
});

test('tax that one tax of the firm comes to is that tax; other tax is kept as it was told', async () => {
  const made = inventedFirm();
  made.job('W1');
  const lines = [taskLine('W1', 100, [], { additional: true }), taskLine('W1', 50, [], { additional: true })];
  made.invoice('FITS', { amountExTax: 150, amountIncTax: 172.5, jobs: [linesOf('W1', lines)] });
  made.invoice('OTHER', { amountExTax: 150, amountIncTax: 160, jobs: [linesOf('W1', lines)] });
  const firm = await importing(database);
  const taxId = await giveTax(firm);
  await firm.run(made.files());
  const fits = await only(firm, { number: 'FITS' });
  assert.deepEqual(
    fits.lines.map((line) => [line.taxId, line.taxMinor]),
    [
      [taxId, 15_00n],
      [taxId, 7_50n],
    ],
  );
  assert.deepEqual(
    fits.taxes.map((tax) => [tax.taxId, tax.baseMinor, tax.taxMinor]),
    [[taxId, 150_00n, 22_50n]],
  );
  const other = await only(firm, { number: 'OTHER' });
  assert.deepEqual(
    other.lines.map((line) => [line.taxId, line.taxMinor]),
    [
      [null, 6_67n],
      [null, 3_33n],
    ],
  );
  assert.deepEqual(other.taxes, []);
});

test('a series goes on behind the imported numbers; one that has given numbers is left to a person', async () => {
  const files = (number: string) => {
    const made = inventedFirm();
    made.job('W1');
    made.invoice(number, { mode: 'deposit', amountExTax: 10, jobs: [linesOf('W1', [])] });
    made.invoice(`draft ${number}`, {
      status: 'draft',
      mode: 'deposit',
      amountExTax: 20,
      jobs: [linesOf('W1', [])],
    });
    return made.files();
  };
  const firm = await importing(database);
  const first = await firm.run(files('INV-0042'));
  assert.deepEqual(await problemsOf(firm, first.id), ['note seriesMoved']);
  const listed = accepted(await listInvoices(firm.context, {}, { after: null, limit: 10 }));
  const draft = listed.find(({ state }) => state === 'draft')!;
  const { invoice } = accepted(await readInvoice(firm.context, draft.id));
  const approved = accepted(
    await approveInvoice(firm.context, { id: draft.id, fingerprint: invoice.fingerprint! }),
  );
  assert.equal(approved.invoice.number, 'INV-0043');

  const second = await firm.run(files('INV-0100'));
  const told = (await firm.problems(second.id)).find(({ code }) => code === 'seriesBehind');
  assert.equal(told?.severity, 'difference');
  assert.match(told!.detail, /from INV-0044 on; set it to start at INV-0101/);
});

test('what is paid here stays paid when the source, which does not know of it, is imported again', async () => {
  const files = (dueDate: string) => {
    const made = inventedFirm();
    made.job('W1');
    made.invoice('I1', {
      mode: 'deposit',
      amountExTax: 100,
      amountPaid: 0,
      dueDate,
      jobs: [linesOf('W1', [])],
    });
    return made.files();
  };
  const firm = await importing(database);
  await firm.run(files('2024-07-20'));
  const { invoice } = await only(firm);
  const invoices = [{ invoiceId: invoice.id, amount: '60' }];
  accepted(await recordPayment(firm.context, { clientId: invoice.clientId!, amount: '60', invoices }));
  await firm.run(files('2024-07-31'));
  const after = (await only(firm)).invoice;
  assert.deepEqual([after.dueOn, after.paidMinor, after.outstandingMinor], ['2024-07-31', 60_00n, 40_00n]);
});

test('an invoice that was assigned to a job is cancelled with its interim', async () => {
  const made = inventedFirm();
  made.job('W1');
  made.invoice('LOST', { amountExTax: 500, jobs: [], description: 'Retainer' });
  const firm = await importing(database);
  await firm.run(made.files());
  const { invoice, lines } = await only(firm);
  assert.deepEqual(
    lines.map(({ description, amountMinor }) => [description, amountMinor]),
    [['Retainer', 500_00n]],
  );
  const jobId = await idOf(firm, 'job', 'W1');
  accepted(await assignInvoice(firm.context, { invoiceId: invoice.id, jobId }));
  const shown = await only(firm);
  assert.deepEqual(
    shown.jobs.map(({ raisedMinor, afterMinor }) => [raisedMinor, afterMinor]),
    [[500_00n, -500_00n]],
  );
  accepted(await cancelInvoice(firm.context, { id: invoice.id, reason: 'Twice' }));
  assert.equal(await firm.netWip('W1'), '0.00');
  assert.deepEqual(await firm.verify(), []);
});

/** A tax of 15 %, the firm's default. */
async function giveTax(firm: Importing): Promise<number> {
  const { firmId, actorId } = firm.firm;
  return database.inFirm(firmId, async (tx) => {
    const author = { actorId, recordedAt: '2024-01-01T00:00:00Z' };
    const rates = [
      { effectiveFrom: '2010-10-01', components: [{ component: 'GST', rateMillionths: 150_000 }] },
    ];
    const tax = await insertTax(tx, author, { name: 'GST', archived: false, rates } as never);
    return tax.id;
  });
}
