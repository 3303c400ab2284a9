import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { CostEntry, Job } from '../../api/jobs.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { dayColumn, linkColumn, moneyColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { WipItem } from '../wip-actions/acting.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';
import { entryState } from './entry-state.ts';
import { openFilter } from './TimePart.tsx';
import { useEntryBulk } from './useEntryBulk.ts';

const filters: readonly Filter[] = [
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
  openFilter,
  { kind: 'days', key: 'days', name: 'Day', fromKey: 'from', toKey: 'to' },
];

const columns: readonly ListColumn<CostEntry>[] = [
  linkColumn({ key: 'description', header: 'Cost', of: ({ description }) => description, href: hrefOf }),
  dayColumn({ key: 'incurredOn', header: 'Day', of: ({ incurredOn }) => incurredOn }),
  textColumn({ key: 'supplier', header: 'Supplier', of: ({ supplier }) => supplier }),
  textColumn({ key: 'quantity', header: 'Quantity', width: 90, of: ({ quantity }) => String(quantity) }),
  moneyColumn({ key: 'unitPrice', header: 'Price', of: ({ unitPrice }) => unitPrice }),
  moneyColumn({ key: 'amount', header: 'Value', sums: true, of: ({ amount }) => amount }),
  moneyColumn({
    key: 'open',
    header: 'Open',
    sums: true,
    of: ({ open }) => open,
    href: ({ id, jobId }) => ledgerHref(jobId, { item: id }),
  }),
  statusColumn({
    key: 'state',
    header: 'State',
    of: (row) => (row.actual ? entryState(row) : ['Estimated', 'quiet']),
  }),
];

const nouns = ['cost', 'costs'] as const;
const changesWith = ['wip', 'jobs'];
const idOf = ({ id }: CostEntry) => id;
const nameOf = ({ description }: CostEntry) => description;
const currencyOf = ({ currency }: CostEntry) => currency;

export function CostsPart({ job }: { job: Job }) {
  const formats = useFormats();
  const [, change] = usePageSearch();
  const mayRecord = useMay()('costs.record');
  const question = useMemo(() => ({ jobId: job.id }), [job.id]);
  const itemOf = useCallback(
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
  const { bulk, acting, close, onDone } = useEntryBulk(itemOf);
  const cardOf = useCallback(
    (row: CostEntry): Card => ({
      title: row.description,
      under: [formats.date(row.incurredOn), row.supplier].filter(Boolean).join(' · '),
      end: <Amount of={row.amount} />,
      underEnd: entryState(row)?.[0],
    }),
    [formats],
  );
  const record = mayRecord && (
    <Button size="xs" variant="default" onClick={() => change({ form: 'cost' })}>
      Record a cost
    </Button>
  );
  return (
    <>
      <ListPart<CostEntry>
        label={`Costs of ${job.number}`}
        path="/cost-entries"
        question={question}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={filters}
        bulk={bulk}
        actions={record}
        nothingYet={{
          title: 'No costs on this job yet',
          text: 'What was bought for the job stands here, to be billed with the time.',
          action: record,
        }}
      />
      <WipActionDialog acting={acting} onClose={close} onDone={onDone} />
    </>
  );
}

function hrefOf({ id, jobId }: CostEntry): string {
  return `/jobs/${jobId}?tab=costs&form=cost&entry=${id}`;
}
