import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import { multiplyRate } from '../money/money.ts';
import type { BilledWork, DocumentLayout, DocumentLine, InvoiceData, TaxMode } from './data.ts';
import { layoutDocument } from './layout.ts';
import type { PrintedDocument, PrintedRow } from './printed.ts';
import { sampleInvoice } from './sample.ts';
import { invoiceOf, letterhead, lineOf, quoteOf, template, timeUnder } from './testing.ts';

const layouts = ['task', 'staff', 'entry', 'job', 'summary', 'progressClaim'] as const;

function print(invoice: InvoiceData, layout: DocumentLayout = 'task'): PrintedDocument {
  return layoutDocument(invoice, { ...template, layout });
}

function rowsOf(printed: PrintedDocument): readonly PrintedRow[] {
  return printed.tables[0]!.rows;
}

function cells(printed: PrintedDocument): string[][] {
  return rowsOf(printed).map((row) => [...row.cells]);
}

function sumOfRows(printed: PrintedDocument): bigint {
  return rowsOf(printed).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

describe('whatever the layout', () => {
  const minor = fc.bigInt({ min: -50_000n, max: 90_000n });
  const item = fc.record({
    minutes: fc.integer({ min: 0, max: 600 }),
    billedMinor: minor,
    staffId: fc.integer({ min: 1, max: 3 }),
  });
  const oneLine = fc.record({
    kind: fc.constantFrom('task', 'cost', 'quote', 'deposit', 'interim', 'retention', 'text' as const),
    jobId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    minutes: fc.option(fc.integer({ min: 0, max: 900 }), { nil: null }),
    rate: fc.bigInt({ min: 0n, max: 30_000n }),
    multiplies: fc.boolean(),
    amountMinor: minor,
    taxMinor: fc.bigInt({ min: -5_000n, max: 9_000n }),
    quoteLineId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    items: fc.array(item, { maxLength: 4 }),
  });
  const anyInvoice = fc
    .record({
      lines: fc.array(oneLine, { maxLength: 9 }),
      taxMode: fc.constantFrom<TaxMode>('exclusive', 'inclusive', 'none'),
      layout: fc.constantFrom(...layouts),
      isCredit: fc.boolean(),
      claims: fc.boolean(),
    })
    .map(({ lines: drawn, taxMode, layout, isCredit, claims }) => {
      const work: BilledWork[] = [];
      const lines = drawn.map(({ items, rate, multiplies, ...said }): DocumentLine => {
        const exact = multiplies && said.minutes !== null ? multiplyRate(said.minutes, rate) : null;
        const amountMinor = exact ?? said.amountMinor;
        const taxMinor = taxMode === 'none' ? 0n : said.taxMinor;
        const line = lineOf({ ...said, ratePerHourMinor: rate, amountMinor, taxMinor });
        work.push(...items.map((each) => timeUnder(line, each)));
        return line;
      });
      const kind = isCredit ? ('creditNote' as const) : ('invoice' as const);
      const quoted = [1, 2].map((quoteLineId) => ({
        quoteLineId,
        description: `Stage ${quoteLineId}`,
        contractMinor: 100_000n,
        contractTaxMinor: 15_000n,
        previousMinor: 20_000n,
        previousTaxMinor: 3_000n,
      }));
      return invoiceOf(lines, { kind, layout, taxMode, work, claims: claims ? quoted : [] });
    });

  test('the rows add up to the total of the document', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const taxMinor = invoice.taxMode === 'inclusive' ? invoice.taxMinor : 0n;
        assert.equal(sumOfRows(print(invoice)), invoice.totalMinor + taxMinor);
      }),
      { numRuns: 400 },
    );
  });

  test('hours and a rate stand together only where, as printed, they multiply out to the amount', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const { columns, rows } = print(invoice).tables[0]!;
        const at = (label: RegExp) => columns.findIndex((column) => label.test(column.label));
        const [hours, rate] = [at(/^(Hours|Quantity)$/), at(/^(Rate|Price)$/)];
        if (hours < 0 || rate < 0) return;
        for (const row of rows.filter(({ kind }) => kind === 'line')) {
          if (row.cells[rate] === '' || row.cells[hours] === '') continue;
          const product = multiplyRate(minutesOf(row.cells[hours]!), minorOf(row.cells[rate]!));
          assert.equal(product, row.amountMinor, row.cells.join(' | '));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('each row has a cell for each column, or one over all of them', () => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const { columns, rows } = print(invoice).tables[0]!;
        for (const { kind, cells: written } of rows) {
          const isWide = kind === 'heading' || kind === 'subheading' || kind === 'text';
          assert.equal(written.length, isWide ? 1 : columns.length);
        }
      }),
    );
  });

  function minutesOf(text: string): number {
    const clock = /^(\d+):(\d\d)/.exec(text);
    if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
    return Math.round(Number.parseFloat(text) * 60);
  }

  function minorOf(text: string): bigint {
    return BigInt(text.replaceAll(/[,.]/g, '').replace('−', '-'));
  }
});

