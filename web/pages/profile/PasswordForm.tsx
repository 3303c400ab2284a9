import { PasswordInput } from '@mantine/core';
import { changePasswordRequest } from '#contract/session/session.ts';
import { Form } from '../../form/Form.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';

const initial = { currentPassword: '', newPassword: '' };

/** A new password ends every other session. */
export function PasswordForm() {
  const form = useRecordForm<typeof initial>({
    id: 'own password',
    initial,
    keepsDraft: false,
    schema: changePasswordRequest,
    check: ({ currentPassword, newPassword }) => ({
      ...(currentPassword === '' ? { currentPassword: 'The password that you have now.' } : {}),
      ...(newPassword.length < 12 ? { newPassword: 'At least 12 characters.' } : {}),
    }),
    send: (body) => ({ path: '/session/password', method: 'PUT', body }),
    changes: [],
    said: 'Password changed. You are signed out everywhere else.',
  });
  return (
    <Form form={form} act="Change the password">
      <Password form={form} name="currentPassword" label="Password now" autoComplete="current-password" />
      <Password
        form={form}
        name="newPassword"
        label="New password"
        help="At least 12 characters; long is better than complicated."
        autoComplete="new-password"
      />
    </Form>
  );
}

type PasswordProps = {
  form: RecordForm<typeof initial>;
  name: keyof typeof initial;
  label: string;
  help?: string;
  autoComplete: string;
};

function Password({ form, name, label, help, autoComplete }: PasswordProps) {
  const { value, error, onBlur, onChange } = form.field(name);
  return (
    <PasswordInput
      label={label}
      description={help}
      name={name}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label.toLowerCase()}` }}
      value={value}
      error={error}
      onBlur={onBlur}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
