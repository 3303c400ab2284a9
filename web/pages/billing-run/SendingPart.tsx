// Sending the approved invoices of a run, each by itself, and what became of it; and all of them as files.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { sentRun } from '#contract/billing-runs/sending.ts';
import type { BillingRun, SentInvoice } from '../../api/billing-runs.ts';
import { runsPath, runTopics, sendingQuery } from '../../api/billing-runs.ts';
import { fetchFile } from '../../api/client.ts';
import { useTell } from '../../api/useTell.ts';
import type { BulkAction } from '../../list/BulkBar.tsx';
import type { ListColumn } from '../../list/columns.tsx';
import { customColumn, linkColumn, linkedTextColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { confirm } from '../../ui/confirm.ts';
import { StatusBadge, type Tone } from '../../ui/StatusBadge.tsx';
import { showProblem } from '../../ui/toasts.ts';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { saveFile } from '../../util/save-file.ts';
import classes from './billing-run.module.css';
import { amountsOf, invoicesIn } from './useRunActs.tsx';

const states: Readonly<Record<SentInvoice['state'], readonly [word: string, tone: Tone]>> = {
  unsent: ['Not sent', 'quiet'],
  unsendable: ['Nobody to send to', 'warning'],
  queued: ['Waiting to go', 'accent'],
  sent: ['Sent', 'positive'],
  failed: ['Failed', 'negative'],
};

const columns: readonly ListColumn<SentInvoice>[] = [
  linkColumn({ key: 'invoice', header: 'Invoice', width: 130, grows: false, of: nameOf, href: hrefOf }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    width: 220,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => (clientId === null ? null : `/clients/${clientId}`),
  }),
  statusColumn({ key: 'state', header: 'State', width: 150, of: ({ state }) => states[state] }),
  textColumn({ key: 'to', header: 'To', width: 220, of: ({ to }) => to.join(', ') }),
  customColumn({ key: 'sentAt', header: 'Sent', width: 170, cell: ({ sentAt }) => <Instant of={sentAt} /> }),
  textColumn({ key: 'why', header: 'Because', width: 260, grows: true, of: whyOf }),
];

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    key: 'state',
    name: 'State',
    none: 'All states',
    choices: Object.entries(states).map(([value, [label]]) => ({ value, label })),
  },
];

const nouns = ['invoice', 'invoices'] as const;
const noQuestion = {};
const changesWith = ['mails', 'invoices'];
type Sent = z.input<typeof sentRun>;
type Sending = { units?: number[]; again?: boolean };

export function SendingPart({ run }: { run: BillingRun }) {
  const may = useMay();
  const formats = useFormats();
  const path = `${runsPath}/${run.id}`;
  const { data: counts } = useQuery(sendingQuery(run.id));
  const sending = useTell<Sending, Sent>({
    send: (body) => ({ path: `${path}/mails`, body }),
    changes: [...runTopics, 'mails'],
    said: (sent) => ({ text: `${formats.count(sent.queued)} on their way`, detail: sentWords(sent) }),
  });
  const left = (counts?.unsent ?? 0) + (counts?.unsendable ?? 0) + (counts?.failed ?? 0);
  const maySend = may('billingRuns.run') && may('documents.send');
  const send = async (what: Sending, count: number) => {
    const invoices = invoicesIn(formats.count(count), count);
    const isSure = await confirm({
      title: `Send ${invoices} of ${run.name}?`,
      consequence:
        'Each goes as a mail of its own, with its PDF, to the e-mail of its client. A mail that has gone cannot be taken back.',
      figures: [
        { label: 'Invoices', value: formats.count(count) },
        ...(what.units === undefined ? amountsOf(run) : []),
      ],
      act: `Send ${invoices}`,
      tone: 'plain',
    });
    if (isSure) sending.tell(what);
  };
  const bulk = (invoices: readonly SentInvoice[], done: () => void): BulkAction[] => [
    {
      label: invoices.some(({ state }) => state === 'sent') ? 'Send again' : 'Send',
      onChoose: async () => {
        const again = invoices.some(({ state }) => state === 'sent');
        await send({ units: invoices.map(({ place }) => place), again }, invoices.length);
        done();
      },
    },
  ];
  useCommands(
    maySend && left > 0
      ? [{ label: 'Send the invoices of the run', key: 's', onChoose: () => void send({}, left) }]
      : [],
  );
  return (
    <>
      <div className={classes.files}>
        {maySend && (
          <Button disabled={left === 0} loading={sending.isBusy} onClick={() => void send({}, left)}>
            {left === 0
              ? counts?.queued
                ? 'On their way'
                : 'All are sent'
              : `Send ${invoicesIn(formats.count(left), left)}`}
          </Button>
        )}
        <Files path={`${path}/documents`} />
        {counts && <span className="quiet">{countWords(counts, formats)}</span>}
      </div>
      <ListPart<SentInvoice>
        label={`Sending ${run.name}`}
        path={`${path}/mails`}
        question={noQuestion}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        filters={filters}
        nothingYet={{
          title: 'No invoices to send yet',
          text: 'Invoices stand here once they are approved, each with whether it was sent and to whom.',
        }}
        bulk={maySend ? bulk : undefined}
      />
    </>
  );
}

/** All approved invoices: to print, or to keep. */
function Files({ path }: { path: string }) {
  const [busy, setBusy] = useState<'pdf' | 'zip' | null>(null);
  const download = async (as: 'pdf' | 'zip') => {
    setBusy(as);
    try {
      saveFile(await fetchFile(path, { as }));
    } catch (error) {
      showProblem(error, () => download(as));
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <Button variant="default" loading={busy === 'pdf'} onClick={() => void download('pdf')}>
        One PDF
      </Button>
      <Button variant="default" loading={busy === 'zip'} onClick={() => void download('zip')}>
        PDFs in a ZIP
      </Button>
    </>
  );
}

function sentWords({ unsendable, skipped, left }: Sent): string {
  return [
    unsendable > 0 ? `${unsendable} have nobody to send to` : '',
    skipped > 0 ? `${skipped} were sent before` : '',
    left > 0 ? `${left} are left: send again` : '',
  ]
    .filter((words) => words !== '')
    .join(' · ');
}

function countWords(counts: Record<SentInvoice['state'], number>, formats: Formats): string {
  return (Object.keys(states) as SentInvoice['state'][])
    .filter((state) => counts[state] > 0)
    .map((state) => `${formats.count(counts[state])} ${states[state][0].toLowerCase()}`)
    .join(' · ');
}

function Instant({ of }: { of: string | null }) {
  const formats = useFormats();
  return of === null ? null : <time dateTime={of}>{formats.instant(of)}</time>;
}

function whyOf({ lastError, refusals }: SentInvoice): string | null {
  return refusals?.[0]?.detail ?? lastError;
}

function cardOf(invoice: SentInvoice): Card {
  const [word, tone] = states[invoice.state];
  return {
    title: invoice.clientName ?? nameOf(invoice),
    under: whyOf(invoice) ?? invoice.to.join(', '),
    end: nameOf(invoice),
    underEnd: <StatusBadge tone={tone}>{word}</StatusBadge>,
  };
}

function idOf({ place }: SentInvoice): string {
  return String(place);
}

function nameOf({ invoiceNumber, place }: SentInvoice): string {
  return invoiceNumber ?? `Invoice ${place}`;
}

function hrefOf({ invoiceId }: SentInvoice): string {
  return `/invoices/${invoiceId}`;
}
