import { DayField } from '../../form/DayInput.tsx';
import { FlagField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow } from '../../form/Form.tsx';
import { MoneyField, PercentField, QuantityField } from '../../form/NumberFields.tsx';
import { JobPicker, JobTaskPicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useMay } from '../../util/firm-context.ts';
import type { CostFields } from './cost-form.ts';
import { withMarkup } from './cost-form.ts';
import type { CostJob } from './useCostForm.ts';

type CostFieldsetProps = {
  form: RecordForm<CostFields>;
  job: CostJob | undefined;
  isFixed: boolean;
  /** Of the job. */
  currency: string;
  firmCurrency: string;
  /** Somebody who only records what they spent. */
  ownOnly: boolean;
};

export function CostFieldset({ form, job, isFixed, ...money }: CostFieldsetProps) {
  const fixed = { disabled: isFixed };
  return (
    <>
      {job === undefined && (
        <JobPicker
          label="Job"
          required
          first
          {...fixed}
          {...form.field('jobId')}
          onChange={(jobId) => form.set({ jobId, jobTaskId: '' })}
        />
      )}
      <TextField
        label="Description"
        placeholder="What was bought"
        required
        first={job !== undefined}
        {...fixed}
        {...form.field('description')}
      />
      <Money form={form} isFixed={isFixed} {...money} />
      <FieldRow>
        <DayField label="Day" required {...fixed} {...form.field('incurredOn')} />
        <TextField label="Supplier" {...fixed} {...form.field('supplier')} />
      </FieldRow>
      <FieldRow>
        <JobTaskPicker
          label="Task"
          jobId={form.values.jobId}
          none="None"
          {...fixed}
          {...form.field('jobTaskId')}
        />
        <TextField label="Code" {...fixed} {...form.field('code')} />
      </FieldRow>
      <FlagField label="Billable" {...fixed} {...form.field('billable')} />
      {!money.ownOnly && (
        <FlagField
          label="Only an estimate"
          help="It counts for nothing until it is actual."
          {...fixed}
          {...form.field('estimated')}
        />
      )}
      <LongTextField label="Note" rows={2} {...fixed} {...form.field('note')} />
    </>
  );
}

type MoneyProps = Omit<CostFieldsetProps, 'job'>;

function Money({ form, isFixed, currency, firmCurrency, ownOnly }: MoneyProps) {
  const may = useMay();
  const fixed = { disabled: isFixed };
  const { unitCost, markup } = form.values;
  const marksUp = !ownOnly && may('costRates.read') && currency === firmCurrency;
  const priced = (cost: string, percent: string) => {
    const unitPrice = withMarkup(cost, percent === '' ? '0' : percent, currency);
    return unitPrice === undefined ? {} : { unitPrice };
  };
  return (
    <>
      {!ownOnly && may('costRates.read') && (
        <FieldRow>
          <MoneyField
            label="Cost to the firm"
            help="For one, without tax"
            currency={firmCurrency}
            {...fixed}
            {...form.field('unitCost')}
            onChange={(cost) => form.set({ unitCost: cost, ...(markup === '' ? {} : priced(cost, markup)) })}
          />
          {marksUp && (
            <PercentField
              label="Markup"
              help="Makes the price of the cost"
              {...fixed}
              {...form.field('markup')}
              onChange={(percent) => form.set({ markup: percent, ...priced(unitCost, percent) })}
            />
          )}
        </FieldRow>
      )}
      <FieldRow>
        <MoneyField
          label={ownOnly ? 'Amount paid' : 'Price for the client'}
          help="For one, without tax"
          required
          currency={currency}
          {...fixed}
          {...form.field('unitPrice')}
          onChange={(unitPrice) => form.set({ unitPrice, markup: '' })}
        />
        <QuantityField label="Quantity" required signed={!ownOnly} {...fixed} {...form.field('quantity')} />
      </FieldRow>
    </>
  );
}
