// A document as it is on paper: every word and figure of the PDF in its place, on a sheet that is white in both themes.

import { useMediaQuery } from '@mantine/hooks';
import type { PrintedDocument as Printed } from '../../api/invoices.ts';
import { Logo } from './Logo.tsx';
import classes from './printed.module.css';

type Table = Printed['tables'][number];

export function PrintedDocument({ document }: { document: Printed }) {
  const { title, number, stamp, sender, recipient, facts, subject, introduction, tables, totals, notes } =
    document;
  return (
    <article
      className={classes.sheet}
      lang={document.language}
      style={{ '--document-accent': document.accentColour } as React.CSSProperties}
      aria-label={[title, number].filter(Boolean).join(' ')}
    >
      {stamp !== null && <div className={classes.stamp} aria-hidden="true" data-words={stamp} />}
      <header className={classes.top}>
        <div>
          {document.hasLogo && <Logo templateId={document.templateId} lookId={document.lookId} />}
          <strong>{sender.name}</strong>
          <Lines lines={sender.lines} />
        </div>
        <div className={classes.title}>
          <h2>{title}</h2>
          {number !== null && <p>{number}</p>}
          {stamp !== null && <p className="visually-hidden">{stamp}</p>}
        </div>
      </header>
      <div className={classes.parties}>
        <div>
          <h3>{recipient.heading}</h3>
          <strong>{recipient.name}</strong>
          <Lines lines={recipient.lines} />
        </div>
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
      {introduction !== null && <p className={classes.introduction}>{introduction}</p>}
      {tables.map((table, place) => (
        <PrintedTable key={place} table={table} />
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
        <section key={heading} className={classes.note}>
          <h3>{heading}</h3>
          <p>{text}</p>
        </section>
      ))}
      {document.footer !== null && <footer className={classes.footer}>{document.footer}</footer>}
    </article>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line, place) => <div key={place}>{line}</div>);
}

function PrintedTable({ table }: { table: Table }) {
  const { heading, columns, rows } = table;
  // Where it is wider than the paper on the screen, it scrolls; then it can be reached by Tab.
  const isNarrow = useMediaQuery('(max-width: 800px)', false, { getInitialValueInEffect: false });
  return (
    <section
      className={classes.scroller}
      aria-label={heading ?? 'What it is for'}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable
      tabIndex={isNarrow ? 0 : undefined}
    >
      {heading !== null && <h3>{heading}</h3>}
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ label, kind }, place) => (
              <th key={place} scope="col" data-kind={kind}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <PrintedRow key={place} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PrintedRow({ row, columns }: { row: Table['rows'][number]; columns: Table['columns'] }) {
  const isWide = row.cells.length === 1 && columns.length > 1;
  return (
    <tr data-kind={row.kind}>
      {row.cells.map((cell, place) => (
        <td
          key={place}
          colSpan={isWide ? columns.length : 1}
          data-kind={isWide ? 'text' : columns[place]?.kind}
        >
          {cell}
          {place === 0 && row.note !== null && <small>{row.note}</small>}
        </td>
      ))}
    </tr>
  );
}