describe('an invoice', () => {
  const design = lineOf({ minutes: 90, ratePerHourMinor: 16_000n, amountMinor: 24_000n, taxMinor: 3_600n });

  test('prints hours, rate and amount, the tax and the total', () => {
    const tax = {
      name: 'GST',
      component: 'GST',
      rateMillionths: 150_000,
      baseMinor: 24_000n,
      taxMinor: 3_600n,
    };
    const printed = print(invoiceOf([design], { taxes: [tax] }));
    assert.equal(printed.title, 'Tax invoice');
    assert.deepEqual(
      printed.tables[0]!.columns.map(({ label }) => label),
      ['Description', 'Hours', 'Rate', 'Amount NZD'],
    );
    assert.deepEqual(cells(printed), [['Design', '1.50', '160.00', '240.00']]);
    assert.deepEqual(
      printed.totals.map(({ label, text }) => `${label} ${text}`),
      ['Subtotal 240.00', 'GST 15% 36.00', 'Total NZD 276.00', 'Amount due NZD 276.00'],
    );
  });

  test('in a country without tax invoices, or without tax, is an invoice', () => {
    const tax = {
      name: 'VAT',
      component: 'VAT',
      rateMillionths: 200_000,
      baseMinor: 24_000n,
      taxMinor: 3_600n,
    };
    const british = { ...letterhead, locale: 'en-GB' };
    assert.equal(print(invoiceOf([design], { taxes: [tax], letterhead: british })).title, 'Invoice');
    assert.equal(print(invoiceOf([lineOf({ amountMinor: 100n })])).title, 'Invoice');
  });

  test('under a fixed price shows the hours without a rate that would not multiply out', () => {
    const printed = print(
      invoiceOf([lineOf({ minutes: 90, ratePerHourMinor: 16_000n, amountMinor: 20_001n })]),
    );
    assert.deepEqual(cells(printed), [['Design', '1.50', '200.01']]);
  });

  test('writes hours as a clock when a third of an hour is not a decimal', () => {
    const printed = print(
      invoiceOf([design, lineOf({ minutes: 20, ratePerHourMinor: 15_000n, amountMinor: 5_000n })]),
    );
    assert.deepEqual(
      cells(printed).map((row) => row[1]),
      ['1:30', '0:20'],
    );
  });

  test('whose amounts include tax says how much, and prints the rate with tax', () => {
    const tax = {
      name: 'GST',
      component: 'GST',
      rateMillionths: 150_000,
      baseMinor: 24_000n,
      taxMinor: 3_600n,
    };
    const printed = print(invoiceOf([design], { taxes: [tax], taxMode: 'inclusive' }));
    assert.deepEqual(cells(printed), [['Design', '1.50', '184.00', '276.00']]);
    assert.deepEqual(
      printed.totals.map(({ label, text }) => `${label} ${text}`),
      ['Total NZD 276.00', 'Includes GST 15% 36.00', 'Amount due NZD 276.00'],
    );
  });

  test('lists payments by their day, and credit notes by their number, down to what is due', () => {
    const printed = print(
      invoiceOf([lineOf({ amountMinor: 10_000n })], {
        paidMinor: 4_000n,
        creditedMinor: 1_000n,
        receipts: [
          { kind: 'payment', on: civilDate('2026-04-02'), reference: 'x', amountMinor: 4_000n },
          { kind: 'creditNote', on: civilDate('2026-04-03'), reference: 'CN-0001', amountMinor: 1_000n },
        ],
      }),
    );
    assert.deepEqual(
      printed.totals.map(({ label, text }) => `${label} ${text}`),
      ['Total NZD 100.00', 'Paid 2 Apr 2026 −40.00', 'Credit note CN-0001 −10.00', 'Amount due NZD 50.00'],
    );
  });

  test('puts each job under its name with a subtotal when there are several', () => {
    const jobs = [
      { jobId: 1, number: 'J1', name: 'Boathouse', orderNumber: 'PO-9' },
      { jobId: 2, number: 'J2', name: 'Jetty', orderNumber: null },
    ];
    const lines = [
      lineOf({ amountMinor: 100n }),
      lineOf({ amountMinor: 200n, description: 'Drawings' }),
      lineOf({ amountMinor: 50n, jobId: 2 }),
    ];
    assert.deepEqual(cells(print(invoiceOf(lines, { jobs }))), [
      ['J1 Boathouse (your order PO-9)'],
      ['Design', '1.00'],
      ['Drawings', '2.00'],
      ['Subtotal J1', '3.00'],
      ['J2 Jetty'],
      ['Design', '0.50'],
    ]);
    assert.deepEqual(cells(print(invoiceOf(lines, { jobs }), 'job')), [
      ['J1 Boathouse (your order PO-9)', '3.00'],
      ['J2 Jetty', '0.50'],
    ]);
  });

  test('by staff adds up the time of each and leaves the rest as it is', () => {
    const line = lineOf({ amountMinor: 45_000n });
    const cost = lineOf({ kind: 'cost', description: 'Prints', amountMinor: 1_200n });
    const work = [
      timeUnder(line, { minutes: 60, billedMinor: 15_000n }),
      timeUnder(line, { minutes: 60, billedMinor: 15_000n }),
      timeUnder(line, { minutes: 90, billedMinor: 15_000n, staffId: 2, staffName: 'Ben' }),
    ];
    assert.deepEqual(cells(print(invoiceOf([line, cost], { work }), 'staff')), [
      ['Ana', '2.00', '150.00', '300.00'],
      ['Ben', '1.50', '100.00', '150.00'],
      ['Prints', '', '', '12.00'],
    ]);
  });

  test('by entry prints the day, the person and the note of each', () => {
    const line = lineOf({ amountMinor: 40_000n });
    const later = { workedOn: civilDate('2026-03-12'), note: 'Measuring' };
    const work = [
      timeUnder(line, { minutes: 60, billedMinor: 15_000n, ...later }),
      timeUnder(line, { minutes: 90, billedMinor: 25_000n, priceMinor: 15_000n }),
    ];
    assert.deepEqual(cells(print(invoiceOf([line], { work }), 'entry')), [
      ['Design'],
      ['10 Mar 2026', 'Ana', 'Design', '1.50', '', '250.00'],
      ['12 Mar 2026', 'Ana', 'Measuring', '1.00', '150.00', '150.00'],
      ['', '', 'Subtotal', '2.50', '', '400.00'],
    ]);
  });

  test('whose author raised the hours prints those, not the ones that were recorded', () => {
    const line = lineOf({ minutes: 180, ratePerHourMinor: 15_000n, amountMinor: 45_000n });
    const raised = { writtenOnMinor: 15_000n, openMinor: 30_000n, priceMinor: 15_000n };
    const work = [timeUnder(line, { minutes: 120, billedMinor: 45_000n, ...raised })];
    assert.deepEqual(cells(print(invoiceOf([line], { work }), 'staff')), [
      ['Ana', '3.00', '150.00', '450.00'],
    ]);
  });

  test('at a fixed price prints no rate that nobody agreed on', () => {
    const line = lineOf({ amountMinor: 80_000n });
    const work = [timeUnder(line, { minutes: 600, billedMinor: 80_000n, priceMinor: 10_000n })];
    assert.deepEqual(cells(print(invoiceOf([line], { work }), 'staff')), [['Ana', '10.00', '800.00']]);
  });

  test('with retention prints the work whole, and what is held back by itself', () => {
    const line = lineOf({ amountMinor: 100_000n, minutes: 600, ratePerHourMinor: 10_000n });
    const retention = lineOf({ kind: 'retention', description: 'Retention', amountMinor: -10_000n });
    const open = { openMinor: 100_000n, openQuantity: 600, priceMinor: 10_000n };
    const work = [timeUnder(line, { minutes: 540, billedMinor: 90_000n, ...open })];
    assert.deepEqual(cells(print(invoiceOf([line, retention], { work }), 'staff')), [
      ['Ana', '10.00', '100.00', '1,000.00'],
      ['Retention', '', '', '−100.00'],
    ]);
  });

  test('with retention at a fixed price prints the work at that price, and nothing as agreed', () => {
    const line = lineOf({ amountMinor: 80_000n, minutes: 600 });
    const retention = lineOf({ kind: 'retention', description: 'Retention', amountMinor: -8_000n });
    const open = { openMinor: 50_000n, openQuantity: 300, priceMinor: 10_000n };
    const work = [
      timeUnder(line, { minutes: 270, billedMinor: 36_000n, ...open }),
      timeUnder(line, { minutes: 270, billedMinor: 36_000n, ...open, staffId: 2, staffName: 'Ben' }),
    ];
    assert.deepEqual(cells(print(invoiceOf([line, retention], { work }), 'staff')), [
      ['Ana', '5.00', '400.00'],
      ['Ben', '5.00', '400.00'],
      ['Retention', '', '−80.00'],
    ]);
  });

  test('as a progress claim shows the contract, what was claimed, this claim and what that makes', () => {
    const printed = print(
      sampleInvoice({ letterhead, currency: 'NZD', layout: 'progressClaim' }),
      'progressClaim',
    );
    assert.deepEqual(cells(printed), [
      ['Concept design', '8,000.00', '6,000.00', '2,000.00', '8,000.00', '100'],
      ['Drawings for consent', '12,000.00', '3,000.00', '4,500.00', '7,500.00', '62.5'],
      ['Supervision on site', '6,500.00', '0.00', '0.00', '0.00', '0'],
      ['Contract to date', '26,500.00', '9,000.00', '6,500.00', '15,500.00', '58.5'],
      ['Other items'],
      ['Large prints', '', '', '180.00', '', ''],
      ['Less deposit, invoice SAMPLE-0000', '', '', '−500.00', '', ''],
      ['Less retention of 5%', '', '', '−330.00', '', ''],
    ]);
  });

  test('says across each page that it is a draft or cancelled, and asks nobody to pay what was cancelled', () => {
    const draft = print(invoiceOf([design], { status: 'draft', number: null }));
    assert.equal(draft.stamp, 'DRAFT');
    assert.equal(draft.fileName, 'Draft invoice 7');
    const cancelled = print(invoiceOf([design], { status: 'cancelled' }));
    assert.equal(cancelled.stamp, 'CANCELLED');
    assert.ok(!cancelled.totals.some(({ weight }) => weight === 'due'));
    assert.ok(!cancelled.notes.some(({ heading }) => heading === 'How to pay'));
  });

  test('has the decimals of its currency', () => {
    const amounts = (currency: 'JPY' | 'KWD') =>
      cells(print(invoiceOf([lineOf({ amountMinor: -1_234_567n })], { currency })));
    assert.deepEqual(amounts('JPY'), [['Design', '−1,234,567']]);
    assert.deepEqual(amounts('KWD'), [['Design', '−1,234.567']]);
  });

  test('of another system gets a row for what its lines lack; of our own it is a defect', () => {
    const lines = [lineOf({ amountMinor: 1_000n })];
    const imported = print(invoiceOf(lines, { totalMinor: 1_500n, isImported: true }));
    assert.deepEqual(cells(imported), [
      ['Design', '10.00'],
      ['Adjustment', '5.00'],
    ]);
    assert.throws(() => print(invoiceOf(lines, { totalMinor: 1_500n })), /away from its total/);
  });

  test('writes days by the locale, and in numbers where its letters are not in the typeface', () => {
    const dateIn = (locale: string) =>
      print(invoiceOf([design], { letterhead: { ...letterhead, locale } })).facts.find(
        ({ label }) => label === 'Date',
      )?.text;
    assert.equal(dateIn('en-NZ'), '31 March 2026');
    assert.equal(dateIn('de-DE'), '31. März 2026');
    assert.match(dateIn('ja-JP') ?? '', /^[\d/-]+$/);
    assert.equal(dateIn('ar-EG'), '2026-03-31');
  });
});

