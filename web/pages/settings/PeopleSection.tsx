import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery, type Invitation, type Member } from '../../api/settings.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { instantNow } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { InvitationLink } from './InvitationLink.tsx';
import { MemberDrawer } from './MemberDrawer.tsx';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { ManagersForm } from './ManagersForm.tsx';
import { TwoFactorForm } from './TwoFactorForm.tsx';
import { roleNames } from './roles.ts';
import classes from './settings.module.css';
import { useOpened } from './useOpened.ts';

/** Who belongs to the firm, and what each may do. */
export function PeopleSection() {
  const query = useQuery(membersQuery());
  const may = useMay()('people.manage');
  const [invited, setInvited] = useState<Invitation | null>(null);
  const opened = useOpened(query.data?.items ?? []);
  useCommands(may ? [{ label: 'Invite somebody', key: 'n', onChoose: opened.add }] : []);
  return (
    <>
      <SectionHead
        title="People and roles"
        actions={may && <AddButton onClick={opened.add}>Invite somebody</AddButton>}
      >
        Whoever signs in has a role, and the role says what they may see and do. People whose time is recorded
        and who need not sign in are staff.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows
            label="People"
            empty="Nobody yet."
            columns="minmax(0, 1fr) minmax(0, 1.25fr) minmax(0, 0.8fr) minmax(0, 1.2fr)"
          >
            {items.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                onOpen={may ? () => opened.open(member.id) : undefined}
              />
            ))}
          </Rows>
        )}
      </Answered>
      <TwoFactorForm />
      <ManagersForm />
      <MemberDrawer
        key={opened.key}
        opened={opened.isOpened}
        member={opened.row}
        onClose={opened.close}
        onInvited={setInvited}
      />
      <InvitationLink invitation={invited} onClose={() => setInvited(null)} />
    </>
  );
}

function MemberRow({ member, onOpen }: { member: Member; onOpen: (() => void) | undefined }) {
  const { memberId, currency } = useFirm();
  const formats = useFormats();
  const { writeOffLimit } = member;
  return (
    <Row quiet={member.status === 'inactive'} onOpen={onOpen}>
      <RowName badges={member.id === memberId && <span className="quiet">you</span>}>{member.name}</RowName>
      <span className={`quiet ${classes.cut}`} title={member.email}>
        {member.email}
      </span>
      <span>
        {roleNames[member.role]}
        {writeOffLimit !== null && (
          <span className="quiet">{` · up to ${formats.amount(writeOffLimit)} ${currency}`}</span>
        )}
      </span>
      <Standing member={member} />
    </Row>
  );
}

/** Where somebody stands: how they sign in, or why they do not. */
function Standing({ member: { status, twoFactor, invitation } }: { member: Member }) {
  const formats = useFormats();
  if (status === 'active')
    return <span className="quiet">{twoFactor ? 'Second factor' : 'Password only'}</span>;
  if (status === 'inactive') return <StatusBadge>Let go</StatusBadge>;
  if (invitation === null) return <StatusBadge>Invitation taken back</StatusBadge>;
  if (invitation.mailProblem !== null) return <StatusBadge tone="negative">Not delivered</StatusBadge>;
  if (invitation.expiresAt < instantNow())
    return <StatusBadge tone="warning">Invitation expired</StatusBadge>;
  return (
    <span>
      <StatusBadge tone="accent">Invited</StatusBadge>{' '}
      <span className="quiet">{`until ${formats.date(invitation.expiresAt)}`}</span>
    </span>
  );
}
