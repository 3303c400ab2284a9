// Approving what was seen. If something has moved since, nothing is posted; what moved is shown, and can be accepted.

import { useQueryClient } from '@tanstack/react-query';
import { createElement, useCallback, useState } from 'react';
import { ask, tell } from '../../api/client.ts';
import { invoiceQuery, invoiceTopics, type Invoice, type InvoicePreview } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { confirm } from '../../ui/confirm.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';

type Seen = { id: string; version: number; fingerprint: string };
type Words = { clientName: string; currency: string; totalWithTax: string };

const consequence =
  'It gets its number, and its WIP is posted. It cannot be changed any more; it can be cancelled, or credited.';

export function useApproval(onApproved: (invoice: Invoice) => void) {
  const queryClient = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const approve = useCallback(
    async (seen: Seen, { clientName, currency, totalWithTax }: Words) => {
      const isSure = await confirm({
        title: `Approve the invoice to ${clientName}?`,
        consequence,
        figures: [{ label: `To pay, ${currency}`, value: createElement(Amount, { of: totalWithTax }) }],
        act: 'Approve',
        tone: 'plain',
      });
      if (!isSure) return;
      setBusy(true);
      try {
        const approved = await approveAsSeen(seen);
        if (approved === null) return;
        queryClient.setQueryData(invoiceQuery(approved.id).queryKey, approved);
        showToast({ text: `Invoice ${approved.number ?? ''} approved` });
        onApproved(approved);
      } catch (error) {
        showProblem(error);
      } finally {
        setBusy(false);
        void refresh(queryClient, invoiceTopics);
      }
    },
    [onApproved, queryClient],
  );
  return { approve, isBusy };
}

/** Null when what moved was not accepted. */
async function approveAsSeen(seen: Seen): Promise<Invoice | null> {
  const { id, version, fingerprint } = seen;
  try {
    return await tell<Invoice>(`/invoices/${id}/approval`, { body: { fingerprint, version } });
  } catch (error) {
    const { said } = asProblem(error);
    if (said.code !== 'previewOutdated') throw error;
    const now = await ask<InvoicePreview>(`/invoices/${id}/preview`);
    const isAccepted = await confirm({
      title: `Something moved since you looked`,
      consequence: createElement(
        'ul',
        { style: { margin: 0, paddingLeft: 18 } },
        said.errors.map(({ detail }, place) => createElement('li', { key: place }, detail)),
      ),
      figures: [
        { label: `To pay now, ${now.currency}`, value: createElement(Amount, { of: now.totalWithTax }) },
      ],
      act: `Approve it as it is now`,
      tone: 'plain',
    });
    return isAccepted ? approveAsSeen({ ...seen, fingerprint: now.fingerprint }) : null;
  }
}
