// A table of up to tens of thousands of lines, of which only those in view exist. It is a real <table>: the spaces above
// and below stand in for the lines out of view, aria-rowindex tells where the ones in view are, and header and totals
// stick to the edges of the scrolling box.
//
// All lines have one height, so that nothing moves while it scrolls or loads. One line is current: its controls are the
// only ones in the tab order, J and K move it, and focus follows. A table of ten thousand rows is one tab stop.

import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject, UIEvent } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import { Computed } from '../ui/Computed.tsx';
import { Icon } from '../ui/icons.tsx';
import { useHeadStops } from '../ui/useHeadStops.ts';
import { useFormats } from '../util/firm-context.ts';
import { BodyLine } from './BodyLine.tsx';
import type { Column, Line, Sort } from './columns.ts';
import classes from './table.module.css';
import { useScrollMemory } from './scroll-memory.ts';
import { paperRowsMax, usePrinting } from './printing.ts';
import { selectWidth, stickyOffsets } from './sticky.ts';
import { stretched, useBoxWidth } from './stretch.ts';

export type Totals<Total> = {
  readonly id: string;
  readonly label: ReactNode;
  readonly total: Total;
  readonly tone?: 'selection';
};

export type Selection = {
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string, extend: boolean) => void;
  readonly toggleAll: () => void;
  readonly state: 'none' | 'some' | 'all';
};

export type DataTableProps<Row, Total> = {
  readonly label: string;
  readonly columns: readonly Column<Row, Total>[];
  readonly lines: readonly Line<Row, Total>[];
  readonly rowHeight: number;
  /** How many rows there are in all, also those not loaded yet; null when that is not known. */
  readonly rowCount: number | null;
  readonly rowLabel: (row: Row) => string;
  readonly loading?: boolean;
  /** Shown rows belong to the previous question; they stay until the new ones are here. */
  readonly stale?: boolean;
  readonly empty?: ReactNode;
  readonly sort?: Sort | null;
  readonly onSort?: (key: string) => void;
  readonly selection?: Selection;
  readonly totals?: readonly Totals<Total>[];
  readonly current: number;
  readonly onCurrent: (index: number) => void;
  readonly focusRequest: number;
  readonly onToggleGroup?: (id: string) => void;
  readonly onOpenRow?: (row: Row) => void;
  readonly onEndReached?: () => void;
  /** Which lines can be seen, with some above and below; must stay the same from one rendering to the next. */
  readonly onInView?: (first: number, last: number) => void;
};

const skeletonLines = 14;

