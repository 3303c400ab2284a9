// The account of a client: what it owes and since when, what is open, and everything that happened between two days, with
// the balance after each. The same goes out as a statement.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { fetchFile } from '../../api/client.ts';
import { clientQuery } from '../../api/clients.ts';
import { statementQuery, type ClientStatement } from '../../api/payments.ts';
import { DaysFilter } from '../../list/DaysFilter.tsx';
import { ExportMenu } from '../../list/ExportMenu.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { showProblem } from '../../ui/toasts.ts';
import { useCommands } from '../../util/commands.ts';
import { endOfMonth, firstOfMonth, todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { saveFile } from '../../util/save-file.ts';
import { ClientTabs } from '../clients/ClientTabs.tsx';
import { SendDrawer } from '../mail/SendDrawer.tsx';
import { OpenDocuments } from './OpenDocuments.tsx';
import { RunningAccount } from './RunningAccount.tsx';
import classes from './statements.module.css';

const route = getRouteApi('/shell/clients/$clientId/account');

export function AccountPage() {
  const { clientId } = route.useParams();
  const [{ from, to }] = usePageSearch();
  const client = useQuery(clientQuery(clientId));
  const { data: statement, error, refetch } = useQuery(statementQuery(clientId, { from, to }));
  const name = client.data?.name ?? statement?.clientName ?? '';
  return (
    <>
      <title>{`Account of ${name || 'a client'} · Workledger`}</title>
      <PageHeader title={name} back={{ href: lastAddress('/clients'), label: 'Clients' }}>
        <Acts clientId={clientId} name={name} from={from} to={to} />
      </PageHeader>
      <ClientTabs clientId={clientId} shown="account" />
      <div className={classes.owed}>{statement !== undefined && <Owed statement={statement} />}</div>
      <PageBody>
        {statement !== undefined ? (
          <Account statement={statement} />
        ) : error === null ? (
          <Skeleton height={420} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    </>
  );
}

function Owed({ statement }: { statement: ClientStatement }) {
  const formats = useFormats();
  const { closing, currency, to, ageing } = statement;
  return (
    <Figures
      figures={[
        {
          label: `Owed, ${currency}`,
          figure: 'debtors-aged.total',
          record: { ...ageing, total: closing },
          value: <Amount of={closing} />,
          isMain: true,
          note: `at the end of ${formats.date(to)}`,
          href: '#account',
        },
        {
          label: 'Not yet due',
          figure: 'debtors-aged.current',
          value: <Amount of={ageing.current} />,
          href: '#open',
        },
        {
          label: '1–30 days',
          figure: 'debtors-aged.days1To30',
          value: <Amount of={ageing.days1To30} />,
          href: '#open',
        },
        {
          label: '31–60 days',
          figure: 'debtors-aged.days31To60',
          value: <Amount of={ageing.days31To60} />,
          href: '#open',
        },
        {
          label: '61–90 days',
          figure: 'debtors-aged.days61To90',
          value: <Amount of={ageing.days61To90} />,
          href: '#open',
        },
        {
          label: 'Over 90 days',
          figure: 'debtors-aged.over90Days',
          value: <Amount of={ageing.over90Days} />,
          href: '#open',
        },
        {
          label: 'Credit left',
          figure: 'debtors-aged.credits',
          value: <Amount of={ageing.credits} />,
          href: '#open',
        },
      ]}
    />
  );
}

function Account({ statement }: { statement: ClientStatement }) {
  const [search, change] = usePageSearch();
  const { timeZone } = useFirm();
  const today = todayIn(timeZone);
  const usual = { label: 'Since last month', from: firstOfMonth(endOfMonth(today, -1)), to: today };
  return (
    <div className={classes.parts}>
      <div id="open">
        <Block title="Open now">
          <OpenDocuments clientId={statement.clientId} />
        </Block>
      </div>
      <div id="account">
        <Block
          title="Account"
          actions={
            <DaysFilter
              filter={{
                kind: 'days',
                key: 'dates',
                name: 'Days',
                fromKey: 'from',
                toKey: 'to',
                unless: usual,
              }}
              search={search}
              onChange={change}
            />
          }
        >
          <RunningAccount statement={statement} />
        </Block>
      </div>
    </div>
  );
}

type ActsProps = { clientId: string; name: string; from: string | undefined; to: string | undefined };

function Acts({ clientId, name, from, to }: ActsProps) {
  const may = useMay();
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const savePdf = async () => {
    try {
      saveFile(await fetchFile(`/clients/${clientId}/statement.pdf`, { from, to }));
    } catch (error) {
      showProblem(error, savePdf);
    }
  };
  const record = () => router.history.push(`/payments?add=payment&clientId=${clientId}`);
  useCommands([
    { label: 'Save the statement as PDF', onChoose: savePdf },
    ...(may('documents.send')
      ? [{ label: 'Send a statement', key: 's', onChoose: () => setSending(true) }]
      : []),
    ...(may('payments.record') ? [{ label: 'Record a payment', key: 'p', onChoose: record }] : []),
  ]);
  return (
    <>
      <ExportMenu path={`/clients/${clientId}/statement/lines`} question={{ from, to }} />
      <Button variant="default" onClick={() => void savePdf()}>
        Save as PDF
      </Button>
      {may('documents.send') && (
        <Button variant="default" onClick={() => setSending(true)}>
          Send a statement
        </Button>
      )}
      {may('payments.record') && <Button onClick={record}>Record a payment</Button>}
      <SendDrawer
        sendable={{ document: 'statement', id: clientId, ...(to === undefined ? {} : { statementOn: to }) }}
        name={`the statement of ${name}`}
        changes={['clients']}
        opened={sending}
        onClose={() => setSending(false)}
        onSavePdf={savePdf}
      />
    </>
  );
}
