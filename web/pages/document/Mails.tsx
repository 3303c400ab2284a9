import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { mailsQuery, type Mail } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './document.module.css';

/** To whom a document was sent, and what became of each mail. */
export function Mails(of: Parameters<typeof mailsQuery>[0]) {
  const { data, error, refetch } = useQuery(mailsQuery(of));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Block title="Mails">
      <ul className={classes.rows}>
        {data.items.map((mail) => (
          <MailRow key={mail.id} mail={mail} />
        ))}
      </ul>
    </Block>
  );
}

function MailRow({ mail }: { mail: Mail }) {
  const formats = useFormats();
  const may = useMay();
  const retrying = useTell<Mail>({
    send: ({ id }) => ({ path: `/mails/${id}/retry`, body: {} }),
    changes: ['mails', 'invoices', 'quotes'],
    said: () => 'It is tried again',
  });
  const [word, tone] = documentState(mail.status);
  return (
    <li>
      <div>
        {mail.to.join(', ')}
        <small>
          {formats.instant(mail.sentAt ?? mail.createdAt)} · {mail.subject}
        </small>
        {mail.lastError !== null && <small className={classes.wrong}>{mail.lastError}</small>}
        {mail.keptAs !== null && <small>Not sent out: kept as the file {mail.keptAs}</small>}
      </div>
      <StatusBadge tone={tone}>{word}</StatusBadge>
      {mail.status === 'failed' && may('documents.send') && (
        <Button size="xs" variant="default" loading={retrying.isBusy} onClick={() => retrying.tell(mail)}>
          Try again
        </Button>
      )}
    </li>
  );
}
