import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { asProblem, Problem } from '../../api/problem.ts';
import { acceptInvitation, sessionQuery } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';
import { useFieldErrors } from '../../util/field-errors.ts';

const passwordLengthMin = 12;

/** Where the link of an invitation leads. The token stands behind the #, so that no server ever logs it. */
export function InvitationPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const token = router.state.location.hash;
  const [newPassword, setNewPassword] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // The page has one purpose, and this is its first step.
  useEffect(() => field.current?.focus(), []);
  const tooShort = newPassword.length < passwordLengthMin;
  const errors = useFieldErrors(
    problem,
    tooShort ? { newPassword: `At least ${passwordLengthMin} characters.` } : {},
  );

  const accept = async (password: string | undefined) => {
    setBusy(true);
    setProblem(null);
    try {
      await acceptInvitation(token, password);
      queryClient.clear();
      await queryClient.fetchQuery(sessionQuery);
      await router.navigate({ to: '/welcome' });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!errors.findAll()) void accept(newPassword);
  };
  const knowsThem = problem instanceof Problem && problem.said.code === 'signInRequired';
  return (
    <EntryFrame title="Join the firm" lead="Choose the password with which you will sign in from now on.">
      <form onSubmit={submit} noValidate>
        {problem !== null && (
          <EntryProblem problem={asProblem(problem)} isShown={(field) => field === 'newPassword'} />
        )}
        <PasswordInput
          ref={field}
          label="Password"
          name="newPassword"
          description={`At least ${passwordLengthMin} characters; long is better than complicated.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={newPassword}
          onChange={(event) => setNewPassword(event.currentTarget.value)}
          // Whoever passes by on the way to signing in has done nothing wrong.
          onBlur={() => newPassword !== '' && errors.leave('newPassword')}
          error={errors.of('newPassword')}
        />
        <Button type="submit" fullWidth loading={busy}>
          Join
        </Button>
      </form>
      <EntryHint>
        {knowsThem ? 'You have a password already. ' : 'Do you have a password already? '}
        <Link to="/sign-in" search={{ next: `/invitation#${token}` }}>
          Sign in
        </Link>{' '}
        and then{' '}
        <button type="button" onClick={() => void accept(undefined)}>
          join as yourself
        </button>
        .
      </EntryHint>
    </EntryFrame>
  );
}
