import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { Job, JobTask } from '../../api/jobs.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { dayColumn, linkColumn, minutesColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';

const columns: readonly ListColumn<JobTask>[] = [
  linkColumn({ key: 'name', header: 'Task', of: nameOf, href: hrefOf }),
  textColumn({
    key: 'taskName',
    header: 'In the library',
    of: ({ taskName, name }) => (taskName === name ? null : taskName),
  }),
  minutesColumn({ key: 'estimate', header: 'Estimate', of: (row) => row.estimatedMinutes || null }),
  dayColumn({ key: 'startOn', header: 'Starts', of: ({ startOn }) => startOn }),
  dayColumn({ key: 'dueOn', header: 'Due', of: ({ dueOn }) => dueOn }),
  dayColumn({ key: 'completedOn', header: 'Completed', of: ({ completedOn }) => completedOn }),
  statusColumn({
    key: 'billable',
    header: 'Billable',
    of: (row) => (row.billable ? null : ['Not billable', 'quiet']),
  }),
];

const nouns = ['task', 'tasks'] as const;
const changesWith = ['jobs'];
const idOf = ({ id }: JobTask) => id;

export function TasksPart({ job }: { job: Job }) {
  const formats = useFormats();
  const [, change] = usePageSearch();
  const mayEdit = useMay()('jobs.edit');
  const question = useMemo(() => ({ jobId: job.id }), [job.id]);
  const cardOf = useCallback(
    (row: JobTask): Card => ({
      title: nameOf(row),
      under: row.completedOn === null ? null : `Completed ${formats.date(row.completedOn)}`,
      end: row.estimatedMinutes === 0 ? null : formats.hours(row.estimatedMinutes),
    }),
    [formats],
  );
  const add = mayEdit && (
    <Button size="xs" variant="default" onClick={() => change({ form: 'task' })}>
      Add a task
    </Button>
  );
  return (
    <ListPart<JobTask>
      label={`Tasks of ${job.number}`}
      path="/job-tasks"
      question={question}
      changesWith={changesWith}
      nouns={nouns}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      actions={add}
      nothingYet={{ title: 'No tasks yet', text: 'Time is recorded on the tasks of a job.', action: add }}
    />
  );
}

function nameOf({ name, label }: JobTask): string {
  return label === null ? name : `${name}: ${label}`;
}

function hrefOf({ id, jobId }: JobTask): string {
  return `/jobs/${jobId}?tab=tasks&form=task&task=${id}`;
}
