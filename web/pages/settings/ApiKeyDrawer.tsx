import { Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newApiKey } from '#contract/api-keys/api-keys.ts';
import { rolesQuery, type MadeApiKey } from '../../api/settings.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../../form/fields.tsx';
import { Form, Section } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { instantAt, todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { isDate } from '../../util/search.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import classes from './settings.module.css';

type ApiKeyDrawerProps = { opened: boolean; onClose: () => void; onMade: (key: MadeApiKey) => void };

type Fields = { name: string; may: 'all' | 'looking' | 'chosen'; scopes: string[]; lastDay: string };

const initial: Fields = { name: '', may: 'looking', scopes: [], lastDay: '' };

const ways = [
  { value: 'looking', label: 'Look at what you see, and change nothing' },
  { value: 'all', label: 'Everything that you may do' },
  { value: 'chosen', label: 'Only what is ticked' },
] as const;

export function ApiKeyDrawer({ opened, onClose, onMade }: ApiKeyDrawerProps) {
  const { timeZone } = useFirm();
  const own = useOwnPermissions();
  const form = useRecordForm<Fields, MadeApiKey>({
    id: 'new api key',
    initial,
    // Instants are for the server to check: not every browser can.
    schema: newApiKey.pick({ name: true }).loose(),
    pathOf: { lastDay: 'expiresAt' },
    bodyOf: ({ name, may, scopes, lastDay }) => ({
      name,
      scopes:
        may === 'all'
          ? null
          : may === 'chosen'
            ? scopes
            : own.filter(({ changes }) => !changes).map(({ permission }) => permission),
      ...(isDate(lastDay) ? { expiresAt: instantAt(`${lastDay}T23:59`, timeZone) } : {}),
    }),
    check: ({ may, scopes, lastDay }) => ({
      ...(may === 'chosen' && scopes.length === 0 ? { scopes: 'Tick what the key may do.' } : {}),
      ...(lastDay !== '' && lastDay < todayIn(timeZone) ? { lastDay: 'A day that is still to come.' } : {}),
    }),
    send: (body) => ({ path: '/api-keys', body }),
    changes: ['api-keys'],
    onSaved: (key) => {
      onClose();
      onMade(key);
    },
  });
  return (
    <EditDrawer opened={opened} title="Make an API key" onClose={onClose} form={form}>
      <Form form={form} act="Make the key" onCancel={onClose}>
        <TextField
          label="Name"
          help="The program that uses it, such as Payroll"
          required
          first
          {...form.field('name')}
        />
        <ChoiceField label="It may" choices={ways} {...form.field('may')} />
        {form.values.may === 'chosen' && (
          <Scopes
            chosen={form.values.scopes}
            error={form.field('scopes').error}
            onChange={(scopes) => form.set({ scopes })}
          />
        )}
        <DayField
          label="Last day"
          help="Empty: it works until it is revoked"
          placeholder="None"
          {...form.field('lastDay')}
        />
      </Form>
    </EditDrawer>
  );
}

/** What the person may do, each as a sentence: a key never may more. */
function useOwnPermissions() {
  const { permissions } = useFirm();
  const { data } = useQuery(rolesQuery());
  return useMemo(
    () => data?.permissions.filter(({ permission }) => permissions.includes(permission)) ?? [],
    [data, permissions],
  );
}

type ScopesProps = {
  chosen: readonly string[];
  error: string | undefined;
  onChange: (scopes: string[]) => void;
};

function Scopes({ chosen, error, onChange }: ScopesProps) {
  const own = useOwnPermissions();
  return (
    <Section title="You may, and so may the key">
      {error !== undefined && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      {own.map(({ permission, sentence }) => (
        <Checkbox
          key={permission}
          label={sentence}
          checked={chosen.includes(permission)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? [...chosen, permission]
                : chosen.filter((each) => each !== permission),
            )
          }
        />
      ))}
    </Section>
  );
}

/** The key itself. It is kept nowhere, so this is the one time that it shows. */
export function MadeKey({ made, onClose }: { made: MadeApiKey | null; onClose: () => void }) {
  return (
    <Modal opened={made !== null} onClose={onClose} title="The key, shown once" size={520} centered>
      {made !== null && (
        <div className={classes.secret}>
          {made.secret === null ? (
            <p>The key was shown before. Revoke it and make another.</p>
          ) : (
            <>
              <p>{`Copy the key ${made.name} to where it is used. It cannot be shown again.`}</p>
              <code>{made.secret}</code>
              <div>
                <CopyButton text={made.secret}>Copy the key</CopyButton>
              </div>
            </>
          )}
        </div>
      )}
    </Modal>
  );
}
