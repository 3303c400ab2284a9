// What the invoice did to WIP, job by job, and its lines; both lead into the ledgers of the jobs.

import type { Invoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { RowHead, SmallTable } from '../../ui/SmallTable.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import { ledgerHref } from '../job-ledger/search.ts';

const movements = [
  ['before', 'WIP before', 'invoice.before'],
  ['billed', 'Billed', 'invoice.billed'],
  ['writtenOn', 'Written on', 'invoice.writtenOn'],
  ['writtenOff', 'Written off', 'invoice.writtenOff'],
  ['raised', 'Interims raised', 'invoice.raised'],
  ['absorbed', 'Absorbed', 'invoice.absorbed'],
  ['after', 'WIP after', 'invoice.after'],
] as const;

export function Effects({ invoice }: { invoice: Invoice }) {
  return (
    <>
      {invoice.jobs.length > 0 && <JobsTable invoice={invoice} />}
      {invoice.lines.length > 0 && <LinesTable invoice={invoice} />}
    </>
  );
}

function JobsTable({ invoice }: { invoice: Invoice }) {
  const { jobs, invoicedOn } = invoice;
  const isPosted = invoice.state !== 'draft' && invoice.state !== 'discarded';
  const shown = movements.filter(
    ([key]) => key === 'before' || key === 'after' || jobs.some((job) => /[1-9]/.test(job[key])),
  );
  const records = [Object.fromEntries(movements.map(([key]) => [key, sumOf(jobs.map((job) => job[key]))]))];
  return (
    <Block title={isPosted ? 'What it did to WIP' : 'What it will do to WIP'}>
      <SmallTable heads={['Job', ...shown.map(([, label, figure]) => ({ label, figure, records }))]}>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.jobId}>
              <RowHead href={ledgerHref(job.jobId, isPosted ? { from: invoicedOn, to: invoicedOn } : {})}>
                <span className="quiet">{job.jobNumber}</span> {job.jobName}
              </RowHead>
              {shown.map(([key]) => (
                <td key={key}>
                  <Amount of={job[key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </SmallTable>
    </Block>
  );
}

function LinesTable({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const { lines, invoicedOn } = invoice;
  return (
    <Block title="Lines and where they come from">
      <SmallTable heads={['Line', 'Time, units', 'Tax', 'Amount']}>
        <tbody>
          {lines.map((line) => {
            const href =
              line.jobId === null
                ? null
                : ledgerHref(line.jobId, {
                    from: invoicedOn,
                    to: invoicedOn,
                    item: line.costEntryId ?? line.interimId ?? undefined,
                  });
            return (
              <tr key={line.lineNumber}>
                <RowHead note={line.typed && <small>Typed on the invoice</small>}>{line.description}</RowHead>
                <td>{line.minutes === null ? line.quantity : formats.hours(line.minutes)}</td>
                <td>
                  <Amount of={line.tax} />
                </td>
                <td>
                  {href === null ? (
                    <Amount of={line.amount} />
                  ) : (
                    <AppLink href={href} title="Its entries in the ledger of the job">
                      <Amount of={line.amount} />
                    </AppLink>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </SmallTable>
    </Block>
  );
}
