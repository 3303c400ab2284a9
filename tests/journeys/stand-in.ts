// A stand-in for the API with figures made up for the eye: it answers in the forms of the contract and knows no rules.

import type { BrowserContext, Route } from 'playwright-core';
import { allPermissions } from '#core/access/permissions.ts';
import type { EstimatedBillings, EstimatedBillingsRow } from '#contract/reports/estimated-billings.ts';

type Amounts = Pick<
  EstimatedBillingsRow,
  'wipTime' | 'wipCost' | 'interims' | 'ageCurrent' | 'ageOneMonth' | 'ageTwoMonths' | 'ageThreeMonthsPlus'
>;

export const standInSession = {
  person: { name: 'Mere Tahana', email: 'mere@practice.example' },
  firms: [
    { id: '1', name: 'Kōwhai & Finch', role: 'owner' },
    { id: '2', name: 'Harbour Structures', role: 'auditor' },
  ],
  firm: {
    id: '1',
    name: 'Kōwhai & Finch',
    role: 'owner',
    roleSentences: [],
    permissions: allPermissions,
    memberId: '1',
    staffId: '1',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    locale: 'en-NZ',
    weekStartsOn: 1,
  },
};

const clients = [
  'Pahi Orchards',
  'Corner & Kind',
  'Rimu Valley Trust',
  'Longacre Dental',
  'Tidewater Freight',
  'Ember Ceramics',
  'The Society for the Preservation of Unusually Long Names in Estimated Billings Incorporated',
];
const jobs = [
  'Brand refresh',
  'Website build',
  'Annual accounts 2026',
  'Seismic assessment, stage 2',
  'Campaign: spring',
  'Retainer',
  'Fit-out drawings and consent documentation for the second and third floors of the east wing',
];
const managers = ['Ana Pohl', 'Bram Okafor', 'Cleo Whitfield', null];
const states = ['In Progress', 'Planned', 'On Hold', 'Completed'];

