// The entries of a job, each with what is to happen to it. The whole grid is one tab stop: arrows or J and K move, X ticks,
// B bills, W writes off, C carries, for what is ticked or else for the current entry; Enter goes into its figures.

import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import type { BillableItem, BillableJob, InvoicePreview } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import type { Dispatch } from './changes.ts';
import classes from './entries.module.css';
import { entryGroups, firstOf, whyOut, type EntryGroup, type GroupBy } from './entries.ts';
import { EntryRow, treatments, type Effect } from './EntryRow.tsx';
import { handleGridKey } from './grid-keys.ts';
import { treatmentOf, type Decision, type JobDraft, type Treatment } from './model.ts';

type EntryGridProps = {
  billable: BillableJob;
  job: JobDraft;
  invoiceId: string | null;
  cutOffOn: string;
  groupBy: GroupBy;
  preview: InvoicePreview | null;
  errorOf: (itemId: string) => string | undefined;
  dispatch: Dispatch;
};

const shownFirst = 150;
const nobody: ReadonlySet<string> = new Set();

export function EntryGrid(props: EntryGridProps) {
  const { billable, job, invoiceId, cutOffOn, groupBy, preview, dispatch, errorOf } = props;
  const { jobId } = job;
  const [shownMax, setShownMax] = useState(shownFirst);
  const groups = useMemo(() => entryGroups(billable.items, groupBy), [billable.items, groupBy]);
  const all = useMemo(() => groups.flatMap(({ items }) => items), [groups]);
  const isOut = useCallback(
    (item: BillableItem) => whyOut(item, invoiceId, cutOffOn) !== null,
    [invoiceId, cutOffOn],
  );
  const { current, setCurrent, ticked, tick, setTicked } = useTicks(all, isOut);
  const effects = useMemo(
    () => new Map<string, Effect>(preview?.entries.map((effect) => [effect.itemId, effect])),
    [preview],
  );
  const decide = useCallback(
    (itemIds: readonly string[], changed: Partial<Decision>) => {
      // Going from billing to something else and back begins anew, without the figures of before.
      const afresh = changed.treatment !== undefined && changed.treatment !== 'bill';
      const said = afresh
        ? { minutes: '', quantity: '', amount: '', rest: '' as const, ...changed }
        : changed;
      dispatch({ do: 'decide', jobId, itemIds, changed: said });
    },
    [dispatch, jobId],
  );
  const treat = (treatment: Treatment) => {
    const chosen = ticked.size > 0 ? [...ticked] : current === null ? [] : [current];
    const allowed = all
      .filter((item) => chosen.includes(item.itemId) && !isOut(item))
      .map(({ itemId }) => itemId);
    if (allowed.length > 0) decide(allowed, { treatment });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) =>
    handleGridKey(event, {
      treat,
      tick,
      addTicks: (itemIds) => {
        const open = all.filter((item) => itemIds.includes(item.itemId) && !isOut(item));
        setTicked((before) => new Set([...before, ...open.map(({ itemId }) => itemId)]));
      },
      tickAll: () => setTicked(new Set(all.filter((item) => !isOut(item)).map(({ itemId }) => itemId))),
      untick: () => setTicked(nobody),
      turnRest: (itemId) => {
        const off = Number(effects.get(itemId)?.writtenOff ?? '0') !== 0;
        decide([itemId], { rest: off ? 'carryForward' : 'writeOff' });
      },
    });
  if (all.length === 0) return <p className={classes.none}>{emptyWords(billable)}</p>;
  return (
    <>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={`Entries of ${billable.jobNumber} ${billable.jobName}`}
        aria-multiselectable="true"
        aria-rowcount={all.length}
        className={classes.grid}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const row = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
          if (row) setCurrent(row.dataset['item'] ?? null);
        }}
      >
        <Head />
        {firstOf(groups, shownMax).map(({ group, shown }) => {
          return (
            <div key={group.key} role="rowgroup" aria-label={group.name}>
              {groupBy !== 'day' && <GroupHead group={group} isOut={isOut} decide={decide} />}
              {shown.map((item) => (
                <EntryRow
                  key={item.itemId}
                  item={item}
                  said={job.entries[item.itemId]}
                  treatment={treatmentOf(job, item, { cutOffOn, invoiceId })}
                  effect={effects.get(item.itemId)}
                  out={whyOut(item, invoiceId, cutOffOn)}
                  isCurrent={item.itemId === (current ?? all[0]?.itemId)}
                  isTicked={ticked.has(item.itemId)}
                  showsTask={groupBy !== 'task'}
                  error={errorOf(item.itemId)}
                  onDecide={decide}
                  onTick={tick}
                />
              ))}
            </div>
          );
        })}
      </div>
      <Beyond billable={billable} hidden={all.length - shownMax} onShow={() => setShownMax(all.length)} />
      {ticked.size > 0 && (
        <TickedBar
          items={all.filter(({ itemId }) => ticked.has(itemId))}
          treat={treat}
          onClear={() => setTicked(nobody)}
        />
      )}
    </>
  );
}

