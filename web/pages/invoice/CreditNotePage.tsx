// A credit note: the document, what it pays, and what is left of it for the client.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { creditNoteQuery, invoiceTopics, printedQuery, type CreditNote } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Figures } from '../../ui/Figures.tsx';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { useCommands } from '../../util/commands.ts';
import { useDialogs } from '../../util/dialogs.ts';
import { useMay } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';
import { DocumentPage } from '../document/DocumentPage.tsx';
import { History } from '../document/History.tsx';
import { Mails } from '../document/Mails.tsx';
import { Paper } from '../document/Paper.tsx';
import { AboutInvoice } from './AboutInvoice.tsx';
import { Allocations } from './Allocations.tsx';
import { Effects } from './Effects.tsx';
import { Standing } from './InvoicePage.tsx';
import { useInvoiceActs } from './useInvoiceActs.ts';

const route = getRouteApi('/shell/credit-notes/$creditNoteId');
const dialogs = {
  send: lazy(() => import('./SendInvoice.tsx')),
  cancel: lazy(() => import('./CancelDrawer.tsx')),
};
const topics = [...invoiceTopics, 'allocations'];

export function CreditNotePage() {
  const { creditNoteId } = route.useParams();
  const { data: note, error, refetch } = useQuery(creditNoteQuery(creditNoteId));
  return (
    <DocumentPage
      kind="creditNote"
      id={creditNoteId}
      word="Credit note"
      title={note && (note.number ?? 'Credit note')}
      list={{ href: '/invoices', label: 'Invoices' }}
      error={error}
      onRetry={() => void refetch()}
      shown={
        note && {
          under: <Standing invoice={note} />,
          acts: <Acts note={note} />,
          figures: <Money note={note} />,
          left: (
            <>
              <Paper query={printedQuery(note.id)} />
              <Effects invoice={note} />
            </>
          ),
          right: (
            <>
              <AboutInvoice invoice={note} />
              <Allocations
                title="What it pays"
                allocations={note.allocations}
                nothing="It pays nothing yet."
              />
              <Mails invoiceId={note.id} />
              <History subject="creditNote" id={note.id} />
            </>
          ),
        }
      }
    />
  );
}

function Money({ note }: { note: CreditNote }) {
  return (
    <Figures
      figures={[
        { label: `Left to use, ${note.currency}`, value: <Amount of={note.unallocated} />, isMain: true },
        { label: 'Credit', value: <Amount of={note.totalWithTax} /> },
        { label: 'Used', value: <Amount of={note.credited} />, href: '#payments' },
      ]}
    />
  );
}

function Acts({ note }: { note: CreditNote }) {
  const may = useMay();
  const dialog = useDialogs<keyof typeof dialogs>();
  const { savePdf } = useInvoiceActs(note);
  const { allocate, refund } = useCredit(note);
  const stands = note.state !== 'cancelled';
  const hasLeft = stands && !isZero(note.unallocated);
  const shown = [
    ...(hasLeft && may('payments.record') ? [{ label: 'Pay the oldest invoices', onChoose: allocate }] : []),
    ...(stands && may('documents.send')
      ? [{ label: 'Send', key: 's', onChoose: () => dialog.open('send') }]
      : []),
  ];
  const more = [
    { label: 'Save as PDF', onChoose: () => void savePdf() },
    ...(hasLeft && may('payments.record')
      ? [{ label: 'Pay back to the client…', onChoose: () => void refund() }]
      : []),
    ...(stands && may('invoices.approve')
      ? [{ label: 'Cancel the credit note…', onChoose: () => dialog.open('cancel') }]
      : []),
  ];
  useCommands([...shown, ...more]);
  const Dialog = dialog.name === null ? null : dialogs[dialog.name];
  return (
    <>
      {shown.map(({ label, onChoose }) => (
        <Button key={label} variant="default" onClick={onChoose}>
          {label}
        </Button>
      ))}
      <MoreMenu actions={more} />
      {Dialog !== null && (
        <Suspense fallback={null}>
          <Dialog invoice={note} opened={dialog.opened} onClose={dialog.close} />
        </Suspense>
      )}
    </>
  );
}

/** What can be done with what is left of a credit note. */
function useCredit(note: CreditNote) {
  const allocating = useTell<void>({
    send: () => ({ path: `/credit-notes/${note.id}/allocations`, body: { allocate: 'oldest' } }),
    changes: topics,
    said: () => 'The oldest invoices are paid by it',
  });
  const refunding = useTell<void>({
    send: () => ({ path: `/credit-notes/${note.id}/refunds`, body: {} }),
    changes: topics,
    said: () => 'Recorded as paid back',
  });
  const refund = async () => {
    const isSure = await confirm({
      title: `Record that ${note.number ?? 'the credit'} was paid back to ${note.clientName ?? 'the client'}?`,
      consequence: 'What is left of the credit leaves the firm. The entry can be taken back below.',
      figures: [{ label: `Paid back, ${note.currency}`, value: <Amount of={note.unallocated} /> }],
      act: 'Record it',
      tone: 'plain',
    });
    if (isSure) refunding.tell();
  };
  return { allocate: () => allocating.tell(), refund };
}
