import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeMemberRequest, inviteRequest } from '#contract/people/members.ts';
import { rolesQuery, type Invitation, type Member, type Role } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form, Section } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { StaffPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFirm } from '../../util/firm-context.ts';
import { roleChoices } from './roles.ts';
import classes from './settings.module.css';

type MemberDrawerProps = {
  opened: boolean;
  /** The person to change; somebody new is invited without one. */
  member: Member | undefined;
  onClose: () => void;
  onInvited: (invitation: Invitation) => void;
};

type Fields = { name: string; email: string; role: Role; staffId: string; writeOffLimit: string };

function isInvitation(saved: Member | Invitation): saved is Invitation {
  return 'link' in saved;
}

export function MemberDrawer({ opened, member, onClose, onInvited }: MemberDrawerProps) {
  const { currency } = useFirm();
  const initial = useMemo<Fields>(
    () => ({
      name: member?.name ?? '',
      email: member?.email ?? '',
      role: member?.role ?? 'staff',
      staffId: member?.staffId ?? '',
      writeOffLimit: member?.writeOffLimit ?? '',
    }),
    [member],
  );
  const form = useRecordForm<Fields, Member | Invitation>({
    id: member === undefined ? 'new member' : `member ${member.id}`,
    initial,
    schema: member === undefined ? inviteRequest : changeMemberRequest,
    bodyOf: ({ name, email, role, staffId, writeOffLimit }) => ({
      ...(member === undefined ? { name, email } : {}),
      role,
      staffId: orNull(staffId),
      writeOffLimit: orNull(writeOffLimit),
    }),
    send: (body) =>
      member === undefined
        ? { path: '/members', body }
        : { path: `/members/${member.id}`, method: 'PATCH', version: member.version, body },
    changes: ['members', 'session'],
    said: (saved) => (isInvitation(saved) ? `${saved.member.name} invited` : `${saved.name} saved`),
    onSaved: (saved) => {
      onClose();
      if (isInvitation(saved)) onInvited(saved);
    },
  });
  const isNew = member === undefined;
  return (
    <EditDrawer opened={opened} title={isNew ? 'Invite somebody' : member.name} onClose={onClose} form={form}>
      <Form
        form={form}
        act={isNew ? 'Invite' : 'Save'}
        onCancel={onClose}
        actions={member && <Leaving member={member} onDone={onClose} onInvited={onInvited} />}
      >
        {isNew && (
          <>
            <TextField label="Name" required first {...form.field('name')} />
            <TextField label="E-mail" type="email" required {...form.field('email')} />
          </>
        )}
        <ChoiceField label="Role" choices={roleChoices} {...form.field('role')} />
        <RoleSentences role={form.values.role} />
        <StaffPicker
          label="Their own time is that of"
          help="The staff member in whose name they record"
          none="Nobody: they record no time of their own"
          {...form.field('staffId')}
        />
        {form.values.role !== 'owner' && (
          <MoneyField
            label="Write-off limit"
            help="The most in one write-off or write-on; empty for what the role has"
            currency={currency}
            {...form.field('writeOffLimit')}
          />
        )}
      </Form>
    </EditDrawer>
  );
}

/** What the role may do, in the sentences that the server checks by. */
function RoleSentences({ role }: { role: Role }) {
  const { data } = useQuery(rolesQuery());
  const sentences = data?.roles.find((each) => each.role === role)?.sentences;
  if (sentences === undefined) return null;
  return (
    <Section title="What the role may do">
      <ul className={classes.sentences}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Section>
  );
}

type LeavingProps = { member: Member; onDone: () => void; onInvited: (invitation: Invitation) => void };

/** Letting somebody go ends their access at once, and is undone as fast; somebody invited gets a new link. */
function Leaving({ member, onDone, onInvited }: LeavingProps) {
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
  const renewing = useTell<void, Invitation>({
    send: () => ({ path: `/members/${member.id}/invitation` }),
    changes: ['members'],
    onDone: (invitation) => {
      onDone();
      onInvited(invitation);
    },
  });
  const isHere = member.status !== 'inactive';
  return (
    <>
      <Button variant="subtle" loading={placing.isBusy} onClick={() => setActive(!isHere, member.version)}>
        {isHere ? 'Let go' : 'Take back'}
      </Button>
      {member.status === 'invited' && (
        <Button variant="subtle" loading={renewing.isBusy} onClick={() => renewing.tell()}>
          New link
        </Button>
      )}
    </>
  );
}
