import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { asProblem, Problem } from '../../api/problem.ts';
import { sessionQuery, setUpQuery, signIn } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';
import { CodeStep } from './CodeStep.tsx';

export function SignInPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const first = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const { data: state } = useQuery(setUpQuery);

  const needsSetUp = state?.needed === true && !state.demo;
  useEffect(() => {
    if (needsSetUp) void router.navigate({ to: '/set-up', replace: true });
  }, [needsSetUp, router]);

  // The page has one purpose, and this is its first step.
  useEffect(() => first.current?.focus(), []);

  const enter = async () => {
    queryClient.removeQueries({ queryKey: ['session'] });
    await queryClient.fetchQuery(sessionQuery);
    router.history.push(next ?? '/');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(email.trim(), password);
      await enter();
    } catch (error) {
      setBusy(false);
      if (error instanceof Problem && error.said.code === 'codeRequired') setNeedsCode(true);
      else setProblem(error);
    }
  };
  if (needsCode) {
    const back = (reason: Problem | null) => {
      setNeedsCode(false);
      setPassword('');
      setProblem(reason);
    };
    return <CodeStep onOpened={enter} onBack={back} />;
  }
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
