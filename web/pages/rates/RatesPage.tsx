import { Button } from '@mantine/core';
import { useState } from 'react';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs, useTab, type Tab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { useLastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { cellOf, cellText } from './cell.ts';
import { CellDrawer } from './CellDrawer.tsx';
import { RateMatrix } from './RateMatrix.tsx';
import { Resolve } from './Resolve.tsx';
import { RevaluationDrawer, type RevaluationStart } from './RevaluationDrawer.tsx';
import { SpecialRates } from './SpecialRates.tsx';

/** What an hour is worth: the rate card, what differs for clients and jobs, what it costs the firm, and which applies. */
export function RatesPage() {
  const [search, change] = usePageSearch();
  useLastAddress('/rates', `/rates${stringifySearch({ ...search, cell: undefined })}`);
  const may = useMay();
  const [revaluing, setRevaluing] = useState<RevaluationStart | null>(null);
  const tabs: readonly Tab[] = [
    { value: 'card', label: 'Rate card' },
    { value: 'special', label: 'For clients and jobs' },
    ...(may('costRates.read') ? [{ value: 'costs', label: 'Cost rates' }] : []),
    { value: 'applies', label: 'Which rate applies?' },
  ];
  const tab = useTab(tabs);
  const mayRevalue = may('wip.revalue');
  const revalue = () => setRevaluing({});
  const open = (cell: Parameters<typeof cellText>[0]) => change({ cell: cellText(cell) });
  useCommands(mayRevalue ? [{ label: 'Revalue unbilled time', key: 'v', onChoose: revalue }] : []);
  return (
    <>
      <title>Rates · Workledger</title>
      <PageHeader title="Rates">
        {mayRevalue && (
          <Button variant="default" onClick={revalue}>
            Revalue unbilled time…
          </Button>
        )}
      </PageHeader>
      <Tabs label="Parts of the rates" tabs={tabs} />
      {tab === 'card' && <RateMatrix key="card" path="/rates" onOpen={open} />}
      {tab === 'costs' && <RateMatrix key="costs" path="/cost-rates" onOpen={open} />}
      {tab === 'special' && <SpecialRates onOpen={open} />}
      {tab === 'applies' && <Resolve />}
      <CellDrawer
        key={`${tab} ${search['cell'] ?? ''}`}
        path={tab === 'costs' ? '/cost-rates' : '/rates'}
        cell={cellOf(search['cell'])}
        onClose={() => change({ cell: undefined })}
        onRevalue={mayRevalue && tab !== 'costs' ? setRevaluing : undefined}
      />
      <RevaluationDrawer
        key={JSON.stringify(revaluing)}
        start={revaluing}
        onClose={() => setRevaluing(null)}
      />
    </>
  );
}
