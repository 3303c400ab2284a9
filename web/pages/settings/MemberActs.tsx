import { Button } from '@mantine/core';
import type { Invitation, Member } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';

type MemberActsProps = { member: Member; onDone: () => void; onInvited: (invitation: Invitation) => void };

/** What is done to somebody's place besides changing it. */
export function MemberActs(props: MemberActsProps) {
  const { status, twoFactor } = props.member;
  if (status === 'invited' || status === 'revoked') return <InvitationActs {...props} />;
  return (
    <>
      <Leaving {...props} />
      {twoFactor && <ResetTwoFactor {...props} />}
    </>
  );
}

/** Letting somebody go ends their access at once, and is undone as fast. */
function Leaving({ member, onDone }: MemberActsProps) {
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
function InvitationActs({ member, onDone, onInvited }: MemberActsProps) {
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
        <Button variant="subtle" loading={revoking.isBusy} onClick={() => revoking.tell()}>
          Take the invitation back
        </Button>
      )}
      <Button variant="subtle" loading={renewing.isBusy} onClick={() => renewing.tell({ handOver: false })}>
        {wasMailed ? 'Send again' : 'Invite again'}
      </Button>
      {wasMailed && (
        <Button variant="subtle" onClick={() => renewing.tell({ handOver: true })}>
          Link to hand over
        </Button>
      )}
    </>
  );
}

function ResetTwoFactor({ member, onDone }: MemberActsProps) {
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
    <Button variant="subtle" loading={resetting.isBusy} onClick={() => void reset()}>
      Reset second factor…
    </Button>
  );
}
