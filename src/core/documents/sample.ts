// An invented invoice to show a template with. It has something of everything that a layout can print, and it adds up.

import { civilDate } from '../calendar/civil-date.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import { minorDigits } from '../money/currencies.ts';
import type {
  BilledWork,
  ClaimedLine,
  DocumentLayout,
  DocumentLine,
  InvoiceData,
  Letterhead,
} from './data.ts';

const jobId = 1;

type SampleAsked = {
  readonly letterhead: Letterhead;
  readonly currency: CurrencyCode;
  readonly layout: DocumentLayout;
};

export function sampleInvoice({ letterhead, currency, layout }: SampleAsked): InvoiceData {
  const unit = 10n ** BigInt(minorDigits(currency));
  const lines = layout === 'progressClaim' ? claimLines(unit) : workLines(unit);
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  return {
    kind: 'invoice',
    id: 1,
    number: 'SAMPLE-0001',
    status: 'approved',
    isImported: false,
    layout,
    letterhead,
    recipient: 'Harbour Trust\n18 Quay Street\nPort Town',
    attention: 'Mere Walker',
    currency,
    issuedOn: civilDate('2026-03-31'),
    dueOn: civilDate('2026-04-20'),
    periodFrom: civilDate('2026-03-01'),
    periodTo: civilDate('2026-03-31'),
    reference: null,
    note: 'Thank you for working with us.',
    creditsNumber: null,
    taxMode: 'exclusive',
    jobs: [{ jobId, number: 'J000042', name: 'Boathouse extension', orderNumber: 'PO-1180' }],
    lines,
    work: layout === 'progressClaim' ? [] : sampleWork(unit),
    claims: layout === 'progressClaim' ? sampleClaims(unit) : [],
    taxes: [{ name: 'Tax', component: 'Tax', rateMillionths: 100_000, baseMinor: totalMinor, taxMinor }],
    totalMinor,
    taxMinor,
    paidMinor: 100n * unit,
    creditedMinor: 0n,
    receipts: [{ kind: 'payment', on: civilDate('2026-04-02'), reference: null, amountMinor: 100n * unit }],
  };
}

const bare = {
  jobId,
  quoteLineId: null,
  note: null,
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
};

/** Ten per cent of tax, exact at these amounts in every currency. */
function line(
  lineNumber: number,
  kind: DocumentLine['kind'],
  description: string,
  said: Partial<DocumentLine> & { readonly amountMinor: bigint },
): DocumentLine {
  return { ...bare, lineNumber, kind, description, taxMinor: said.amountMinor / 10n, ...said };
}

function workLines(unit: bigint): DocumentLine[] {
  return [
    line(1, 'task', 'Concept design', {
      minutes: 450,
      ratePerHourMinor: 160n * unit,
      amountMinor: 1200n * unit,
    }),
    line(2, 'task', 'Drawings for consent', {
      minutes: 660,
      ratePerHourMinor: 120n * unit,
      amountMinor: 1320n * unit,
    }),
    line(3, 'cost', 'Large prints', {
      quantityThousandths: 12_000,
      unitPriceMinor: 15n * unit,
      amountMinor: 180n * unit,
    }),
    line(4, 'interim', 'Less deposit, invoice SAMPLE-0000', { amountMinor: -500n * unit }),
  ];
}

function billed(quantity: number, amountMinor: bigint, priceMinor: bigint) {
  return {
    billedQuantity: quantity,
    billedMinor: amountMinor,
    openQuantity: quantity,
    openMinor: amountMinor,
    priceMinor,
  };
}

function sampleWork(unit: bigint): BilledWork[] {
  const time = (
    place: number,
    lineNumber: number,
    staffName: string,
  ): Omit<BilledWork, 'billedQuantity' | 'openQuantity' | 'openMinor' | 'priceMinor'> => ({
    lineNumber,
    kind: 'time',
    itemId: BigInt(place),
    staffId: staffName === 'Ana Silva' ? 1 : 2,
    staffName,
    workedOn: civilDate(`2026-03-${String(2 + place * 3).padStart(2, '0')}`),
    note: null,
    billedMinor: 0n,
    writtenOnMinor: 0n,
  });
  const ana = (place: number, note: string, minutes: number, amount: bigint): BilledWork => ({
    ...time(place, 1, 'Ana Silva'),
    note,
    ...billed(minutes, amount * unit, 160n * unit),
  });
  const ben = (place: number, note: string, minutes: number, amount: bigint): BilledWork => ({
    ...time(place, 2, 'Ben Carter'),
    note,
    ...billed(minutes, amount * unit, 120n * unit),
  });
  return [
    ana(1, 'Visit and measuring', 180, 480n),
    ana(2, 'Sketches of three roofs', 270, 720n),
    ben(3, 'Floor plans', 360, 720n),
    ben(4, 'Elevations and sections', 300, 600n),
    {
      ...time(5, 3, 'Ana Silva'),
      kind: 'cost',
      staffId: null,
      staffName: null,
      ...billed(12_000, 180n * unit, 15n * unit),
    },
  ];
}

const claimed = [
  { description: 'Concept design', contract: 8_000n, previous: 6_000n, now: 2_000n },
  { description: 'Drawings for consent', contract: 12_000n, previous: 3_000n, now: 4_500n },
  { description: 'Supervision on site', contract: 6_500n, previous: 0n, now: 0n },
] as const;

function sampleClaims(unit: bigint): ClaimedLine[] {
  return claimed.map(({ description, contract, previous }, index) => ({
    quoteLineId: index + 1,
    description,
    contractMinor: contract * unit,
    contractTaxMinor: (contract * unit) / 10n,
    previousMinor: previous * unit,
    previousTaxMinor: (previous * unit) / 10n,
  }));
}

function claimLines(unit: bigint): DocumentLine[] {
  const claims = claimed.flatMap(({ description, now }, index) =>
    now === 0n
      ? []
      : [line(index + 1, 'quote', description, { quoteLineId: index + 1, amountMinor: now * unit })],
  );
  return [
    ...claims,
    line(4, 'cost', 'Large prints', { amountMinor: 180n * unit }),
    line(5, 'interim', 'Less deposit, invoice SAMPLE-0000', { amountMinor: -500n * unit }),
    line(6, 'retention', 'Less retention of 5%', { amountMinor: -330n * unit }),
  ];
}
