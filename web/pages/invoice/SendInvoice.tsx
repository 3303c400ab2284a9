// Sending an invoice or a credit note by mail; where mail is not set up, an invoice is sent one's own way and marked as sent.

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { invoiceTopics } from '../../api/invoices.ts';
import { SendDrawer } from '../mail/SendDrawer.tsx';
import type { InvoiceDialogProps } from './dialog-props.ts';
import { useInvoiceActs } from './useInvoiceActs.ts';

export default function SendInvoice({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { document, id, number, state } = invoice;
  const sendable = useMemo(() => ({ document, id }), [document, id]);
  const { markSent, savePdf } = useInvoiceActs(invoice);
  const markAndClose = () => {
    markSent();
    onClose();
  };
  return (
    <SendDrawer
      sendable={sendable}
      name={number ?? 'the document'}
      changes={invoiceTopics}
      opened={opened}
      onClose={onClose}
      onSavePdf={savePdf}
      instead={
        state === 'approved' &&
        document === 'invoice' && (
          <Button variant="default" onClick={markAndClose}>
            Mark as sent
          </Button>
        )
      }
    />
  );
}
