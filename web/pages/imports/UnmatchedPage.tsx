import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UnmatchedInvoice } from '../../api/imports.ts';
import { listQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form } from '../../form/Form.tsx';
import { JobPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { PlainTable } from './PlainTable.tsx';

/** Imported invoices that name no job: they wait, without any effect on WIP, until somebody says whose they are. */
export function UnmatchedPage() {
  const may = useMay()('imports.run');
  const [deciding, setDeciding] = useState<UnmatchedInvoice | null>(null);
  const query = useInfiniteQuery(
    listQuery<UnmatchedInvoice>('/unmatched-invoices', { waiting: 'true' }, { changesWith: ['imports'] }),
  );
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const invoices = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <title>Invoices without a job · Workledger</title>
      <PageHeader title="Invoices without a job" back={{ href: '/imports', label: 'Imports' }} />
      <PageBody>
        {error !== null && data === undefined && (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
        {data !== undefined && invoices.length === 0 && (
          <Notice title="None waits">Every imported invoice has its job, or was set aside.</Notice>
        )}
        {invoices.length > 0 && <Invoices invoices={invoices} onDecide={may ? setDeciding : undefined} />}
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        )}
      </PageBody>
      {deciding !== null && (
        <DecideDrawer key={deciding.invoiceId} invoice={deciding} onClose={() => setDeciding(null)} />
      )}
    </>
  );
}

type InvoicesProps = {
  invoices: readonly UnmatchedInvoice[];
  onDecide: ((invoice: UnmatchedInvoice) => void) | undefined;
};

function Invoices({ invoices, onDecide }: InvoicesProps) {
  const formats = useFormats();
  return (
    <PlainTable
      label="Invoices without a job"
      heads={['Invoice', 'Date', { end: 'Total' }, 'Why it waits', { hidden: 'Decide' }]}
    >
      <tbody>
        {invoices.map((invoice) => (
          <tr key={invoice.invoiceId}>
            <th scope="row">
              <AppLink href={`/invoices/${invoice.invoiceId}`}>{invoice.number ?? 'Without number'}</AppLink>
              <div className="quiet">{invoice.clientName}</div>
            </th>
            <td>{formats.date(invoice.invoicedOn)}</td>
            <td data-end>
              <Amount of={invoice.total} /> <span className="quiet">{invoice.currency}</span>
            </td>
            <td>{invoice.why}</td>
            <td data-end>
              {onDecide && (
                <Button size="xs" variant="default" onClick={() => onDecide(invoice)}>
                  Decide
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

function DecideDrawer({ invoice, onClose }: { invoice: UnmatchedInvoice; onClose: () => void }) {
  const path = `/unmatched-invoices/${invoice.invoiceId}/decision`;
  const changes = ['unmatched-invoices', 'imports', 'wip', 'jobs', 'invoices'];
  const name = invoice.number ?? 'The invoice';
  const form = useRecordForm<{ jobId: string; note: string }, UnmatchedInvoice>({
    id: `unmatched ${invoice.invoiceId}`,
    initial: nothingChosen,
    bodyOf: ({ jobId, note }) => ({ jobId, note: orNull(note) }),
    check: ({ jobId }) => (jobId === '' ? { jobId: 'The job that it was for.' } : {}),
    send: (body) => ({ path, body }),
    changes,
    said: ({ jobNumber }) => `${name} is an interim on ${jobNumber ?? 'the job'}`,
    onSaved: onClose,
  });
  const settingAside = useTell<void>({
    send: () => ({ path, body: { jobId: null, note: orNull(form.values.note) } }),
    changes,
    said: () => `${name} was set aside`,
    onDone: onClose,
  });
  const setAside = async () => {
    const isSure = await confirm({
      title: `Set ${name} aside?`,
      consequence: 'It stays an invoice of the client and never has an effect on WIP.',
      act: 'Set aside',
    });
    if (isSure) settingAside.tell();
  };
  return (
    <EditDrawer opened title={`${name}: whose is it?`} onClose={onClose} form={form}>
      <Form
        form={form}
        act="Assign"
        onCancel={onClose}
        actions={
          <Button variant="subtle" loading={settingAside.isBusy} onClick={() => void setAside()}>
            Set aside…
          </Button>
        }
      >
        <p className="quiet">{invoice.why}</p>
        <JobPicker
          label="Job"
          help="The invoice becomes an interim on it: invoiced ahead of work"
          first
          {...form.field('jobId')}
        />
        <LongTextField label="Note" rows={2} {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

const nothingChosen = { jobId: '', note: '' };
