// Where owners, bookkeepers and project managers begin: how the firm stands, and how the jobs stand that one answers for.

import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useFirm, useMay } from '../../util/firm-context.ts';
import { AwaitingDrafts } from '../billing-runs/AwaitingDrafts.tsx';
import { FirmPart } from './FirmPart.tsx';
import { JobsPart } from './JobsPart.tsx';

const firmTab = { value: 'firm', label: 'The firm' };
const jobsTab = { value: 'jobs', label: 'My jobs' };

export function HomePage() {
  const { name, role, staffId } = useFirm();
  const may = useMay();
  const seesFirm = may('reports.read') && may('wip.read') && may('invoices.read');
  const own = staffId === null ? [] : [jobsTab];
  const firm = seesFirm ? [firmTab] : [];
  const tabs = role === 'projectManager' ? [...own, ...firm] : [...firm, ...own];
  const tab = useTab(tabs);
  return (
    <>
      <title>Home · Workledger</title>
      <PageHeader title={name} />
      <AwaitingDrafts />
      {tabs.length > 1 && <Tabs tabs={tabs} label="Home" />}
      {tab === 'jobs' && staffId !== null ? <JobsPart staffId={staffId} /> : seesFirm && <FirmPart />}
    </>
  );
}
