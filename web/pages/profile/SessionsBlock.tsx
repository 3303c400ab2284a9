import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ownSessionsQuery, type OwnSession } from '../../api/account.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { deviceOf } from '../../util/device.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './profile.module.css';

/** Where one is signed in. */
export function SessionsBlock() {
  const { data, error, refetch } = useQuery(ownSessionsQuery());
  if (data !== undefined) return <Sessions sessions={data.items} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={120} />;
}

function Sessions({ sessions }: { sessions: readonly OwnSession[] }) {
  const ending = useTell<OwnSession>({
    send: ({ id }) => ({ path: `/account/sessions/${id}`, method: 'DELETE' }),
    changes: ['account'],
    said: (_, session) => `${deviceOf(session.userAgent)} is signed out`,
  });
  const endingOthers = useTell<void, { ended: number }>({
    send: () => ({ path: '/account/sessions', method: 'DELETE' }),
    changes: ['account'],
    said: () => 'You are signed out everywhere else',
  });
  const endOthers = async () => {
    const isSure = await confirm({
      title: 'Sign out everywhere else?',
      consequence: 'Every other device has to sign in again, with a code where you have a second factor.',
      act: 'Sign out everywhere else',
      tone: 'plain',
    });
    if (isSure) endingOthers.tell();
  };
  return (
    <>
      <ul className={classes.rows} aria-label="Where you are signed in">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => ending.tell(session)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button size="xs" variant="default" className={classes.below} onClick={() => void endOthers()}>
          Sign out everywhere else…
        </Button>
      )}
    </>
  );
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const formats = useFormats();
  const device = deviceOf(session.userAgent);
  return (
    <li className={classes.row}>
      <div>
        <div className={classes.value}>
          {device} {session.current && <StatusBadge tone="accent">This device</StatusBadge>}
        </div>
        <div className="quiet">
          {[
            `Signed in ${formats.instant(session.openedAt)}`,
            `last seen ${formats.instant(session.usedAt)}`,
            session.address,
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </div>
      </div>
      {!session.current && (
        <Button size="xs" variant="default" aria-label={`Sign out ${device}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  );
}
