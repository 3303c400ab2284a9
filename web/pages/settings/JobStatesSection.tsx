import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeJobStateRequest, newJobState } from '#contract/firms/lists.ts';
import { jobStatesQuery, type JobState } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, FlagField, TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Icon } from '../../ui/icons.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { jobState } from '../../ui/states.ts';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import classes from './settings.module.css';
import { useOpened } from './useOpened.ts';

const meanings = [
  { value: 'planned', label: 'Planned: not begun yet' },
  { value: 'inProgress', label: 'In progress: being worked on' },
  { value: 'onHold', label: 'On hold: waiting' },
  { value: 'completed', label: 'Completed: done' },
  { value: 'cancelled', label: 'Cancelled: will not be done' },
] as const;

/** The states of jobs in the firm's own words, in its own order. */
export function JobStatesSection() {
  const query = useQuery(jobStatesQuery());
  const may = useMay()('firm.settings');
  const states = query.data?.items ?? [];
  const opened = useOpened(states);
  const move = useMove(states);
  useCommands(may ? [{ label: 'Add a job state', key: 'n', onChoose: opened.add }] : []);
  return (
    <>
      <SectionHead
        title="Job states"
        actions={may && <AddButton onClick={opened.add}>Add a state</AddButton>}
      >
        Call them what you like; what a state means to WIP and lists is its kind. A new job takes the first.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows label="Job states" empty="There are no states yet.">
            {items.map((state, place) => (
              <Row
                key={state.id}
                quiet={state.archived}
                onOpen={may ? () => opened.open(state.id) : undefined}
                actions={may && <Steps state={state} place={place} of={items.length} onMove={move} />}
              >
                <RowName badges={state.archived && <StatusBadge>Archived</StatusBadge>}>{state.name}</RowName>
                <span>
                  <StatusBadge tone={jobState(state.type, '')[1]}>
                    {meanings.find(({ value }) => value === state.type)?.label.split(':')[0]}
                  </StatusBadge>
                </span>
              </Row>
            ))}
          </Rows>
        )}
      </Answered>
      <StateDrawer key={opened.key} opened={opened.isOpened} state={opened.row} onClose={opened.close} />
    </>
  );
}

type StepsProps = {
  state: JobState;
  place: number;
  of: number;
  onMove: (place: number, by: -1 | 1) => void;
};

function Steps({ state, place, of, onMove }: StepsProps) {
  return (
    <>
      <button
        type="button"
        className={classes.step}
        data-up
        aria-label={`Move ${state.name} up`}
        disabled={place === 0}
        onClick={() => onMove(place, -1)}
      >
        <Icon name="arrowDown" size={14} />
      </button>
      <button
        type="button"
        className={classes.step}
        aria-label={`Move ${state.name} down`}
        disabled={place === of - 1}
        onClick={() => onMove(place, 1)}
      >
        <Icon name="arrowDown" size={14} />
      </button>
    </>
  );
}

/** Changes places with the neighbour, at once. Every state whose position differs from its place is put right. */
function useMove(states: readonly JobState[]) {
  const placing = useTell<{ state: JobState; position: number }>({
    send: ({ state, position }) => ({
      path: `/job-states/${state.id}`,
      method: 'PATCH',
      version: state.version,
      body: { position },
    }),
    changes: ['job-states'],
    atOnce: (queryClient, { state, position }) => {
      const { queryKey } = jobStatesQuery();
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, (kept) =>
        kept === undefined
          ? kept
          : {
              items: kept.items
                .map((each) => (each.id === state.id ? { ...each, position } : each))
                .sort((one, other) => one.position - other.position),
            },
      );
      return () => queryClient.setQueryData(queryKey, before);
    },
  });
  return (place: number, by: -1 | 1) => {
    const wanted = [...states];
    const [moved] = wanted.splice(place, 1);
    if (moved === undefined) return;
    wanted.splice(place + by, 0, moved);
    for (const [position, state] of wanted.entries())
      if (state.position !== position) void placing.ask({ state, position }).catch(() => undefined);
  };
}

type StateDrawerProps = { opened: boolean; state: JobState | undefined; onClose: () => void };

function StateDrawer({ opened, state, onClose }: StateDrawerProps) {
  const initial = useMemo(
    () => ({
      name: state?.name ?? '',
      type: state?.type ?? ('inProgress' as const),
      archived: state?.archived ?? false,
    }),
    [state],
  );
  const form = useRecordForm<typeof initial, JobState>({
    id: state === undefined ? 'new job state' : `job state ${state.id}`,
    initial,
    schema: state === undefined ? newJobState : changeJobStateRequest,
    bodyOf: ({ name, type, archived }) => (state === undefined ? { name, type } : { name, type, archived }),
    send: (body) =>
      state === undefined
        ? { path: '/job-states', body }
        : { path: `/job-states/${state.id}`, method: 'PATCH', version: state.version, body },
    changes: ['job-states', 'jobs'],
    said: ({ name }) => (state === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  const title = state === undefined ? 'Add a job state' : `Change ${state.name}`;
  return (
    <EditDrawer opened={opened} title={title} onClose={onClose} form={form}>
      <Form
        form={form}
        act={state === undefined ? 'Add the state' : 'Save'}
        onCancel={onClose}
        actions={
          state && <RemoveButton path="/job-states" row={state} changes={['job-states']} onDone={onClose} />
        }
      >
        <TextField label="Name" required first {...form.field('name')} />
        <ChoiceField
          label="What it means"
          help="What lists, reports and billing runs go by"
          choices={meanings}
          {...form.field('type')}
        />
        {state !== undefined && (
          <FlagField
            label="Archived"
            help="Jobs that are in it stay in it; nothing new gets it."
            {...form.field('archived')}
          />
        )}
      </Form>
    </EditDrawer>
  );
}
