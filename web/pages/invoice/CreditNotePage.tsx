// A credit note: the document, what it pays, and what is left of it for the client.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { creditNoteQuery, invoiceTopics, type CreditNote } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { rememberRecord } from '../../shell/recent.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Figures } from '../../ui/Figures.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { isZero } from '../../util/sums.ts';
import { Allocations } from './Allocations.tsx';
import { Effects } from './Effects.tsx';
import { Standing } from './InvoicePage.tsx';
import { Sheet } from './Sheet.tsx';
import { Facts, History, Mails } from './Sides.tsx';
import { useInvoiceActs } from './useInvoiceActs.ts';
import classes from './invoice.module.css';

const route = getRouteApi('/shell/credit-notes/$creditNoteId');
const dialogs = {
  send: lazy(() => import('./SendInvoice.tsx')),
  cancel: lazy(() => import('./CancelDrawer.tsx')),
};
const topics = [...invoiceTopics, 'allocations'];

export function CreditNotePage() {
  const { creditNoteId } = route.useParams();
  const { data: note, error, refetch } = useQuery(creditNoteQuery(creditNoteId));
  const title = note?.number ?? 'Credit note';
  useEffect(() => {
    if (note !== undefined)
      rememberRecord({ kind: 'creditNote', id: creditNoteId, title, href: `/credit-notes/${creditNoteId}` });
  }, [creditNoteId, note, title]);
  return (
    <>
      <title>{`${title} · Workledger`}</title>
      <PageHeader
        title={title}
        back={{ href: lastAddress('/invoices'), label: 'Invoices' }}
        under={note && <Standing invoice={note} />}
      >
        {note && <Acts note={note} />}
      </PageHeader>
      {note === undefined ? (
        <PageBody>
          {error === null ? (
            <Skeleton height={480} />
          ) : (
            <ProblemNotice error={error} onRetry={() => void refetch()} />
          )}
        </PageBody>
      ) : (
        <>
          <Figures
            figures={[
              {
                label: `Left to use, ${note.currency}`,
                value: <Amount of={note.unallocated} />,
                isMain: true,
              },
              { label: 'Credit', value: <Amount of={note.totalWithTax} /> },
              { label: 'Used', value: <Amount of={note.credited} />, href: '#payments' },
            ]}
          />
          <PageBody>
            <div className={classes.columns}>
              <div className={classes.left}>
                <Sheet id={note.id} />
                <Effects invoice={note} />
              </div>
              <div className={classes.right}>
                <Facts invoice={note} />
                <Allocations
                  title="What it pays"
                  allocations={note.allocations}
                  nothing="It pays nothing yet."
                />
                <Mails invoiceId={note.id} />
                <History subject="creditNote" id={note.id} />
              </div>
            </div>
          </PageBody>
        </>
      )}
    </>
  );
}

function Acts({ note }: { note: CreditNote }) {
  const may = useMay();
  const [dialog, setDialog] = useState<{ name: keyof typeof dialogs; opened: boolean } | null>(null);
  const { savePdf } = useInvoiceActs(note);
  const { allocate, refund } = useCredit(note);
  const stands = note.state !== 'cancelled';
  const hasLeft = stands && !isZero(note.unallocated);
  const shown = [
    ...(hasLeft && may('payments.record') ? [{ label: 'Pay the oldest invoices', onChoose: allocate }] : []),
    ...(stands && may('documents.send')
      ? [{ label: 'Send', key: 's', onChoose: () => setDialog({ name: 'send', opened: true }) }]
      : []),
  ];
  const more = [
    { label: 'Save as PDF', onChoose: () => void savePdf() },
    ...(hasLeft && may('payments.record')
      ? [{ label: 'Pay back to the client…', onChoose: () => void refund() }]
      : []),
    ...(stands && may('invoices.approve')
      ? [{ label: 'Cancel the credit note…', onChoose: () => setDialog({ name: 'cancel', opened: true }) }]
      : []),
  ];
  useCommands([...shown, ...more]);
  const Dialog = dialog === null ? null : dialogs[dialog.name];
  return (
    <>
      {shown.map(({ label, onChoose }) => (
        <Button key={label} variant="default" onClick={onChoose}>
          {label}
        </Button>
      ))}
      <ActionMenu
        name="More to do"
        target={
          <Button variant="default" px={9} aria-label="More to do">
            <Icon name="more" />
          </Button>
        }
        actions={more}
      />
      {Dialog !== null && (
        <Suspense fallback={null}>
          <Dialog
            invoice={note}
            opened={dialog?.opened ?? false}
            onClose={() => setDialog((before) => before && { ...before, opened: false })}
          />
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
