import { memo } from 'react';
import { formatDuration } from '#core/calendar/durations.ts';
import type { BillableItem, InvoicePreview } from '../../api/invoices.ts';
import { durationText } from '../../form/numbers.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useDurationStyle, useFormats } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';
import { CellInput } from '../../form/CellInput.tsx';
import classes from './entries.module.css';
import type { Decision, Treatment } from './model.ts';

export type Effect = InvoicePreview['entries'][number];

type EntryRowProps = {
  item: BillableItem;
  said: Decision | undefined;
  treatment: Treatment;
  effect: Effect | undefined;
  /** Why it cannot be on this invoice; null when it can. */
  out: string | null;
  isCurrent: boolean;
  isTicked: boolean;
  showsTask: boolean;
  error: string | undefined;
  onDecide: (itemIds: readonly string[], changed: Partial<Decision>) => void;
  onTick: (itemId: string, extend: boolean) => void;
};

export const treatments = [
  { value: 'bill', label: 'Bill', key: 'B' },
  { value: 'writeOff', label: 'Write off', key: 'W' },
  { value: 'carryForward', label: 'Carry', key: 'C' },
] as const;

export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { item, said, treatment, effect, out, isCurrent, isTicked, error, onDecide, onTick } = props;
  const formats = useFormats();
  const name = nameOf(item, formats.date(item.date));
  const isBilled = treatment === 'bill' && out === null;
  // Nobody has said anything of it, and nobody has to.
  const isLeft = said === undefined && !item.billable;
  return (
    <div
      role="row"
      className={classes.row}
      data-item={item.itemId}
      data-treatment={out === null ? treatment : 'out'}
      data-ticked={isTicked || undefined}
      aria-selected={isTicked}
      tabIndex={isCurrent ? 0 : -1}
    >
      <span role="gridcell" className={classes.tick}>
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          tabIndex={-1}
          checked={isTicked}
          disabled={out !== null}
          onChange={(event) => onTick(item.itemId, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </span>
      <span role="gridcell" className={classes.date}>
        {formats.date(item.date)}
      </span>
      <span role="gridcell" className={classes.what} title={wordsOf(item, props.showsTask)}>
        <span>{wordsOf(item, props.showsTask)}</span>
        {(out !== null || !item.billable || error !== undefined) && (
          <small data-wrong={error === undefined ? undefined : true}>{error ?? out ?? 'Not billable'}</small>
        )}
      </span>
      <span role="gridcell" className={classes.much}>
        <Much
          item={item}
          said={said}
          name={name}
          isBilled={isBilled}
          isCurrent={isCurrent}
          onDecide={onDecide}
        />
      </span>
      <span role="gridcell" className={classes.open}>
        <Amount of={item.open} />
      </span>
      <span role="gridcell" className={classes.treatment}>
        {out === null && (
          <span className={classes.treatments} role="group" aria-label={`What happens to ${name}`}>
            {treatments.map(({ value, label, key }) => (
              <button
                key={value}
                type="button"
                tabIndex={-1}
                title={`${label} (${key})`}
                aria-pressed={treatment === value && !isLeft}
                data-value={value}
                onClick={() => onDecide([item.itemId], { treatment: value })}
              >
                {label}
              </button>
            ))}
          </span>
        )}
      </span>
      <span role="gridcell" className={classes.billed}>
        {isBilled ? (
          <CellInput
            label={`Billed for ${name}`}
            name="amount"
            kind="amount"
            value={said?.amount ?? ''}
            usual={effect?.billed ?? item.open}
            tabIndex={isCurrent ? 0 : -1}
            onChange={(amount) => onDecide([item.itemId], { treatment: 'bill', amount })}
          />
        ) : null}
      </span>
      <span role="gridcell" className={classes.effect}>
        <Written item={item} said={said} effect={effect} isBilled={isBilled} onDecide={onDecide} />
      </span>
    </div>
  );
});

type MuchProps = Pick<EntryRowProps, 'item' | 'said' | 'isCurrent' | 'onDecide'> & {
  name: string;
  isBilled: boolean;
};

/** The time or the units that are billed. */
function Much({ item, said, name, isBilled, isCurrent, onDecide }: MuchProps) {
  const style = useDurationStyle();
  const kind = item.kind === 'time' ? 'minutes' : 'quantity';
  const open = item.kind === 'time' ? durationText(item.minutes) : (item.quantity ?? '');
  if (!isBilled) {
    const shown = item.minutes === null ? open : formatDuration(item.minutes, style);
    return <span className={classes.still}>{shown}</span>;
  }
  return (
    <CellInput
      label={`${item.kind === 'time' ? 'Time' : 'Quantity'} of ${name}`}
      name={kind}
      kind={kind}
      value={said?.[kind] ?? ''}
      usual={open}
      tabIndex={isCurrent ? 0 : -1}
      onChange={(value) => onDecide([item.itemId], { treatment: 'bill', [kind]: value })}
    />
  );
}

type WrittenProps = Pick<EntryRowProps, 'item' | 'said' | 'effect' | 'onDecide'> & { isBilled: boolean };

/** What it writes on or off; of a part, what becomes of the rest can be turned. */
function Written({ item, said, effect, isBilled, onDecide }: WrittenProps) {
  const isPart = isBilled && said !== undefined && (said.minutes !== '' || said.quantity !== '');
  const off = effect !== undefined && !isZero(effect.writtenOff);
  const on = effect !== undefined && !isZero(effect.writtenOn);
  return (
    <>
      {off && (
        <span>
          <Amount of={effect.writtenOff} /> off
        </span>
      )}
      {on && (
        <span>
          <Amount of={effect.writtenOn} /> on
        </span>
      )}
      {isPart && !on && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.rest}
          title="What becomes of the part that is not billed (R)"
          onClick={() => onDecide([item.itemId], { rest: off ? 'carryForward' : 'writeOff' })}
        >
          {off ? 'Carry the rest' : 'Write off the rest'}
        </button>
      )}
    </>
  );
}

function wordsOf(item: BillableItem, showsTask: boolean): string {
  const words = [item.staffName, showsTask ? item.jobTaskName : null, item.description];
  return words.filter((each) => each !== null && each !== '').join(' · ') || 'Time';
}

function nameOf(item: BillableItem, day: string): string {
  return [day, item.staffName, item.jobTaskName, item.description].filter(Boolean).join(', ');
}
