import type { CivilDate } from '#core/calendar/civil-date.ts';
import { netWipMinor, type Account, type Balances } from '#core/ledger/accounts.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse } from '#core/refusal.ts';
import { readBalancesOfJob, readJobHead, readOpeningOfJob, type JobHead } from '#store/reports/receipt.ts';
import type { Page, ReportReader } from './reading.ts';
import { periodTurnedAround } from './wip-control.ts';

export type ReceiptQuestion = {
  readonly jobId: number;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly knownAt?: string | undefined;
};

export type ReceiptFigure =
  | 'opening'
  | 'time'
  | 'costs'
  | 'revalued'
  | 'moved'
  | 'writtenOn'
  | 'writtenOff'
  | 'billed'
  | 'interims'
  | 'available';

export type ReceiptLine = {
  figure: ReceiptFigure;
  label: string;
  /** Signed as it moves net WIP. */
  amountMinor: bigint;
  currency: CurrencyCode;
  account: Account | null;
};

export type Receipt = Page<ReceiptLine> &
  JobHead & {
    readonly from: CivilDate | null;
    readonly to: CivilDate | null;
    readonly knownAt: string | null;
    readonly uninvoicedQuoteMinor: bigint | null;
  };

/** opening + time + costs ± revalued ± moved + written on − written off − billed ± interims = available. */
export const receipt: ReportReader<ReceiptQuestion, Receipt> = {
  permission: 'wip.read',
  async read({ tx, now }, { jobId, from = null, to = null, knownAt = null }) {
    if (from !== null && to !== null && from > to) return periodTurnedAround(from, to);
    const job = await readJobHead(tx, jobId);
    if (job === undefined)
      return refuse('unknownJob', 'There is no such job.', { field: 'jobId', value: `${jobId}` });
    const [opening, closing] = await Promise.all([
      readOpeningOfJob(tx, jobId, { from, knownAt }, now),
      readBalancesOfJob(tx, jobId, { asAt: to, knownAt }, now),
    ]);
    const rows = linesOf(opening, closing, job.currency);
    const uninvoicedQuoteMinor = closing.uninvoicedQuote === 0n ? null : closing.uninvoicedQuote;
    return done({ ...job, from, to, knownAt, rows, uninvoicedQuoteMinor, next: null });
  },
};

function linesOf(opening: Balances, closing: Balances, currency: CurrencyCode): ReceiptLine[] {
  const line = (
    figure: ReceiptFigure,
    label: string,
    amountMinor: bigint,
    account: Account | null,
  ): ReceiptLine => ({
    figure,
    label,
    amountMinor,
    currency,
    account,
  });
  // A contra account changes by the opposite of what it does to net WIP.
  const less = (account: Account): bigint => opening[account] - closing[account];
  const interims = closing.interim - opening.interim;
  return [
    line('opening', 'Opening', netWipMinor(opening), null),
    line('time', 'Time', less('recordedTime'), 'recordedTime'),
    line('costs', 'Costs', less('recordedCost'), 'recordedCost'),
    line('revalued', 'Revalued', less('revalued'), 'revalued'),
    line('moved', 'Moved between jobs', less('transferred'), 'transferred'),
    line('writtenOn', 'Written on', less('writtenOn'), 'writtenOn'),
    line('writtenOff', 'Written off', less('writtenOff'), 'writtenOff'),
    // Billed value of WIP: what invoices took, apart from the interims they raised and absorbed.
    line('billed', 'Billed', less('billed') - interims, 'billed'),
    line('interims', 'Interims', interims, 'interim'),
    line('available', 'Available to invoice', netWipMinor(closing), null),
  ];
}
