import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { newTax, taxContent } from '#contract/billing-settings/taxes.ts';
import type { Tax } from '../../api/settings.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, TextField } from '../../form/fields.tsx';
import { Form, Section } from '../../form/Form.tsx';
import { PercentField } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Icon } from '../../ui/icons.tsx';
import { todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { RemoveButton } from './RemoveButton.tsx';
import classes from './settings.module.css';

type TaxDrawerProps = { opened: boolean; tax: Tax | undefined; onClose: () => void };

type Rates = { effectiveFrom: string; components: { component: string; percent: string }[] };
type Fields = { name: string; archived: boolean; rates: Rates[] };

export function TaxDrawer({ opened, tax, onClose }: TaxDrawerProps) {
  const { timeZone } = useFirm();
  const today = todayIn(timeZone);
  const initial = useMemo<Fields>(
    () => ({
      name: tax?.name ?? '',
      archived: tax?.archived ?? false,
      rates: tax?.rates ?? [
        { effectiveFrom: `${today.slice(0, 4)}-01-01`, components: [{ component: '', percent: '' }] },
      ],
    }),
    [tax, today],
  );
  const form = useRecordForm<Fields, Tax>({
    id: tax === undefined ? 'new tax' : `tax ${tax.id}`,
    initial,
    schema: tax === undefined ? newTax : taxContent,
    bodyOf: ({ name, archived, rates }) => ({
      name,
      rates: rates.toSorted((one, other) => one.effectiveFrom.localeCompare(other.effectiveFrom)),
      ...(tax === undefined ? {} : { archived }),
    }),
    send: (body) =>
      tax === undefined
        ? { path: '/taxes', body }
        : { path: `/taxes/${tax.id}`, method: 'PUT', version: tax.version, body },
    changes: ['taxes'],
    said: ({ name }) => (tax === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  const { rates } = form.values;
  const ratesError = form.field('rates').error;
  return (
    <EditDrawer
      opened={opened}
      title={tax === undefined ? 'Add a tax' : `Change ${tax.name}`}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={tax === undefined ? 'Add the tax' : 'Save'}
        onCancel={onClose}
        actions={tax && <RemoveButton path="/taxes" row={tax} changes={['taxes']} onDone={onClose} />}
      >
        <TextField label="Name" required first placeholder="GST" {...form.field('name')} />
        <Section title="Rates" help="Each from a day on, until the next such day.">
          {rates.map((rate, place) => (
            <RatesFromDay
              key={place}
              rate={rate}
              onChange={(changed) => form.set({ rates: rates.with(place, changed) })}
              onRemove={rates.length === 1 ? undefined : () => form.set({ rates: rates.toSpliced(place, 1) })}
            />
          ))}
          {ratesError !== undefined && (
            <p role="alert" className={classes.error}>
              {ratesError}
            </p>
          )}
          <div>
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                form.set({
                  rates: [...rates, { effectiveFrom: today, components: rates.at(-1)?.components ?? [] }],
                })
              }
            >
              A new rate from a day on
            </Button>
          </div>
        </Section>
        {tax !== undefined && (
          <FlagField
            label="Archived"
            help="Not offered any more; documents keep it."
            {...form.field('archived')}
          />
        )}
      </Form>
    </EditDrawer>
  );
}

type RatesFromDayProps = {
  rate: Rates;
  onChange: (rate: Rates) => void;
  onRemove: (() => void) | undefined;
};

/** The components that are charged beside each other from a day on. */
function RatesFromDay({ rate, onChange, onRemove }: RatesFromDayProps) {
  const { effectiveFrom, components } = rate;
  const change = (place: number, changed: Partial<Rates['components'][number]>) =>
    onChange({
      ...rate,
      components: components.map((each, at) => (at === place ? { ...each, ...changed } : each)),
    });
  return (
    <div className={classes.day}>
      <DayField
        label="From"
        name="effectiveFrom"
        value={effectiveFrom}
        error={undefined}
        onBlur={() => undefined}
        onChange={(day) => onChange({ ...rate, effectiveFrom: day })}
      />
      {components.map(({ component, percent }, place) => (
        <div key={place} className={classes.piece}>
          <TextField
            label="Printed as"
            name={`component ${place}`}
            placeholder="GST"
            value={component}
            error={undefined}
            onBlur={() => undefined}
            onChange={(text) => change(place, { component: text })}
          />
          <PercentField
            label="Rate"
            name={`percent ${place}`}
            value={percent}
            error={undefined}
            onBlur={() => undefined}
            onChange={(text) => change(place, { percent: text })}
          />
          <button
            type="button"
            className={classes.step}
            aria-label={`Remove ${component || 'this component'}`}
            disabled={components.length === 1}
            onClick={() => onChange({ ...rate, components: components.toSpliced(place, 1) })}
          >
            <Icon name="close" size={13} />
          </button>
        </div>
      ))}
      <div className={classes.logo}>
        <Button
          variant="subtle"
          size="xs"
          onClick={() => onChange({ ...rate, components: [...components, { component: '', percent: '' }] })}
        >
          Another component
        </Button>
        {onRemove && (
          <Button variant="subtle" size="xs" onClick={onRemove}>
            Remove this day
          </Button>
        )}
      </div>
    </div>
  );
}
