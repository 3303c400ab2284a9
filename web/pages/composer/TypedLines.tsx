// Lines that are written on the invoice itself, and the question which open entries such a line stands for.

import type { BillableItem, InvoicePreview } from '../../api/invoices.ts';
import { jobTaskSource, taxSource, useEntityChoices } from '../../form/entities.ts';
import { Icon } from '../../ui/icons.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import type { Dispatch } from './changes.ts';
import classes from './composer.module.css';
import { Cover } from './Cover.tsx';
import { isMeant, newLine, noTax, type TypedLine } from './model.ts';
import type { Objections } from './objections.ts';

type TypedLinesProps = {
  /** Null: of no job, on a miscellaneous invoice. */
  jobId: string | null;
  lines: readonly TypedLine[];
  /** Where they stand in the content. */
  path: string;
  currency: string;
  items: readonly BillableItem[];
  preview: InvoicePreview | null;
  objections: Objections;
  dispatch: Dispatch;
};

export function TypedLines({ jobId, lines, path, items, preview, objections, dispatch }: TypedLinesProps) {
  const change = (key: string, said: Partial<TypedLine>) =>
    dispatch({
      do: 'setLines',
      jobId,
      lines: (before) => before.map((line) => (line.key === key ? { ...line, ...said } : line)),
    });
  const remove = (key: string) =>
    dispatch({ do: 'setLines', jobId, lines: (before) => before.filter((line) => line.key !== key) });
  const add = () => dispatch({ do: 'setLines', jobId, lines: (before) => [...before, newLine()] });
  const sent = lines.filter(isMeant);
  return (
    <div className={classes.typed}>
      {lines.map((line) => {
        const place = sent.indexOf(line);
        const key = jobId === null ? null : `typed:${jobId}:${place}`;
        const question = preview?.notices.find(
          ({ code, lineKey }) => code === 'coverUndecided' && lineKey === key,
        );
        return (
          <TypedLineRow
            key={line.key}
            line={line}
            jobId={jobId}
            amount={place < 0 ? null : amountOf(preview, jobId, place)}
            wrong={place < 0 ? undefined : objections.at(`${path}.${place}`)}
            onChange={(said) => change(line.key, said)}
            onRemove={() => remove(line.key)}
          >
            {key !== null && (question !== undefined || line.covers !== null) && (
              <Cover
                line={line}
                question={question?.detail ?? null}
                items={items}
                onAnswer={(covers) => change(line.key, { covers })}
              />
            )}
          </TypedLineRow>
        );
      })}
      <button type="button" className={classes.add} onClick={add}>
        <Icon name="plus" size={13} /> Type a line
      </button>
    </div>
  );
}

type RowProps = {
  line: TypedLine;
  jobId: string | null;
  amount: string | null;
  wrong: string | undefined;
  onChange: (said: Partial<TypedLine>) => void;
  onRemove: () => void;
  children: React.ReactNode;
};

function TypedLineRow({ line, jobId, amount, wrong, onChange, onRemove, children }: RowProps) {
  const taxes = useEntityChoices(taxSource, { typed: '', asks: true });
  const tasks = useEntityChoices(jobTaskSource, {
    typed: '',
    asks: jobId !== null,
    question: { jobId: jobId ?? undefined },
  });
  const isTask = line.kind === 'task';
  const name = line.description || 'the new line';
  return (
    <div
      className={classes.typedLine}
      role="group"
      aria-label={`Line ${line.description || 'without words yet'}`}
    >
      <div className={classes.typedFields}>
        <select
          aria-label={`Kind of ${name}`}
          value={line.kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as TypedLine['kind'] })}
        >
          <option value="task">Work</option>
          <option value="cost">Cost</option>
        </select>
        {jobId !== null && (
          <select
            aria-label={`Task of ${name}`}
            value={line.jobTaskId}
            onChange={(event) => onChange({ jobTaskId: event.currentTarget.value, covers: null })}
          >
            <option value="">No task</option>
            {tasks.choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
        <span className={classes.words}>
          <CellInput
            label="What it is for"
            kind="text"
            value={line.description}
            usual="What it is for"
            onChange={(description) => onChange({ description })}
          />
        </span>
        <CellInput
          label={isTask ? `Time of ${name}` : `Quantity of ${name}`}
          kind={isTask ? 'minutes' : 'quantity'}
          value={isTask ? line.minutes : line.quantity}
          usual={isTask ? 'Time' : 'Quantity'}
          onChange={(value) => onChange(isTask ? { minutes: value } : { quantity: value })}
        />
        <CellInput
          label={isTask ? `Rate of ${name}` : `Unit price of ${name}`}
          kind="amount"
          value={isTask ? line.rate : line.unitPrice}
          usual={isTask ? 'Rate' : 'Price'}
          onChange={(value) => onChange(isTask ? { rate: value } : { unitPrice: value })}
        />
        <CellInput
          label={`Amount of ${name}`}
          kind="amount"
          signed
          value={line.amount}
          usual={amount ?? 'Amount'}
          onChange={(value) => onChange({ amount: value })}
        />
        <select
          aria-label={`Tax of ${name}`}
          value={line.taxId}
          onChange={(event) => onChange({ taxId: event.currentTarget.value })}
        >
          <option value="">Usual tax</option>
          <option value={noTax}>No tax</option>
          {taxes.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <button type="button" className={classes.icon} aria-label={`Remove ${name}`} onClick={onRemove}>
          <Icon name="close" size={13} />
        </button>
      </div>
      {wrong !== undefined && <p className={classes.wrong}>{wrong}</p>}
      {children}
    </div>
  );
}

function amountOf(preview: InvoicePreview | null, jobId: string | null, place: number): string | null {
  const typed = preview?.lines.filter((line) => line.typed && line.jobId === jobId) ?? [];
  const named = typed.find(({ key }) => key === `typed:${jobId}:${place}`);
  return (named ?? typed[place])?.amount ?? null;
}