export function DataTable<Row, Total = never>(props: DataTableProps<Row, Total>) {
  const { lines, rowHeight, selection, current, focusRequest, onEndReached, onInView } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // Header and totals lie over the scrolling box; a line scrolled to must clear them.
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight * ((props.totals?.length ?? 0) + 1),
  });
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  useFocusOnCurrent({
    scroller,
    current,
    focusRequest,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  });

  const isPrinting = usePrinting();
  const items = virtualizer.getVirtualItems();
  const drawn = isPrinting ? [...lines.slice(0, paperRowsMax).keys()] : items.map(({ index }) => index);
  useScrollMemory(scroller, items.length > 0);
  const first = items[0];
  const last = items.at(-1);
  useEffect(() => {
    if (last !== undefined && last.index >= lines.length - 20) onEndReached?.();
  }, [last, lines.length, onEndReached]);
  const [firstIndex, lastIndex] = [first?.index ?? 0, last?.index ?? 0];
  useEffect(() => onInView?.(firstIndex, lastIndex), [firstIndex, lastIndex, onInView]);

  const selects = selection !== undefined;
  const { columns, offsets, width } = useWideColumns(props.columns, scroller, selects);
  const span = columns.length + (selects ? 1 : 0);
  const above = isPrinting ? 0 : (first?.start ?? 0);
  const below = isPrinting || last === undefined ? 0 : virtualizer.getTotalSize() - last.end;
  return (
    <div className={classes.frame} data-stale={props.stale || undefined}>
      <div className={classes.scroller} ref={scroller} tabIndex={-1} onScroll={markShifted}>
        <table
          className={classes.table}
          style={{ minWidth: width }}
          aria-rowcount={props.rowCount === null ? -1 : props.rowCount + 1}
          aria-busy={props.loading || props.stale}
        >
          <caption className="visually-hidden">{props.label}</caption>
          <Widths columns={columns} selects={selects} isPrinting={isPrinting} />
          <Head {...props} columns={columns} offsets={offsets} />
          <tbody>
            {above > 0 && <Space height={above} span={span} />}
            {props.loading
              ? Array.from({ length: skeletonLines }, (_, index) => (
                  <SkeletonLine
                    key={index}
                    index={index}
                    columns={columns}
                    selects={selects}
                    height={rowHeight}
                  />
                ))
              : drawn.map((index) => {
                  const line = lines[index];
                  if (line === undefined) return null;
                  return (
                    <BodyLine
                      key={line.id}
                      line={line}
                      index={index}
                      columns={columns}
                      offsets={offsets}
                      height={rowHeight}
                      isCurrent={index === current}
                      isSelected={selection?.has(line.id) ?? false}
                      selects={selects}
                      onSelect={selection?.toggle}
                      onCurrent={props.onCurrent}
                      onToggleGroup={props.onToggleGroup}
                      onOpenRow={props.onOpenRow}
                      rowLabel={props.rowLabel}
                    />
                  );
                })}
            {below > 0 && <Space height={below} span={span} />}
          </tbody>
          {props.totals !== undefined && props.totals.length > 0 && (
            <Foot {...props} columns={columns} offsets={offsets} />
          )}
        </table>
        <PaperNote printed={Math.min(lines.length, paperRowsMax)} rowCount={props.rowCount} />
        {!props.loading && lines.length === 0 && <div className={classes.empty}>{props.empty}</div>}
      </div>
    </div>
  );
}

/** The columns as wide as the window lets them be, and where those that are pinned stick. */
function useWideColumns<Row, Total>(
  given: readonly Column<Row, Total>[],
  scroller: RefObject<HTMLDivElement | null>,
  selects: boolean,
) {
  const boxWidth = useBoxWidth(scroller);
  return useMemo(() => {
    const columns = stretched(given, boxWidth - widthOf(given, selects));
    return { columns, offsets: stickyOffsets(columns, selects), width: widthOf(columns, selects) };
  }, [given, boxWidth, selects]);
}

function widthOf(columns: readonly { width: number }[], selects: boolean): number {
  return columns.reduce((sum, { width }) => sum + width, selects ? selectWidth : 0);
}

type WidthsProps = {
  columns: readonly { key: string; width: number; grows?: boolean }[];
  selects: boolean;
  isPrinting: boolean;
};

/** How wide the columns are. On paper, which does not scroll, each has its share; nothing is ticked there. */
function Widths({ columns, selects, isPrinting }: WidthsProps) {
  const all = widthOf(columns, false);
  return (
    <colgroup>
      {selects && !isPrinting && <col style={{ width: selectWidth }} />}
      {columns.map(({ key, width, grows }) => (
        <col
          key={key}
          style={isPrinting ? { width: `${(100 * width) / all}%` } : grows ? undefined : { width }}
        />
      ))}
    </colgroup>
  );
}

/** On paper: how many rows of how many, where they are not all there. */
function PaperNote({ printed, rowCount }: { printed: number; rowCount: number | null }) {
  const formats = useFormats();
  if (printed === 0 || (rowCount !== null && rowCount <= printed)) return null;
  return (
    <p className={classes.paperNote}>
      {rowCount === null
        ? `The first ${formats.count(printed)} rows. There are more; an export has all of them.`
        : `The first ${formats.count(printed)} of ${formats.count(rowCount)} rows. An export has all of them.`}
    </p>
  );
}

/** Pinned columns get an edge once something lies behind them. No state: it happens with every frame of a scroll. */
function markShifted({ currentTarget }: UIEvent<HTMLDivElement>): void {
  if (currentTarget.scrollLeft > 0) currentTarget.dataset['shifted'] = '';
  else delete currentTarget.dataset['shifted'];
}

type Offsets = readonly (number | undefined)[];

