import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newTasks, taskChange } from '#contract/tasks/tasks.ts';
import type { Task } from '../../api/rates.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, LongTextField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { linkColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { asideFilter, type Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';

const columns: readonly ListColumn<Task>[] = [
  linkColumn({ key: 'name', header: 'Task', of: ({ name }) => name, href: hrefOf }),
  textColumn({
    key: 'description',
    header: 'Description',
    width: 320,
    grows: true,
    of: (row) => row.description,
  }),
  statusColumn({
    key: 'billable',
    header: 'Billable',
    of: ({ billable }) => (billable ? null : ['Not billable', 'quiet']),
  }),
  statusColumn({
    key: 'state',
    header: 'State',
    of: ({ archived }) => (archived ? ['Archived', 'quiet'] : null),
  }),
];

const filters: readonly Filter[] = [
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
  asideFilter({ key: 'archived', name: 'Archived', those: 'those archived', is: true }),
];

const nouns = ['task', 'tasks'] as const;
const byName = { key: 'name', descending: false };
const idOf = ({ id }: Task) => id;
const nameOf = ({ name }: Task) => name;

/** The firm's library: what jobs take their tasks from, and what rates are for. */
export function TasksPage() {
  const [search, change] = usePageSearch();
  const mayEdit = useMay()('tasks.edit');
  const opened = search['task'];
  const addTask = () => change({ task: 'new' });
  const add = mayEdit ? <Button onClick={addTask}>Add a task</Button> : null;
  useCommands(mayEdit ? [{ label: 'Add a task', key: 'n', onChoose: addTask }] : []);
  const { data: task } = useQuery({
    ...resourceQuery<Task>(`/tasks/${opened ?? ''}`),
    enabled: opened !== undefined && opened !== 'new',
  });
  return (
    <>
      <ListPage<Task>
        title="Tasks"
        href="/tasks"
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        filters={filters}
        finds="Name"
        sort={byName}
        sortsBy="order"
        actions={add}
        nothingYet={{
          title: 'No tasks yet',
          text: 'The kinds of work that the firm does. Jobs take their tasks from here, and rates can be set for them.',
          action: add,
        }}
      />
      <TaskDrawer
        key={opened}
        opened={opened === 'new' || (opened !== undefined && task !== undefined)}
        task={opened === 'new' ? undefined : task}
        mayEdit={mayEdit}
        onClose={() => change({ task: undefined })}
      />
    </>
  );
}

type TaskDrawerProps = { opened: boolean; task: Task | undefined; mayEdit: boolean; onClose: () => void };

function TaskDrawer({ opened, task, mayEdit, onClose }: TaskDrawerProps) {
  const initial = useMemo(
    () => ({
      name: task?.name ?? '',
      description: task?.description ?? '',
      billable: task?.billable ?? true,
    }),
    [task],
  );
  const form = useRecordForm<typeof initial, Task>({
    id: task === undefined ? 'new task' : `task ${task.id}`,
    initial,
    schema: task === undefined ? newTasks : taskChange,
    bodyOf: ({ name, description, billable }) => ({ name, description: orNull(description), billable }),
    check: ({ name }) => (name.trim() === '' ? { name: 'This is needed.' } : {}),
    send: (body) =>
      task === undefined
        ? { path: '/tasks', body }
        : { path: `/tasks/${task.id}`, method: 'PATCH', version: task.version, body },
    changes: ['tasks'],
    said: ({ name }) => (task === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  const fixed = { disabled: !mayEdit };
  return (
    <EditDrawer opened={opened} title={task?.name ?? 'Add a task'} onClose={onClose} form={form}>
      <Form
        form={form}
        act={task === undefined ? 'Add the task' : 'Save'}
        onCancel={onClose}
        actions={task && mayEdit && <Archive task={task} onDone={onClose} />}
      >
        <TextField label="Name" required first {...fixed} {...form.field('name')} />
        <LongTextField label="Description" rows={2} {...fixed} {...form.field('description')} />
        <FlagField
          label="Billable"
          help="What a job’s task made from it is, unless the job says otherwise."
          {...fixed}
          {...form.field('billable')}
        />
      </Form>
    </EditDrawer>
  );
}

/** One that is archived stays on the jobs that have it, and is offered no more. */
function Archive({ task, onDone }: { task: Task; onDone: () => void }) {
  const archiving = useTell<{ archived: boolean; version: number }, Task>({
    send: ({ archived, version }) => ({
      path: `/tasks/${task.id}`,
      method: 'PATCH',
      version,
      body: { archived },
    }),
    changes: ['tasks'],
    said: (saved) => ({
      text: saved.archived ? `${saved.name} archived` : `${saved.name} is back`,
      onUndo: (): void => archiving.tell({ archived: !saved.archived, version: saved.version }),
    }),
    onDone,
  });
  return (
    <Button
      variant="subtle"
      onClick={() => archiving.tell({ archived: !task.archived, version: task.version })}
    >
      {task.archived ? 'Take out of the archive' : 'Archive'}
    </Button>
  );
}

function cardOf(row: Task): Card {
  return { title: row.name, under: row.description, end: row.billable ? null : 'Not billable' };
}

function hrefOf({ id }: Task): string {
  return `/tasks?task=${id}`;
}
