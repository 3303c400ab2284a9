import { useMemo } from 'react';
import { newStaff, staffChange } from '#contract/staff/staff.ts';
import type { StaffMember } from '../../api/rates.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { DurationField, durationText, minutesOf } from '../../form/NumberFields.tsx';
import { useRecordForm, type RecordForm } from '../../form/useRecordForm.ts';
import { useFormats } from '../../util/firm-context.ts';
import { weekdays } from './week.ts';
import classes from './staff.module.css';

type StaffFields = { name: string; email: string; code: string; ownWeek: boolean; days: readonly string[] };

type StaffDrawerProps = {
  opened: boolean;
  /** The person to change; a new one without it. */
  member?: StaffMember;
  onClose: () => void;
  onSaved?: (member: StaffMember) => void;
};

const usualDays = ['8:00', '8:00', '8:00', '8:00', '8:00', '', ''] as const;

export function StaffDrawer({ opened, member, onClose, onSaved }: StaffDrawerProps) {
  const initial = useMemo<StaffFields>(
    () => ({
      name: member?.name ?? '',
      email: member?.email ?? '',
      code: member?.code ?? '',
      ownWeek: member !== undefined && member.workingMinutes !== null,
      days:
        member?.workingMinutes?.map((minutes) => (minutes === 0 ? '' : durationText(minutes))) ?? usualDays,
    }),
    [member],
  );
  const form = useRecordForm<StaffFields, StaffMember>({
    id: member === undefined ? 'new staff member' : `staff ${member.id}`,
    initial,
    schema: member === undefined ? newStaff : staffChange,
    bodyOf: ({ name, email, code, ownWeek, days }) => ({
      name,
      email: orNull(email),
      code: orNull(code),
      workingMinutes: ownWeek ? days.map((day) => minutesOf(day) ?? 0) : null,
    }),
    pathOf: { days: 'workingMinutes' },
    check: ({ name, ownWeek, days }) => ({
      ...(name.trim() === '' ? { name: 'This is needed.' } : {}),
      ...(ownWeek && days.some((day) => day.trim() !== '' && minutesOf(day) === undefined)
        ? { days: 'Each day takes hours such as 8 or 7:30.' }
        : {}),
    }),
    send: (body) =>
      member === undefined
        ? { path: '/staff', body }
        : { path: `/staff/${member.id}`, method: 'PATCH', version: member.version, body },
    changes: ['staff', 'timesheets'],
    said: ({ name }) => (member === undefined ? `${name} added` : `${name} saved`),
    onSaved: (saved) => {
      onClose();
      onSaved?.(saved);
    },
  });
  return (
    <EditDrawer
      opened={opened}
      title={member === undefined ? 'Add a staff member' : `Change ${member.name}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act={member === undefined ? 'Add' : 'Save'} onCancel={onClose}>
        <TextField label="Name" required first {...form.field('name')} />
        <FieldRow>
          <TextField label="E-mail" type="email" {...form.field('email')} />
          <TextField label="Code" help="Short, for lists and imports" {...form.field('code')} />
        </FieldRow>
        <Week form={form} />
      </Form>
    </EditDrawer>
  );
}

/** The hours of each day that timesheets hold the recorded time against. */
function Week({ form }: { form: RecordForm<StaffFields> }) {
  const { ownWeek, days } = form.values;
  const { error, onBlur } = form.field('days');
  const formats = useFormats();
  const inAll = days.reduce((sum, day) => sum + (minutesOf(day) ?? 0), 0);
  return (
    <Section title="Working week" help="The target that timesheets show.">
      <FlagField label="Other hours than the firm’s" {...form.field('ownWeek')} />
      {ownWeek && (
        <>
          <div className={classes.week}>
            {weekdays.map((name, place) => (
              <DurationField
                key={name}
                label={name}
                name={`day ${place}`}
                value={days[place] ?? ''}
                onBlur={onBlur}
                error={undefined}
                onChange={(typed) => form.set({ days: days.map((day, at) => (at === place ? typed : day)) })}
              />
            ))}
          </div>
          <p
            className={error === undefined ? 'quiet' : classes.error}
            role={error === undefined ? undefined : 'alert'}
          >
            {error ?? `${formats.hours(inAll)} a week`}
          </p>
        </>
      )}
    </Section>
  );
}
