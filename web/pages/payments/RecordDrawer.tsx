// What a client paid, and which of its open invoices it pays.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paymentBody } from '#contract/payments/payments.ts';
import { clientQuery } from '../../api/clients.ts';
import { openInvoicesQuery, paymentTopics, type Payment } from '../../api/payments.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { ClientPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { isNegative, sumOf } from '../../util/sums.ts';
import { OpenInvoices } from './OpenInvoices.tsx';
import { leftOver, namedIn, payableIn, suggestedShares, type Shares } from './shares.ts';
import classes from './payments.module.css';

type Fields = {
  clientId: string;
  amount: string;
  paidOn: string;
  method: string;
  reference: string;
  note: string;
  /** Null: as suggested. */
  shares: Shares | null;
};

type RecordDrawerProps = {
  opened: boolean;
  /** '' lets the client be chosen. */
  clientId: string;
  onClose: () => void;
  onSaved: (payment: Payment) => void;
};

export function RecordDrawer({ opened, clientId, onClose, onSaved }: RecordDrawerProps) {
  const { form, currency, invoices, errorOf } = useRecording({ clientId, onSaved });
  const formats = useFormats();
  const { values } = form;
  const open = invoices === undefined ? '' : sumOf(invoices.map(({ outstanding }) => outstanding));
  const setShares = (shares: Shares | null) => form.set({ shares });
  return (
    <EditDrawer opened={opened} title="Record a payment" onClose={onClose} form={form} size={560}>
      <Form form={form} act="Record the payment" onCancel={onClose}>
        <ClientPicker
          label="Client"
          required
          first={clientId === ''}
          {...form.field('clientId')}
          onChange={(id) => form.set({ clientId: id, shares: null })}
        />
        <FieldRow>
          <MoneyField
            label="Amount"
            currency={currency}
            required
            first={clientId !== ''}
            help={/[1-9]/.test(open) ? `${formats.amount(open)} is open` : undefined}
            {...form.field('amount')}
          />
          <DayField label="Paid on" {...form.field('paidOn')} />
        </FieldRow>
        {/[1-9]/.test(open) && values.amount === '' && (
          <p className={classes.choices}>
            <button type="button" onClick={() => form.set({ amount: open })}>
              All that is open was paid
            </button>
          </p>
        )}
        <FieldRow>
          <TextField label="Method" placeholder="Such as bank transfer" {...form.field('method')} />
          <TextField label="Reference" {...form.field('reference')} />
        </FieldRow>
        {values.clientId !== '' && (
          <Section title="What it pays" help="The longest due first, unless you say otherwise.">
            <OpenInvoices
              invoices={invoices}
              available={values.amount}
              currency={currency}
              shares={values.shares}
              onChange={setShares}
              error={form.field('shares').error}
              errorOf={errorOf}
            />
          </Section>
        )}
        <LongTextField label="Note" rows={2} {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

type Recording = { clientId: string; onSaved: (payment: Payment) => void };

function useRecording({ clientId, onSaved }: Recording) {
  const { timeZone, currency: firmCurrency } = useFirm();
  const formats = useFormats();
  const queryClient = useQueryClient();
  const initial = useMemo<Fields>(
    () => ({
      clientId,
      amount: '',
      paidOn: todayIn(timeZone),
      method: '',
      reference: '',
      note: '',
      shares: null,
    }),
    [clientId, timeZone],
  );
  const currencyOf = (id: string) =>
    queryClient.getQueryData(clientQuery(id).queryKey)?.currency ?? firmCurrency;
  const openOf = (id: string) => {
    const found = queryClient.getQueryData(openInvoicesQuery(id).queryKey)?.items;
    return found && payableIn(found, currencyOf(id));
  };
  const namedOf = ({ clientId: id, amount, shares }: Fields) => {
    const open = openOf(id);
    return open && namedIn(shares ?? suggestedShares(amount, open), open);
  };
  const form = useRecordForm<Fields, Payment>({
    id: clientId === '' ? 'new payment' : `new payment of ${clientId}`,
    initial,
    bodyOf: (fields) => {
      const named = namedOf(fields);
      return {
        clientId: fields.clientId,
        amount: fields.amount,
        ...(fields.paidOn === '' ? {} : { paidOn: fields.paidOn }),
        method: orNull(fields.method),
        reference: orNull(fields.reference),
        note: orNull(fields.note),
        ...(named === undefined ? { allocate: 'oldest' } : { invoices: named }),
      };
    },
    schema: paymentBody,
    pathOf: { shares: 'invoices' },
    check: ({ clientId: id, amount, shares }) =>
      shares !== null && isNegative(leftOver(amount, shares, currencyOf(id)))
        ? { shares: 'The invoices get more than was paid.' }
        : {},
    send: (body) => ({ path: '/payments', body }),
    changes: paymentTopics,
    said: (saved) => `${formats.amount(saved.amount)} ${saved.currency} recorded`,
    onSaved,
  });
  const chosen = form.values.clientId;
  const client = useQuery({ ...clientQuery(chosen), enabled: chosen !== '' });
  const open = useQuery({ ...openInvoicesQuery(chosen), enabled: chosen !== '' });
  const currency = client.data?.currency ?? firmCurrency;
  const invoices = useMemo(
    () => open.data && client.data && payableIn(open.data.items, client.data.currency),
    [open.data, client.data],
  );
  const errorOf = (invoiceId: string) => {
    const place = namedOf(form.values)?.findIndex((each) => each.invoiceId === invoiceId) ?? -1;
    return place < 0 ? undefined : form.errorAt(`invoices.${place}`);
  };
  return { form, currency, invoices, errorOf };
}
