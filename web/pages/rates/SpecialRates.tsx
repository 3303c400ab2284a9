import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Rate } from '../../api/rates.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { clientSource, jobSource } from '../../form/entities.ts';
import { Form } from '../../form/Form.tsx';
import { ClientPicker, JobPicker, StaffPicker, TaskPicker } from '../../form/pickers.tsx';
import type { ListColumn } from '../../list/columns.tsx';
import { dayColumn, linkColumn, moneyColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { useMay } from '../../util/firm-context.ts';
import type { Cell } from './cell.ts';
import { cellOfRate, cellText, scopeOf } from './cell.ts';
import { rateScopeWords } from './words.ts';

const columns: readonly ListColumn<Rate>[] = [
  linkColumn({ key: 'for', header: 'For', of: rateScopeWords, href: hrefOf }),
  dayColumn({ key: 'from', header: 'From', of: ({ effectiveFrom }) => effectiveFrom }),
  dayColumn({ key: 'until', header: 'Until', of: ({ effectiveUntil }) => effectiveUntil }),
  moneyColumn({ key: 'rate', header: 'An hour', of: ({ ratePerHour }) => ratePerHour }),
  textColumn({ key: 'currency', header: 'Currency', width: 92, of: ({ currency }) => currency }),
];

const filters: readonly Filter[] = [
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'entity', key: 'jobId', name: 'Job', none: 'All jobs', source: jobSource },
];

const nouns = ['rate', 'rates'] as const;
const question = { scopes: 'jobTask,jobStaff,clientTask' };
const changesWith = ['jobs', 'clients', 'staff', 'tasks'];
const idOf = ({ id }: Rate) => id;
const currencyOf = ({ currency }: Rate) => currency;

/** The rates that go before the card: of a task for a client, of a task or a person on a job. */
export function SpecialRates({ onOpen }: { onOpen: (cell: Cell) => void }) {
  const [choosing, setChoosing] = useState(false);
  const mayEdit = useMay()('rates.edit');
  const add = mayEdit && (
    <Button size="xs" variant="default" onClick={() => setChoosing(true)}>
      Set a rate
    </Button>
  );
  return (
    <>
      <ListPart<Rate>
        label="Rates for clients and jobs"
        path="/rates"
        question={question}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={rateScopeWords}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={filters}
        actions={add}
        nothingYet={{
          title: 'No rates of clients or jobs',
          text: 'Where a client or a job pays differently from the rate card, that rate stands here and goes first.',
          action: add,
        }}
      />
      <Choose
        opened={choosing}
        onClose={() => setChoosing(false)}
        onChoose={(cell) => {
          setChoosing(false);
          onOpen(cell);
        }}
      />
    </>
  );
}

type ChooseProps = { opened: boolean; onClose: () => void; onChoose: (cell: Cell) => void };

const nothing = { client: '', job: '', staff: '', task: '' };

/** For whom or what a rate is to be set. */
function Choose({ opened, onClose, onChoose }: ChooseProps) {
  const [chosen, setChosen] = useState(nothing);
  const cell = useMemo(
    () => Object.fromEntries(Object.entries(chosen).filter(([, id]) => id !== '')) as Cell,
    [chosen],
  );
  const [said, setSaid] = useState(false);
  const scope = scopeOf(cell);
  const isSpecial = scope === 'jobTask' || scope === 'jobStaff' || scope === 'clientTask';
  const field = (name: keyof typeof nothing, clears: Partial<typeof nothing> = {}) => ({
    name,
    value: chosen[name],
    error: undefined,
    onBlur: () => undefined,
    onChange: (id: string) => setChosen({ ...chosen, ...(id === '' ? {} : clears), [name]: id }),
  });
  const form = {
    isDirty: false,
    isSaving: false,
    isRestored: false,
    problem: null,
    discard: () => setChosen(nothing),
    save: () => {
      setSaid(!isSpecial);
      if (isSpecial) onChoose(cell);
      return Promise.resolve(isSpecial);
    },
  };
  return (
    <EditDrawer opened={opened} title="Set a rate for a client or a job" onClose={onClose}>
      <Form form={form} act="Go on" onCancel={onClose}>
        <JobPicker label="Job" first {...field('job', { client: '' })} />
        <ClientPicker label="Or client" {...field('client', { job: '', staff: '' })} />
        <TaskPicker label="Task" {...field('task', { staff: '' })} />
        {chosen.client === '' && <StaffPicker label="Or staff member" {...field('staff', { task: '' })} />}
        {said && (
          <p role="alert" className="quiet">
            Choose a job with a task or a staff member, or a client with a task.
          </p>
        )}
      </Form>
    </EditDrawer>
  );
}

function hrefOf(rate: Rate): string {
  return `/rates?tab=special&cell=${cellText(cellOfRate(rate))}`;
}

function cardOf(row: Rate): Card {
  return {
    title: rateScopeWords(row),
    under: (
      <>
        From <Day of={row.effectiveFrom} />
      </>
    ),
    end: <Amount of={row.ratePerHour} />,
    underEnd: row.currency,
  };
}
