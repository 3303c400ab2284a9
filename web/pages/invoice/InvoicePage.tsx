// An invoice: the document as it is printed, what was paid and credited, what it did to WIP, and what can be done with it.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { invoiceQuery, printedQuery, type Invoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { invoiceState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { DocumentPage } from '../document/DocumentPage.tsx';
import { History } from '../document/History.tsx';
import { Mails } from '../document/Mails.tsx';
import { Paper } from '../document/Paper.tsx';
import { AboutInvoice } from './AboutInvoice.tsx';
import { AllocationsOf } from './Allocations.tsx';
import { Effects } from './Effects.tsx';
import { InvoiceActs } from './InvoiceActs.tsx';

const route = getRouteApi('/shell/invoices/$invoiceId');

export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId));
  const router = useRouter();
  useEffect(() => {
    // A credit note has a page of its own.
    if (invoice?.document === 'creditNote') router.history.replace(`/credit-notes/${invoice.id}`);
  }, [invoice, router]);
  return (
    <DocumentPage
      kind="invoice"
      id={invoiceId}
      word="Invoice"
      title={invoice && titleOf(invoice)}
      list={{ href: '/invoices', label: 'Invoices' }}
      error={error}
      onRetry={() => void refetch()}
      shown={
        invoice && {
          under: <Standing invoice={invoice} />,
          acts: <InvoiceActs invoice={invoice} />,
          figures: hasFigures(invoice) && <Money invoice={invoice} />,
          left: (
            <>
              <Paper query={printedQuery(invoice.id)} />
              <Effects invoice={invoice} />
            </>
          ),
          right: (
            <>
              <AboutInvoice invoice={invoice} />
              {invoice.state !== 'draft' && <AllocationsOf invoice={invoice} />}
              <Mails invoiceId={invoice.id} />
              <History subject="invoice" id={invoice.id} />
            </>
          ),
        }
      }
    />
  );
}

function hasFigures({ state }: Invoice): boolean {
  return state !== 'draft' && state !== 'discarded';
}

function titleOf({ number, clientName }: Invoice): string {
  return number ?? `Draft for ${clientName ?? 'a client'}`;
}

export function Standing({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const [word, tone] = invoiceState(invoice);
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
