// Many costs at once, such as a month's invoices of a supplier: a row for each, typed like a sheet. A row repeats the job
// and day of the one above it; all of them are recorded, or none, and each objection stands in its row.

import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { newRequestKey } from '../../api/client.ts';
import type { RecordedCosts } from '../../api/costs.ts';
import { costTopics } from '../../api/costs.ts';
import { jobSource } from '../../form/entities.ts';
import { EntityField } from '../../form/EntityField.tsx';
import { DayField } from '../../form/DayInput.tsx';
import { TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form } from '../../form/Form.tsx';
import { isDecimal, MoneyField, QuantityField } from '../../form/NumberFields.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Icon } from '../../ui/icons.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import classes from './many-costs.module.css';

type Row = {
  key: string;
  jobId: string;
  /** Of the job, for the amounts. */
  currency: string;
  incurredOn: string;
  description: string;
  supplier: string;
  quantity: string;
  unitCost: string;
  unitPrice: string;
};

type Rows = { rows: readonly Row[] };

const rowsAtFirst = 3;

export function ManyCostsPage() {
  const { timeZone, currency } = useFirm();
  const formats = useFormats();
  const router = useRouter();
  const initial = useMemo<Rows>(
    () => ({
      rows: Array.from({ length: rowsAtFirst }, (_, place) =>
        emptyRow(String(place), todayIn(timeZone), currency),
      ),
    }),
    [timeZone, currency],
  );
  const form = useRecordForm<Rows, RecordedCosts>({
    id: 'many costs',
    initial,
    bodyOf: ({ rows }) => ({ costs: rows.filter(isFilled).map(costOf) }),
    check: ({ rows }) => objectionTo(rows),
    send: (body) => ({ path: '/cost-entries', body }),
    changes: costTopics,
    said: ({ costs }) => `${formats.count(costs.length)} ${costs.length === 1 ? 'cost' : 'costs'} recorded`,
    onSaved: () => router.history.push(lastAddress('/costs')),
  });
  const addRow = () => {
    const { rows } = form.values;
    const above = rows.at(-1);
    const row = emptyRow(
      newRequestKey(),
      above?.incurredOn ?? todayIn(timeZone),
      above?.currency ?? currency,
    );
    form.set({ rows: [...rows, { ...row, jobId: above?.jobId ?? '', supplier: above?.supplier ?? '' }] });
  };
  useCommands([{ label: 'Add a row', key: 'n', onChoose: addRow }]);
  const count = form.values.rows.filter(isFilled).length;
  return (
    <>
      <title>Record many costs · Workledger</title>
      <PageHeader title="Record many costs" back={{ href: lastAddress('/costs'), label: 'Costs' }} />
      <PageBody>
        <Form
          form={form}
          act={count === 0 ? 'Record' : `Record ${formats.count(count)} ${count === 1 ? 'cost' : 'costs'}`}
          actions={
            <Button variant="default" onClick={addRow}>
              Add a row
            </Button>
          }
        >
          <Sheet form={form} />
          {form.field('rows').error !== undefined && (
            <p className={classes.error} role="alert">
              {form.field('rows').error}
            </p>
          )}
        </Form>
      </PageBody>
    </>
  );
}

function Sheet({ form }: { form: RecordForm<Rows> }) {
  const seesCost = useMay()('costRates.read');
  const heads = ['Job', 'Day', 'Description', 'Supplier', 'Quantity', ...(seesCost ? ['Cost'] : []), 'Price'];
  const { rows } = form.values;
  return (
    <div className={classes.scroller}>
      <table className={classes.sheet} data-costs={seesCost || undefined}>
        <caption className="visually-hidden">Costs to record</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <SheetRow key={row.key} form={form} row={row} place={place} seesCost={seesCost} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type SheetRowProps = { form: RecordForm<Rows>; row: Row; place: number; seesCost: boolean };

function SheetRow({ form, row, place, seesCost }: SheetRowProps) {
  const { currency } = useFirm();
  const { rows } = form.values;
  const sentAt = rows.slice(0, place).filter(isFilled).length;
  const set = (change: Partial<Row>) =>
    form.set({ rows: rows.map((each) => (each.key === row.key ? { ...each, ...change } : each)) });
  const cell = (name: Exclude<keyof Row, 'key' | 'currency'>, label: string) => ({
    label: `${label}, row ${place + 1}`,
    name: `${name} ${row.key}`,
    value: row[name],
    onChange: (value: string) => set({ [name]: value }),
    onBlur: () => {},
    error: isFilled(row) ? form.errorAt(`costs.${sentAt}.${name}`) : undefined,
  });
  return (
    <tr>
      <td>
        <EntityField
          source={jobSource}
          {...cell('jobId', 'Job')}
          onPick={(job) => set({ jobId: job.id, currency: job.currency })}
        />
      </td>
      <td>
        <DayField {...cell('incurredOn', 'Day')} />
      </td>
      <td>
        <TextField {...cell('description', 'Description')} />
      </td>
      <td>
        <TextField {...cell('supplier', 'Supplier')} />
      </td>
      <td>
        <QuantityField signed {...cell('quantity', 'Quantity')} />
      </td>
      {seesCost && (
        <td>
          <MoneyField currency={currency} {...cell('unitCost', 'Cost to the firm')} />
        </td>
      )}
      <td>
        <MoneyField currency={row.currency} {...cell('unitPrice', 'Price for the client')} />
      </td>
      <td>
        <button
          type="button"
          className={classes.remove}
          aria-label={`Remove row ${place + 1}`}
          onClick={() => form.set({ rows: rows.filter(({ key }) => key !== row.key) })}
        >
          <Icon name="close" size={14} />
        </button>
      </td>
    </tr>
  );
}

function emptyRow(key: string, incurredOn: string, currency: string): Row {
  const nothing = { jobId: '', description: '', supplier: '', unitCost: '', unitPrice: '' };
  return { key, currency, incurredOn, quantity: '1', ...nothing };
}

/** A row in which nothing was said of a cost is not recorded. */
function isFilled({ description, unitPrice, unitCost }: Row): boolean {
  return description.trim() !== '' || unitPrice !== '' || unitCost !== '';
}

function costOf({ jobId, incurredOn, description, supplier, quantity, unitCost, unitPrice }: Row) {
  const what = { jobId, incurredOn, description, supplier: orNull(supplier), quantity };
  return { ...what, unitPrice, ...(unitCost === '' ? {} : { unitCost }) };
}

function objectionTo(rows: readonly Row[]): { rows?: string } {
  const filled = rows.map((row, place) => ({ row, number: place + 1 })).filter(({ row }) => isFilled(row));
  if (filled.length === 0) return { rows: 'Type at least one cost.' };
  for (const { row, number } of filled) {
    if (row.jobId === '') return { rows: `Row ${number}: which job is it for?` };
    if (row.description.trim() === '') return { rows: `Row ${number}: what was bought?` };
    if (row.incurredOn === '') return { rows: `Row ${number}: a day is needed.` };
    if (!isDecimal(row.quantity, 3)) return { rows: `Row ${number}: the quantity is a number such as 1.` };
    if (!isDecimal(row.unitPrice)) return { rows: `Row ${number}: the price is an amount such as 45.50.` };
  }
  return {};
}
