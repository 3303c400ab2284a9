import { useCallback } from 'react';
import { useUndoWipAction } from '../../api/wip-actions.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { customColumn, dayColumn, linkColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { LoggedAction } from './words.ts';
import { actionWords, isUndoable, jobsInWords } from './words.ts';
import classes from './wip-log.module.css';

const hrefOf = ({ id }: LoggedAction) => `/wip-actions/${id}`;

const columns: readonly ListColumn<LoggedAction>[] = [
  linkColumn({
    key: 'kind',
    header: 'What',
    width: 150,
    of: ({ kind }) => actionWords[kind],
    mark: ({ id }) => id,
    href: hrefOf,
  }),
  customColumn({ key: 'jobs', header: 'Job', width: 230, cell: (row) => <Jobs action={row} /> }),
  customColumn({
    key: 'netWip',
    header: 'Change of net WIP',
    width: 170,
    align: 'end',
    cell: (row) => <Totals action={row} />,
  }),
  dayColumn({ key: 'effectiveOn', header: 'Counts for', of: ({ effectiveOn }) => effectiveOn }),
  textColumn({ key: 'reason', header: 'Reason', width: 140, of: ({ reason }) => reason }),
  textColumn({ key: 'note', header: 'Note', grows: true, of: ({ note }) => note }),
  textColumn({ key: 'by', header: 'By', width: 140, of: ({ by }) => by }),
  statusColumn({
    key: 'state',
    header: 'State',
    width: 100,
    of: ({ undoneAt }) => (undoneAt === null ? null : ['Undone', 'quiet']),
  }),
];

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    key: 'kind',
    name: 'What',
    none: 'Everything',
    choices: Object.entries(actionWords).map(([value, label]) => ({ value, label })),
  },
];

const nouns = ['action', 'actions'] as const;
const changesWith = ['wip', 'jobs'];
const idOf = ({ id }: LoggedAction) => id;
const nameOf = ({ id, kind }: LoggedAction) => `${actionWords[kind]} ${id}`;

/** What was done to WIP without an invoice, by whom and why; each of it can be undone. */
export function WipActionsPage() {
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const may = useMay();
  const cardOf = useCallback(
    (row: LoggedAction): Card => ({
      title: actionWords[row.kind],
      under: [jobsInWords(row, formats), row.by].filter(Boolean).join(' · '),
      end: <Totals action={row} />,
      underEnd: row.undoneAt === null ? formats.date(row.effectiveOn) : 'undone',
    }),
    [formats],
  );
  const bulk = useCallback(
    (rows: readonly LoggedAction[], done: () => void) => {
      const [only] = rows;
      return [
        {
          label: 'Undo',
          key: 'u',
          disabled: rows.length !== 1 || only === undefined || !isUndoable(only, may),
          onChoose: () => {
            if (only)
              undoing.tell({ wipActionId: only.id, said: `${actionWords[only.kind]} ${only.id} undone` });
            done();
          },
        },
      ];
    },
    // What it does is the same each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [],
  );
  return (
    <ListPage<LoggedAction>
      title="WIP actions"
      href="/wip-actions"
      changesWith={changesWith}
      nouns={nouns}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      filters={filters}
      sortsBy="nothing"
      bulk={bulk}
      nothingYet={{
        title: 'Nothing was done to WIP by hand yet',
        text: 'Write-offs, wash-ups, moves and interims stand here, each with a way back.',
      }}
    />
  );
}

function Jobs({ action }: { action: LoggedAction }) {
  const words = jobsInWords(action, useFormats());
  return <span title={words}>{words}</span>;
}

function Totals({ action }: { action: LoggedAction }) {
  return (
    <span className={classes.totals}>
      {action.totals.map(({ currency, netWipChange }) => (
        <span key={currency}>
          <Amount of={netWipChange} /> <span className="quiet">{currency}</span>
        </span>
      ))}
    </span>
  );
}
