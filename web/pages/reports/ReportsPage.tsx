import { useId } from 'react';
import { AppLink } from '../../ui/AppLink.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { useRouter } from '@tanstack/react-router';
import type { ReportEntry, ReportShelf } from './catalogue.ts';
import { catalogue } from './catalogue.ts';
import classes from './reports.module.css';

/** Which reports there are, and what each of them answers. */
export function ReportsPage() {
  const may = useMay();
  const router = useRouter();
  const shelves = catalogue
    .map(({ title, reports }) => ({ title, reports: reports.filter(({ needs }) => may(needs)) }))
    .filter(({ reports }) => reports.length > 0);
  useCommands(
    shelves.flatMap(({ reports }) =>
      reports.map((entry) => ({
        label: `Open ${entry.title}`,
        onChoose: () => router.history.push(hrefOf(entry)),
      })),
    ),
  );
  return (
    <>
      <title>Reports · Workledger</title>
      <PageHeader title="Reports" />
      <PageBody>
        <div className={classes.shelves}>
          {shelves.map((shelf) => (
            <Shelf key={shelf.title} shelf={shelf} />
          ))}
        </div>
      </PageBody>
    </>
  );
}

function Shelf({ shelf: { title, reports } }: { shelf: ReportShelf }) {
  const id = useId();
  return (
    <section className={classes.shelf} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {reports.map((entry) => (
          <li key={entry.name}>
            <AppLink href={hrefOf(entry)}>
              <span className={classes.name}>{entry.title}</span>
              <span className={classes.asks}>{entry.asks}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function hrefOf({ name, href }: ReportEntry): string {
  return href ?? `/reports/${name}`;
}
