// The rate card: staff down the side, tasks across. The first column is what somebody is worth whatever they do, the
// first row what a task is worth whoever does it; a cell is both together and goes before them.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CostRate, Rate, StaffMember, Task } from '../../api/rates.ts';
import { wholeListQuery } from '../../api/rates.ts';
import { DayPicker } from '../../ui/DayPicker.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { todayIn } from '../../util/days.ts';
import type { Cell } from './cell.ts';
import { cellOfRate, cellText } from './cell.ts';
import classes from './rates.module.css';

type RateMatrixProps = { path: '/rates' | '/cost-rates'; onOpen: (cell: Cell) => void };

export function RateMatrix({ path, onOpen }: RateMatrixProps) {
  const [search, change] = usePageSearch();
  const { currency, timeZone } = useFirm();
  const on = search['on'];
  const question = {
    scopes: 'staffTask,staff,task',
    on: on ?? todayIn(timeZone),
    ...(path === '/rates' ? { currency } : {}),
  };
  const staff = useQuery(wholeListQuery<StaffMember>('/staff', { active: 'true' }));
  const tasks = useQuery(wholeListQuery<Task>('/tasks', { archived: 'false' }));
  const rates = useQuery(wholeListQuery<Rate | CostRate>(path, question));
  const failed = [staff, tasks, rates].find(({ error, data }) => error !== null && data === undefined);
  const byCell = useMemo(
    () => new Map((rates.data ?? []).map((rate) => [cellText(cellOfRate(rate)), rate])),
    [rates.data],
  );
  return (
    <>
      <div className={classes.bar}>
        <DayPicker name="On" value={on} onChange={(day) => change({ on: day })} />
        <p className="quiet">
          An hour, in {currency}. A cell goes before what holds for the person or the task alone; choose one
          to set a rate from a day on.
        </p>
      </div>
      {failed !== undefined ? (
        <div className={classes.instead}>
          <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />
        </div>
      ) : staff.data === undefined || tasks.data === undefined || rates.data === undefined ? (
        <div className={classes.wait}>
          <Skeleton height={320} />
        </div>
      ) : staff.data.length === 0 && tasks.data.length === 0 ? (
        <div className={classes.instead}>
          <Notice title="Nobody to set rates for yet">
            <AppLink href="/staff">Add staff</AppLink> and <AppLink href="/tasks">tasks</AppLink> first; their
            rates are set here.
          </Notice>
        </div>
      ) : (
        <Matrix
          label={path === '/rates' ? 'Rate card' : 'Cost rates'}
          staff={staff.data}
          tasks={tasks.data}
          byCell={byCell}
          onOpen={onOpen}
        />
      )}
    </>
  );
}

type MatrixProps = {
  label: string;
  staff: readonly StaffMember[];
  tasks: readonly Task[];
  byCell: ReadonlyMap<string, Rate | CostRate>;
  onOpen: (cell: Cell) => void;
};

function Matrix({ label, staff, tasks, byCell, onOpen }: MatrixProps) {
  const rows: readonly { id: string | undefined; name: string }[] = [
    { id: undefined, name: 'Anybody' },
    ...staff,
  ];
  const columns: readonly { id: string | undefined; name: string }[] = [
    { id: undefined, name: 'Any task' },
    ...tasks,
  ];
  return (
    <div className={classes.matrix}>
      <table>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            {columns.map(({ id, name }) => (
              <th key={id ?? ''} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id ?? ''}>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              {columns.map((column) => (
                <MatrixCell
                  key={column.id ?? ''}
                  name={`${row.name}, ${column.name}`}
                  cell={{
                    ...(row.id === undefined ? {} : { staff: row.id }),
                    ...(column.id === undefined ? {} : { task: column.id }),
                  }}
                  byCell={byCell}
                  onOpen={onOpen}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type MatrixCellProps = Pick<MatrixProps, 'byCell' | 'onOpen'> & { name: string; cell: Cell };

function MatrixCell({ name, cell, byCell, onOpen }: MatrixCellProps) {
  const formats = useFormats();
  if (cell.staff === undefined && cell.task === undefined) return <td />;
  const rate = byCell.get(cellText(cell));
  const amount = rate && formats.amount(rate.ratePerHour);
  return (
    <td>
      <button
        type="button"
        className={classes.cell}
        data-empty={rate === undefined || undefined}
        aria-label={`${name}: ${amount ?? 'no rate'}`}
        onClick={() => onOpen(cell)}
      >
        {amount ?? '·'}
      </button>
    </td>
  );
}
