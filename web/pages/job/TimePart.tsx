import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { Job, TimeEntry } from '../../api/jobs.ts';
import { jobTaskSource, staffSource } from '../../form/entities.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { customColumn, minutesColumn, moneyColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { MainLink } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { withDays, type Formats } from '../../util/formats.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { WipItem } from '../wip-actions/acting.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';
import { entryState } from './entry-state.ts';
import { useEntryBulk } from './useEntryBulk.ts';

export const openFilter: Filter = {
  kind: 'choice',
  key: 'open',
  name: 'Open',
  none: 'Open and settled',
  choices: [
    { value: 'true', label: 'Something is open' },
    { value: 'false', label: 'Nothing is open' },
  ],
};

function filtersOf(tasks: Job['tasks']): readonly Filter[] {
  return [
    {
      kind: 'choice',
      key: 'jobTaskId',
      name: 'Task',
      none: 'Every task',
      choices: tasks.map((task) => ({ value: task.id, label: jobTaskSource.labelOf(task) })),
    },
    { kind: 'entity', key: 'staffId', name: 'Staff', none: 'Everybody', source: staffSource },
    openFilter,
    { kind: 'days', key: 'days', name: 'Day', fromKey: 'from', toKey: 'to' },
  ];
}

const nouns = ['entry', 'entries'] as const;
const changesWith = ['wip', 'jobs'];
const idOf = ({ id }: TimeEntry) => id;
const nameOf = (row: TimeEntry) => withDays(`${row.workedOn} ${row.staffName} ${row.taskName}`);
const currencyOf = ({ currency }: TimeEntry) => currency ?? '';

const plain: readonly ListColumn<TimeEntry>[] = [
  customColumn({
    key: 'workedOn',
    header: 'Day',
    width: 104,
    cell: (row) => <DayLink row={row} />,
  }),
  textColumn({ key: 'staff', header: 'Who', width: 130, of: ({ staffName }) => staffName }),
  textColumn({ key: 'task', header: 'Task', width: 150, of: ({ taskName }) => taskName }),
  textColumn({ key: 'note', header: 'Note', width: 140, grows: true, of: ({ note }) => note }),
  minutesColumn({ key: 'minutes', header: 'Worked', of: ({ minutes }) => minutes }),
];

const valued: readonly ListColumn<TimeEntry>[] = [
  ...plain,
  moneyColumn({ key: 'rate', header: 'Rate', width: 84, of: ({ ratePerHour }) => ratePerHour ?? null }),
  moneyColumn({ key: 'amount', header: 'Value', width: 104, sums: true, of: ({ amount }) => amount ?? null }),
  moneyColumn({
    key: 'open',
    header: 'Open',
    width: 104,
    sums: true,
    of: ({ open }) => open ?? null,
    href: ({ id, jobId }) => ledgerHref(jobId, { item: id }),
  }),
  statusColumn({ key: 'state', header: 'State', of: entryState }),
];

function DayLink({ row }: { row: TimeEntry }) {
  const formats = useFormats();
  return <MainLink href={hrefOf(row)} mark={null} text={formats.date(row.workedOn)} />;
}

/** The time on a job: what each entry is worth and what has become of it. */
export function TimePart({ job }: { job: Job }) {
  const formats = useFormats();
  const [, change] = usePageSearch();
  const may = useMay();
  const question = useMemo(() => ({ jobId: job.id }), [job.id]);
  const filters = useMemo(() => filtersOf(job.tasks), [job.tasks]);
  const itemOf = useCallback((row: TimeEntry) => wipItemOfTime(row, formats), [formats]);
  const { bulk, acting, close, onDone } = useEntryBulk(itemOf);
  const cardOf = useCallback(
    (row: TimeEntry): Card => ({
      title: `${row.staffName} · ${row.taskName}`,
      under: [formats.date(row.workedOn), row.note].filter(Boolean).join(' · '),
      end: formats.hours(row.minutes),
      underEnd: <Amount of={row.open ?? null} />,
    }),
    [formats],
  );
  const record = may('time.recordAny') && (
    <Button size="xs" variant="default" onClick={() => change({ form: 'time' })}>
      Record time
    </Button>
  );
  return (
    <>
      <ListPart<TimeEntry>
        label={`Time on ${job.number}`}
        path="/time-entries"
        question={question}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={may('rates.read') ? valued : plain}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={filters}
        bulk={bulk}
        actions={record}
        nothingYet={{
          title: 'No time on this job yet',
          text: 'It comes from timesheets, and can be recorded here.',
          action: record,
        }}
      />
      <WipActionDialog acting={acting} onClose={close} onDone={onDone} />
    </>
  );
}

function wipItemOfTime(row: TimeEntry, formats: Formats): WipItem {
  return {
    itemId: row.id,
    kind: 'time',
    jobId: row.jobId,
    words: [formats.date(row.workedOn), row.staffName, row.taskName, formats.hours(row.minutes)].join(' · '),
    currency: row.currency ?? '',
    open: row.open ?? '0',
  };
}

function hrefOf({ id, jobId }: TimeEntry): string {
  return `/jobs/${jobId}?tab=time&form=time&entry=${id}`;
}
