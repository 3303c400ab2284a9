import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { clientQuery, type Client } from '../../api/clients.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { Block, Facts } from '../../ui/PageBody.tsx';
import { RecordPage } from '../../ui/RecordPage.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { ClientDrawer } from './ClientDrawer.tsx';
import { ClientTabs } from './ClientTabs.tsx';
import { Contacts } from './Contacts.tsx';
import { dueWords, roundingWords, scheduleWords } from './words.ts';

const route = getRouteApi('/shell/clients/$clientId');

const list = { href: '/clients', label: 'Clients' };

/** Everything about a client, and its contacts. */
export function ClientPage() {
  const { clientId } = route.useParams();
  return (
    <RecordPage<Client>
      query={useQuery(clientQuery(clientId))}
      kind="client"
      id={clientId}
      noun="Client"
      list={list}
      under={({ archived }) => archived && <StatusBadge>Archived</StatusBadge>}
      actions={(client) => <Actions client={client} />}
      tabs={<ClientTabs clientId={clientId} shown="about" />}
    >
      {(client) => (
        <>
          <ClientFacts client={client} />
          <Contacts clientId={clientId} />
        </>
      )}
    </RecordPage>
  );
}

function ClientFacts({ client }: { client: Client }) {
  const formats = useFormats();
  const { schedule, anchorOn } = client.billing;
  return (
    <Block title="About the client">
      <Facts
        facts={[
          ['E-mail', client.email],
          ['Phone', client.phone],
          ['Website', client.website],
          ['Address', client.address],
          ['Postal address', client.postalAddress],
          ['Account manager', client.accountManagerName],
          ['Job manager', client.jobManagerName],
          ['Billed', scheduleWords(schedule) + (anchorOn ? `, counted from ${formats.date(anchorOn)}` : '')],
          ['Invoices due', dueWords(client.due)],
          ['Invoices go to', client.billingEmail ?? 'The primary contact'],
          ['Currency', client.currency],
          ['Tax', client.taxExempt ? 'None on its invoices' : null],
          ['Tax number', client.taxNumber],
          ['Time is rounded', roundingWords(client.rounding)],
          ['Export code', client.exportCode],
        ]}
      />
    </Block>
  );
}

function Actions({ client }: { client: Client }) {
  const [changing, setChanging] = useState(false);
  const may = useMay();
  const { archive, remove } = useClientActs(client);
  const mayEdit = may('clients.edit');
  const edit = () => setChanging(true);
  const archiveLabel = client.archived ? 'Take out of the archive' : 'Archive';
  useCommands(
    mayEdit
      ? [
          { label: `Change ${client.name}`, key: 'e', onChoose: edit },
          { label: archiveLabel, onChoose: archive },
          { label: `Remove ${client.name}`, onChoose: remove },
        ]
      : [],
  );
  if (!mayEdit) return null;
  return (
    <>
      <Button variant="default" onClick={edit}>
        Change
      </Button>
      <MoreMenu
        actions={[
          { label: archiveLabel, onChoose: archive },
          { label: 'Remove…', onChoose: remove },
        ]}
      />
      <ClientDrawer opened={changing} client={client} onClose={() => setChanging(false)} />
    </>
  );
}

/** Archiving is done at once, with Undo; removing asks, for it cannot be taken back. */
function useClientActs(client: Client) {
  const router = useRouter();
  const path = `/clients/${client.id}`;
  const archiving = useTell<{ archived: boolean; version: number }, Client>({
    send: ({ archived, version }) => ({ path, method: 'PATCH', version, body: { archived } }),
    changes: ['clients'],
    atOnce: (queryClient, { archived }) => {
      const { queryKey } = clientQuery(client.id);
      queryClient.setQueryData(queryKey, { ...client, archived });
      return () => queryClient.setQueryData(queryKey, client);
    },
    said: (saved) => ({
      text: saved.archived ? `${saved.name} archived` : `${saved.name} is back`,
      onUndo: () => setArchived(!saved.archived, saved.version),
    }),
  });
  const setArchived = (archived: boolean, version: number): void => archiving.tell({ archived, version });
  const removing = useTell<void>({
    send: () => ({ path, method: 'DELETE', version: client.version }),
    changes: ['clients', 'contacts', 'rates'],
    said: () => `${client.name} removed`,
    onDone: () => router.history.push(lastAddress('/clients')),
  });
  const remove = async () => {
    const isSure = await confirm({
      title: `Remove ${client.name}?`,
      consequence:
        'The client goes with its contacts and rates, and does not come back. One that has jobs cannot be removed; archive it instead.',
      act: 'Remove the client',
    });
    if (isSure) removing.tell();
  };
  return {
    archive: () => setArchived(!client.archived, client.version),
    remove: () => void remove(),
  };
}
