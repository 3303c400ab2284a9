import { Button } from '@mantine/core';
import type { Invitation, Member } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import { instantNow } from '../../util/days.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './settings.module.css';

type StandingProps = { member: Member; onDone: () => void; onInvited: (invitation: Invitation) => void };

/** How somebody comes in, or has yet to, and what can be done about it. */
export function MemberStanding(props: StandingProps) {
  const { member } = props;
  if (member.status === 'invited' || member.status === 'revoked') {
    return (
      <div className={classes.standing}>
        <InvitationState member={member} />
        <div className={classes.acts}>
          <InvitationActs {...props} />
        </div>
      </div>
    );
  }
  if (!member.twoFactor) return null;
  return (
    <div className={classes.standing}>
      <p className="quiet">Signs in with a second factor.</p>
      <div className={classes.acts}>
        <ResetTwoFactor {...props} />
      </div>
    </div>
  );
}

/** Whether the link is on its way, and how long it works. */
function InvitationState({ member: { invitation, email } }: { member: Member }) {
  const formats = useFormats();
  if (invitation === null) return <p className="quiet">There is no link with which they could come in.</p>;
  const { byMail, mailedAt, mailProblem, expiresAt } = invitation;
  if (mailProblem !== null) {
    return <p className={classes.error}>{`The mail to ${email} could not be sent: ${mailProblem}`}</p>;
  }
  const mailed =
    mailedAt === null
      ? `The mail to ${email} waits to be sent.`
      : `Mailed to ${email} ${formats.instant(mailedAt)}.`;
  const until = formats.instant(expiresAt);
  const works =
    expiresAt < instantNow() ? `The link stopped working ${until}.` : `The link works until ${until}.`;
  return <p className="quiet">{`${byMail ? mailed : 'The link was handed over.'} ${works}`}</p>;
}

/** Letting somebody go ends their access at once, and is undone as fast. */
export function Leaving({ member, onDone }: Pick<StandingProps, 'member' | 'onDone'>) {
  const placing = useTell<{ active: boolean; version: number }, Member>({
    send: ({ active, version }) => ({
      path: `/members/${member.id}`,
      method: 'PATCH',
      version,
      body: { active },
    }),
    changes: ['members'],
    said: (saved, { active }) => ({
      text: active ? `${saved.name} is back` : `${saved.name} was let go and can do nothing from now on`,
      onUndo: () => setActive(!active, saved.version),
    }),
    onDone,
  });
  const setActive = (active: boolean, version: number): void => placing.tell({ active, version });
  const isHere = member.status !== 'inactive';
  return (
    <Button variant="subtle" loading={placing.isBusy} onClick={() => setActive(!isHere, member.version)}>
      {isHere ? 'Let go' : 'Take back'}
    </Button>
  );
}

/** A new link by mail or to hand over; the one before it stops working, and may be taken back without another. */
function InvitationActs({ member, onDone, onInvited }: StandingProps) {
  const { id, name, email, version } = member;
  const renewing = useTell<{ handOver: boolean }, Invitation>({
    send: (body) => ({ path: `/members/${id}/invitation`, body }),
    changes: ['members'],
    said: ({ mailed }) => (mailed ? `The invitation goes to ${email}` : null),
    onDone: (invitation) => {
      onDone();
      if (!invitation.mailed) onInvited(invitation);
    },
  });
  const revoking = useTell<void>({
    send: () => ({ path: `/members/${id}/invitation`, method: 'DELETE', version }),
    changes: ['members'],
    said: () => ({
      text: `The invitation of ${name} was taken back`,
      onUndo: () => renewing.tell({ handOver: member.invitation?.byMail !== true }),
    }),
    onDone,
  });
  const wasMailed = member.invitation?.byMail === true;
  return (
    <>
      {member.invitation !== null && (
        <Button size="xs" variant="default" loading={revoking.isBusy} onClick={() => revoking.tell()}>
          Take the invitation back
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        loading={renewing.isBusy}
        onClick={() => renewing.tell({ handOver: false })}
      >
        {wasMailed ? 'Send again' : 'Invite again'}
      </Button>
      {wasMailed && (
        <Button size="xs" variant="default" onClick={() => renewing.tell({ handOver: true })}>
          Link to hand over
        </Button>
      )}
    </>
  );
}

function ResetTwoFactor({ member, onDone }: StandingProps) {
  const resetting = useTell<void, Member>({
    send: () => ({ path: `/members/${member.id}/two-factor-reset` }),
    changes: ['members'],
    said: () => `${member.name} signs in with the password alone from now on`,
    onDone,
  });
  const reset = async () => {
    const isSure = await confirm({
      title: `Reset the second factor of ${member.name}?`,
      consequence:
        'For somebody who has lost their phone and their recovery codes. They are signed out everywhere and told by mail; their password is enough to sign in until they set it up again.',
      act: 'Reset it',
    });
    if (isSure) resetting.tell();
  };
  return (
    <Button size="xs" variant="default" loading={resetting.isBusy} onClick={() => void reset()}>
      Reset second factor…
    </Button>
  );
}
