import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import type { z } from 'zod';
import type { task } from '#contract/tasks/tasks.ts';
import { resourceQuery, type ListPage } from '../../api/resource.ts';
import { taxSource, useEntityChoices } from '../../form/entities.ts';
import { Icon } from '../../ui/icons.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import type { Line } from './model.ts';
import classes from './editor.module.css';

type LineRowProps = {
  line: Line;
  /** What the server makes of it. */
  amount: string | null;
  wrong: string | undefined;
  seesCosts: boolean;
  onChange: (said: Partial<Line>) => void;
  onRemove: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onGrab: () => void;
  onDropped: () => void;
  onOver: () => void;
  isDragged: boolean;
};

export function LineRow(props: LineRowProps) {
  const { line, amount, wrong, seesCosts, onChange, onRemove } = props;
  const name = line.description || 'the new line';
  const isText = line.kind === 'text';
  return (
    <tr
      data-row={line.key}
      data-dragged={props.isDragged || undefined}
      onKeyDown={props.onKeyDown}
      onDragOver={(event) => {
        event.preventDefault();
        props.onOver();
      }}
      onDrop={(event) => event.preventDefault()}
    >
      <td
        className={classes.grip}
        draggable
        title="Drag to move, or Alt and an arrow"
        onDragStart={props.onGrab}
        onDragEnd={props.onDropped}
      >
        ⠿
      </td>
      <td data-cell="kind">
        <select
          aria-label={`Kind of ${name}`}
          value={line.kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as Line['kind'] })}
        >
          <option value="task">Work</option>
          <option value="cost">Cost</option>
          <option value="text">Text</option>
        </select>
      </td>
      <td data-cell="description" className={classes.words} colSpan={isText ? (seesCosts ? 7 : 6) : 1}>
        <Description line={line} onChange={onChange} />
        {wrong !== undefined && <small role="alert">{wrong}</small>}
      </td>
      {!isText && <Figures {...props} name={name} usual={amount} />}
      <td data-cell="remove">
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Remove ${name}`}
          title="Remove (Ctrl Backspace)"
          onClick={onRemove}
        >
          <Icon name="close" size={13} />
        </button>
      </td>
    </tr>
  );
}

/** What it is for; of work, the name of a task of the library is that task. */
function Description({ line, onChange }: Pick<LineRowProps, 'line' | 'onChange'>) {
  const isTask = line.kind === 'task';
  const { data } = useQuery({
    ...resourceQuery<ListPage<z.input<typeof task>>>('/tasks', { archived: 'false', limit: 500 }),
    enabled: isTask,
  });
  const list = `tasks-${line.key.replace(' ', '-')}`;
  return (
    <>
      <input
        className={classes.text}
        aria-label="What it is for"
        placeholder={isTask ? 'Task' : line.kind === 'cost' ? 'What is bought' : 'Heading or text'}
        list={isTask ? list : undefined}
        autoComplete="off"
        data-heading={line.kind === 'text' || undefined}
        value={line.description}
        onChange={(event) => {
          const description = event.currentTarget.value;
          const wanted = description.trim().toLowerCase();
          const found = data?.items.find(({ name }) => name.toLowerCase() === wanted);
          onChange({ description, taskId: isTask ? (found?.id ?? '') : '' });
        }}
      />
      {isTask && (
        <datalist id={list}>
          {data?.items.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
      )}
    </>
  );
}

type FiguresProps = LineRowProps & { name: string; usual: string | null };

function Figures({ line, onChange, seesCosts, name, usual }: FiguresProps) {
  const isTask = line.kind === 'task';
  const taxes = useEntityChoices(taxSource, { typed: '', asks: true });
  return (
    <>
      <td data-cell="measure">
        <CellInput
          label={`${isTask ? 'Time' : 'Quantity'} of ${name}`}
          kind={isTask ? 'minutes' : 'quantity'}
          value={isTask ? line.minutes : line.quantity}
          usual=""
          onChange={(value) => onChange(isTask ? { minutes: value } : { quantity: value })}
        />
      </td>
      <td data-cell="price">
        <CellInput
          label={`${isTask ? 'Rate' : 'Unit price'} of ${name}`}
          kind="amount"
          value={isTask ? line.rate : line.unitPrice}
          onChange={(value) => onChange(isTask ? { rate: value } : { unitPrice: value })}
        />
      </td>
      {seesCosts && (
        <td data-cell="cost">
          {!isTask && (
            <CellInput
              label={`Unit cost of ${name}`}
              kind="amount"
              value={line.unitCost}
              onChange={(unitCost) => onChange({ unitCost })}
            />
          )}
        </td>
      )}
      <td data-cell="amount">
        <CellInput
          label={`Amount of ${name}`}
          kind="amount"
          signed
          value={line.amount}
          usual={usual ?? ''}
          onChange={(amount) => onChange({ amount })}
        />
      </td>
      <td data-cell="tax">
        <select
          aria-label={`Tax of ${name}`}
          value={line.taxId}
          onChange={(event) => onChange({ taxId: event.currentTarget.value })}
        >
          <option value="">Usual</option>
          <option value="none">None</option>
          {taxes.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </td>
      <td data-cell="option" className={classes.option}>
        <Option line={line} name={name} onChange={onChange} />
      </td>
    </>
  );
}

/** An option counts only when it is chosen; as proposed, or not. */
function Option({ line, name, onChange }: Pick<LineRowProps, 'line' | 'onChange'> & { name: string }) {
  return (
    <select
      aria-label={`Whether ${name} is an option`}
      value={line.isOption ? (line.isChosen ? 'chosen' : 'option') : ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange({ isOption: chosen !== '', isChosen: chosen === 'chosen' });
      }}
    >
      <option value="">No</option>
      <option value="option">Option</option>
      <option value="chosen">Option, proposed</option>
    </select>
  );
}
