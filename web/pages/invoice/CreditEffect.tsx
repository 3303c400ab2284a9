import type { CreditPreview, Invoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { isZero } from '../../util/sums.ts';

type CreditEffectProps = { preview: CreditPreview; invoice: Invoice };

/** What a credit note comes to, and what it does to each job. */
export function CreditEffect({ preview, invoice }: CreditEffectProps) {
  const named = new Map(invoice.jobs.map((job) => [job.jobId, job]));
  const offs = preview.jobs.filter(({ writtenOff }) => !isZero(writtenOff));
  return (
    <SmallTable
      heads={['What it will do', 'WIP before', ...(offs.length > 0 ? ['Written off'] : []), 'WIP after']}
    >
      <tbody>
        {preview.jobs.map((job) => (
          <tr key={job.jobId}>
            <th scope="row">
              <span className="quiet">{named.get(job.jobId)?.jobNumber}</span> {named.get(job.jobId)?.jobName}
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
    </SmallTable>
  );
}
