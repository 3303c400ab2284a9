import { changePasswordRequest } from '#contract/session/session.ts';
import { Form } from '../../form/Form.tsx';
import { PasswordField } from '../../form/PasswordField.tsx';
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
    changes: ['account', 'session'],
    said: 'Password changed. You are signed out everywhere else.',
  });
  return (
    <Form form={form} act="Change the password">
      <PasswordField
        label="Password now"
        autoComplete="current-password"
        {...form.field('currentPassword')}
      />
      <PasswordField
        label="New password"
        help="At least 12 characters; long is better than complicated."
        autoComplete="new-password"
        {...form.field('newPassword')}
      />
    </Form>
  );
}
