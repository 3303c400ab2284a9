import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { confirmEmail } from '../../api/account.ts';
import { asProblem } from '../../api/problem.ts';
import { EntryFrame, EntryProblem } from '../../ui/EntryFrame.tsx';
import { useAttempt } from '../../util/attempt.ts';

/**
 * Where the link to a new address leads. The token stands behind the #, so that no server ever logs it; it is used by a
 * press, so that a program which looks at links before its reader does changes nothing.
 */
export function ConfirmEmailPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const token = router.state.location.hash;
  const { isBusy, problem, attempt } = useAttempt();
  const [isDone, setIsDone] = useState(false);
  const take = () =>
    attempt(async () => {
      await confirmEmail(token);
      queryClient.clear();
      setIsDone(true);
    });
  if (isDone) {
    return (
      <EntryFrame title="E-mail changed" lead="From now on you sign in with this address.">
        <form>
          <Button component={Link} to="/" fullWidth>
            Go on
          </Button>
        </form>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title="Confirm your e-mail" lead="From now on you would sign in with this address.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        {problem !== null && <EntryProblem problem={asProblem(problem)} isShown={() => false} />}
        <Button type="submit" fullWidth loading={isBusy}>
          Sign in with this address
        </Button>
      </form>
    </EntryFrame>
  );
}
