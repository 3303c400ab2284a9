import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountQuery } from '../../api/account.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { SetUpSteps } from '../two-factor/SetUpSteps.tsx';
import { TurnOffForm } from './TurnOffForm.tsx';
import { RenewedCodes } from './RenewedCodes.tsx';
import classes from './profile.module.css';

type Step = 'setUp' | 'codes' | 'off';

const titles: Readonly<Record<Step, string>> = {
  setUp: 'Set up a second factor',
  codes: 'New recovery codes',
  off: 'Turn the second factor off',
};

/** Whether signing in takes a code besides the password. */
export function TwoFactorBlock() {
  const { data, error, refetch } = useQuery(accountQuery());
  const [step, setStep] = useState<Step | null>(null);
  // The drawer keeps its title while it closes.
  const [shown, setShown] = useState<Step>('setUp');
  const open = (next: Step) => {
    setStep(next);
    setShown(next);
  };
  const close = () => setStep(null);
  if (data === undefined) {
    if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
    return <Skeleton height={64} />;
  }
  return (
    <div className={classes.rows}>
      <div className={classes.row}>
        <div>
          <div className={classes.value}>
            {data.twoFactor ? <StatusBadge tone="positive">On</StatusBadge> : <StatusBadge>Off</StatusBadge>}
          </div>
          <div className="quiet">
            {data.twoFactor
              ? 'Signing in takes your password and a code from your authenticator app.'
              : 'With it, your password alone opens nothing: signing in also takes a code from an app on your phone.'}
          </div>
        </div>
        {data.twoFactor ? (
          <div className={classes.acts}>
            <Button size="xs" variant="default" onClick={() => open('codes')}>
              New recovery codes
            </Button>
            <Button size="xs" variant="default" onClick={() => open('off')}>
              Turn off
            </Button>
          </div>
        ) : (
          <Button size="xs" variant="default" onClick={() => open('setUp')}>
            Set up
          </Button>
        )}
      </div>
      <EditDrawer opened={step !== null} title={titles[shown]} onClose={close}>
        {step === 'setUp' && <SetUpSteps act="Done" onDone={close} onCancel={close} />}
        {step === 'codes' && <RenewedCodes onClose={close} />}
        {step === 'off' && <TurnOffForm onClose={close} />}
      </EditDrawer>
    </div>
  );
}
