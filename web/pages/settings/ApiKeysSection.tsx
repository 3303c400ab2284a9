import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiKeysQuery, type ApiKey, type MadeApiKey } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { instantNow } from '../../util/days.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { ApiKeyDrawer, MadeKey } from './ApiKeyDrawer.tsx';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { roleNames } from './roles.ts';

/** With what programs come in. */
export function ApiKeysSection() {
  const query = useQuery(apiKeysQuery());
  const may = useMay()('apiKeys.manage');
  const [{ open }, change] = usePageSearch();
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const add = () => change({ open: 'new' });
  useCommands(may ? [{ label: 'Make an API key', key: 'n', onChoose: add }] : []);
  return (
    <>
      <SectionHead title="API keys" actions={may && <AddButton onClick={add}>Make a key</AddButton>}>
        A program that uses the API comes with a key. It may do what you may do, or less.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows
            label="API keys"
            empty="No keys yet. Make one for each program, so that each can be revoked by itself."
            columns="minmax(0, 1.3fr) minmax(0, 1.2fr) minmax(0, 1fr)"
          >
            {items.map((key) => (
              <KeyRow key={key.id} apiKey={key} may={may} />
            ))}
          </Rows>
        )}
      </Answered>
      {may && (
        <ApiKeyDrawer
          opened={open === 'new'}
          onClose={() => change({ open: undefined })}
          onMade={(key) => setMade(key)}
        />
      )}
      <MadeKey made={made} onClose={() => setMade(null)} />
    </>
  );
}

function KeyRow({ apiKey, may }: { apiKey: ApiKey; may: boolean }) {
  const formats = useFormats();
  const { name, prefix, role, scopes, createdAt, expiresAt, revokedAt } = apiKey;
  const isDead = revokedAt !== null || (expiresAt !== null && expiresAt < instantNow());
  return (
    <Row quiet={isDead} actions={may && revokedAt === null && <Revoke apiKey={apiKey} />}>
      <RowName badges={isDead && <StatusBadge>{revokedAt === null ? 'Expired' : 'Revoked'}</StatusBadge>}>
        {name}
      </RowName>
      <span className="quiet">
        {scopes === null
          ? `Everything that the role ${roleNames[role].toLowerCase()} may do`
          : `${scopes.length} of what a ${roleNames[role].toLowerCase()} may do`}
      </span>
      <span className="quiet" title={formats.instant(createdAt)}>
        {`${prefix}… · ${formats.date(createdAt)}`}
        {expiresAt !== null && !isDead && ` to ${formats.date(expiresAt)}`}
      </span>
    </Row>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const revoking = useTell<void>({
    send: () => ({ path: `/api-keys/${apiKey.id}`, method: 'DELETE' }),
    changes: ['api-keys'],
    said: () => `${apiKey.name} revoked`,
  });
  const revoke = async () => {
    const isSure = await confirm({
      title: `Revoke the key ${apiKey.name}?`,
      consequence: 'The program that uses it is locked out at once. A revoked key does not come back.',
      act: 'Revoke',
    });
    if (isSure) revoking.tell();
  };
  return (
    <Button size="xs" variant="subtle" loading={revoking.isBusy} onClick={() => void revoke()}>
      Revoke…
    </Button>
  );
}
