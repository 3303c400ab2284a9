// What is open on a job, entry by entry, beside the list: so that one sees what would be invoiced without leaving it.
// Entries can be ticked, to be written off or moved.

import { Button, Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import type { OpenItem } from '../../api/wip-actions.ts';
import { openItemsQuery } from '../../api/wip-actions.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { WipActing } from '../wip-actions/acting.ts';
import { wipItemOf } from '../wip-actions/acting.ts';
import classes from './peek.module.css';
import type { WipAct } from './useWipActs.tsx';

type PeekProps = {
  jobId: string | undefined;
  /** What the list knows of it. */
  row: BillingRow | undefined;
  acts: readonly WipAct[];
  begin: (acting: WipActing) => void;
  onReceipt: () => void;
  onClose: () => void;
};

export function Peek({ jobId, row, onClose, ...rest }: PeekProps) {
  return (
    <Drawer
      opened={jobId !== undefined}
      onClose={onClose}
      position="right"
      size={640}
      overlayProps={{ backgroundOpacity: 0.12 }}
      title={row === undefined ? 'What is open' : `${row.jobNumber} ${row.jobName}`}
    >
      {jobId !== undefined && <Open key={jobId} jobId={jobId} row={row} {...rest} />}
    </Drawer>
  );
}

type OpenProps = Omit<PeekProps, 'jobId' | 'onClose'> & { jobId: string };

function Open({ jobId, row, acts, begin, onReceipt }: OpenProps) {
  const { data: items, error, refetch } = useQuery(openItemsQuery([jobId]));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const after = new Set(ticked);
    if (!after.delete(id)) after.add(id);
    setTicked(after);
  };
  return (
    <div className={classes.peek}>
      {row && (
        <p className={classes.head}>
          <AppLink href={`/clients/${row.clientId}`}>{row.clientName}</AppLink>
          <button type="button" onClick={onReceipt}>
            Net WIP <Amount of={row.netWip} /> {row.currency}: how it came about
          </button>
        </p>
      )}
      <div className={classes.acts}>
        {acts.slice(0, 3).map(({ label, onChoose }, place) => (
          <Button key={label} size="xs" variant={place === 0 ? 'filled' : 'default'} onClick={onChoose}>
            {label}
          </Button>
        ))}
      </div>
      {error !== null && items === undefined ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : items === undefined ? (
        <Skeleton height={220} />
      ) : items.length === 0 ? (
        <Notice title="Nothing is open on this job">All of it is invoiced or written off.</Notice>
      ) : (
        <>
          <Entries items={items} ticked={ticked} onToggle={toggle} />
          <Chosen items={items} ticked={ticked} begin={begin} />
        </>
      )}
    </div>
  );
}

const shownMax = 200;
const kinds = [
  ['time', 'Time'],
  ['cost', 'Costs'],
  ['interim', 'Interims'],
] as const;

type EntriesProps = {
  items: readonly OpenItem[];
  ticked: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

function Entries({ items, ticked, onToggle }: EntriesProps) {
  const formats = useFormats();
  const newestFirst = items.toSorted((a, b) => b.date.localeCompare(a.date));
  return (
    <table className={classes.entries}>
      <caption className="visually-hidden">What is open, newest first</caption>
      <tbody>
        {newestFirst.slice(0, shownMax).map((item) => (
          <Entry key={item.itemId} item={item} isTicked={ticked.has(item.itemId)} onToggle={onToggle} />
        ))}
      </tbody>
      <tfoot>
        {items.length > shownMax && (
          <tr>
            <td colSpan={4} className="quiet">
              {formats.count(items.length - shownMax)} older entries are in the sums below
            </td>
          </tr>
        )}
        {kinds.map(([kind, label]) => {
          const members = items.filter((item) => item.kind === kind);
          if (members.length === 0) return null;
          return (
            <tr key={kind}>
              <th scope="row" colSpan={3}>
                {label}, {formats.count(members.length)}
              </th>
              <td>
                <Amount of={sumOf(members.map(({ open }) => open))} />
              </td>
            </tr>
          );
        })}
        <tr data-whole>
          <th scope="row" colSpan={3}>
            Open
          </th>
          <td>
            <Amount of={sumOf(items.map(({ open }) => open))} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

type EntryProps = { item: OpenItem; isTicked: boolean; onToggle: (id: string) => void };

function Entry({ item, isTicked, onToggle }: EntryProps) {
  const formats = useFormats();
  const who = [item.kind === 'interim' ? 'Interim' : item.staffName, item.taskName]
    .filter(Boolean)
    .join(' · ');
  const words = wipItemOf(item, formats).words;
  return (
    <tr data-ticked={isTicked || undefined}>
      <td>
        {item.kind !== 'interim' && (
          <input
            type="checkbox"
            aria-label={words}
            checked={isTicked}
            onChange={() => onToggle(item.itemId)}
          />
        )}
      </td>
      <td>
        <Day of={item.date} />
      </td>
      <td>
        {who !== '' && <span>{who}</span>}
        {item.description !== null && <span className="quiet">{item.description}</span>}
      </td>
      <td>
        <AppLink href={ledgerHref(item.jobId, { item: item.itemId })}>
          <Amount of={item.open} />
        </AppLink>
        {item.kind === 'time' && <span className="quiet">{formats.hours(item.openQuantity)}</span>}
      </td>
    </tr>
  );
}

type ChosenProps = {
  items: readonly OpenItem[];
  ticked: ReadonlySet<string>;
  begin: (acting: WipActing) => void;
};

/** What can be done with the entries that are ticked. */
function Chosen({ items, ticked, begin }: ChosenProps) {
  const formats = useFormats();
  const may = useMay();
  const chosen = items.filter(({ itemId }) => ticked.has(itemId));
  if (chosen.length === 0) return null;
  const wipItems = chosen.map((item) => wipItemOf(item, formats));
  return (
    <div className={classes.chosen} role="region" aria-label="Selected entries">
      <strong role="status">
        {formats.count(chosen.length)} selected, <Amount of={sumOf(chosen.map(({ open }) => open))} />
      </strong>
      {may('wip.writeOff') && (
        <Button size="xs" variant="default" onClick={() => begin({ act: 'writeOff', items: wipItems })}>
          Write off…
        </Button>
      )}
      {may('wip.move') && (
        <Button size="xs" variant="default" onClick={() => begin({ act: 'move', items: wipItems })}>
          Move…
        </Button>
      )}
    </div>
  );
}
