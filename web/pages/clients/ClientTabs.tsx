import { Tabs } from '../../ui/Tabs.tsx';
import { useMay } from '../../util/firm-context.ts';

type ClientTabsProps = { clientId: string; shown: 'about' | 'account' };

/** The parts of a client; its account is for those who may see invoices. */
export function ClientTabs({ clientId, shown }: ClientTabsProps) {
  const may = useMay();
  if (!may('invoices.read')) return null;
  return (
    <Tabs
      label="Parts of the client"
      shown={shown}
      tabs={[
        { value: 'about', label: 'About', href: `/clients/${clientId}` },
        { value: 'account', label: 'Account', href: `/clients/${clientId}/account` },
      ]}
    />
  );
}
