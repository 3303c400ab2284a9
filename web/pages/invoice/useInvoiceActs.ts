// What is done with an invoice at once, without a dialog.

import { useRouter } from '@tanstack/react-router';
import type { z } from 'zod';
import type { duplicatedInvoice } from '#contract/invoices/invoices.ts';
import { fetchFile } from '../../api/client.ts';
import { invoiceTopics, type Invoice } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { showProblem } from '../../ui/toasts.ts';
import { saveFile } from '../../util/save-file.ts';

type Duplicated = z.input<typeof duplicatedInvoice>;

export function useInvoiceActs(invoice: Pick<Invoice, 'id' | 'version' | 'number'>) {
  const router = useRouter();
  const { id, version, number } = invoice;
  const duplicating = useTell<string, Duplicated>({
    send: () => ({ path: `/invoices/${id}/duplicate`, body: {} }),
    changes: invoiceTopics,
    said: ({ leftOut }, said) => ({
      text: said,
      ...(leftOut.length === 0
        ? {}
        : {
            detail: `Left out: ${leftOut
              .slice(0, 3)
              .map(({ why }) => why)
              .join(' ')}`,
          }),
    }),
    onDone: (made) => router.history.push(`/invoices/new?draft=${made.id}`),
  });
  const discarding = useTell<void>({
    send: () => ({ path: `/invoices/${id}`, method: 'DELETE', version }),
    changes: invoiceTopics,
    said: () => ({
      text: 'Draft discarded; its entries are free',
      onUndo: () => duplicating.tell('The draft is back'),
    }),
    onDone: () => router.history.push('/invoices?tab=drafts'),
  });
  const marking = useTell<void, Invoice>({
    send: () => ({ path: `/invoices/${id}/dispatch`, body: {} }),
    changes: invoiceTopics,
    said: () => `${number ?? 'It'} is marked as sent`,
  });
  const savePdf = async () => {
    try {
      saveFile(await fetchFile(`/invoices/${id}/pdf`, {}));
    } catch (error) {
      showProblem(error, savePdf);
    }
  };
  return {
    duplicate: () => duplicating.tell(`A draft like ${number ?? 'it'}`),
    discard: () => discarding.tell(),
    markSent: () => marking.tell(),
    savePdf,
  };
}
