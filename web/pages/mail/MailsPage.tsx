// What was sent by mail, what waits, and what failed and why.

import { Button } from '@mantine/core';
import type { Mail } from '../../api/invoices.ts';
import { clientSource } from '../../form/entities.ts';
import {
  customColumn,
  linkColumn,
  linkedTextColumn,
  statusColumn,
  textColumn,
  type ListColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useTabStop } from '../../table/current-line.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { MailDrawer } from './MailDrawer.tsx';
import { useRetries } from './useRetries.ts';
import { documentHref, documentName } from './words.ts';
import classes from './mail.module.css';

const nouns = ['mail', 'mails'] as const;
const idOf = ({ id }: Mail) => id;
const nameOf = (row: Mail) => `${row.subject} to ${row.to.join(', ')}`;

const columns: readonly ListColumn<Mail>[] = [
  linkColumn({
    key: 'document',
    header: 'Document',
    width: 160,
    grows: false,
    of: documentName,
    href: documentHref,
  }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    width: 190,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => (clientId === null ? null : `/clients/${clientId}`),
  }),
  textColumn({ key: 'to', header: 'To', width: 200, of: ({ to }) => to.join(', ') }),
  customColumn({
    key: 'subject',
    header: 'Subject',
    width: 210,
    grows: true,
    cell: (row) => <Subject mail={row} />,
  }),
  statusColumn({ key: 'status', header: 'State', width: 96, of: ({ status }) => documentState(status) }),
  textColumn({ key: 'why', header: 'What went wrong', width: 180, of: ({ lastError }) => lastError }),
  customColumn({ key: 'at', header: 'When', width: 170, align: 'end', cell: (row) => <When mail={row} /> }),
  textColumn({ key: 'by', header: 'Sent by', of: ({ actorName }) => actorName, hiddenAtFirst: true }),
];

const filters: readonly Filter[] = [
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  {
    kind: 'choice',
    key: 'document',
    name: 'Document',
    none: 'All documents',
    choices: [
      { value: 'invoice', label: 'Invoices' },
      { value: 'creditNote', label: 'Credit notes' },
      { value: 'quote', label: 'Quotes' },
      { value: 'statement', label: 'Statements' },
    ],
  },
];

const parts = [
  {
    value: 'all',
    label: 'All',
    question: {},
    empty: 'Quotes, invoices and statements that are sent from here are listed with what became of them.',
  },
  {
    value: 'failed',
    label: 'Failed',
    question: { status: 'failed' },
    empty: 'Every mail was taken by a mail server.',
  },
  {
    value: 'queued',
    label: 'On the way',
    question: { status: 'queued' },
    empty: 'Nothing waits to be sent.',
  },
  { value: 'sent', label: 'Sent', question: { status: 'sent' }, empty: 'Nothing was sent yet.' },
] as const;

export function MailsPage() {
  const may = useMay();
  const tab = useTab(parts);
  const part = parts.find(({ value }) => value === tab) ?? parts[0];
  const [search, change] = usePageSearch();
  const bulk = useRetries();
  return (
    <>
      <ListPage<Mail>
        title="Mail"
        href="/mails"
        question={part.question}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={documentHref}
        columns={columns}
        cardOf={cardOf}
        filters={filters}
        sortsBy="nothing"
        exports={false}
        onPeek={({ id }) => change({ mail: id })}
        {...(may('documents.send') ? { bulk } : {})}
        actions={
          may('billing.settings') && (
            <Button component={AppLink} variant="default" href="/settings/mail-texts">
              What mails say
            </Button>
          )
        }
        nothingYet={{ title: tab === 'all' ? 'No mail yet' : 'Nothing here', text: part.empty }}
      >
        <div className={classes.tabs}>
          <Tabs label="Which mails" tabs={parts} />
        </div>
      </ListPage>
      <MailDrawer id={search['mail']} onClose={() => change({ mail: undefined })} />
    </>
  );
}

const changesWith = ['invoices', 'quotes'];

/** Opens the mail beside the list, which stays as it is. */
function Subject({ mail }: { mail: Mail }) {
  const [search] = usePageSearch();
  const tabIndex = useTabStop();
  return (
    <AppLink
      className={classes.subject}
      href={`/mails${stringifySearch({ ...search, mail: mail.id })}`}
      tabIndex={tabIndex}
      title={mail.subject}
    >
      {mail.subject}
    </AppLink>
  );
}

function When({ mail }: { mail: Mail }) {
  return useFormats().instant(mail.sentAt ?? mail.createdAt);
}

function cardOf(row: Mail): Card {
  const [word, tone] = documentState(row.status);
  return {
    title: row.subject,
    under: row.to.join(', '),
    end: <StatusBadge tone={tone}>{word}</StatusBadge>,
    underEnd: <When mail={row} />,
  };
}
