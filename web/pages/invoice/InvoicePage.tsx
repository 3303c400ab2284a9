// An invoice: the document as it is printed, what was paid and credited, what it did to WIP, and what can be done with it.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { invoiceQuery, type Invoice } from '../../api/invoices.ts';
import { rememberRecord } from '../../shell/recent.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { AllocationsOf } from './Allocations.tsx';
import { Effects } from './Effects.tsx';
import { InvoiceActs } from './InvoiceActs.tsx';
import { Sheet } from './Sheet.tsx';
import { Facts, History, Mails } from './Sides.tsx';
import classes from './invoice.module.css';

const route = getRouteApi('/shell/invoices/$invoiceId');

export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId));
  const router = useRouter();
  const title = invoice === undefined ? '' : titleOf(invoice);
  useEffect(() => {
    if (title !== '')
      rememberRecord({ kind: 'invoice', id: invoiceId, title, href: `/invoices/${invoiceId}` });
  }, [invoiceId, title]);
  useEffect(() => {
    // A credit note has a page of its own.
    if (invoice?.document === 'creditNote') router.history.replace(`/credit-notes/${invoice.id}`);
  }, [invoice, router]);
  return (
    <>
      <title>{`${title || 'Invoice'} · Workledger`}</title>
      <PageHeader
        title={title}
        back={{ href: lastAddress('/invoices'), label: 'Invoices' }}
        under={invoice && <Standing invoice={invoice} />}
      >
        {invoice && <InvoiceActs invoice={invoice} />}
      </PageHeader>
      {invoice === undefined ? (
        <PageBody>
          {error === null ? (
            <Skeleton height={480} />
          ) : (
            <ProblemNotice error={error} onRetry={() => void refetch()} />
          )}
        </PageBody>
      ) : (
        <>
          {invoice.state !== 'draft' && invoice.state !== 'discarded' && <Money invoice={invoice} />}
          <PageBody>
            <div className={classes.columns}>
              <div className={classes.left}>
                <Sheet id={invoice.id} />
                <Effects invoice={invoice} />
              </div>
              <div className={classes.right}>
                <Facts invoice={invoice} />
                {invoice.state !== 'draft' && <AllocationsOf invoice={invoice} />}
                <Mails invoiceId={invoice.id} />
                <History subject="invoice" id={invoice.id} />
              </div>
            </div>
          </PageBody>
        </>
      )}
    </>
  );
}

function titleOf({ number, clientName }: Invoice): string {
  return number ?? `Draft for ${clientName ?? 'a client'}`;
}

export function Standing({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const [word, tone] = documentState(invoice.state);
  return (
    <>
      <StatusBadge tone={tone}>{word}</StatusBadge>{' '}
      {invoice.clientId !== null && (
        <AppLink href={`/clients/${invoice.clientId}`}>{invoice.clientName}</AppLink>
      )}
      {invoice.cancelledOn !== null &&
        ` · cancelled on ${formats.date(invoice.cancelledOn)}: ${invoice.cancelReason}`}
    </>
  );
}

function Money({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const { currency, totalWithTax, paid, credited, outstanding, dueOn, tax } = invoice;
  return (
    <Figures
      figures={[
        {
          label: `Outstanding, ${currency}`,
          figure: 'outstanding',
          value: <Amount of={outstanding} />,
          isMain: true,
          ...(dueOn === null ? {} : { note: `due ${formats.date(dueOn)}` }),
        },
        { label: 'Total', value: <Amount of={totalWithTax} />, note: `of it tax ${formats.amount(tax)}` },
        { label: 'Paid', value: <Amount of={paid} />, href: '#payments' },
        { label: 'Credited', value: <Amount of={credited} />, href: '#payments' },
      ]}
    />
  );
}
