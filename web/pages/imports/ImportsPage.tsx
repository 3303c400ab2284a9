import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Import, UnmatchedInvoice } from '../../api/imports.ts';
import type { ListPage as Page } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { countColumn, customColumn, linkColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { sourceWords, stateWords } from './words.ts';

const columns: readonly ListColumn<Import>[] = [
  linkColumn({ key: 'name', header: 'Import', of: nameOf, href: hrefOf }),
  statusColumn({ key: 'state', header: 'State', width: 150, of: ({ state }) => stateWords[state] }),
  customColumn({
    key: 'createdAt',
    header: 'Begun',
    width: 190,
    cell: ({ createdAt }: Import) => <Instant at={createdAt} />,
  }),
  countColumn({ key: 'files', header: 'Files', of: ({ fileCount }) => fileCount }),
  countColumn({ key: 'refused', header: 'Refused', of: ({ refused }) => (refused === 0 ? null : refused) }),
  textColumn({ key: 'by', header: 'By', grows: true, of: ({ by }) => by }),
];

const noFilters: readonly Filter[] = [];
const nouns = ['import', 'imports'] as const;
const idOf = ({ id }: Import) => id;

function nameOf({ sources, id }: Import): string {
  return `${sources.map(sourceWords).join(', ') || 'Files'} · ${id}`;
}

function hrefOf({ id }: Import): string {
  return `/imports/${id}`;
}

function Instant({ at }: { at: string }) {
  return <>{useFormats().instant(at)}</>;
}

/** What was brought in from other systems. */
export function ImportsPage() {
  const may = useMay()('imports.run');
  const router = useRouter();
  const add = () => router.history.push('/imports/new');
  useCommands(may ? [{ label: 'Import files', key: 'n', onChoose: add }] : []);
  const start = may ? <Button onClick={add}>Import files</Button> : null;
  return (
    <ListPage<Import>
      title="Imports"
      href="/imports"
      nouns={nouns}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      filters={noFilters}
      sortsBy="nothing"
      actions={
        <>
          <Waiting />
          {start}
        </>
      }
      nothingYet={{
        title: 'Nothing was imported yet',
        text: 'Bring clients, jobs, time and invoices over from WorkflowMax, Toggl, Clockify, Harvest or a spreadsheet. You see what was understood before anything changes.',
        action: start,
      }}
    />
  );
}

/** Invoices that name no job wait for somebody to say whose they are. */
function Waiting() {
  const formats = useFormats();
  const { data } = useQuery(
    resourceQuery<Page<UnmatchedInvoice>>(
      '/unmatched-invoices',
      { waiting: 'true', limit: 100 },
      { changesWith: ['imports'] },
    ),
  );
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <AppLink href="/imports/unmatched">
      {`${formats.count(count)}${data?.nextCursor ? '+' : ''} ${count === 1 ? 'invoice waits' : 'invoices wait'} for a job`}
    </AppLink>
  );
}

function cardOf(row: Import): Card {
  return { title: nameOf(row), under: row.by, end: stateWords[row.state][0] };
}
