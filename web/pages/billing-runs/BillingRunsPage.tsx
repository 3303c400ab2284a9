import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ListedRun } from '../../api/billing-runs.ts';
import { definitionsQuery, runsPath } from '../../api/billing-runs.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { customColumn, linkColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { useLastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { AwaitingDrafts } from './AwaitingDrafts.tsx';
import { DefinitionsPart } from './DefinitionsPart.tsx';
import { NewRunDrawer } from './RunDrawer.tsx';
import { DueRules } from './DueRules.tsx';
import { runStates, stateOf } from './words.ts';

const columns: readonly ListColumn<ListedRun>[] = [
  linkColumn({ key: 'name', header: 'Run', of: nameOf, href: hrefOf }),
  statusColumn({ key: 'state', header: 'State', width: 110, of: stateOf }),
  customColumn({
    key: 'jobs',
    header: 'Jobs billed',
    width: 100,
    align: 'end',
    cell: ({ totals }) => <Count of={totals.reduce((sum, { toBill }) => sum + toBill, 0)} />,
  }),
  customColumn({
    key: 'total',
    header: 'Total without tax',
    width: 190,
    align: 'end',
    cell: ({ totals }) => <RunTotal totals={totals} />,
  }),
  customColumn({
    key: 'plannedAt',
    header: 'Planned',
    width: 170,
    cell: ({ plannedAt }) => <Instant of={plannedAt} />,
  }),
  textColumn({ key: 'createdBy', header: 'By', of: ({ createdBy }) => createdBy }),
];

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    key: 'state',
    name: 'State',
    none: 'All states',
    choices: Object.entries(runStates).map(([value, [label]]) => ({ value, label })),
  },
];

const nouns = ['billing run', 'billing runs'] as const;
const nothing = {};

/** Runs that were rehearsed and made, and the rules that are used each month. */
export function BillingRunsPage() {
  const [search, change] = usePageSearch();
  useLastAddress(runsPath, `${runsPath}${stringifySearch(search)}`);
  const { data: definitions } = useQuery(definitionsQuery());
  const mayPlan = useMay()('billingRuns.plan');
  const tabs = [
    { value: 'runs', label: 'Runs' },
    { value: 'rules', label: 'Saved rules', count: definitions?.items.length },
  ];
  const tab = useTab(tabs);
  const add = () => change(tab === 'rules' ? { definition: 'new' } : { new: 'run' });
  const label = tab === 'rules' ? 'Save rules for a run' : 'New billing run';
  useCommands(mayPlan ? [{ label, key: 'n', onChoose: add }] : []);
  const button = mayPlan && <Button onClick={add}>{label}</Button>;
  return (
    <>
      <title>Billing runs · Workledger</title>
      <PageHeader title="Billing runs">{button}</PageHeader>
      <AwaitingDrafts />
      {tab === 'runs' && <DueRules />}
      <Tabs label="Billing runs" tabs={tabs} />
      {tab === 'rules' ? (
        <DefinitionsPart />
      ) : (
        <ListPart<ListedRun>
          label="Billing runs"
          path={runsPath}
          question={nothing}
          nouns={nouns}
          idOf={idOf}
          nameOf={nameOf}
          hrefOf={hrefOf}
          columns={columns}
          cardOf={cardOf}
          filters={filters}
          nothingYet={{
            title: 'No billing runs yet',
            text: 'A run bills many jobs at once. It begins as a rehearsal that shows what would be invoiced.',
            action: button,
          }}
        />
      )}
      {mayPlan && (
        <NewRunDrawer
          key={search['new']}
          opened={search['new'] !== undefined}
          {...(/^\d+$/.test(search['new'] ?? '') ? { definitionId: search['new'] ?? '' } : {})}
          onClose={() => change({ new: undefined })}
        />
      )}
    </>
  );
}

function RunTotal({ totals }: Pick<ListedRun, 'totals'>) {
  const [first, ...others] = totals;
  if (first === undefined) return null;
  return (
    <span title={totals.map(({ currency, total }) => `${currency} ${total}`).join('\n')}>
      <span className="quiet">{first.currency}</span> <Amount of={first.total} />
      {others.length > 0 && <span className="quiet"> +{others.length}</span>}
    </span>
  );
}

function Count({ of }: { of: number }) {
  return useFormats().count(of);
}

function Instant({ of }: { of: string }) {
  return <time dateTime={of}>{useFormats().instant(of)}</time>;
}

function cardOf(run: ListedRun): Card {
  const [word, tone] = stateOf(run);
  return {
    title: run.name,
    under: <Instant of={run.plannedAt} />,
    end: <RunTotal totals={run.totals} />,
    underEnd: <StatusBadge tone={tone}>{word}</StatusBadge>,
  };
}

function idOf({ id }: ListedRun): string {
  return id;
}

function nameOf({ name }: ListedRun): string {
  return name;
}

function hrefOf({ id }: ListedRun): string {
  return `${runsPath}/${id}`;
}
