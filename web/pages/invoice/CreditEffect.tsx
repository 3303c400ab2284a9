import type { CreditPreview, Invoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { isZero } from '../../util/sums.ts';
import classes from './invoice.module.css';

type CreditEffectProps = { preview: CreditPreview; invoice: Invoice };

/** What a credit note comes to, and what it does to each job. */
export function CreditEffect({ preview, invoice }: CreditEffectProps) {
  const named = new Map(invoice.jobs.map((job) => [job.jobId, job]));
  const offs = preview.jobs.filter(({ writtenOff }) => !isZero(writtenOff));
  return (
    <div className={classes.scroller}>
      <table className={classes.table}>
        <caption className="visually-hidden">What it will do</caption>
        <thead>
          <tr>
            <th scope="col">What it will do</th>
            <th scope="col">WIP before</th>
            {offs.length > 0 && <th scope="col">Written off</th>}
            <th scope="col">WIP after</th>
          </tr>
        </thead>
        <tbody>
          {preview.jobs.map((job) => (
            <tr key={job.jobId}>
              <th scope="row">
                <span className="quiet">{named.get(job.jobId)?.jobNumber}</span>{' '}
                {named.get(job.jobId)?.jobName}
              </th>
              <td>
                <Amount of={job.before} />
              </td>
              {offs.length > 0 && (
                <td>
                  <Amount of={job.writtenOff} />
                </td>
              )}
              <td>
                <Amount of={job.after} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Credit, {preview.currency}, tax included</th>
            <td />
            {offs.length > 0 && <td />}
            <td>
              <Amount of={preview.totalWithTax} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
