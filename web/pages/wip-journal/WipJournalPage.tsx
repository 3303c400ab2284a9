import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pageOf } from '../../api/links.ts';
import type { WipJournal } from '../../api/periods.ts';
import { resourceQuery } from '../../api/resource.ts';
import { FilterBar } from '../../list/FilterBar.tsx';
import type { Filter } from '../../list/filters.ts';
import { ExportMenu } from '../../list/ExportMenu.tsx';
import { usePrint } from '../../list/usePrint.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { endOfMonth, todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { isZero } from '../../util/sums.ts';
import { movements, movementWords } from '../period-close/Movements.tsx';
import { AccountsDrawer } from './AccountsDrawer.tsx';
import { LinesPart } from './LinesPart.tsx';
import { Tie } from './Tie.tsx';
import classes from './wip-journal.module.css';
import { questionOf, type JournalQuestion } from './question.ts';

const tabs = [
  { value: 'journal', label: 'Journal' },
  { value: 'lines', label: 'Lines to book' },
] as const;

const filters: readonly Filter[] = [
  { kind: 'days', key: 'days', name: 'Days', fromKey: 'from', toKey: 'to' },
  {
    kind: 'choice',
    key: 'groupBy',
    name: 'By',
    none: 'The whole firm',
    choices: [
      { value: 'client', label: 'Client' },
      { value: 'job', label: 'Job' },
      { value: 'manager', label: 'Manager' },
      { value: 'partner', label: 'Partner' },
      { value: 'category', label: 'Category' },
    ],
  },
  {
    kind: 'choice',
    key: 'by',
    name: 'A row for',
    none: 'Each month',
    choices: [{ value: 'period', label: 'The whole period' }],
  },
];

/** Nothing is left to ask for: all that the journal has is on the screen. */
const asTheyAre = () => Promise.resolve();

/** What moved net WIP, for the accounts: opening + movements = closing, and the lines to book it by. */
export function WipJournalPage() {
  const [search, change] = usePageSearch();
  const { timeZone } = useFirm();
  const [editing, setEditing] = useState(false);
  const question = questionOf(search, todayIn(timeZone));
  const tab = useTab(tabs);
  const path = tab === 'lines' ? '/reports/wip-journal-lines' : '/reports/wip-journal';
  const mayEdit = useMay()('billing.settings');
  const edit = () => setEditing(true);
  const printing = usePrint({ many: 'lines', loadRest: asTheyAre, disabled: false });
  useCommands(mayEdit ? [{ label: 'Change the account codes', key: 'e', onChoose: edit }] : []);
  return (
    <>
      <title>WIP journal · Workledger</title>
      <PageHeader title="WIP journal" back={{ href: '/period-close', label: 'Period close' }}>
        <ExportMenu path={path} question={question} printing={printing} />
        {mayEdit && (
          <Button variant="default" onClick={edit}>
            Account codes
          </Button>
        )}
      </PageHeader>
      <Tabs label="WIP journal" tabs={tabs} />
      <div className={classes.bar}>
        <FilterBar
          search={{ ...search, from: question.from, to: question.to }}
          onChange={change}
          filters={filters}
        />
      </div>
      {tab === 'lines' ? <LinesPart question={question} /> : <Journal question={question} />}
      <AccountsDrawer opened={editing} onClose={() => setEditing(false)} />
    </>
  );
}

const changesWith = ['wip'];

function Journal({ question }: { question: JournalQuestion }) {
  const { data, error, refetch } = useQuery(
    resourceQuery<WipJournal>('/reports/wip-journal', question, { changesWith }),
  );
  if (data === undefined)
    return (
      <div className={classes.body}>
        {error === null ? (
          <Skeleton height={200} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </div>
    );
  if (data.items.length === 0)
    return (
      <div className={classes.body}>
        <Notice title="Nothing moved WIP in these days">
          Time, costs, invoices, interims and write-offs of the days show here, with the opening and the
          closing.
        </Notice>
      </div>
    );
  return (
    <div className={classes.body}>
      <JournalTable journal={data} />
      <Tie question={question} journal={data} />
    </div>
  );
}

function JournalTable({ journal: { items, totals } }: { journal: WipJournal }) {
  const formats = useFormats();
  // Movements that did not happen would push the closing off the page.
  const shown = movements.filter((movement) => items.some((row) => !isZero(row[movement])));
  const isGrouped = items.some(({ id, name }) => id !== null || name !== null);
  return (
    <div
      className={classes.scroller}
      role="region"
      aria-label="WIP journal"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
      tabIndex={0}
    >
      <table className={classes.journal}>
        <thead>
          <tr>
            <th scope="col">Period</th>
            {isGrouped && <th scope="col">Of</th>}
            <th scope="col">Opening</th>
            {shown.map((movement) => (
              <th key={movement} scope="col">
                {movementWords[movement]}
              </th>
            ))}
            <th scope="col">Closing</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={`${row.from} ${row.id ?? row.name ?? ''} ${row.currency}`}>
              <th scope="row">
                <RowLink href={pageOf(row.links['jobs'] ?? row.links['ledger'])}>
                  {periodWords(row, formats)}
                </RowLink>{' '}
                <span className="quiet">{row.currency}</span>
              </th>
              {isGrouped && (
                <td className={classes.name}>
                  {row.number !== null && <span className="quiet">{row.number} </span>}
                  {row.name ?? 'None'}
                </td>
              )}
              <FigureCells row={row} shown={shown} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          {totals.map((total) => (
            <tr key={total.currency}>
              <th scope="row">
                All <span className="quiet">{total.currency}</span>
              </th>
              {isGrouped && <td />}
              <FigureCells row={total} shown={shown} />
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}

/** A month by its name, and what of a month there is by the day that it begins or ends on. */
function periodWords({ from, to }: { from: string; to: string }, formats: Formats): string {
  const begins = from.endsWith('-01');
  const ends = to === endOfMonth(from, 0);
  if (begins && ends) return formats.month(from);
  return ends ? `From ${formats.date(from)}` : `${formats.date(from)} – ${formats.date(to)}`;
}

function RowLink({ href, children }: { href: string | undefined; children: string }) {
  return href === undefined ? (
    children
  ) : (
    <AppLink className={classes.link} href={href}>
      {children}
    </AppLink>
  );
}

type FigureCellsProps = { row: WipJournal['totals'][number]; shown: typeof movements };

function FigureCells({ row, shown }: FigureCellsProps) {
  return (
    <>
      <td>
        <Amount of={row.opening} />
      </td>
      {shown.map((movement) => (
        <td key={movement}>
          <Amount of={row[movement]} />
        </td>
      ))}
      <td>
        <strong>
          <Amount of={row.closing} />
        </strong>
      </td>
    </>
  );
}
