import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newSeries, seriesChange } from '#contract/billing-settings/number-series.ts';
import { seriesQuery, type Series } from '../../api/settings.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, FlagField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import { useOpened } from './useOpened.ts';

const documents = [
  { value: 'invoice', label: 'Invoices' },
  { value: 'creditNote', label: 'Credit notes' },
  { value: 'quote', label: 'Quotes' },
] as const;

/** What documents are numbered by. */
export function NumberingSection() {
  const query = useQuery(seriesQuery());
  const may = useMay()('billing.settings');
  const opened = useOpened(query.data?.items ?? []);
  useCommands(may ? [{ label: 'Add a number series', key: 'n', onChoose: opened.add }] : []);
  return (
    <>
      <SectionHead
        title="Numbering"
        actions={may && <AddButton onClick={opened.add}>Add a series</AddButton>}
      >
        Numbers are given when a document is approved or issued: without gaps, and never twice.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows
            label="Number series"
            empty="No series yet."
            columns="minmax(0, 1.4fr) minmax(0, 0.8fr) minmax(0, 1fr) auto"
          >
            {items.map((series) => (
              <SeriesRow
                key={series.id}
                series={series}
                onOpen={may ? () => opened.open(series.id) : undefined}
              />
            ))}
          </Rows>
        )}
      </Answered>
      <SeriesDrawer key={opened.key} opened={opened.isOpened} series={opened.row} onClose={opened.close} />
    </>
  );
}

function SeriesRow({ series, onOpen }: { series: Series; onOpen: (() => void) | undefined }) {
  const { name, document, nextNumber, suggestedNextValue, isDefault, archived } = series;
  return (
    <Row quiet={archived} onOpen={onOpen}>
      <RowName badges={isDefault && <StatusBadge tone="accent">Default</StatusBadge>}>{name}</RowName>
      <span>{documents.find(({ value }) => value === document)?.label}</span>
      <span>
        <span className="quiet">next </span>
        {nextNumber}
      </span>
      {suggestedNextValue !== null ? (
        <StatusBadge tone="warning">Numbers taken</StatusBadge>
      ) : archived ? (
        <StatusBadge>Archived</StatusBadge>
      ) : null}
    </Row>
  );
}

type SeriesDrawerProps = { opened: boolean; series: Series | undefined; onClose: () => void };

function fieldsOf(series: Series | undefined) {
  return {
    document: series?.document ?? ('invoice' as const),
    name: series?.name ?? '',
    prefix: series?.prefix ?? '',
    nextValue: String(series?.nextValue ?? 1),
    minimumDigits: String(series?.minimumDigits ?? 4),
    isDefault: series?.isDefault ?? false,
    archived: series?.archived ?? false,
  };
}

type Fields = ReturnType<typeof fieldsOf>;

function bodyOf(fields: Fields, isNew: boolean): unknown {
  const { document, name, prefix, isDefault, archived } = fields;
  return {
    ...(isNew ? { document } : { archived }),
    name,
    prefix,
    isDefault,
    nextValue: Number(fields.nextValue),
    minimumDigits: Number(fields.minimumDigits),
  };
}

function check({ nextValue, minimumDigits }: Fields) {
  const digits = Number(minimumDigits);
  return {
    ...(/^[1-9]\d{0,11}$/.test(nextValue) ? {} : { nextValue: 'A whole number from 1.' }),
    ...(Number.isInteger(digits) && digits >= 1 && digits <= 12 ? {} : { minimumDigits: 'From 1 to 12.' }),
  };
}

function SeriesDrawer({ opened, series, onClose }: SeriesDrawerProps) {
  const initial = useMemo(() => fieldsOf(series), [series]);
  const isNew = series === undefined;
  const form = useRecordForm<Fields, Series>({
    id: isNew ? 'new series' : `series ${series.id}`,
    initial,
    schema: isNew ? newSeries : seriesChange,
    bodyOf: (fields) => bodyOf(fields, isNew),
    check,
    send: (body) =>
      isNew
        ? { path: '/number-series', body }
        : { path: `/number-series/${series.id}`, method: 'PATCH', version: series.version, body },
    changes: ['number-series'],
    said: ({ name, nextNumber }) => `${name}: the next is ${nextNumber}`,
    onSaved: onClose,
  });
  const { prefix, nextValue, minimumDigits } = form.values;
  const next = `${prefix}${nextValue.padStart(Math.min(12, Number(minimumDigits) || 1), '0')}`;
  const suggested = series?.suggestedNextValue ?? null;
  return (
    <EditDrawer
      opened={opened}
      title={isNew ? 'Add a number series' : `Change ${series.name}`}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={isNew ? 'Add the series' : 'Save'}
        onCancel={onClose}
        actions={
          series && (
            <RemoveButton path="/number-series" row={series} changes={['number-series']} onDone={onClose} />
          )
        }
      >
        <TextField label="Name" required first {...form.field('name')} />
        {isNew && <ChoiceField label="For" choices={documents} {...form.field('document')} />}
        <FieldRow>
          <TextField
            label="Begins with"
            placeholder="INV-"
            help="Before the number"
            {...form.field('prefix')}
          />
          <TextField
            label="Next number"
            help="Goes up by one with each document"
            {...form.field('nextValue')}
          />
          <TextField
            label="Digits at least"
            help="Shorter ones get zeros in front"
            {...form.field('minimumDigits')}
          />
        </FieldRow>
        <p className="quiet">
          {suggested === null
            ? `The next document is ${next}. Once numbers were given, the next can only go up, and what is left out is a gap.`
            : `Imported documents have numbers that this series would give again. Set the next number to ${suggested}.`}
        </p>
        <FlagField label="Default: documents get their number here" {...form.field('isDefault')} />
        {!isNew && <FlagField label="Archived" help="Not offered any more." {...form.field('archived')} />}
      </Form>
    </EditDrawer>
  );
}
