import { Button, Checkbox, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { asProblem, Problem } from '../../api/problem.ts';
import { signInByCode } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';

type CodeStepProps = {
  onOpened: () => Promise<void>;
  /** The password has to be given again, for the reason told. */
  onBack: (problem: Problem | null) => void;
};

/** The second step of signing in: a code from the app, or one of the recovery codes. */
export function CodeStep({ onOpened, onBack }: CodeStepProps) {
  const [isRecovery, setIsRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustDevice, setTrustDevice] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [isRecovery, problem]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const given = isRecovery ? { recoveryCode: code.trim() } : { code };
      await signInByCode({ ...given, trustDevice });
      await onOpened();
    } catch (error) {
      setBusy(false);
      if (error instanceof Problem && isOver(error)) return onBack(error);
      setProblem(error);
      setCode('');
    }
  };
  const said = problem === null ? null : asProblem(problem);
  const objection = said?.said.errors.find(({ field: at }) => at === (isRecovery ? 'recoveryCode' : 'code'));
  return (
    <EntryFrame
      title={isRecovery ? 'Recovery code' : 'Your code'}
      lead={
        isRecovery ? 'One of the ten that you kept.' : 'The six digits that your authenticator app shows.'
      }
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {said !== null && objection === undefined && <EntryProblem problem={said} />}
        <TextInput
          label={isRecovery ? 'Recovery code' : 'Code'}
          name="code"
          ref={field}
          {...(isRecovery
            ? { autoComplete: 'off', maxLength: 40 }
            : { autoComplete: 'one-time-code', inputMode: 'numeric', maxLength: 7 })}
          value={code}
          error={objection?.detail}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Checkbox
          label="Ask for no code on this device for 30 days"
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.currentTarget.checked)}
        />
        <Button type="submit" fullWidth loading={busy}>
          Sign in
        </Button>
      </form>
      <EntryHint>
        <button
          type="button"
          onClick={() => {
            setIsRecovery(!isRecovery);
            setCode('');
            setProblem(null);
          }}
        >
          {isRecovery ? 'Use the app' : 'Use a recovery code'}
        </button>
        {' · '}
        <button type="button" onClick={() => onBack(null)}>
          Start again
        </button>
      </EntryHint>
    </EntryFrame>
  );
}

/** Whether no further code is taken: too late, or too many wrong ones. */
function isOver({ said }: Problem): boolean {
  return said.code === 'signInRequired' || said.code === 'tooManyRequests';
}
