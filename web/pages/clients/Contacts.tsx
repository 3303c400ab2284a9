import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { contactChange, newContacts } from '#contract/contacts/contacts.ts';
import type { Contact } from '../../api/clients.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import classes from './clients.module.css';

/** The people at a client. Which one is open is in the address. */
export function Contacts({ clientId }: { clientId: string }) {
  const [search, change] = usePageSearch();
  const mayEdit = useMay()('clients.edit');
  const { data, error, refetch } = useQuery(
    resourceQuery<ListPage<Contact>>('/contacts', { clientId, limit: 500 }),
  );
  const contacts = data?.items ?? [];
  const opened = search['contact'];
  const add = () => change({ contact: 'new' });
  useCommands(mayEdit ? [{ label: 'Add a contact', key: 'n', onChoose: add }] : []);
  return (
    <Block
      title="Contacts"
      actions={
        mayEdit && (
          <Button size="xs" variant="default" onClick={add}>
            Add a contact
          </Button>
        )
      }
    >
      {error !== null && data === undefined ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data !== undefined && contacts.length === 0 ? (
        <p className="quiet">Nobody yet. Documents are sent to the primary contact.</p>
      ) : (
        <ul className={classes.contacts}>
          {contacts.map((contact) => (
            <li key={contact.id}>
              <button type="button" disabled={!mayEdit} onClick={() => change({ contact: contact.id })}>
                <span className={classes.name}>
                  <span>{contact.name}</span>
                  {contact.isPrimary && <StatusBadge tone="accent">Primary</StatusBadge>}
                </span>
                <span>{contact.position}</span>
                <span>{contact.email}</span>
                <span>{contact.phone}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {mayEdit && (
        <ContactDrawer
          key={opened}
          clientId={clientId}
          opened={opened === 'new' || contacts.some(({ id }) => id === opened)}
          contact={contacts.find(({ id }) => id === opened)}
          onClose={() => change({ contact: undefined })}
        />
      )}
    </Block>
  );
}

type ContactDrawerProps = {
  clientId: string;
  opened: boolean;
  contact: Contact | undefined;
  onClose: () => void;
};

function ContactDrawer({ clientId, opened, contact, onClose }: ContactDrawerProps) {
  const initial = useMemo(
    () => ({
      name: contact?.name ?? '',
      position: contact?.position ?? '',
      email: contact?.email ?? '',
      phone: contact?.phone ?? '',
      isPrimary: contact?.isPrimary ?? false,
    }),
    [contact],
  );
  const form = useRecordForm<typeof initial, Contact>({
    id: contact === undefined ? `new contact of ${clientId}` : `contact ${contact.id}`,
    initial,
    schema: contact === undefined ? newContacts : contactChange,
    bodyOf: ({ name, position, email, phone, isPrimary }) => ({
      ...(contact === undefined ? { clientId } : {}),
      name,
      position: orNull(position),
      email: orNull(email),
      phone: orNull(phone),
      isPrimary,
    }),
    send: (body) =>
      contact === undefined
        ? { path: '/contacts', body }
        : { path: `/contacts/${contact.id}`, method: 'PATCH', version: contact.version, body },
    changes: ['contacts'],
    said: ({ name }) => (contact === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  return (
    <EditDrawer
      opened={opened}
      title={contact === undefined ? 'Add a contact' : contact.name}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={contact === undefined ? 'Add the contact' : 'Save'}
        onCancel={onClose}
        actions={contact && <RemoveContact contact={contact} onDone={onClose} />}
      >
        <TextField label="Name" required first {...form.field('name')} />
        <TextField label="Position" {...form.field('position')} />
        <FieldRow>
          <TextField label="E-mail" type="email" {...form.field('email')} />
          <TextField label="Phone" type="tel" {...form.field('phone')} />
        </FieldRow>
        <FlagField
          label="Primary contact"
          help="Documents go here unless the client has an e-mail for invoices."
          {...form.field('isPrimary')}
        />
      </Form>
    </EditDrawer>
  );
}

/** Done at once: Undo adds the same contact again. */
function RemoveContact({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const { clientId, name, position, email, phone, isPrimary } = contact;
  const restoring = useTell<void>({
    send: () => ({ path: '/contacts', body: { clientId, name, position, email, phone, isPrimary } }),
    changes: ['contacts'],
    said: () => `${name} is back`,
  });
  const removing = useTell<void>({
    send: () => ({ path: `/contacts/${contact.id}`, method: 'DELETE', version: contact.version }),
    changes: ['contacts'],
    said: () => ({ text: `${name} removed`, onUndo: () => restoring.tell() }),
    onDone,
  });
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
