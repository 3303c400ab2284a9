import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { sessionQuery, setUpQuery, signIn } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';

export function SignInPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const first = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { data: state } = useQuery(setUpQuery);

  const needsSetUp = state?.needed === true && !state.demo;
  useEffect(() => {
    if (needsSetUp) void router.navigate({ to: '/set-up', replace: true });
  }, [needsSetUp, router]);

  // The page has one purpose, and this is its first step.
  useEffect(() => first.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(email.trim(), password);
      queryClient.removeQueries({ queryKey: ['session'] });
      await queryClient.fetchQuery(sessionQuery);
      router.history.push(next ?? '/');
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <EntryFrame title="Sign in">
      <form onSubmit={(event) => void submit(event)}>
        {problem !== null && <EntryProblem problem={asProblem(problem)} />}
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          ref={first}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth loading={busy}>
          Sign in
        </Button>
      </form>
      <EntryHint>
        <Link to="/forgotten-password">Forgotten your password?</Link>
      </EntryHint>
      {state?.needed === true && state.demo && <DemoHint />}
    </EntryFrame>
  );
}

/** An installation that nobody has set up yet has a firm to try things on. */
function DemoHint() {
  return (
    <EntryHint>
      Try the demo firm as <code>owner@demo.example</code> with the password <code>workledger-demo</code>, or{' '}
      <Link to="/set-up">set up your own firm</Link>.
    </EntryHint>
  );
}
