import { TextField } from '../../form/fields.tsx';
import { FieldRow } from '../../form/Form.tsx';
import { MoneyField, PercentField } from '../../form/NumberFields.tsx';
import classes from './composer.module.css';
import type { JobPartProps } from './job-part-props.ts';
import { Segments } from './Segments.tsx';

const measures = [
  { value: 'percent', label: 'Percent of the quote' },
  { value: 'amount', label: 'Amount' },
] as const;

/** What is asked for ahead of the work: it raises an interim, which later work absorbs. */
export function Deposit({ job, billable, place, dispatch, objections }: JobPartProps) {
  const { deposit } = job;
  const hasQuote = billable.quote !== null;
  const how = hasQuote && deposit.how !== 'amount' ? 'percent' : 'amount';
  const set = (changed: Partial<typeof deposit>) =>
    dispatch({ do: 'setJob', jobId: job.jobId, changed: { deposit: { ...deposit, how, ...changed } } });
  const field = {
    name: `deposit ${job.jobId}`,
    value: deposit.value,
    onChange: (value: string) => set({ value }),
    onBlur: () => undefined,
    error: objections.at(`jobs.${place}.deposit`),
  };
  return (
    <div className={classes.side}>
      {hasQuote && (
        <Segments
          label="How the deposit is measured"
          value={how}
          choices={measures}
          onChange={(next) => set({ how: next })}
        />
      )}
      <FieldRow>
        {how === 'percent' ? (
          <PercentField label="Deposit, percent of the quote" {...field} />
        ) : (
          <MoneyField label="Deposit" currency={billable.currency} {...field} />
        )}
        <TextField
          label="Words on the invoice"
          placeholder="Deposit"
          {...field}
          name={`words ${job.jobId}`}
          error={undefined}
          value={deposit.description}
          onChange={(description) => set({ description })}
        />
      </FieldRow>
    </div>
  );
}