describe('every sample', () => {
  for (const layout of layouts) {
    test(`adds up, by ${layout}`, () => {
      for (const currency of ['NZD', 'JPY', 'KWD'] as const) {
        const sample = sampleInvoice({ letterhead, currency, layout });
        assert.equal(sumOfRows(print(sample, layout)), sample.totalMinor);
      }
    });
  }
});

describe('a quote', () => {
  const chosen = { isOption: false, isChosen: true };

  test('lists options that are not chosen apart from its total, and leaves room to sign', () => {
    const printed = layoutDocument(
      quoteOf([
        { ...lineOf({ amountMinor: 10_000n }), ...chosen },
        { ...lineOf({ amountMinor: 7_000n, description: 'Model' }), isOption: true, isChosen: false },
      ]),
      template,
    );
    assert.deepEqual(
      printed.tables.map(({ heading, rows }) => [heading, rows.map((row) => row.cells.join(' '))]),
      [
        [null, ['Design 100.00']],
        ['Options, not part of the total', ['Model 70.00']],
      ],
    );
    assert.equal(printed.totals.at(-1)?.text, '100.00');
    assert.equal(printed.signatures.length, 3);
  });

  test('that was accepted is not signed again', () => {
    const quote = quoteOf([{ ...lineOf({ amountMinor: 10_000n }), ...chosen }], { state: 'accepted' });
    assert.deepEqual(layoutDocument(quote, template).signatures, []);
  });
});

