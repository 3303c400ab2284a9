import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { changeAccountRequest, changeEmailRequest } from '#contract/account/account.ts';
import { accountQuery, type Account } from '../../api/account.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { PasswordField } from '../../form/PasswordField.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { useFormats } from '../../util/firm-context.ts';
import classes from './profile.module.css';

/** One's name and the address one signs in with, the same in all one's firms. */
export function IdentityBlock() {
  const { data, error, refetch } = useQuery(accountQuery());
  if (data !== undefined) return <Identity account={data} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={120} />;
}

function Identity({ account }: { account: Account }) {
  const formats = useFormats();
  const [changes, setChanges] = useState<'name' | 'email' | null>(null);
  const close = () => setChanges(null);
  const { newEmail } = account;
  return (
    <div className={classes.rows}>
      <div className={classes.row}>
        <div>
          <div className="quiet">Name</div>
          <div className={classes.value}>{account.name}</div>
        </div>
        <Button size="xs" variant="default" onClick={() => setChanges('name')}>
          Change the name
        </Button>
      </div>
      <div className={classes.row}>
        <div>
          <div className="quiet">E-mail, with which you sign in</div>
          <div className={classes.value}>{account.email}</div>
          {newEmail !== null && (
            <div className={classes.waits}>
              {`Open the link that went to ${newEmail.email} by ${formats.instant(newEmail.expiresAt)} to sign in with that address.`}
            </div>
          )}
        </div>
        <Button size="xs" variant="default" onClick={() => setChanges('email')}>
          Change the e-mail
        </Button>
      </div>
      <NameDrawer opened={changes === 'name'} name={account.name} onClose={close} />
      <EmailDrawer opened={changes === 'email'} onClose={close} />
    </div>
  );
}

type NameDrawerProps = { opened: boolean; name: string; onClose: () => void };

function NameDrawer({ opened, name, onClose }: NameDrawerProps) {
  const initial = useMemo(() => ({ name }), [name]);
  const form = useRecordForm<typeof initial>({
    id: 'own name',
    initial,
    schema: changeAccountRequest,
    send: (body) => ({ path: '/account', method: 'PATCH', body }),
    changes: ['account', 'session', 'members'],
    said: 'Name changed',
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title="Change your name" onClose={onClose} form={form}>
      <Form form={form} act="Save" onCancel={onClose}>
        <TextField
          label="Name"
          help="As it stands beside what you did, in all your firms"
          required
          first
          autoComplete="name"
          {...form.field('name')}
        />
      </Form>
    </EditDrawer>
  );
}

const noEmail = { newEmail: '', password: '' };

function EmailDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const form = useRecordForm<typeof noEmail, { changed: boolean }>({
    id: 'own email',
    initial: noEmail,
    keepsDraft: false,
    schema: changeEmailRequest,
    send: (body) => ({ path: '/account/email', body }),
    changes: ['account', 'session', 'members'],
    said: ({ changed }) => (changed ? 'E-mail changed' : 'Now open the link in the mail to the new address'),
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title="Change your e-mail" onClose={onClose}>
      <Form form={form} act="Change the e-mail" onCancel={onClose}>
        <TextField label="New e-mail" type="email" required first {...form.field('newEmail')} />
        <PasswordField
          label="Your password"
          required
          autoComplete="current-password"
          {...form.field('password')}
        />
      </Form>
    </EditDrawer>
  );
}
