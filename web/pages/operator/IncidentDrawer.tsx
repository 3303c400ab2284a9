import { TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { incidentChange, newIncident } from '#contract/operator/incidents.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form } from '../../form/Form.tsx';
import { useRecordForm, type FieldProps } from '../../form/useRecordForm.ts';
import { instantAt, instantNow, wallClockAt } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import type { Incident } from './questions.ts';

type Fields = { title: string; beganAt: string; endedAt: string; note: string };

type IncidentDrawerProps = { incident: Incident | null; onClose: () => void };

/** What people are told; times are those of the clock on the wall. */
export function IncidentDrawer({ incident, onClose }: IncidentDrawerProps) {
  const { timeZone } = useFirm();
  const initial = useMemo<Fields>(
    () => ({
      title: incident?.title ?? '',
      beganAt: wallClockAt(incident?.beganAt ?? instantNow(), timeZone),
      endedAt: incident?.endedAt ? wallClockAt(incident.endedAt, timeZone) : '',
      note: incident?.note ?? '',
    }),
    [incident, timeZone],
  );
  const path = incident === null ? '/operator/incidents' : `/operator/incidents/${incident.id}`;
  const form = useRecordForm<Fields, Incident>({
    id: incident === null ? 'new incident' : `incident ${incident.id}`,
    initial,
    bodyOf: ({ title, beganAt, endedAt, note }) => ({
      title,
      beganAt: instantAt(beganAt, timeZone),
      endedAt: endedAt === '' ? null : instantAt(endedAt, timeZone),
      note,
    }),
    schema: incident === null ? newIncident : incidentChange,
    check: ({ beganAt }) => (beganAt === '' ? { beganAt: 'Say when it began.' } : {}),
    send: (body) => ({ path, method: incident === null ? 'POST' : 'PATCH', body }),
    changes: ['operator', 'status'],
    said: 'It stands on the status page',
    onSaved: onClose,
  });
  const title = incident === null ? 'Tell of an incident' : 'Change the incident';
  return (
    <EditDrawer opened title={title} onClose={onClose} form={form}>
      <Form form={form} act="Save" onCancel={onClose}>
        <TextField
          label="What is wrong"
          help="A few words, such as “Mail is late”"
          required
          first
          {...form.field('title')}
        />
        <FieldRow>
          <MomentField label="From" {...form.field('beganAt')} />
          <MomentField label="To" help="Empty while it lasts" {...form.field('endedAt')} />
        </FieldRow>
        <LongTextField label="What people should know" {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

type MomentFieldProps = FieldProps<string> & { label: string; help?: string };

function MomentField({ label, help, name, value, onChange, onBlur, error }: MomentFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={help}
      name={name}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value.slice(0, 16))}
      onBlur={onBlur}
    />
  );
}
