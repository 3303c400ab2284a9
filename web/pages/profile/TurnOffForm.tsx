import { useState } from 'react';
import { twoFactorRemoval } from '#contract/account/account.ts';
import { TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { PasswordField } from '../../form/PasswordField.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { CodeField } from '../two-factor/CodeField.tsx';
import classes from './profile.module.css';

const initial = { password: '', code: '', recoveryCode: '' };

/** Turning it off takes what signing in takes. */
export function TurnOffForm({ onClose }: { onClose: () => void }) {
  const [isRecovery, setIsRecovery] = useState(false);
  const form = useRecordForm<typeof initial>({
    id: 'second factor off',
    initial,
    keepsDraft: false,
    schema: twoFactorRemoval,
    bodyOf: ({ password, code, recoveryCode }) =>
      recoveryCode === '' ? { password, code } : { password, recoveryCode },
    send: (body) => ({ path: '/account/two-factor/removal', body }),
    changes: ['account', 'session', 'members'],
    said: 'The second factor is off. Your password is enough to sign in.',
    onSaved: onClose,
  });
  const swap = () => {
    setIsRecovery(!isRecovery);
    form.set({ code: '', recoveryCode: '' });
  };
  return (
    <Form form={form} act="Turn off" onCancel={onClose}>
      <PasswordField
        label="Your password"
        first
        autoComplete="current-password"
        {...form.field('password')}
      />
      {isRecovery ? (
        <TextField label="Recovery code" {...form.field('recoveryCode')} />
      ) : (
        <CodeField {...form.field('code')} />
      )}
      <button type="button" className={classes.swap} onClick={swap}>
        {isRecovery ? 'Use a code from the app' : 'Use a recovery code'}
      </button>
    </Form>
  );
}
