// What can be done with an invoice as it stands, as buttons, commands and keys. What is usually next is the filled one.

import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';
import type { Invoice } from '../../api/invoices.ts';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { useCommands, type Command } from '../../util/commands.ts';
import { useDialogs } from '../../util/dialogs.ts';
import { useMay } from '../../util/firm-context.ts';
import { useApproval } from '../composer/useApproval.ts';
import { useInvoiceActs } from './useInvoiceActs.ts';

const dialogs = {
  send: lazy(() => import('./SendInvoice.tsx')),
  pay: lazy(() => import('./PaymentDrawer.tsx')),
  credit: lazy(() => import('./CreditDrawer.tsx')),
  cancel: lazy(() => import('./CancelDrawer.tsx')),
};

export type InvoiceDialog = keyof typeof dialogs;

type Act = Command & { isMain?: boolean };

export function InvoiceActs({ invoice }: { invoice: Invoice }) {
  const dialog = useDialogs<InvoiceDialog>();
  const acts = useActs(invoice, dialog.open);
  useCommands(acts.all);
  const Dialog = dialog.name === null ? null : dialogs[dialog.name];
  return (
    <>
      {acts.shown.map(({ label, onChoose, isMain }) => (
        <Button
          key={label}
          variant={isMain ? 'filled' : 'default'}
          loading={isMain === true && acts.isBusy}
          onClick={onChoose}
        >
          {label}
        </Button>
      ))}
      {acts.more.length > 0 && <MoreMenu actions={acts.more} />}
      {Dialog !== null && (
        <Suspense fallback={null}>
          <Dialog invoice={invoice} opened={dialog.opened} onClose={dialog.close} />
        </Suspense>
      )}
    </>
  );
}

function useActs(invoice: Invoice, open: (name: InvoiceDialog) => void) {
  const may = useMay();
  const router = useRouter();
  const { id, state, fingerprint, version } = invoice;
  const { discard, duplicate, markSent, savePdf } = useInvoiceActs(invoice);
  const { approve, isBusy } = useApproval(useCallback(() => undefined, []));
  const isDraft = state === 'draft';
  const isOut = ['approved', 'sent', 'partPaid', 'paid'].includes(state);
  const isOpen = ['approved', 'sent', 'partPaid'].includes(state);
  const act = (allowed: boolean, label: string, onChoose: () => unknown, more: Partial<Act> = {}): Act[] =>
    allowed ? [{ label, onChoose: () => void onChoose(), ...more }] : [];
  const approveSeen = () =>
    approve(
      { id, version, fingerprint: fingerprint ?? '' },
      { ...invoice, clientName: invoice.clientName ?? 'the client' },
    );
  const shown: Act[] = [
    ...act(
      isDraft && may('invoices.draft'),
      'Change',
      () => router.history.push(`/invoices/new?draft=${id}`),
      { key: 'e' },
    ),
    ...act(isOpen && may('payments.record'), 'Record payment', () => open('pay'), {
      key: 'p',
      isMain: state !== 'approved',
    }),
    ...act(isDraft && may('invoices.approve'), 'Approve', approveSeen, { key: 'a', isMain: true }),
    ...act(isOut && may('documents.send'), state === 'approved' ? 'Send' : 'Send again', () => open('send'), {
      key: 's',
      isMain: state === 'approved',
    }),
  ];
  const more: Act[] = [
    ...act(true, 'Save as PDF', savePdf),
    ...act(state === 'approved' && may('documents.send'), 'Mark as sent', markSent),
    ...act(isOut && invoice.document === 'invoice' && may('invoices.approve'), 'Credit…', () =>
      open('credit'),
    ),
    ...act(may('invoices.draft'), 'Duplicate', duplicate),
    ...act(isOut && may('invoices.approve'), 'Cancel the invoice…', () => open('cancel')),
    ...act(isDraft && may('invoices.draft'), 'Discard the draft', discard),
  ];
  return {
    shown,
    more: more.map((each) => ({ ...each, onChoose: () => void each.onChoose() })),
    all: [...shown, ...more],
    isBusy,
  };
}
