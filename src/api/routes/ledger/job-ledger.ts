import { z } from 'zod';
import { jobLedger as reader, type JobLedger, type JobLedgerRow } from '#actions/reports/job-ledger.ts';
import { reportFile, type FileFormat } from '#actions/exports/report-file.ts';
import { readPage } from '#actions/reports/reading.ts';
import { idParams } from '#contract/ids.ts';
import { flagText } from '#contract/paging.ts';
import { jobLedgerAnswer, jobLedgerQuery, ledgerSideColumns } from '#contract/reports/job-ledger.ts';
import { done } from '#core/refusal.ts';
import { presentAmounts } from '../../presenters/amounts.ts';
import { accountLabels, netWipMinorOf, presentLine } from '../../presenters/ledger.ts';
import { mediaTypes } from '../../media-types.ts';
import { Download, route } from '../../route.ts';

const query = jobLedgerQuery.extend({
  format: z.enum(['json', 'csv', 'xlsx']).default('json').meta({
    description: 'A file has the whole ledger that the filter finds, each line as a debit and a credit.',
  }),
  bom: flagText.default(false),
});

export const readJobLedger = route({
  method: 'GET',
  path: '/jobs/{id}/ledger',
  summary: 'Read the running ledger of a job',
  description: 'Lines by effective date, with the balances of the job after each. Pages lead both ways.',
  tag: 'Ledger',
  work: 'report',
  permission: reader.permission,
  params: idParams,
  query,
  answer: jobLedgerAnswer,
  downloads: Object.values(mediaTypes),
  refusals: ['unknownJob', 'invalidCursor', 'batchTooLarge'],
  async handler({ context, params, query: { format, bom, ...filter } }) {
    const question = { ...filter, jobId: params.id };
    if (format !== 'json') {
      const whole = { ...question, start: 'oldest' } as const;
      const content = await reportFile(context, sides, whole, { format, withByteOrderMark: bom });
      return content.ok ? done(download(format, content.value)) : content;
    }
    const read = await readPage(context, reader, question);
    return read.ok ? done(present(read.value)) : read;
  },
});

function download(format: FileFormat, content: string | Uint8Array): Download {
  return new Download(`job-ledger.${format}`, mediaTypes[format], content);
}

function present(ledger: JobLedger): z.output<typeof jobLedgerAnswer> {
  const { rows, next, previous, opening, current, filtered, firmCurrency, ...job } = ledger;
  const { currency } = job;
  return {
    ...job,
    items: rows.map((row) => ({
      ...presentLine(row, firmCurrency),
      running: presentAmounts(netWipMinorOf(row.running), currency),
    })),
    opening: presentAmounts(netWipMinorOf(opening), currency),
    current: presentAmounts(netWipMinorOf(current), currency),
    filtered: filtered === null ? null : presentAmounts(filtered, currency),
    nextCursor: next === null ? null : cursorOf(next),
    previousCursor: previous === null ? null : cursorOf(previous),
  };
}

type Cursor = ['after' | 'before', string, string, number];

function cursorOf(position: readonly (string | number)[]): Cursor {
  const [direction, effectiveOn, journalId, lineNumber] = position;
  return [
    direction === 'before' ? 'before' : 'after',
    String(effectiveOn),
    String(journalId),
    Number(lineNumber),
  ];
}

/** The accountant's view. */
const sides = {
  title: 'Job ledger',
  columns: ledgerSideColumns,
  reader,
  rowsOf: (page: JobLedger) => page.rows.flatMap(sidesOf),
};

function sidesOf(row: JobLedgerRow) {
  const { journalId, lineNumber, effectiveOn, kindLabel, causeLabel: cause, currency, amountMinor } = row;
  const line = { journalId: String(journalId), lineNumber, effectiveOn, kindLabel, cause, currency };
  return [
    { ...line, account: accountLabels[row.debit], debitMinor: amountMinor, creditMinor: null },
    { ...line, account: accountLabels[row.credit], debitMinor: null, creditMinor: amountMinor },
  ];
}
