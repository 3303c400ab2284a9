import { useState } from 'react';
import { ownPassword } from '#contract/account/account.ts';
import { Form } from '../../form/Form.tsx';
import { PasswordField } from '../../form/PasswordField.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { RecoveryCodes } from '../two-factor/RecoveryCodes.tsx';

const initial = { password: '' };

/** Ten new codes, after the password; those before them stop working. */
export function RenewedCodes({ onClose }: { onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useRecordForm<typeof initial, { recoveryCodes: string[] }>({
    id: 'new recovery codes',
    initial,
    keepsDraft: false,
    schema: ownPassword,
    send: (body) => ({ path: '/account/two-factor/recovery-codes', body }),
    changes: [],
    onSaved: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  if (codes !== null) return <RecoveryCodes codes={codes} act="Done" onDone={onClose} />;
  return (
    <Form form={form} act="Make new codes" onCancel={onClose}>
      <p className="quiet">The codes that you have now stop working.</p>
      <PasswordField
        label="Your password"
        first
        autoComplete="current-password"
        {...form.field('password')}
      />
    </Form>
  );
}
