// The drafts beside the paper. Only those in view are drawn, and more are asked for as somebody scrolls towards the end.

import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { ReviewedDraft } from '../../api/billing-runs.ts';
import type { Selection } from '../../table/DataTable.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import classes from './billing-run.module.css';

/** Of a draft and of the line above them all, until they are measured. */
const draftHeight = 58;
const tickAllHeight = 37;
const beforeTheEnd = 30;

type DraftListProps = {
  drafts: readonly ReviewedDraft[];
  isWhole: boolean;
  at: number;
  selection: Selection;
  onChoose: (draft: ReviewedDraft) => void;
  onEndReached: () => void;
  onInView: (first: number, last: number) => void;
};

export function DraftList(props: DraftListProps) {
  const { drafts, isWhole, at, selection, onChoose, onEndReached, onInView } = props;
  const formats = useFormats();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: drafts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => draftHeight,
    getItemKey: (index) => drafts[index]?.place ?? index,
    overscan: 8,
    scrollMargin: tickAllHeight,
    scrollPaddingStart: tickAllHeight,
  });
  const shown = virtualizer.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => virtualizer.scrollToIndex(at), [at, virtualizer]);
  useEffect(() => onInView(first, last), [first, last, onInView]);
  useEffect(() => {
    if (last >= drafts.length - beforeTheEnd) onEndReached();
  }, [last, drafts.length, onEndReached]);
  return (
    <div ref={scroller} className={classes.drafts}>
      <div className={classes.tickAll}>
        <Checkbox
          size="xs"
          label={`${isWhole ? 'All' : 'The first'} ${formats.count(drafts.length)}`}
          checked={selection.state === 'all'}
          indeterminate={selection.state === 'some'}
          onChange={selection.toggleAll}
        />
      </div>
      <ul aria-label="Drafts" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const draft = drafts[index]!;
          return (
            <DraftItem
              key={key}
              measure={virtualizer.measureElement}
              index={index}
              start={start - tickAllHeight}
              draft={draft}
              isCurrent={index === at}
              isTicked={selection.has(String(draft.place))}
              onTick={(extend) => selection.toggle(String(draft.place), extend)}
              onChoose={() => onChoose(draft)}
            />
          );
        })}
      </ul>
    </div>
  );
}

type DraftItemProps = {
  /** Measures it: what is said of a draft takes a line more or less. */
  measure: (item: HTMLElement | null) => void;
  index: number;
  start: number;
  draft: ReviewedDraft;
  isCurrent: boolean;
  isTicked: boolean;
  onTick: (extend: boolean) => void;
  onChoose: () => void;
};

function DraftItem({ measure, index, start, draft, isCurrent, isTicked, onTick, onChoose }: DraftItemProps) {
  const name = draft.clientName ?? 'A client that is gone';
  return (
    <li
      ref={measure}
      data-index={index}
      className={classes.draftItem}
      style={{ transform: `translateY(${start}px)` }}
      data-current={isCurrent || undefined}
    >
      <Checkbox
        size="xs"
        aria-label={`Tick ${name}`}
        checked={isTicked}
        onChange={({ nativeEvent }) => onTick('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)}
      />
      <button
        type="button"
        className={classes.draft}
        aria-current={isCurrent || undefined}
        onClick={onChoose}
      >
        <span>{name}</span>
        <span className={classes.end}>
          <span className="quiet">{draft.currency}</span> <Amount of={draft.total} />
        </span>
        <span className="quiet">
          {draft.stageName ?? 'Ready to approve'} · {draft.jobs} {draft.jobs === 1 ? 'job' : 'jobs'}
        </span>
        {draft.isHeld && <StatusBadge tone="warning">Held</StatusBadge>}
        {draft.last?.verdict === 'returned' && <StatusBadge tone="negative">Sent back</StatusBadge>}
        {draft.last?.verdict === 'changed' && <StatusBadge tone="accent">Changed</StatusBadge>}
      </button>
    </li>
  );
}
