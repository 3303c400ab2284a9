// Sending a document by mail: to whom it goes and with which words, as the firm's texts have it, open to change. Where mail
// is not set up this says so, and what to do instead.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { documentToSend, documentsToSend } from '#contract/mail/mail.ts';
import type { MailPreview } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { previewQuery } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField, TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useFirm } from '../../util/firm-context.ts';

export type Sendable = Pick<z.input<typeof documentToSend>, 'document' | 'id' | 'statementOn'>;

type SendDrawerProps = {
  sendable: Sendable;
  /** As it stands in a sentence: 'Quote Q-0012'. */
  name: string;
  changes: readonly string[];
  opened: boolean;
  onClose: () => void;
  /** What to do where mail is not set up, besides sending it one's own way. */
  instead?: ReactNode;
  onSavePdf: () => unknown;
};

export function SendDrawer(props: SendDrawerProps) {
  const { sendable, name, opened, onClose } = props;
  const { data, error, refetch } = useQuery({
    ...previewQuery<MailPreview>('/mails/preview', sendable),
    queryKey: ['mails', useFirm().id, 'preview', sendable],
    enabled: opened,
  });
  const isNobody = error !== null && asProblem(error).said.code === 'recipientMissing';
  if ((data !== undefined && data.canSend) || isNobody) return <Send {...props} preview={data ?? null} />;
  return (
    <EditDrawer opened={opened} title={`Send ${name}`} onClose={onClose}>
      {data !== undefined ? (
        <NotSetUp {...props} />
      ) : error === null ? (
        <Skeleton height={320} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

function NotSetUp({ onSavePdf, instead }: SendDrawerProps) {
  return (
    <Notice
      title="Mail is not set up"
      action={
        <>
          <Button onClick={() => void onSavePdf()}>Save as PDF</Button> {instead}
        </>
      }
    >
      This installation has no mail server to send through; whoever operates it can set one up. Until then,
      save the PDF and send it your own way.
    </Notice>
  );
}

type Fields = { to: string; cc: string; subject: string; body: string };

function Send(props: SendDrawerProps & { preview: MailPreview | null }) {
  const { sendable, name, changes, opened, onClose, preview } = props;
  const initial = useMemo<Fields>(
    () => ({
      to: preview?.to.join(', ') ?? '',
      cc: preview?.cc.join(', ') ?? '',
      subject: preview?.subject ?? '',
      body: preview?.body ?? '',
    }),
    [preview],
  );
  const form = useRecordForm<Fields, z.input<typeof documentsToSend>>({
    id: `send ${sendable.document} ${sendable.id}`,
    initial,
    bodyOf: ({ to, cc, subject, body }) => ({
      ...sendable,
      to: addressesIn(to),
      ...(cc.trim() === '' ? {} : { cc: addressesIn(cc) }),
      ...(subject.trim() === '' ? {} : { subject }),
      ...(body.trim() === '' ? {} : { body }),
    }),
    check: ({ to }) => (to.trim() === '' ? { to: 'Name at least one address.' } : {}),
    send: (body) => ({ path: '/mails', body }),
    changes: [...changes, 'mails', 'history'],
    said: `${name} goes out now`,
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title={`Send ${name}`} onClose={onClose} form={form} size={560}>
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
