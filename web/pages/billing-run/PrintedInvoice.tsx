// An invoice as it is printed, for reading it beside the list that it is in.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { printedDocument } from '#contract/documents/documents.ts';
import { resourceQuery } from '../../api/resource.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import classes from './printed.module.css';

type Printed = z.input<typeof printedDocument>;

export function PrintedInvoice({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(resourceQuery<Printed>(`/invoices/${invoiceId}/document`));
  if (data === undefined)
    return error === null ? (
      <Skeleton height={560} />
    ) : (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    );
  return <Paper printed={data} />;
}

function Paper({ printed }: { printed: Printed }) {
  const { title, number, stamp, sender, recipient, facts, subject, introduction, tables, totals, notes } =
    printed;
  return (
    <article className={classes.paper} lang={printed.language} aria-label={`${title} ${number ?? ''}`.trim()}>
      <header>
        <div>
          <h3>
            {title} {number}
          </h3>
          {stamp !== null && <span className={classes.stamp}>{stamp}</span>}
        </div>
        <address>
          <strong>{sender.name}</strong>
          {sender.lines.map((line, place) => (
            <span key={place}>{line}</span>
          ))}
        </address>
      </header>
      <div className={classes.head}>
        <address>
          <span className={classes.label}>{recipient.heading}</span>
          <strong>{recipient.name}</strong>
          {recipient.lines.map((line, place) => (
            <span key={place}>{line}</span>
          ))}
        </address>
        <dl>
          {facts.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      {subject !== null && <p className={classes.subject}>{subject}</p>}
      {introduction !== null && <p>{introduction}</p>}
      {tables.map((table, place) => (
        <Lines key={place} table={table} />
      ))}
      <dl className={classes.totals}>
        {totals.map(({ label, text, weight }) => (
          <div key={label} data-weight={weight}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {notes.map(({ heading, text }) => (
        <section key={heading}>
          <span className={classes.label}>{heading}</span>
          <p>{text}</p>
        </section>
      ))}
      {printed.footer !== null && <footer>{printed.footer}</footer>}
    </article>
  );
}

function Lines({ table: { heading, columns, rows } }: { table: Printed['tables'][number] }) {
  return (
    <table>
      {heading !== null && <caption>{heading}</caption>}
      <thead>
        <tr>
          {columns.map(({ label, kind }) => (
            <th key={label} scope="col" data-kind={kind}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, cells, note }, place) => (
          <tr key={place} data-row={kind}>
            {cells.map((cell, column) => (
              <td
                key={column}
                data-kind={columns[column]?.kind}
                colSpan={cells.length === 1 ? columns.length : undefined}
              >
                {cell}
                {note !== null && column === firstText(columns) && (
                  <span className={classes.note}>{note}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function firstText(columns: Printed['tables'][number]['columns']): number {
  return Math.max(
    0,
    columns.findIndex(({ kind }) => kind === 'text'),
  );
}
