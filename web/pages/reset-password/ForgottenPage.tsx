import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { requestPasswordReset } from '../../api/session.ts';
import { EntryFrame, EntryHint, EntryProblem } from '../../ui/EntryFrame.tsx';
import { useAttempt } from '../../util/attempt.ts';

/** Asks for a link by mail. The answer never tells whether somebody signs in with the address. */
export function ForgottenPage() {
  const first = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState('');
  const { isBusy, problem, attempt } = useAttempt();
  const [sentTo, setSentTo] = useState<string | null>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await attempt(async () => {
      await requestPasswordReset(email.trim());
      setSentTo(email.trim());
    });
  };
  if (sentTo !== null) {
    return (
      <EntryFrame
        title="Look at your mail"
        lead={`If somebody signs in with ${sentTo}, a link is on its way there. It works once, within an hour.`}
      >
        <EntryHint>
          Nothing there? Look among unwanted mail, or{' '}
          <button type="button" onClick={() => setSentTo(null)}>
            ask again
          </button>
          . <Link to="/sign-in">Back to signing in</Link>
        </EntryHint>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title="Forgotten password" lead="We send you a link with which you choose a new one.">
      <form onSubmit={(event) => void submit(event)}>
        {problem !== null && <EntryProblem problem={asProblem(problem)} isShown={() => false} />}
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
        <Button type="submit" fullWidth loading={isBusy}>
          Send the link
        </Button>
      </form>
      <EntryHint>
        <Link to="/sign-in">Back to signing in</Link>
      </EntryHint>
    </EntryFrame>
  );
}