function Head<Row, Total>(props: DataTableProps<Row, Total> & { offsets: Offsets }) {
  const { columns, selection, sort, onSort, offsets } = props;
  const stops = useHeadStops();
  return (
    <thead {...stops}>
      <tr aria-rowindex={1}>
        {selection && (
          <th scope="col" className={classes.select} style={{ left: 0 }} data-pinned>
            <input
              type="checkbox"
              aria-label="Select all rows"
              checked={selection.state === 'all'}
              ref={(box) => {
                if (box) box.indeterminate = selection.state === 'some';
              }}
              onChange={selection.toggleAll}
            />
          </th>
        )}
        {columns.map((column, place) => {
          const sorted = sort !== null && sort !== undefined && sort.key === column.sortKey ? sort : null;
          return (
            <th
              key={column.key}
              scope="col"
              data-align={column.align}
              data-pinned={column.pinned || undefined}
              style={{ left: offsets[place] }}
              aria-sort={sorted === null ? undefined : sorted.descending ? 'descending' : 'ascending'}
              title={column.hint}
              {...(column.figure && { 'aria-label': column.header })}
            >
              {column.sortKey === undefined || onSort === undefined ? (
                <span className={column.hidesHeader ? 'visually-hidden' : classes.heading}>
                  {column.header}
                </span>
              ) : (
                <button
                  type="button"
                  className={classes.heading}
                  onClick={() => onSort(column.sortKey as string)}
                >
                  {column.header}
                  {sorted && <Icon name={sorted.descending ? 'arrowDown' : 'arrowUp'} size={12} />}
                </button>
              )}
              {column.figure && (
                <Computed
                  figure={column.figure}
                  label={column.header}
                  records={column.records}
                  className={classes.computed}
                />
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Foot<Row, Total>({
  columns,
  totals,
  selection,
  offsets,
}: DataTableProps<Row, Total> & { offsets: Offsets }) {
  return (
    <tfoot>
      {totals?.map(({ id, label, total, tone }) => (
        <tr key={id} data-tone={tone}>
          {selection && <td className={classes.select} style={{ left: 0 }} data-pinned />}
          {columns.map((column, place) =>
            place === 0 ? (
              <th
                key={column.key}
                scope="row"
                data-pinned={column.pinned || undefined}
                style={{ left: offsets[place] }}
              >
                {label}
              </th>
            ) : (
              <td
                key={column.key}
                data-align={column.align}
                data-pinned={column.pinned || undefined}
                style={{ left: offsets[place] }}
              >
                {column.total?.(total)}
              </td>
            ),
          )}
        </tr>
      ))}
    </tfoot>
  );
}

function Space({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden="true" className={classes.space}>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

type SkeletonLineProps = {
  index: number;
  columns: readonly { key: string; align?: 'end' }[];
  selects: boolean;
  height: number;
};

/** Bars of uneven length, the same each time, so that the wait looks like the table that comes. */
function SkeletonLine({ index, columns, selects, height }: SkeletonLineProps) {
  return (
    <tr aria-hidden="true" style={{ height }}>
      {selects && <td className={classes.select} />}
      {columns.map((column, place) => (
        <td key={column.key} data-align={column.align}>
          <span className={classes.bone} style={{ width: `${40 + ((index * 7 + place * 13) % 5) * 10}%` }} />
        </td>
      ))}
    </tr>
  );
}

type FocusOnCurrent = {
  scroller: RefObject<HTMLDivElement | null>;
  current: number;
  /** Changes each time the keyboard moves the current line; 0 before the first time. */
  focusRequest: number;
  scrollTo: (index: number) => void;
};

/** Brings the current line into view and focuses its link, once the line exists. */
function useFocusOnCurrent({ scroller, current, focusRequest, scrollTo }: FocusOnCurrent) {
  // Only a key press moves the focus; that the current line changed for another reason does not.
  const latest = useRef({ current, scrollTo });
  useEffect(() => {
    latest.current = { current, scrollTo };
  });
  useEffect(() => {
    if (focusRequest === 0) return;
    const line = latest.current.current;
    latest.current.scrollTo(line);
    const frame = requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`tr[data-index="${line}"] [data-main]`)
        ?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [focusRequest, scroller]);
}
