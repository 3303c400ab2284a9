import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ListedJob } from '../../api/jobs.ts';
import { clientSource, jobStateSource, staffSource } from '../../form/entities.ts';
import type { ListColumn } from '../../list/columns.tsx';
import {
  customColumn,
  dayColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  textColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useTabStop } from '../../table/current-line.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import { useWipActing, type WipJob } from '../wip-actions/acting.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';
import { JobDrawer } from './JobDrawer.tsx';
import { StateChip } from './StateChip.tsx';
import { useJobState } from './useJobState.ts';

const figure = (key: 'wipTime' | 'wipCost' | 'interims', header: string, account: string) =>
  moneyColumn<ListedJob>({
    key,
    header,
    sums: true,
    hiddenAtFirst: true,
    of: (row) => row[key] ?? null,
    href: ({ id }) => ledgerHref(id, { account }),
  });

const moneyColumns: readonly ListColumn<ListedJob>[] = [
  figure('wipTime', 'WIP time', 'wipTime'),
  figure('wipCost', 'WIP cost', 'wipCost'),
  figure('interims', 'Interims', 'interim'),
  moneyColumn({
    key: 'netWip',
    header: 'Net WIP',
    sortKey: 'netWip',
    sums: true,
    of: ({ netWip }) => netWip ?? null,
    href: ({ id }) => ledgerHref(id),
  }),
  moneyColumn({
    key: 'uninvoicedQuote',
    header: 'Uninvoiced quote',
    width: 142,
    sums: true,
    of: ({ uninvoicedQuote }) => uninvoicedQuote ?? null,
    href: ({ id }) => ledgerHref(id, { account: 'uninvoicedQuote' }),
  }),
  moneyColumn({ key: 'budget', header: 'Budget', hiddenAtFirst: true, of: ({ budget }) => budget ?? null }),
  textColumn({
    key: 'currency',
    header: 'Currency',
    width: 92,
    hiddenAtFirst: true,
    of: (row) => row.currency,
  }),
  dayColumn({
    key: 'lastBilledOn',
    header: 'Last billed',
    hiddenAtFirst: true,
    of: ({ lastBilledOn }) => lastBilledOn ?? null,
  }),
];

const columns: readonly ListColumn<ListedJob>[] = [
  linkColumn({
    key: 'job',
    header: 'Job',
    sortKey: 'number',
    width: 230,
    of: ({ name }) => name,
    mark: ({ number }) => number,
    href: hrefOf,
  }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    sortKey: 'clientName',
    width: 170,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => `/clients/${clientId}`,
  }),
  customColumn({ key: 'state', header: 'State', width: 114, cell: (row) => <StateCell job={row} /> }),
  textColumn({ key: 'manager', header: 'Manager', width: 136, of: ({ managerName }) => managerName }),
  textColumn({
    key: 'partner',
    header: 'Partner',
    hiddenAtFirst: true,
    of: ({ partnerName }) => partnerName,
  }),
  textColumn({ key: 'category', header: 'Category', hiddenAtFirst: true, of: ({ category }) => category }),
  dayColumn({ key: 'startOn', header: 'Starts', hiddenAtFirst: true, of: ({ startOn }) => startOn }),
  dayColumn({ key: 'dueOn', header: 'Due', sortKey: 'dueOn', of: ({ dueOn }) => dueOn }),
];

const withMoney = [...columns, ...moneyColumns];

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    key: 'stateTypes',
    name: 'Stage',
    none: 'All stages',
    choices: [
      { value: 'planned,inProgress,onHold', label: 'Not ended' },
      { value: 'planned', label: 'Planned' },
      { value: 'inProgress', label: 'In progress' },
      { value: 'onHold', label: 'On hold' },
      { value: 'completed', label: 'Completed' },
      { value: 'cancelled', label: 'Cancelled' },
    ],
  },
  { kind: 'entity', key: 'stateId', name: 'State', none: 'All states', source: jobStateSource },
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'entity', key: 'managerId', name: 'Manager', none: 'All managers', source: staffSource },
  { kind: 'entity', key: 'partnerId', name: 'Partner', none: 'All partners', source: staffSource },
  { kind: 'text', key: 'category', name: 'Category', none: 'All categories', path: '/jobs/categories' },
  { kind: 'flag', key: 'excluded', name: 'Excluded' },
];