describe('a statement', () => {
  test('leads from what was owed to what is owed', () => {
    const printed = layoutDocument(
      {
        kind: 'statement',
        id: 1,
        letterhead,
        recipient: 'Harbour Trust',
        attention: null,
        currency: 'NZD',
        from: civilDate('2026-03-01'),
        to: civilDate('2026-03-31'),
        openingMinor: 5_000n,
        closingMinor: 12_000n,
        entries: [
          {
            on: civilDate('2026-03-05'),
            kind: 'invoice',
            number: 'INV-0001',
            reference: null,
            dueOn: civilDate('2026-03-25'),
            amountMinor: 10_000n,
          },
          {
            on: civilDate('2026-03-09'),
            kind: 'payment',
            number: null,
            reference: 'bank',
            dueOn: null,
            amountMinor: -3_000n,
          },
        ],
        ageing: [
          { label: 'Not due', amountMinor: 10_000n },
          { label: '1–30 days', amountMinor: 2_000n },
        ],
      },
      template,
    );
    assert.deepEqual(cells(printed), [
      ['1 Mar 2026', 'Brought forward', '', '', '', '50.00'],
      ['5 Mar 2026', 'Invoice INV-0001', '25 Mar 2026', '100.00', '', '150.00'],
      ['9 Mar 2026', 'Payment, thank you', '', '', '30.00', '120.00'],
      ['31 Mar 2026', 'Balance', '', '', '', '120.00'],
    ]);
    assert.equal(printed.totals[0]?.text, '120.00');
  });
});
