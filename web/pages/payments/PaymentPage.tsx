// A payment: what came, what it pays, what is left of it, and what can be done with that.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { paymentQuery, type Payment } from '../../api/payments.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Block, Facts } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import { DocumentPage } from '../document/DocumentPage.tsx';
import { History } from '../document/History.tsx';
import { PaymentActs } from './PaymentActs.tsx';
import { PaymentAllocations } from './PaymentAllocations.tsx';
import { titleOf, usageOf } from './words.ts';

const route = getRouteApi('/shell/payments/$paymentId');

export function PaymentPage() {
  const { paymentId } = route.useParams();
  const { data: payment, error, refetch } = useQuery(paymentQuery(paymentId));
  return (
    <DocumentPage
      kind="payment"
      id={paymentId}
      word="Payment"
      title={payment && titleOf(payment)}
      list={{ href: '/payments', label: 'Payments' }}
      error={error}
      onRetry={() => void refetch()}
      shown={
        payment && {
          under: <Standing payment={payment} />,
          acts: <PaymentActs payment={payment} />,
          figures: <Money payment={payment} />,
          left: <PaymentAllocations payment={payment} />,
          right: (
            <>
              <About payment={payment} />
              <History subject="payment" id={payment.id} />
            </>
          ),
        }
      }
    />
  );
}

function Standing({ payment }: { payment: Payment }) {
  const usage = usageOf(payment);
  const formats = useFormats();
  const { clientId, clientName, voidedOn, voidReason } = payment;
  return (
    <>
      {usage && <StatusBadge tone={usage[1]}>{usage[0]}</StatusBadge>}{' '}
      {clientId !== null && <AppLink href={`/clients/${clientId}/account`}>{clientName}</AppLink>}
      {voidedOn !== null && ` · voided on ${formats.date(voidedOn)}: ${voidReason ?? ''}`}
    </>
  );
}

function Money({ payment }: { payment: Payment }) {
  const { currency, amount, unallocated, allocations, voidedOn } = payment;
  const sum = (isRefund: boolean) =>
    sumOf([
      amount.replace(/\d/g, '0'),
      ...allocations.flatMap((each) =>
        each.standing && (each.invoiceId === null) === isRefund ? [each.amount] : [],
      ),
    ]);
  return (
    <Figures
      figures={[
        { label: `Paid, ${currency}`, value: <Amount of={amount} />, isMain: true },
        { label: 'Pays invoices', value: <Amount of={sum(false)} />, href: '#allocations' },
        { label: 'Paid back', value: <Amount of={sum(true)} />, href: '#allocations' },
        {
          label: 'Left',
          value: <Amount of={unallocated} />,
          ...(voidedOn === null && /[1-9]/.test(unallocated) ? { note: 'the client’s credit' } : {}),
        },
      ]}
    />
  );
}

function About({ payment }: { payment: Payment }) {
  const formats = useFormats();
  const { paidOn, method, reference, note, recordedAt, by, voidedBy } = payment;
  return (
    <Block title="About it">
      <Facts
        facts={[
          ['Paid on', formats.date(paidOn)],
          ['Method', method],
          ['Reference', reference],
          ['Note', note],
          ['Recorded', `${formats.instant(recordedAt)}, ${by}`],
          ['Voided by', voidedBy],
        ]}
      />
    </Block>
  );
}
