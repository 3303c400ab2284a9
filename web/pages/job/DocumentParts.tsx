// The quotes and the invoices of a job.

import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import type { listedInvoice } from '#contract/invoices/invoices.ts';
import type { listedQuote } from '#contract/quotes/quotes.ts';
import type { Job } from '../../api/jobs.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { dayColumn, linkColumn, moneyColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { documentState } from '../../ui/states.ts';
import { addressOf } from '../../util/addresses.ts';
import { useFormats } from '../../util/firm-context.ts';

type ListedQuote = z.input<typeof listedQuote>;
type ListedInvoice = z.input<typeof listedInvoice>;

const idOf = ({ id }: { id: string }) => id;
const currencyOf = ({ currency }: { currency: string }) => currency;
const changesWith = ['wip', 'jobs'];

const quoteName = ({ number, name }: ListedQuote) => [number ?? 'Draft', name].filter(Boolean).join(' ');
const quoteHref = ({ id }: ListedQuote) => addressOf({ kind: 'quote', id });

const quoteColumns: readonly ListColumn<ListedQuote>[] = [
  linkColumn({
    key: 'number',
    header: 'Quote',
    of: ({ name, number }) => name ?? number ?? 'Draft',
    mark: ({ number, name }) => (name === null ? null : number),
    href: quoteHref,
  }),
  statusColumn({ key: 'state', header: 'State', of: ({ state }) => documentState(state) }),
  textColumn({
    key: 'master',
    header: 'Bills the job',
    of: ({ isMaster }) => (isMaster ? 'By this quote' : null),
  }),
  dayColumn({ key: 'quotedOn', header: 'Quoted', of: ({ quotedOn }) => quotedOn }),
  dayColumn({ key: 'acceptedOn', header: 'Accepted', of: ({ acceptedOn }) => acceptedOn }),
  moneyColumn({ key: 'total', header: 'Total', of: ({ total }) => total }),
];

const quoteNouns = ['quote', 'quotes'] as const;

export function QuotesPart({ job }: { job: Job }) {
  const formats = useFormats();
  const question = useMemo(() => ({ jobId: job.id }), [job.id]);
  const cardOf = useCallback(
    (row: ListedQuote): Card => ({
      title: quoteName(row),
      under: row.quotedOn === null ? null : formats.date(row.quotedOn),
      end: <Amount of={row.total} />,
      underEnd: documentState(row.state)[0],
    }),
    [formats],
  );
  return (
    <ListPart<ListedQuote>
      label={`Quotes of ${job.number}`}
      path="/quotes"
      question={question}
      changesWith={changesWith}
      nouns={quoteNouns}
      idOf={idOf}
      nameOf={quoteName}
      hrefOf={quoteHref}
      columns={quoteColumns}
      cardOf={cardOf}
      currencyOf={currencyOf as never}
      nothingYet={{
        title: 'No quotes for this job',
        text: 'An accepted quote stands here, and what of it is not invoiced beside net WIP.',
      }}
    />
  );
}

const invoiceName = ({ number }: ListedInvoice) => number ?? 'Draft';
const invoiceHref = ({ id, document }: ListedInvoice) =>
  addressOf({ kind: document === 'creditNote' ? 'creditNote' : 'invoice', id });

const invoiceColumns: readonly ListColumn<ListedInvoice>[] = [
  linkColumn({ key: 'number', header: 'Document', of: invoiceName, href: invoiceHref }),
  textColumn({
    key: 'kind',
    header: 'Kind',
    of: ({ document, type }) =>
      document === 'creditNote' ? 'Credit note' : type === 'progress' ? 'Progress' : 'Final',
  }),
  statusColumn({
    key: 'state',
    header: 'State',
    of: ({ state, isOverdue }) => documentState(isOverdue ? 'overdue' : state),
  }),
  dayColumn({ key: 'invoicedOn', header: 'Invoiced', of: ({ invoicedOn }) => invoicedOn }),
  dayColumn({ key: 'dueOn', header: 'Due', of: ({ dueOn }) => dueOn }),
  moneyColumn({ key: 'total', header: 'Total', sums: true, of: ({ total }) => total }),
  moneyColumn({
    key: 'outstanding',
    header: 'Outstanding',
    sums: true,
    of: ({ outstanding }) => outstanding,
  }),
];

const invoiceNouns = ['document', 'documents'] as const;

/** Invoices and credit notes. One may bill other jobs too; its total is that of the whole document. */
export function InvoicesPart({ job }: { job: Job }) {
  const formats = useFormats();
  const question = useMemo(() => ({ jobId: job.id }), [job.id]);
  const cardOf = useCallback(
    (row: ListedInvoice): Card => ({
      title: invoiceName(row),
      under: formats.date(row.invoicedOn),
      end: <Amount of={row.total} />,
      underEnd: documentState(row.state)[0],
    }),
    [formats],
  );
  return (
    <ListPart<ListedInvoice>
      label={`Invoices of ${job.number}`}
      path="/invoices"
      question={question}
      changesWith={changesWith}
      nouns={invoiceNouns}
      idOf={idOf}
      nameOf={invoiceName}
      hrefOf={invoiceHref}
      columns={invoiceColumns}
      cardOf={cardOf}
      currencyOf={currencyOf}
      nothingYet={{
        title: 'Not invoiced yet',
        text: 'Invoices and credit notes of this job will stand here.',
      }}
    />
  );
}
