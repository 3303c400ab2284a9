// A mail as it went out, or as it waits, and why it failed.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Mail } from '../../api/invoices.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Facts } from '../../ui/PageBody.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { documentHref, documentName } from './words.ts';
import classes from './mail.module.css';

export function MailDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    ...resourceQuery<Mail>(`/mails/${id ?? ''}`),
    enabled: id !== undefined,
  });
  return (
    <EditDrawer opened={id !== undefined} title={data?.subject ?? 'Mail'} onClose={onClose} size={560}>
      {data !== undefined ? (
        <Content mail={data} />
      ) : error === null ? (
        <Skeleton height={240} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

function Content({ mail }: { mail: Mail }) {
  const may = useMay();
  const formats = useFormats();
  const retrying = useTell<void, Mail>({
    send: () => ({ path: `/mails/${mail.id}/retry`, body: {} }),
    changes: ['mails'],
    said: () => 'It is tried again',
  });
  const [word, tone] = documentState(mail.status);
  const state = <StatusBadge tone={tone}>{word}</StatusBadge>;
  const document = <AppLink href={documentHref(mail)}>{documentName(mail)}</AppLink>;
  const { to, cc, attempts, lastError, sentAt, createdAt, actorName, keptAs, body, status } = mail;
  return (
    <>
      <Facts
        facts={[
          ['State', state],
          ['Document', document],
          ['To', to.join(', ')],
          ['Copy to', cc.join(', ')],
          ['Sent', sentAt === null ? null : formats.instant(sentAt)],
          ['Asked for', `${formats.instant(createdAt)}, ${actorName}`],
          ['Attempts', attempts > 1 ? formats.count(attempts) : null],
          ['What went wrong', lastError],
          ['Kept as the file', keptAs],
        ]}
      />
      <p className={classes.body}>{body}</p>
      {status !== 'sent' && may('documents.send') && (
        <p>
          <Button loading={retrying.isBusy} onClick={() => retrying.tell()}>
            Try again
          </Button>
        </p>
      )}
    </>
  );
}
