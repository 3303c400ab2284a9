// What stands beside a document: what is known of it, its mails, its history.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { historyQuery, mailsQuery, type Invoice, type Mail } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, Facts as FactList } from '../../ui/PageBody.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './invoice.module.css';

const bases = {
  actual: 'Actual work',
  quoted: 'By quote',
  deposit: 'Deposit',
  miscellaneous: 'Miscellaneous, no effect on WIP',
} as const;

export function Facts({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const day = (date: string | null) => (date === null ? null : formats.date(date));
  const by = (who: string | null, at: string | null) =>
    at === null ? null : `${formats.instant(at)}${who === null ? '' : `, ${who}`}`;
  const isCredit = invoice.document === 'creditNote';
  const period =
    invoice.periodFrom === null && invoice.periodTo === null
      ? null
      : `${day(invoice.periodFrom) ?? ''} – ${day(invoice.periodTo) ?? ''}`;
  return (
    <Block title="About it">
      <FactList
        facts={[
          ['Credits', creditsLink(invoice)],
          ['Billed', isCredit ? null : `${bases[invoice.basis]}${invoice.type === 'final' ? ', final' : ''}`],
          ['Price', invoice.pricing === 'fixed' ? 'Fixed total' : null],
          ['Date', day(invoice.invoicedOn)],
          ['Due', day(invoice.dueOn)],
          ['Work up to', isCredit ? null : day(invoice.cutOffOn)],
          ['Period', period],
          ['Contact', invoice.contactName],
          ['Reference', invoice.reference],
          ['Note', invoice.note],
          ['Drawn up', by(invoice.createdBy, invoice.createdAt)],
          ['Approved', by(invoice.approvedBy, invoice.approvedAt)],
          ['Sent', by(null, invoice.sentAt)],
          ['Cancelled', by(invoice.cancelledBy, invoice.cancelledAt)],
          [
            'Credit notes',
            invoice.creditNotes.length === 0
              ? null
              : invoice.creditNotes.map(({ id, number }) => (
                  <AppLink key={id} className={classes.link} href={`/credit-notes/${id}`}>
                    {number ?? 'Credit note'}
                  </AppLink>
                )),
          ],
          ['Imported', invoice.origin === 'imported' ? 'From another system' : null],
        ]}
      />
    </Block>
  );
}

function creditsLink({ creditsInvoiceId, creditsNumber }: Invoice) {
  if (creditsInvoiceId === null) return null;
  return <AppLink href={`/invoices/${creditsInvoiceId}`}>{creditsNumber ?? 'An invoice'}</AppLink>;
}

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

type HistoryProps = { subject: Parameters<typeof historyQuery>[0]; id: string };

export function History({ subject, id }: HistoryProps) {
  const { data, error, refetch } = useQuery(historyQuery(subject, id));
  return (
    <Block title="History">
      {error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={90} />
      ) : data.items.length === 0 ? (
        <p className="quiet">Nothing is known of how it came about.</p>
      ) : (
        <Timeline
          label="History"
          events={data.items.map(({ id: eventId, at, actorName, sentence, changes }) => ({
            id: eventId,
            at,
            who: actorName,
            text: sentence,
            ...(changes.length === 0
              ? {}
              : {
                  detail: changes
                    .slice(0, 6)
                    .map(({ label, before, after }) => `${label}: ${before ?? 'none'} → ${after ?? 'none'}`)
                    .join('; '),
                }),
          }))}
        />
      )}
    </Block>
  );
}
