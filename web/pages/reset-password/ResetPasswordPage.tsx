import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { completePasswordReset } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';
import { useAttempt } from '../../util/attempt.ts';
import { useFieldErrors } from '../../util/field-errors.ts';

const passwordLengthMin = 12;

/** Where the link of the mail leads. The token stands behind the #, so that no server ever logs it. */
export function ResetPasswordPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const token = router.state.location.hash;
  const [newPassword, setNewPassword] = useState('');
  const { isBusy, problem, attempt } = useAttempt();
  const [isDone, setIsDone] = useState(false);
  const tooShort = newPassword.length < passwordLengthMin;
  const errors = useFieldErrors(
    problem,
    tooShort ? { newPassword: `At least ${passwordLengthMin} characters.` } : {},
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (errors.findAll()) return;
    await attempt(async () => {
      await completePasswordReset(token, newPassword);
      queryClient.clear();
      setIsDone(true);
    });
  };
  if (isDone) {
    return (
      <EntryFrame title="Password changed" lead="You were signed out everywhere. Sign in with the new one.">
        <form>
          <Button component={Link} to="/sign-in" fullWidth>
            Sign in
          </Button>
        </form>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title="Choose a new password">
      <form onSubmit={(event) => void submit(event)} noValidate>
        {problem !== null && (
          <EntryProblem problem={asProblem(problem)} isShown={(field) => field === 'newPassword'} />
        )}
        <PasswordInput
          label="New password"
          name="newPassword"
          description={`At least ${passwordLengthMin} characters; long is better than complicated.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={newPassword}
          onChange={(event) => setNewPassword(event.currentTarget.value)}
          onBlur={() => errors.leave('newPassword')}
          error={errors.of('newPassword')}
        />
        <Button type="submit" fullWidth loading={isBusy}>
          Change the password
        </Button>
      </form>
      <EntryHint>
        <Link to="/forgotten-password">Ask for a new link</Link>
      </EntryHint>
    </EntryFrame>
  );
}
