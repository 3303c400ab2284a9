// Sending a document: to whom it goes and with which words, as the firm's texts have it, open to change. Where mail is not
// set up this says so, and what to do instead.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { documentsToSend } from '#contract/mail/mail.ts';
import { invoiceTopics, type Invoice, type MailPreview } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { previewQuery } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField, TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useFirm } from '../../util/firm-context.ts';
import type { InvoiceDialogProps } from './InvoiceActs.tsx';
import { useInvoiceActs } from './useInvoiceActs.ts';

type Fields = { to: string; cc: string; subject: string; body: string };
type Sent = z.input<typeof documentsToSend>;

export default function SendDrawer({ invoice, opened, onClose }: InvoiceDialogProps) {
  const document = invoice.document;
  const asked = useMemo(() => ({ document, id: invoice.id }), [document, invoice.id]);
  const { data, error, refetch } = useQuery({
    ...previewQuery<MailPreview>('/mails/preview', asked),
    queryKey: ['mails', useFirm().id, 'preview', asked],
    enabled: opened,
  });
  const title = `Send ${invoice.number ?? 'the document'}`;
  const isNobody = error !== null && asProblem(error).said.code === 'recipientMissing';
  if (data?.canSend === false)
    return (
      <EditDrawer opened={opened} title={title} onClose={onClose}>
        <NotSetUp invoice={invoice} onClose={onClose} />
      </EditDrawer>
    );
  if (data !== undefined || isNobody)
    return <Send invoice={invoice} opened={opened} onClose={onClose} title={title} preview={data ?? null} />;
  return (
    <EditDrawer opened={opened} title={title} onClose={onClose}>
      {error === null ? (
        <Skeleton height={320} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

function NotSetUp({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { markSent, savePdf } = useInvoiceActs(invoice);
  return (
    <Notice
      title="Mail is not set up"
      action={
        <>
          <Button onClick={() => void savePdf()}>Save as PDF</Button>{' '}
          {invoice.state === 'approved' && invoice.document === 'invoice' && (
            <Button
              variant="default"
              onClick={() => {
                markSent();
                onClose();
              }}
            >
              Mark as sent
            </Button>
          )}
        </>
      }
    >
      This installation has no mail server to send through; whoever operates it can set one up. Until then,
      save the PDF, send it your own way, and mark it as sent.
    </Notice>
  );
}

type SendProps = InvoiceDialogProps & { title: string; preview: MailPreview | null };

function Send({ invoice, opened, onClose, title, preview }: SendProps) {
  const initial = useMemo<Fields>(
    () => ({
      to: preview?.to.join(', ') ?? '',
      cc: preview?.cc.join(', ') ?? '',
      subject: preview?.subject ?? '',
      body: preview?.body ?? '',
    }),
    [preview],
  );
  const form = useRecordForm<Fields, Sent>({
    id: `send ${invoice.document} ${invoice.id}`,
    initial,
    bodyOf: ({ to, cc, subject, body }) => ({
      document: invoice.document,
      id: invoice.id,
      to: addressesIn(to),
      ...(cc.trim() === '' ? {} : { cc: addressesIn(cc) }),
      ...(subject.trim() === '' ? {} : { subject }),
      ...(body.trim() === '' ? {} : { body }),
    }),
    check: ({ to }) => (to.trim() === '' ? { to: 'Name at least one address.' } : {}),
    send: (body) => ({ path: '/mails', body }),
    changes: invoiceTopics,
    said: `${invoice.number ?? 'It'} goes out now`,
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title={title} onClose={onClose} form={form} size={560}>
      <Form form={form} act="Send" onCancel={onClose}>
        {preview === null && (
          <p className="quiet">
            Neither the client nor its contacts have an address: say where it should go.
          </p>
        )}
        <TextField label="To" help="Several with commas between them" required first {...form.field('to')} />
        <TextField label="Copy to" {...form.field('cc')} />
        <TextField label="Subject" placeholder="As the firm’s text" {...form.field('subject')} />
        <LongTextField label="Text" rows={9} {...form.field('body')} />
        <p className="quiet">The PDF is attached.</p>
      </Form>
    </EditDrawer>
  );
}

function addressesIn(text: string): string[] {
  return text
    .split(/[,;\s]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