type BeyondProps = { billable: BillableJob; hidden: number; onShow: () => void };

/** What is open and not on the screen. */
function Beyond({ billable, hidden, onShow }: BeyondProps) {
  const formats = useFormats();
  return (
    <>
      {hidden > 0 && (
        <button type="button" className={classes.more} onClick={onShow}>
          Show {formats.count(hidden)} more entries
        </button>
      )}
      {billable.itemsOmitted > 0 && (
        <p className={classes.none}>
          {formats.count(billable.itemsOmitted)} more entries are open that are not listed here: later than
          the cut-off, or beyond the 2,000 oldest.
        </p>
      )}
    </>
  );
}

function useTicks(all: readonly BillableItem[], isOut: (item: BillableItem) => boolean) {
  const [current, setCurrent] = useState<string | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(nobody);
  const [anchor, setAnchor] = useState<string | null>(null);
  const tick = useCallback(
    (itemId: string, extend: boolean) => {
      const to = all.findIndex((item) => item.itemId === itemId);
      const from = extend ? all.findIndex((item) => item.itemId === anchor) : -1;
      const span = from < 0 ? all.slice(to, to + 1) : all.slice(Math.min(from, to), Math.max(from, to) + 1);
      setTicked((before) => {
        const after = new Set(before);
        const adds = extend || !before.has(itemId);
        for (const item of span.filter((each) => !isOut(each)))
          if (adds) after.add(item.itemId);
          else after.delete(item.itemId);
        return after;
      });
      setAnchor(itemId);
    },
    [all, anchor, isOut],
  );
  return { current, setCurrent, ticked, tick, setTicked };
}

function Head() {
  return (
    <div role="row" className={classes.head}>
      <span role="columnheader" className={classes.tick}>
        <span className="visually-hidden">Selected</span>
      </span>
      <span role="columnheader" className={classes.date}>
        Date
      </span>
      <span role="columnheader" className={classes.what}>
        Entry
      </span>
      <span role="columnheader" className={classes.much}>
        Time, units
      </span>
      <span role="columnheader" className={classes.open}>
        Open
      </span>
      <span role="columnheader" className={classes.treatment}>
        What happens
      </span>
      <span role="columnheader" className={classes.billed}>
        Billed
      </span>
      <span role="columnheader" className={classes.effect}>
        Written
      </span>
    </div>
  );
}

type GroupHeadProps = {
  group: EntryGroup;
  isOut: (item: BillableItem) => boolean;
  decide: (itemIds: readonly string[], changed: Partial<Decision>) => void;
};

function GroupHead({ group, isOut, decide }: GroupHeadProps) {
  const ids = group.items.filter((item) => !isOut(item)).map(({ itemId }) => itemId);
  return (
    <div role="row" className={classes.group}>
      <span role="gridcell" className={classes.groupName}>
        {group.name} <span className="quiet">{group.items.length}</span>
      </span>
      <span role="gridcell" className={classes.open}>
        <Amount of={sumOf(group.items.map(({ open }) => open))} />
      </span>
      <span role="gridcell" className={classes.groupActs}>
        {treatments.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            tabIndex={-1}
            disabled={ids.length === 0}
            aria-label={`${label} all of ${group.name}`}
            onClick={() => decide(ids, { treatment: value })}
          >
            {label} all
          </button>
        ))}
      </span>
    </div>
  );
}

type TickedBarProps = {
  items: readonly BillableItem[];
  treat: (treatment: Treatment) => void;
  onClear: () => void;
};

function TickedBar({ items, treat, onClear }: TickedBarProps) {
  const formats = useFormats();
  return (
    <div className={classes.ticked} role="region" aria-label="Selected entries">
      <strong role="status">
        {formats.count(items.length)} selected, {formats.amount(sumOf(items.map(({ open }) => open)))} open
      </strong>
      {treatments.map(({ value, label, key }) => (
        <button key={value} type="button" onClick={() => treat(value)}>
          {label} <kbd>{key}</kbd>
        </button>
      ))}
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}

function emptyWords({ interims }: BillableJob): string {
  return /[1-9]/.test(interims)
    ? 'No time and no costs are open on this job, only what was invoiced ahead.'
    : 'No time and no costs are open on this job. A line can still be typed below.';
}