/** Rows of every kind that there is: plain, negative, zero, enormous, long, without a manager or a quote. */
export function standInRows(count: number, currency = 'NZD'): EstimatedBillingsRow[] {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  return Array.from({ length: count }, (_, index) => {
    const manager = next(managers.length);
    const client = next(clients.length);
    const amounts =
      index === 3
        ? enormous
        : amountsOf(next(2_400_000), next(400_000), next(6) === 0 ? next(4_000_000) : 0, next(4));
    const net = cents(amounts.wipTime) + cents(amounts.wipCost) + cents(amounts.interims);
    return {
      jobId: String(index + 1),
      jobNumber: `J${String(index + 1).padStart(6, '0')}`,
      jobName: jobs[next(jobs.length)] ?? '',
      clientId: String(client + 1),
      clientName: clients[client] ?? '',
      managerId: managers[manager] === null ? null : String(manager + 1),
      managerName: managers[manager] ?? null,
      partnerId: '9',
      partnerName: 'Ines Marlowe',
      stateId: '1',
      stateName: states[next(states.length)] ?? '',
      stateType: 'inProgress',
      category: null,
      currency,
      ...amounts,
      netWip: decimal(net),
      uninvoicedQuote: next(3) === 0 ? decimal(BigInt(next(5_000_000))) : null,
      onDraft: '0.00',
      lastActivityOn: `2026-${String(1 + next(9)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
      lastBilledOn: next(4) === 0 ? null : `2026-0${1 + next(9)}-15`,
      emptyReason: null,
    };
  });
}

const enormous: Amounts = {
  wipTime: '90071992547409.91',
  wipCost: '0.00',
  interims: '-45035996273704.96',
  ageCurrent: '0.00',
  ageOneMonth: '0.00',
  ageTwoMonths: '0.00',
  ageThreeMonthsPlus: '90071992547409.91',
};

function amountsOf(time: number, cost: number, interim: number, age: number): Amounts {
  const ages = [0, 0, 0, 0];
  ages[age] = time;
  ages[(age + 1) % 4] = cost;
  const [current = 0, one = 0, two = 0, three = 0] = ages;
  const text = (value: number) => decimal(BigInt(value));
  return {
    wipTime: text(time),
    wipCost: text(cost),
    interims: text(-interim),
    ageCurrent: text(current),
    ageOneMonth: text(one),
    ageTwoMonths: text(two),
    ageThreeMonthsPlus: text(three),
  };
}

export function billingsOf(rows: readonly EstimatedBillingsRow[], query: URLSearchParams): EstimatedBillings {
  const limit = Number(query.get('limit') ?? 100);
  const start = Number(query.get('cursor') ?? 0);
  const groupBy = query.get('groupBy');
  const sorted = groupBy === null ? rows : rows.toSorted((a, b) => (a.clientName < b.clientName ? -1 : 1));
  return {
    asAt: '2026-09-30',
    live: !query.has('asAt'),
    knownAt: null,
    items: sorted.slice(start, start + limit),
    totals: totalsOf(rows),
    groups:
      groupBy === null
        ? null
        : [...Map.groupBy(sorted, (row) => (groupBy === 'client' ? row.clientId : row.managerId))].map(
            ([id, members]) => ({
              id,
              name:
                groupBy === 'client' ? (members[0]?.clientName ?? null) : (members[0]?.managerName ?? null),
              totals: totalsOf(members),
            }),
          ),
    nextCursor: start + limit < rows.length ? String(start + limit) : null,
  };
}

function totalsOf(rows: readonly EstimatedBillingsRow[]): EstimatedBillings['totals'] {
  return [...Map.groupBy(rows, (row) => row.currency)].map(([currency, members]) => {
    const sum = (key: 'netWip' | 'uninvoicedQuote' | keyof Amounts) =>
      decimal(members.reduce((total, row) => total + cents(row[key] ?? '0.00'), 0n));
    return {
      currency,
      jobs: members.length,
      wipTime: sum('wipTime'),
      wipCost: sum('wipCost'),
      interims: sum('interims'),
      netWip: sum('netWip'),
      uninvoicedQuote: sum('uninvoicedQuote'),
      onDraft: '0.00',
      ageCurrent: sum('ageCurrent'),
      ageOneMonth: sum('ageOneMonth'),
      ageTwoMonths: sum('ageTwoMonths'),
      ageThreeMonthsPlus: sum('ageThreeMonthsPlus'),
    };
  });
}

export type Answers = Readonly<
  Record<string, (query: URLSearchParams, headers: Record<string, string>) => unknown>
>;

/** Answers the API of a browser: paths below /api/v1, `*` for one part. What is not named does not exist. */
export async function standIn(context: BrowserContext, answers: Answers): Promise<void> {
  await context.route('**/api/**', async (route: Route) => {
    const url = new URL(route.request().url());
    const path = url.pathname.replace('/api/v1', '');
    const answer = Object.entries(answers).find(([pattern]) =>
      new RegExp(`^${pattern.replaceAll('*', '[^/]+')}$`).test(path),
    )?.[1];
    if (answer === undefined)
      return route.fulfill({ status: 404, json: problem(404, 'notFound', 'There is nothing here') });
    const said = await answer(url.searchParams, route.request().headers());
    if (said instanceof Failure)
      return route.fulfill({ status: said.status, json: said.body, contentType: 'application/problem+json' });
    return route.fulfill({ json: said });
  });
}

export class Failure {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, code: string, title: string) {
    this.status = status;
    this.body = problem(status, code, title);
  }
}

function problem(status: number, code: string, title: string) {
  return {
    type: `/docs/errors/${code}`,
    title,
    status,
    detail: `${title}.`,
    code,
    errors: [],
    requestId: 'req-17',
  };
}

const receiptLines = [
  ['opening', 'Opening', '0.00', null],
  ['time', 'Time', '12000.00', 'recordedTime'],
  ['costs', 'Costs', '800.50', 'recordedCost'],
  ['revalued', 'Revalued', '0.00', 'revalued'],
  ['moved', 'Moved', '0.00', 'transferred'],
  ['writtenOn', 'Written on', '20.00', 'writtenOn'],
  ['writtenOff', 'Written off', '-120.50', 'writtenOff'],
  ['billed', 'Billed', '-9000.00', 'billed'],
  ['interims', 'Interims', '-500.00', 'interim'],
  ['available', 'Available', '3200.00', null],
] as const;

const jobHead = {
  jobId: '3',
  jobNumber: 'J000003',
  jobName: jobs[6],
  clientId: '7',
  clientName: clients[6],
  currency: 'NZD',
};

export function receiptOf(query: URLSearchParams): unknown {
  return {
    ...jobHead,
    from: query.get('from'),
    to: query.get('to'),
    knownAt: null,
    uninvoicedQuote: '1200.00',
    items: receiptLines.map(([figure, label, amount, account]) => ({
      figure,
      label,
      amount,
      account,
      currency: 'NZD',
    })),
  };
}

/** Thirty lines, the newest on top: mostly time, now and then an interim and a reversal. */
export function ledgerOf(_query: URLSearchParams): unknown {
  let net = 0n;
  const items = Array.from({ length: 30 }, (_, index) => {
    const isInterim = index % 9 === 8;
    const amountMinor = isInterim ? -250_000n : 15_000n + BigInt((index * 7_919) % 20_000);
    net += amountMinor;
    return {
      journalId: String(index + 1),
      lineNumber: 1,
      effectiveOn: `2026-0${1 + Math.floor(index / 4)}-${String(1 + ((index * 2) % 27)).padStart(2, '0')}`,
      recordedAt: '2026-09-30T02:00:00Z',
      kind: isInterim ? 'interimRaised' : 'timeRecorded',
      kindLabel: isInterim ? 'Interim raised' : 'Time recorded',
      jobId: '3',
      debit: isInterim ? 'billed' : 'wipTime',
      credit: isInterim ? 'interim' : 'recordedTime',
      amount: decimal(isInterim ? -amountMinor : amountMinor),
      currency: 'NZD',
      netWipChange: decimal(amountMinor),
      quantity: 90,
      itemId: String(index + 1),
      itemKind: isInterim ? 'interim' : 'time',
      taskName: 'Design',
      staffId: '1',
      staffName: 'Ana Pohl',
      originOn: '2026-03-01',
      cause: isInterim
        ? { kind: 'invoice', id: '40', label: 'Invoice INV-0040' }
        : { kind: 'timeEntry', id: '1', label: 'Time: Ana Pohl, 1.5 h, Design' },
      recordedBy: 'Ana Pohl',
      reverses: null,
      reversedBy: index % 11 === 10 ? '900' : null,
      running: { wipTime: decimal(net), wipCost: '0.00', interims: '0.00', netWip: decimal(net) },
    };
  });
  const now = { wipTime: decimal(net), wipCost: '0.00', interims: '0.00', netWip: decimal(net) };
  return {
    ...jobHead,
    items,
    opening: { wipTime: '0.00', wipCost: '0.00', interims: '0.00', netWip: '0.00' },
    filtered: null,
    current: now,
    nextCursor: null,
    previousCursor: null,
  };
}

export function journalOf(): unknown {
  const line = {
    lineNumber: 1,
    jobId: '3',
    jobNumber: 'J000003',
    debit: 'wipTime',
    credit: 'recordedTime',
    amount: '225.00',
    currency: 'NZD',
    netWipChange: '225.00',
    quantity: 90,
    itemId: '7',
    itemKind: 'time',
    taskName: 'Design',
    staffName: 'Ana Pohl',
    originOn: '2026-03-01',
  };
  return {
    id: '7',
    kind: 'timeRecorded',
    kindLabel: 'Time recorded',
    effectiveOn: '2026-03-01',
    recordedAt: '2026-03-01T04:20:00Z',
    recordedBy: 'Ana Pohl',
    cause: { kind: 'timeEntry', id: '1', label: 'Time: Ana Pohl, 1.5 h, Design' },
    reverses: null,
    reversedBy: '900',
    lines: [line, { ...line, lineNumber: 2, debit: 'wipTime', credit: 'revalued', amount: '15.00' }],
  };
}

function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

function decimal(amountMinor: bigint): string {
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
