// One place of the rate card: its rates from day to day, a new one from a day on, and correcting one.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CostRate, Rate } from '../../api/rates.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { clientSource, jobSource, staffSource, taskSource, useEntityLabel } from '../../form/entities.ts';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { isDecimal, MoneyField } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import type { Cell } from './cell.ts';
import { cellOfRate, cellText, idsOf, scopeOf } from './cell.ts';
import type { RevaluationStart } from './RevaluationDrawer.tsx';
import classes from './rates.module.css';

type AnyRate = Rate | CostRate;
type CellDrawerProps = {
  path: '/rates' | '/cost-rates';
  cell: Cell | undefined;
  onClose: () => void;
  onRevalue: ((start: RevaluationStart) => void) | undefined;
};

export function CellDrawer({ path, cell, onClose, onRevalue }: CellDrawerProps) {
  const [corrected, setCorrected] = useState<AnyRate>();
  const title = useCellTitle(cell ?? {});
  const mayEdit = useMay()(path === '/rates' ? 'rates.edit' : 'costRates.edit');
  const scope = cell && scopeOf(cell);
  return (
    <EditDrawer opened={scope !== undefined} title={title} onClose={onClose}>
      {cell !== undefined && scope !== undefined && (
        <>
          <Rates path={path} cell={cell} onCorrect={mayEdit ? setCorrected : undefined} />
          {mayEdit && (
            <RateForm
              key={corrected?.id ?? 'new'}
              path={path}
              cell={cell}
              rate={corrected}
              onDone={() => setCorrected(undefined)}
              onRevalue={onRevalue}
            />
          )}
        </>
      )}
    </EditDrawer>
  );
}

function useCellTitle({ job, client, staff, task }: Cell): string {
  const names = [
    useEntityLabel(staffSource, staff),
    useEntityLabel(taskSource, task),
    useEntityLabel(jobSource, job),
    useEntityLabel(clientSource, client),
  ].filter((name) => name !== undefined);
  return names.length === 0 ? 'Rate' : names.join(' · ');
}

type RateFormProps = {
  path: CellDrawerProps['path'];
  cell: Cell;
  /** The rate that is corrected; a new one without it. */
  rate: AnyRate | undefined;
  onDone: () => void;
  onRevalue: CellDrawerProps['onRevalue'];
};

function RateForm({ path, cell, rate, onDone, onRevalue }: RateFormProps) {
  const firm = useFirm();
  const formats = useFormats();
  const client = useQuery({
    ...resourceQuery<{ currency: string }>(`/clients/${cell.client ?? ''}`),
    enabled: cell.client !== undefined,
  });
  const job = useQuery({
    ...resourceQuery<{ currency: string }>(`/jobs/${cell.job ?? ''}`),
    enabled: cell.job !== undefined,
  });
  const currency = rate?.currency ?? job.data?.currency ?? client.data?.currency ?? firm.currency;
  const initial = useMemo(
    () => ({ ratePerHour: rate?.ratePerHour ?? '', effectiveFrom: rate?.effectiveFrom ?? '' }),
    [rate],
  );
  const form = useRecordForm<typeof initial, AnyRate>({
    id: rate === undefined ? `new rate ${path} ${cellText(cell)}` : `rate ${path} ${rate.id}`,
    initial,
    bodyOf: (fields) => (rate === undefined ? { scope: scopeOf(cell), ...idsOf(cell), ...fields } : fields),
    check: ({ ratePerHour, effectiveFrom }) => ({
      ...(isDecimal(ratePerHour) ? {} : { ratePerHour: 'An amount such as 150.' }),
      ...(effectiveFrom === '' ? { effectiveFrom: 'The first day that it applies.' } : {}),
    }),
    send: (body) =>
      rate === undefined
        ? { path, body }
        : { path: `${path}/${rate.id}`, method: 'PATCH', version: rate.version, body },
    changes: ['rates', 'cost-rates'],
    onSaved: (saved) => {
      showToast({
        text: `${formats.amount(saved.ratePerHour)} ${saved.currency} an hour from ${formats.date(saved.effectiveFrom)}`,
        ...(onRevalue === undefined
          ? {}
          : {
              detail: 'What is recorded keeps its value until it is revalued.',
              action: {
                label: 'Revalue',
                onAct: () => onRevalue({ ...idsOf(cellOfRate(saved)), from: saved.effectiveFrom }),
              },
            }),
      });
      onDone();
    },
  });
  return (
    <Section
      title={rate === undefined ? 'A rate from a day on' : 'Correct a rate'}
      help={rate === undefined ? undefined : 'What is recorded keeps its value.'}
    >
      <Form
        form={form}
        act={rate === undefined ? 'Set the rate' : 'Correct the rate'}
        {...(rate === undefined ? {} : { onCancel: onDone })}
      >
        <FieldRow>
          <MoneyField label="An hour" required first currency={currency} {...form.field('ratePerHour')} />
          <DayField label="From" required {...form.field('effectiveFrom')} />
        </FieldRow>
      </Form>
    </Section>
  );
}

type RatesProps = {
  path: CellDrawerProps['path'];
  cell: Cell;
  onCorrect: ((rate: AnyRate) => void) | undefined;
};

/** What applied when, the newest on top. */
function Rates({ path, cell, onCorrect }: RatesProps) {
  const { data, error, refetch } = useQuery(
    resourceQuery<ListPage<AnyRate>>(path, { scopes: scopeOf(cell), ...idsOf(cell), limit: 500 }),
  );
  if (data === undefined)
    return error === null ? (
      <Skeleton height={80} mt={20} />
    ) : (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    );
  if (data.items.length === 0)
    return <p className="quiet">No rate here yet: what holds for the person or the task alone applies.</p>;
  const rates = data.items.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return (
    <table className={classes.plain}>
      <caption className="visually-hidden">Rates from day to day</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col">An hour</th>
          {onCorrect && <th scope="col">What to do</th>}
        </tr>
      </thead>
      <tbody>
        {rates.map((rate) => (
          <tr key={rate.id}>
            <th scope="row">
              <Day of={rate.effectiveFrom} />
            </th>
            <td>{rate.effectiveUntil === null ? '' : <Day of={rate.effectiveUntil} />}</td>
            <td>
              <Amount of={rate.ratePerHour} /> {rate.currency}
            </td>
            {onCorrect && (
              <td>
                <Button size="compact-xs" variant="subtle" onClick={() => onCorrect(rate)}>
                  Correct
                </Button>
                <RemoveRate path={path} rate={rate} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Done at once: Undo sets the same rate again. */
function RemoveRate({ path, rate }: { path: string; rate: AnyRate }) {
  const { scope, ratePerHour, effectiveFrom, currency } = rate;
  const changes = ['rates', 'cost-rates'];
  const restoring = useTell<void>({
    send: () => ({
      path,
      body: {
        scope,
        ...idsOf(cellOfRate(rate)),
        ...(path === '/rates' ? { currency } : {}),
        ratePerHour,
        effectiveFrom,
      },
    }),
    changes,
    said: () => 'The rate is back',
  });
  const removing = useTell<void>({
    send: () => ({ path: `${path}/${rate.id}`, method: 'DELETE', version: rate.version }),
    changes,
    said: () => ({ text: 'Rate removed', onUndo: () => restoring.tell() }),
  });
  return (
    <Button size="compact-xs" variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
