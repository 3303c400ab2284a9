// A payment: what came, what it pays, what is left of it, and what can be done with that.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { paymentQuery, type Payment } from '../../api/payments.ts';
import { rememberRecord } from '../../shell/recent.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { sumOf } from '../../util/sums.ts';
import { History } from '../invoice/Sides.tsx';
import { PaymentActs } from './PaymentActs.tsx';
import { PaymentAllocations } from './PaymentAllocations.tsx';
import { titleOf, usageOf } from './words.ts';
import classes from './payments.module.css';

const route = getRouteApi('/shell/payments/$paymentId');

export function PaymentPage() {
  const { paymentId } = route.useParams();
  const { data: payment, error, refetch } = useQuery(paymentQuery(paymentId));
  const title = payment === undefined ? '' : titleOf(payment);
  useEffect(() => {
    if (title !== '')
      rememberRecord({ kind: 'payment', id: paymentId, title, href: `/payments/${paymentId}` });
  }, [paymentId, title]);
  return (
    <>
      <title>{`${title || 'Payment'} · Workledger`}</title>
      <PageHeader
        title={title}
        back={{ href: lastAddress('/payments'), label: 'Payments' }}
        under={payment && <Standing payment={payment} />}
      >
        {payment && <PaymentActs payment={payment} />}
      </PageHeader>
      {payment === undefined ? (
        <PageBody>
          {error === null ? (
            <Skeleton height={260} />
          ) : (
            <ProblemNotice error={error} onRetry={() => void refetch()} />
          )}
        </PageBody>
      ) : (
        <>
          <Money payment={payment} />
          <PageBody>
            <div className={classes.columns}>
              <div>
                <PaymentAllocations payment={payment} />
              </div>
              <div>
                <About payment={payment} />
                <History subject="payment" id={payment.id} />
              </div>
            </div>
          </PageBody>
        </>
      )}
    </>
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
