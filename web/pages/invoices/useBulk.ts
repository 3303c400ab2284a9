// What can be done with several invoices at once. Each is done by itself: one that is refused does not hold up the others,
// and is told.

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { fetchFile, ask, tell } from '../../api/client.ts';
import { invoiceTopics, type Invoice, type ListedInvoice } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import type { BulkAction } from '../../list/BulkBar.tsx';
import { confirm } from '../../ui/confirm.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { saveFile } from '../../util/save-file.ts';
import { sumOf } from '../../util/sums.ts';

type Rows = readonly ListedInvoice[];

const isOut = ({ state }: ListedInvoice) => !['draft', 'discarded', 'cancelled'].includes(state);

export function useBulk() {
  const may = useMay();
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const mayApprove = may('invoices.approve');
  const maySend = may('documents.send');

  /** Does it for one after the other, and says what came of it. */
  const each = useCallback(
    async (label: string, rows: Rows, act: (row: ListedInvoice) => Promise<unknown>, done: () => void) => {
      setBusy(label);
      const refused: string[] = [];
      for (const row of rows) {
        try {
          // One after the other: numbers are given in the order of the list, and a slow server is not flooded.
          await act(row);
        } catch (error) {
          const { detail, title } = asProblem(error).said;
          refused.push(`${row.number ?? row.clientName ?? 'Draft'}: ${detail || title}`);
        }
      }
      setBusy(null);
      void refresh(queryClient, invoiceTopics);
      const went = rows.length - refused.length;
      showToast({
        text: `${label}: ${formats.count(went)} of ${formats.count(rows.length)} done`,
        tone: refused.length > 0 ? 'problem' : 'done',
        ...(refused.length > 0 ? { detail: refused.slice(0, 5).join(' ') } : {}),
      });
      if (refused.length === 0) done();
    },
    [formats, queryClient],
  );

  return useMemo(() => {
    const totals = (rows: Rows) =>
      [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, members]) => ({
        label: `Total, ${currency}`,
        value: formats.amount(sumOf(members.map(({ totalWithTax }) => totalWithTax))),
      }));
    const how = (count: number) => `${formats.count(count)} ${count === 1 ? 'invoice' : 'invoices'}`;

    const approve = async (rows: Rows, done: () => void) => {
      const isSure = await confirm({
        title: `Approve ${how(rows.length)}?`,
        consequence:
          'Each gets its number and is posted as it was saved. What has moved since is left a draft and told.',
        figures: totals(rows),
        act: 'Approve',
        tone: 'plain',
      });
      if (!isSure) return;
      await each('Approved', rows.toReversed(), approveOne, done);
    };
    const send = async (rows: Rows, done: () => void) => {
      const isSure = await confirm({
        title: `Send ${how(rows.length)} by mail?`,
        consequence:
          'Each goes to its contact, or else to the address for bills of its client, with the PDF attached.',
        figures: totals(rows),
        act: 'Send',
        tone: 'plain',
      });
      if (!isSure) return;
      await each('Sent', rows, sendOne, done);
    };
    const save = async (rows: Rows, as: 'pdf' | 'zip', done: () => void) => {
      setBusy('PDF');
      try {
        await filesOf(rows, as);
        done();
      } catch (error) {
        showProblem(error, () => void save(rows, as, done));
      } finally {
        setBusy(null);
      }
    };
    return (rows: Rows, done: () => void): readonly BulkAction[] => {
      const drafts = rows.filter(({ state, document }) => state === 'draft' && document === 'invoice');
      const out = rows.filter(isOut);
      const unsent = out.filter(({ state, document }) => state === 'approved' && document === 'invoice');
      const action = (label: string, of: Rows, onChoose: () => unknown, key?: string): BulkAction => ({
        label: of.length === rows.length ? label : `${label} (${of.length})`,
        disabled: of.length === 0 || busy !== null,
        onChoose,
        ...(key === undefined ? {} : { key }),
      });
      return [
        ...(mayApprove ? [action('Approve', drafts, () => approve(drafts, done), 'a')] : []),
        ...(maySend
          ? [
              action('Send', out, () => send(out, done)),
              action('Mark as sent', unsent, () => each('Marked as sent', unsent, markOne, done)),
            ]
          : []),
        action(rows.length === 1 ? 'PDF' : 'One PDF', rows, () => save(rows, 'pdf', done)),
        ...(rows.length === 1 ? [] : [action('Zip of PDFs', rows, () => save(rows, 'zip', done))]),
      ];
    };
  }, [busy, each, formats, mayApprove, maySend]);
}

async function approveOne({ id }: ListedInvoice): Promise<void> {
  const { fingerprint, version } = await ask<Invoice>(`/invoices/${id}`);
  await tell(`/invoices/${id}/approval`, { body: { fingerprint, version } });
}

function sendOne({ id, document }: ListedInvoice): Promise<unknown> {
  return tell('/mails', { body: { document, id } });
}

function markOne({ id }: ListedInvoice): Promise<unknown> {
  return tell(`/invoices/${id}/dispatch`, { body: {} });
}

/** As they stand in the list; the server draws them while the file comes. */
async function filesOf(rows: Rows, as: 'pdf' | 'zip'): Promise<void> {
  const ids = rows.map(({ id }) => id).join(',');
  saveFile(await fetchFile('/invoices/documents', { ids, as }));
}
