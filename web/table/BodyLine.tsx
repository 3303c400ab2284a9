import type { MouseEvent } from 'react';
import { memo } from 'react';
import { Icon } from '../ui/icons.tsx';
import type { Column, Line } from './columns.ts';
import { CurrentLine } from './current-line.ts';
import classes from './table.module.css';

type BodyLineProps<Row, Total> = {
  line: Line<Row, Total>;
  index: number;
  columns: readonly Column<Row, Total>[];
  offsets: readonly (number | undefined)[];
  height: number;
  isCurrent: boolean;
  isSelected: boolean;
  selects: boolean;
  onSelect: ((id: string, extend: boolean) => void) | undefined;
  onCurrent: (index: number) => void;
  onToggleGroup: ((id: string) => void) | undefined;
  onOpenRow: ((row: Row) => void) | undefined;
  rowLabel: (row: Row) => string;
};

export const BodyLine = memo(UnkeptBodyLine) as typeof UnkeptBodyLine;

function UnkeptBodyLine<Row, Total>(props: BodyLineProps<Row, Total>) {
  const { line, index, height, isCurrent, isSelected, onCurrent } = props;
  // On the current line everything can be tabbed to; on the others nothing.
  const common = {
    'data-index': index,
    'data-current': isCurrent || undefined,
    'data-selected': isSelected || undefined,
    'aria-rowindex': index + 2,
    style: { height },
    onFocus: () => onCurrent(index),
  };
  if (line.kind === 'group') {
    return (
      <tr {...common} data-group>
        <GroupCells {...props} line={line} />
      </tr>
    );
  }
  if (line.kind === 'subtotal') {
    return (
      <tr {...common} data-group>
        {props.selects && <td className={classes.select} style={{ left: 0 }} data-pinned />}
        {props.columns.map((column, place) => (
          <td
            key={column.key}
            data-align={column.align}
            data-pinned={column.pinned || undefined}
            style={{ left: props.offsets[place] }}
          >
            {column.total?.(line.total)}
          </td>
        ))}
      </tr>
    );
  }
  const open = (event: MouseEvent) => {
    if (props.onOpenRow === undefined || (event.target as HTMLElement).closest('a, button, input') !== null)
      return;
    if (window.getSelection()?.isCollapsed === false) return;
    props.onOpenRow(line.row);
  };
  return (
    <CurrentLine value={isCurrent}>
      <tr {...common} onClick={open} data-openable={props.onOpenRow !== undefined || undefined}>
        {props.selects && (
          <td className={classes.select} style={{ left: 0 }} data-pinned>
            <input
              type="checkbox"
              aria-label={`Select ${props.rowLabel(line.row)}`}
              tabIndex={isCurrent ? 0 : -1}
              checked={isSelected}
              onClick={(event) => props.onSelect?.(line.id, event.shiftKey)}
              readOnly
            />
          </td>
        )}
        {props.columns.map((column, place) => (
          <td
            key={column.key}
            data-align={column.align}
            data-pinned={column.pinned || undefined}
            style={{ left: props.offsets[place] }}
          >
            {column.cell(line.row)}
          </td>
        ))}
      </tr>
    </CurrentLine>
  );
}

type GroupCellsProps<Row, Total> = Omit<BodyLineProps<Row, Total>, 'line'> & {
  line: Extract<Line<Row, Total>, { kind: 'group' }>;
};

function GroupCells<Row, Total>({
  line,
  columns,
  offsets,
  isCurrent,
  selects,
  onToggleGroup,
}: GroupCellsProps<Row, Total>) {
  return (
    <>
      {selects && <td className={classes.select} style={{ left: 0 }} data-pinned />}
      {columns.map((column, place) =>
        place === 0 ? (
          <th
            key={column.key}
            scope="rowgroup"
            data-pinned={column.pinned || undefined}
            style={{ left: offsets[place] }}
          >
            <button
              type="button"
              className={classes.group}
              aria-expanded={!line.collapsed}
              tabIndex={isCurrent ? 0 : -1}
              data-main
              onClick={() => onToggleGroup?.(line.id)}
            >
              <Icon name={line.collapsed ? 'chevronRight' : 'chevronDown'} size={14} />
              <span className={classes.groupLabel}>{line.label}</span>
              <span className={classes.groupCount}>{line.count.toLocaleString('en')}</span>
            </button>
          </th>
        ) : (
          <td
            key={column.key}
            data-align={column.align}
            data-pinned={column.pinned || undefined}
            style={{ left: offsets[place] }}
          >
            {line.total === null ? null : column.total?.(line.total)}
          </td>
        ),
      )}
    </>
  );
}
