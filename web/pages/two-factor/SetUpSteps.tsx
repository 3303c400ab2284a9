import { useState } from 'react';
import { ownPassword, twoFactorConfirmation } from '#contract/account/account.ts';
import type { TwoFactorSecrets } from '../../api/account.ts';
import { Form } from '../../form/Form.tsx';
import { PasswordField } from '../../form/PasswordField.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { CodeField } from './CodeField.tsx';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import classes from './two-factor.module.css';

type SetUpStepsProps = {
  /** What the last button says. */
  act: string;
  onDone: () => void;
  onCancel?: () => void;
};

/** The password, the app with its first code, the recovery codes. It is on from the code on. */
export function SetUpSteps({ act, onDone, onCancel }: SetUpStepsProps) {
  const [made, setMade] = useState<TwoFactorSecrets | null>(null);
  const [isOn, setIsOn] = useState(false);
  if (made === null) return <PasswordStep onMade={setMade} onCancel={onCancel} />;
  if (!isOn) return <AppStep made={made} onConfirmed={() => setIsOn(true)} onCancel={onCancel} />;
  return <RecoveryCodes codes={made.recoveryCodes} act={act} onDone={onDone} />;
}

type Cancelling = { onCancel: (() => void) | undefined };
const noPassword = { password: '' };
const noCode = { code: '' };

function PasswordStep({ onMade, onCancel }: Cancelling & { onMade: (made: TwoFactorSecrets) => void }) {
  const form = useRecordForm<typeof noPassword, TwoFactorSecrets>({
    id: 'second factor password',
    initial: noPassword,
    keepsDraft: false,
    schema: ownPassword,
    send: (body) => ({ path: '/account/two-factor', body }),
    changes: [],
    onSaved: onMade,
  });
  return (
    <Form form={form} act="Go on" {...(onCancel && { onCancel })}>
      <PasswordField
        label="Your password"
        first
        autoComplete="current-password"
        {...form.field('password')}
      />
    </Form>
  );
}

type AppStepProps = Cancelling & { made: TwoFactorSecrets; onConfirmed: () => void };

function AppStep({ made, onConfirmed, onCancel }: AppStepProps) {
  const form = useRecordForm<typeof noCode>({
    id: 'second factor code',
    initial: noCode,
    keepsDraft: false,
    schema: twoFactorConfirmation,
    send: (body) => ({ path: '/account/two-factor/confirmation', body }),
    changes: ['account', 'session', 'members'],
    onSaved: onConfirmed,
  });
  return (
    <div className={classes.steps}>
      <p>Read this with an authenticator app on your phone.</p>
      <QrCode text={made.uri} label="QR code for an authenticator app" />
      <p>
        <span className="quiet">Or type this into the app: </span>
        <code className={classes.secret}>{inFours(made.secret)}</code>
      </p>
      <Form form={form} act="Turn on" {...(onCancel && { onCancel })}>
        <CodeField first help="The six digits that the app shows now." {...form.field('code')} />
      </Form>
    </div>
  );
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