const nouns = ['job', 'jobs'] as const;
const changesWith = ['wip', 'clients', 'staff', 'job-states'];
const byNumber = { key: 'number', descending: true };
const idOf = ({ id }: ListedJob) => id;
const nameOf = ({ number, name }: ListedJob) => `${number} ${name}`;
const currencyOf = ({ currency }: ListedJob) => currency;

/** What the firm works on. `add` in the address opens the form of a new job, so that any page can lead to it. */
export function JobsPage() {
  const [search, change] = usePageSearch();
  const router = useRouter();
  const may = useMay();
  const { acting, begin, close } = useWipActing();
  const mayEdit = may('jobs.edit');
  const addJob = () => change({ add: 'job' });
  const add = mayEdit ? <Button onClick={addJob}>Add a job</Button> : null;
  useCommands(mayEdit ? [{ label: 'Add a job', key: 'n', onChoose: addJob }] : []);
  const bulk = useMemo(
    () =>
      may('wip.washUp') || may('wip.writeOff')
        ? (rows: readonly ListedJob[]) => [
            ...(may('wip.writeOff')
              ? [
                  {
                    label: 'Write off…',
                    key: 'w',
                    onChoose: () => begin({ act: 'writeOff' as const, jobs: rows.map(wipJobOf) }),
                  },
                ]
              : []),
            ...(may('wip.washUp')
              ? [
                  {
                    label: 'Wash up…',
                    onChoose: () => begin({ act: 'washUp' as const, jobs: rows.map(wipJobOf) }),
                  },
                ]
              : []),
          ]
        : undefined,
    // What somebody may do does not change while the page shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [],
  );
  return (
    <>
      <ListPage<ListedJob>
        title="Jobs"
        href="/jobs"
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={may('wip.read') ? withMoney : columns}
        cardOf={may('wip.read') ? cardWithMoney : cardOf}
        currencyOf={currencyOf}
        changesWith={changesWith}
        filters={filters}
        finds="Number, name or client"
        sort={byNumber}
        actions={add}
        {...(bulk ? { bulk } : {})}
        nothingYet={{
          title: 'No jobs yet',
          text: 'Time and costs are recorded on jobs, and invoices bill them. Add the first one, or import them from another system.',
          action: add,
        }}
      />
      <JobDrawer
        key={search['clientId'] ?? ''}
        opened={search['add'] === 'job'}
        clientId={search['clientId'] ?? ''}
        onClose={() => change({ add: undefined })}
        onSaved={({ id }) => router.history.replace(`/jobs/${id}`)}
      />
      <WipActionDialog acting={acting} onClose={close} />
    </>
  );
}

function StateCell({ job }: { job: ListedJob }) {
  const changing = useJobState();
  const tabIndex = useTabStop();
  return <StateChip job={job} tabIndex={tabIndex} onChange={(stateId) => changing.tell({ job, stateId })} />;
}

function cardOf(row: ListedJob): Card {
  return {
    title: `${row.number} ${row.name}`,
    under: row.clientName,
    end: row.stateName,
    underEnd: row.managerName,
  };
}

function cardWithMoney(row: ListedJob): Card {
  return { ...cardOf(row), end: <Amount of={row.netWip ?? null} />, underEnd: row.stateName };
}

export function wipJobOf({ id, number, name, clientId, clientName, currency }: ListedJob): WipJob {
  return { id, number, name, clientId, clientName, currency };
}

function hrefOf({ id }: ListedJob): string {
  return `/jobs/${id}`;
}
