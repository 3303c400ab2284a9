import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { CostEntry } from '../../api/costs.ts';
import { clientSource, jobSource } from '../../form/entities.ts';
import type { ListColumn } from '../../list/columns.tsx';
import {
  countColumn,
  dayColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  statusColumn,
  textColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { entryState } from '../job/entry-state.ts';
import { useEntryBulk } from '../job/useEntryBulk.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { WipItem } from '../wip-actions/acting.ts';
import { withDays } from '../../util/formats.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';

const CostDrawer = lazy(() => import('./CostDrawer.tsx'));

const stateOf = (row: CostEntry) => (row.actual ? entryState(row) : (['Estimated', 'quiet'] as const));

const own: readonly ListColumn<CostEntry>[] = [
  linkColumn({
    key: 'description',
    header: 'Cost',
    width: 200,
    of: ({ description }) => description,
    href: ({ id }) => `/costs?cost=${id}`,
  }),
  dayColumn({ key: 'incurredOn', header: 'Day', of: ({ incurredOn }) => incurredOn }),
  linkedTextColumn({
    key: 'job',
    header: 'Job',
    width: 170,
    of: ({ jobNumber, jobName }) => `${jobNumber} ${jobName}`,
    href: ({ jobId }) => `/jobs/${jobId}`,
  }),
  textColumn({ key: 'client', header: 'Client', hiddenAtFirst: true, of: ({ clientName }) => clientName }),
  textColumn({ key: 'supplier', header: 'Supplier', width: 130, of: ({ supplier }) => supplier }),
  textColumn({ key: 'code', header: 'Code', width: 92, hiddenAtFirst: true, of: ({ code }) => code }),
  countColumn({
    key: 'files',
    header: 'Files',
    width: 58,
    of: ({ fileCount }) => (fileCount === 0 ? null : fileCount),
  }),
  textColumn({
    key: 'quantity',
    header: 'Quantity',
    width: 90,
    hiddenAtFirst: true,
    of: ({ quantity }) => String(quantity),
  }),
  moneyColumn({
    key: 'unitPrice',
    header: 'Price',
    hiddenAtFirst: true,
    of: ({ unitPrice }) => unitPrice,
  }),
  moneyColumn({ key: 'amount', header: 'Value', sums: true, of: ({ amount }) => amount }),
  textColumn({
    key: 'currency',
    header: 'Currency',
    width: 86,
    hiddenAtFirst: true,
    of: (row) => row.currency,
  }),
  statusColumn({ key: 'state', header: 'State', width: 126, of: stateOf }),
];

const everybodys: readonly ListColumn<CostEntry>[] = [
  ...own.slice(0, -1),
  moneyColumn({
    key: 'open',
    header: 'Open',
    sums: true,
    of: ({ open }) => open,
    href: ({ id, jobId }) => ledgerHref(jobId, { item: id }),
  }),
  ...own.slice(-1),
  textColumn({ key: 'recordedBy', header: 'Recorded by', hiddenAtFirst: true, of: (row) => row.recordedBy }),
];

const openFilter: Filter = {
  kind: 'choice',
  key: 'open',
  name: 'Billed',
  none: 'Open and billed',
  choices: [
    { value: 'true', label: 'Something is open' },
    { value: 'false', label: 'Nothing is open' },
  ],
};
const jobFilter: Filter = { kind: 'entity', key: 'jobId', name: 'Job', none: 'All jobs', source: jobSource };
const daysFilter: Filter = { kind: 'days', key: 'days', name: 'Day', fromKey: 'from', toKey: 'to' };

const ownFilters: readonly Filter[] = [jobFilter, daysFilter];
const filters: readonly Filter[] = [
  openFilter,
  jobFilter,
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  daysFilter,
  {
    kind: 'choice',
    key: 'actual',
    name: 'Actual or estimated',
    none: 'Actual and estimated',
    choices: [
      { value: 'true', label: 'Actual' },
      { value: 'false', label: 'Estimated' },
    ],
  },
  {
    kind: 'choice',
    key: 'billable',
    name: 'Billable',
    none: 'Billable or not',
    choices: [
      { value: 'true', label: 'Billable' },
      { value: 'false', label: 'Not billable' },
    ],
  },
];

const nouns = ['cost', 'costs'] as const;
const changesWith = ['wip', 'jobs', 'attachments'];
const idOf = ({ id }: CostEntry) => id;
const nameOf = ({ description, incurredOn }: CostEntry) => withDays(`${description}, ${incurredOn}`);
const hrefOf = ({ id }: CostEntry) => `/costs?cost=${id}`;
const currencyOf = ({ currency }: CostEntry) => currency;

/** What was bought for jobs. `add` in the address opens the form of a new one, so that any page can lead to it. */
export function CostsPage() {
  const formats = useFormats();
  const may = useMay();
  const router = useRouter();
  const [, change] = usePageSearch();
  const mayRecord = may('costs.record') || may('costs.recordOwn');
  const seesAll = may('costs.read');
  const record = () => change({ add: 'cost' });
  const recordMany = () => router.history.push('/costs/many');
  useCommands([
    ...(mayRecord ? [{ label: 'Record a cost', key: 'n', onChoose: record }] : []),
    ...(may('costs.record') ? [{ label: 'Record many costs', onChoose: recordMany }] : []),
  ]);
  const cardOf = useCallback(
    (row: CostEntry): Card => ({
      title: row.description,
      under: `${formats.date(row.incurredOn)} · ${row.jobNumber} ${row.jobName}`,
      end: <Amount of={row.amount} />,
      underEnd: row.fileCount > 0 ? 'receipt' : stateOf(row)?.[0],
    }),
    [formats],
  );
  const { bulk, acting, close, onDone } = useEntryBulk(useItemOf());
  const onPeek = useCallback((row: CostEntry) => change({ cost: row.id }), [change]);
  const add = mayRecord && <Button onClick={record}>Record a cost</Button>;
  return (
    <>
      <ListPage<CostEntry>
        title="Costs"
        href="/costs"
        path="/cost-entries"
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={seesAll ? everybodys : own}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={seesAll ? filters : ownFilters}
        finds="Cost, supplier, code or job number"
        sortsBy="nothing"
        onPeek={onPeek}
        {...(bulk ? { bulk } : {})}
        actions={
          <>
            {may('costs.record') && (
              <Button variant="default" visibleFrom="sm" onClick={recordMany}>
                Record many
              </Button>
            )}
            {add}
          </>
        }
        nothingYet={{
          title: 'No costs yet',
          text: seesAll
            ? 'What is bought for jobs stands here with its receipts, to be billed with the time.'
            : 'What you spend on jobs stands here. Take a photo of the receipt, and it is with the bookkeeper.',
          action: add,
        }}
      />
      <OpenCost />
      <WipActionDialog acting={acting} onClose={close} onDone={onDone} />
    </>
  );
}

/** The cost that the address names, or a new one. */
function OpenCost() {
  const [search, change] = usePageSearch();
  const opened = search['add'] === 'cost' || search['cost'] !== undefined;
  // What was opened last stays while its drawer closes.
  const [shown, setShown] = useState<{ entryId: string | undefined } | null>(null);
  if (opened && shown?.entryId !== search['cost']) setShown({ entryId: search['cost'] });
  if (opened && shown === null) setShown({ entryId: search['cost'] });
  if (shown === null) return null;
  return (
    <Suspense fallback={null}>
      <CostDrawer
        key={shown.entryId ?? 'new'}
        entryId={shown.entryId}
        opened={opened}
        onClose={() => change({ add: undefined, cost: undefined })}
      />
    </Suspense>
  );
}

function useItemOf() {
  const formats = useFormats();
  return useCallback(
    (row: CostEntry): WipItem => ({
      itemId: row.id,
      kind: 'cost',
      jobId: row.jobId,
      words: `${formats.date(row.incurredOn)} · ${row.description}`,
      currency: row.currency,
      open: row.open,
    }),
    [formats],
  );
}
