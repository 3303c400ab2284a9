import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery, type Invitation, type Member } from '../../api/settings.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { InvitationLink } from './InvitationLink.tsx';
import { MemberDrawer } from './MemberDrawer.tsx';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { ManagersForm } from './ManagersForm.tsx';
import { roleNames } from './roles.ts';
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
            columns="minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 0.9fr) auto"
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
      <span className="quiet" title={member.email}>
        {member.email}
      </span>
      <span>
        {roleNames[member.role]}
        {writeOffLimit !== null && (
          <span className="quiet">{` · up to ${formats.amount(writeOffLimit)} ${currency}`}</span>
        )}
      </span>
      {member.status === 'active' ? null : (
        <StatusBadge tone={member.status === 'invited' ? 'accent' : 'quiet'}>
          {member.status === 'invited' ? 'Invited' : 'Let go'}
        </StatusBadge>
      )}
    </Row>
  );
}
