// The accounts that each movement of WIP is booked on, as the accounting system calls them.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { journalAccountsContent } from '#contract/periods/journal-accounts.ts';
import type { JournalAccounts } from '../../api/periods.ts';
import { journalAccountsQuery } from '../../api/periods.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { TextField } from '../../form/fields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { useMay } from '../../util/firm-context.ts';
import { movementWords } from '../period-close/Movements.tsx';
import classes from './wip-journal.module.css';

export function AccountsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...journalAccountsQuery(), enabled: opened });
  return (
    <EditDrawer opened={opened} title="Account codes" onClose={onClose} size={640}>
      <p className="quiet">
        Where each movement is booked, as your accounting system calls the accounts. Debit and credit change
        places where more was taken back than made.
      </p>
      {data !== undefined ? (
        data.items.map((accounts) => <Movement key={accounts.movement} accounts={accounts} />)
      ) : error === null ? (
        <Skeleton height={400} mt={14} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

type Fields = { debitCode: string; debitName: string; creditCode: string; creditName: string };

/** One movement: saved by itself, so that one mistyped code keeps no other back. */
function Movement({ accounts }: { accounts: JournalAccounts }) {
  const { movement, debit, credit, version } = accounts;
  const element = useRef<HTMLFormElement>(null);
  const mayChange = useMay()('billing.settings');
  const initial = useMemo<Fields>(
    () => ({
      debitCode: debit.code,
      debitName: debit.name,
      creditCode: credit.code,
      creditName: credit.name,
    }),
    [debit.code, debit.name, credit.code, credit.name],
  );
  const word = movementWords[movement];
  const form = useRecordForm<Fields, JournalAccounts>({
    id: `accounts of ${movement}`,
    initial,
    schema: journalAccountsContent,
    bodyOf: (fields) => ({
      movement,
      debit: { code: fields.debitCode, name: fields.debitName },
      credit: { code: fields.creditCode, name: fields.creditName },
    }),
    pathOf: {
      debitCode: 'debit.code',
      debitName: 'debit.name',
      creditCode: 'credit.code',
      creditName: 'credit.name',
    },
    send: (body) => ({ path: '/wip-journal-accounts', method: 'PUT', version, body }),
    changes: ['wip-journal-accounts', 'reports'],
    said: `Accounts of ${word.toLowerCase()} saved`,
    // The button that was pressed is gone, and the cursor with it.
    onSaved: () => element.current?.querySelector('input')?.focus(),
  });
  return (
    <form
      ref={element}
      className={classes.accounts}
      aria-label={`Accounts of ${word.toLowerCase()}`}
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <h3>{word}</h3>
      <TextField label="Debit code" disabled={!mayChange} {...form.field('debitCode')} />
      <TextField label="Debit account" disabled={!mayChange} {...form.field('debitName')} />
      <TextField label="Credit code" disabled={!mayChange} {...form.field('creditCode')} />
      <TextField label="Credit account" disabled={!mayChange} {...form.field('creditName')} />
      {form.problem !== null && <p role="alert">{form.problem.said.detail}</p>}
      {form.isDirty && (
        <Button type="submit" size="xs" loading={form.isSaving}>
          Save {word.toLowerCase()}
        </Button>
      )}
    </form>
  );
}
