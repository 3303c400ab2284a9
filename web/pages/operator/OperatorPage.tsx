// For whoever keeps the installation running, across firms: whether it is well, how busy it was, and what to do. It shows
// nothing of what firms do.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { refresh } from '../../api/resource.ts';
import { sessionQuery } from '../../api/session.ts';
import { Notice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs, useTab, type Tab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { AvailabilityPart } from './AvailabilityPart.tsx';
import { BackupsPart } from './BackupsPart.tsx';
import { DatabasePart } from './DatabasePart.tsx';
import { FirmsPart } from './FirmsPart.tsx';
import { LedgerPart } from './LedgerPart.tsx';
import { OverviewPart } from './OverviewPart.tsx';
import { QueuePart } from './QueuePart.tsx';
import { RequestsPart } from './RequestsPart.tsx';
import { UtilisationPart } from './UtilisationPart.tsx';

const tabs: readonly Tab[] = [
  { value: 'overview', label: 'Overview' },
  { value: 'utilisation', label: 'Utilisation' },
  { value: 'requests', label: 'Requests' },
  { value: 'queue', label: 'Queue and routines' },
  { value: 'database', label: 'Database' },
  { value: 'ledger', label: 'Ledger' },
  { value: 'backups', label: 'Backups' },
  { value: 'availability', label: 'Availability' },
  { value: 'firms', label: 'Firms' },
];

const parts: Readonly<Record<string, () => React.ReactNode>> = {
  overview: OverviewPart,
  utilisation: UtilisationPart,
  requests: RequestsPart,
  queue: QueuePart,
  database: DatabasePart,
  ledger: LedgerPart,
  backups: BackupsPart,
  availability: AvailabilityPart,
  firms: FirmsPart,
};

export function OperatorPage() {
  const { data: session } = useQuery(sessionQuery);
  return session?.person?.operator === false ? <NotForYou /> : <Operator />;
}

function NotForYou() {
  return (
    <>
      <title>Operator · Workledger</title>
      <PageHeader title="Operator" under="The whole installation" />
      <PageBody>
        <Notice title="This page is for operators">
          They are named on the server of this installation, by whoever runs it.
        </Notice>
      </PageBody>
    </>
  );
}

function Operator() {
  const tab = useTab(tabs);
  const queryClient = useQueryClient();
  const router = useRouter();
  useCommands([
    { label: 'Ask again', key: 'r', onChoose: () => void refresh(queryClient, ['operator']) },
    ...tabs.map(({ value, label }) => ({
      label: `Operator: ${label}`,
      onChoose: () => router.history.push(value === 'overview' ? '/operator' : `/operator?tab=${value}`),
    })),
  ]);
  const Part = parts[tab] ?? OverviewPart;
  return (
    <>
      <title>Operator · Workledger</title>
      <PageHeader title="Operator" under="The whole installation" />
      <Tabs tabs={tabs} label="Operator" />
      <Part />
    </>
  );
}
