// Accepting a quote: which options, for which job, and what that will change.

import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ListedQuote } from '../../api/quotes.ts';
import { resourceQuery, type ListPage } from '../../api/resource.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { JobPicker, StaffPicker } from '../../form/pickers.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { useAcceptance } from './useAcceptance.ts';
import { WhatChanges } from './WhatChanges.tsx';
import type { QuoteDialogProps } from './dialog-props.ts';

export default function AcceptDrawer({ quote, opened, onClose }: QuoteDialogProps) {
  const form = useAcceptance(quote, onClose);
  const may = useMay();
  const { values } = form;
  const jobId = quote.jobId ?? (values.target === 'existing' ? values.jobId : '');
  const master = useMaster(jobId, opened);
  const options = quote.lines.filter(({ isOption }) => isOption);
  return (
    <EditDrawer
      opened={opened}
      title={`Accept ${quote.number ?? 'the quote'}`}
      onClose={onClose}
      form={form}
      size={560}
    >
      <Form form={form} act="Accept" onCancel={onClose}>
        <DayField label="Accepted on" first {...form.field('acceptedOn')} />
        {options.length > 0 && <Options quote={quote} form={form} />}
        {quote.jobId === null && (
          <Section title="Job">
            <ChoiceField
              label="It goes to"
              choices={[
                ...(may('jobs.edit') ? [{ value: 'new' as const, label: 'A new job' }] : []),
                { value: 'existing' as const, label: 'A job that exists' },
              ]}
              {...form.field('target')}
            />
            {values.target === 'new' ? (
              <FieldRow>
                <TextField label="Name of the job" required {...form.field('jobName')} />
                <StaffPicker label="Manager" none="Nobody yet" {...form.field('managerId')} />
              </FieldRow>
            ) : (
              <JobPicker
                label="Job"
                required
                {...(quote.clientId === null ? {} : { clientId: quote.clientId })}
                {...form.field('jobId')}
              />
            )}
          </Section>
        )}
        {master !== undefined && <Second master={master} form={form} />}
        <WhatChanges quote={quote} chosen={values.options} isNewJob={jobId === ''} />
      </Form>
    </EditDrawer>
  );
}

type Acceptance = ReturnType<typeof useAcceptance>;

function Options({ quote, form }: { quote: QuoteDialogProps['quote']; form: Acceptance }) {
  const formats = useFormats();
  const { options } = form.values;
  return (
    <Section title="Options that the client takes">
      {quote.lines
        .filter(({ isOption }) => isOption)
        .map(({ id, description, amount }) => (
          <Checkbox
            key={id}
            label={`${description}, ${formats.amount(amount)}`}
            checked={options.includes(id)}
            onChange={(event) =>
              form.set({
                options: event.currentTarget.checked
                  ? [...options, id]
                  : options.filter((each) => each !== id),
              })
            }
          />
        ))}
    </Section>
  );
}

/** The job is billed by another quote already. */
function Second({ master, form }: { master: ListedQuote; form: Acceptance }) {
  const formats = useFormats();
  return (
    <Section
      title="Beside the quote that the job has"
      help={`It is billed by ${master.number ?? 'a quote'} of ${formats.amount(master.total)} ${master.currency}.`}
    >
      <ChoiceField
        label="This quote"
        required
        choices={[
          { value: '', label: 'Choose' },
          { value: 'adds', label: 'Adds to it, as a variation: both count' },
          { value: 'replaces', label: 'Takes its place; what was invoiced counts against it' },
        ]}
        {...form.field('second')}
      />
    </Section>
  );
}

function useMaster(jobId: string, opened: boolean): ListedQuote | undefined {
  const { data } = useQuery({
    ...resourceQuery<ListPage<ListedQuote>>('/quotes', { jobId, states: 'accepted', limit: 100 }),
    enabled: opened && jobId !== '',
  });
  return jobId === '' ? undefined : data?.items.find(({ isMaster }) => isMaster);
}
