import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Client } from '../../api/clients.ts';
import { staffSource } from '../../form/entities.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { linkColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { asideFilter, type Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { ClientDrawer } from './ClientDrawer.tsx';
import { scheduleWords } from './words.ts';

const columns: readonly ListColumn<Client>[] = [
  linkColumn({ key: 'name', header: 'Client', sortKey: 'name', of: ({ name }) => name, href: hrefOf }),
  textColumn({ key: 'currency', header: 'Currency', width: 92, of: ({ currency }) => currency }),
  textColumn({ key: 'manager', header: 'Account manager', of: (row) => row.accountManagerName }),
  textColumn({
    key: 'jobManager',
    header: 'Job manager',
    hiddenAtFirst: true,
    of: (row) => row.jobManagerName,
  }),
  textColumn({
    key: 'billing',
    header: 'Billed',
    width: 168,
    of: ({ billing }) => (billing.schedule === 'none' ? null : scheduleWords(billing.schedule)),
  }),
  textColumn({ key: 'email', header: 'E-mail', width: 220, grows: true, of: ({ email }) => email }),
  textColumn({ key: 'phone', header: 'Phone', of: ({ phone }) => phone }),
  textColumn({ key: 'exportCode', header: 'Export code', hiddenAtFirst: true, of: (row) => row.exportCode }),
  statusColumn({
    key: 'state',
    header: 'State',
    width: 100,
    of: ({ archived }) => (archived ? ['Archived', 'quiet'] : null),
  }),
];

const filters: readonly Filter[] = [
  {
    kind: 'entity',
    key: 'accountManagerId',
    name: 'Account manager',
    none: 'All account managers',
    source: staffSource,
  },
  { kind: 'entity', key: 'jobManagerId', name: 'Job manager', none: 'All job managers', source: staffSource },
  asideFilter({ key: 'archived', name: 'Archived', those: 'those archived', is: true }),
];

const nouns = ['client', 'clients'] as const;
const byName = { key: 'name', descending: false };
const idOf = ({ id }: Client) => id;
const nameOf = ({ name }: Client) => name;

/** Whom the firm works for. */
export function ClientsPage() {
  const [adding, setAdding] = useState(false);
  const router = useRouter();
  const mayEdit = useMay()('clients.edit');
  const add = mayEdit ? <Button onClick={() => setAdding(true)}>Add a client</Button> : null;
  useCommands(mayEdit ? [{ label: 'Add a client', key: 'n', onChoose: () => setAdding(true) }] : []);
  return (
    <>
      <ListPage<Client>
        title="Clients"
        href="/clients"
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        filters={filters}
        finds="Name, e-mail or code"
        sort={byName}
        sortsBy="order"
        actions={add}
        nothingYet={{
          title: 'No clients yet',
          text: 'Jobs belong to clients, and invoices go to them. Add the first one, or import them from another system.',
          action: add,
        }}
      />
      <ClientDrawer
        opened={adding}
        onClose={() => setAdding(false)}
        onSaved={({ id }) => router.history.push(`/clients/${id}`)}
      />
    </>
  );
}

function cardOf(row: Client): Card {
  return {
    title: row.name,
    under: row.email ?? row.phone,
    end: row.currency,
    underEnd: row.accountManagerName,
  };
}

function hrefOf({ id }: Client): string {
  return `/clients/${id}`;
}
