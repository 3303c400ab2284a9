import { Button, Skeleton } from '@mantine/core';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { BillingRun } from '../../api/billing-runs.ts';
import { reviewQuery, runQuery, runsPath } from '../../api/billing-runs.ts';
import { rememberRecord } from '../../shell/recent.ts';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import type { Tab } from '../../ui/Tabs.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { RulesDrawer, RuleSentences } from '../billing-runs/RunDrawer.tsx';
import { stateOf } from '../billing-runs/words.ts';
import classes from './billing-run.module.css';
import { ComparePart } from './ComparePart.tsx';
import { GroupsPart } from './GroupsPart.tsx';
import { InvoicesPart } from './InvoicesPart.tsx';
import { JobsPart } from './JobsPart.tsx';
import { ParkedPart } from './ParkedPart.tsx';
import { ProgressPart } from './ProgressPart.tsx';
import { ReviewPart } from './ReviewPart.tsx';
import { RunFigures } from './RunFigures.tsx';
import { SendingPart } from './SendingPart.tsx';
import { UndoDrawer } from './UndoDrawer.tsx';
import { useNextSteps } from './useNextSteps.ts';
import { useRunActs } from './useRunActs.tsx';
import { useRunWatch } from './useRunWatch.ts';

const route = getRouteApi('/shell/billing-runs/$runId');

/** A billing run from its rehearsal to what was sent of it. */
export function BillingRunPage() {
  const { runId } = route.useParams();
  const { data: run, error, refetch } = useQuery(runQuery(runId));
  useRunWatch(run);
  const name = run?.name;
  useEffect(() => {
    if (name !== undefined)
      rememberRecord({ kind: 'billingRun', id: runId, title: name, href: `${runsPath}/${runId}` });
  }, [runId, name]);
  return (
    <>
      <title>{`${name ?? 'Billing run'} · Workledger`}</title>
      <PageHeader
        title={name ?? ''}
        back={{ href: lastAddress(runsPath), label: 'Billing runs' }}
        under={run && <Under run={run} />}
      >
        {run && <Actions run={run} />}
      </PageHeader>
      {run !== undefined ? (
        <Run run={run} />
      ) : (
        <PageBody>
          {error === null ? (
            <Skeleton height={220} />
          ) : (
            <ProblemNotice error={error} onRetry={() => void refetch()} />
          )}
        </PageBody>
      )}
    </>
  );
}

function Under({ run }: { run: BillingRun }) {
  const formats = useFormats();
  const [word, tone] = stateOf(run);
  return (
    <>
      <StatusBadge tone={tone}>{word}</StatusBadge> Work up to {formats.date(run.rules.cutOffOn)}, dated{' '}
      {formats.date(run.rules.invoicedOn)}
    </>
  );
}

function Run({ run }: { run: BillingRun }) {
  const tabs = useRunTabs(run);
  const tab = useTab(tabs);
  const isPlan = run.state === 'rehearsed' || run.state === 'discarded';
  return (
    <>
      {isPlan && <RunFigures run={run} />}
      {run.state === 'rehearsed' && <Changed run={run} />}
      <Tabs label="Parts of the run" tabs={tabs} />
      <Part run={run} tab={tab} />
    </>
  );
}

function useRunTabs(run: BillingRun): Tab[] {
  const isPlan = run.state === 'rehearsed' || run.state === 'discarded';
  const { units, refused } = run.progress;
  const { data: review } = useQuery({ ...reviewQuery(run.id), enabled: !isPlan });
  const jobs = run.totals.reduce((sum, totals) => sum + totals.jobs, 0);
  const plan: Tab[] = [
    { value: 'jobs', label: 'Jobs', count: jobs },
    { value: 'clients', label: 'By client' },
    { value: 'managers', label: 'By manager' },
    { value: 'partners', label: 'By partner' },
  ];
  const rules: Tab = { value: 'rules', label: 'Rules' };
  if (isPlan)
    return [
      ...plan,
      { value: 'invoices', label: 'Invoices', count: run.units },
      { value: 'compare', label: 'Compare' },
      rules,
    ];
  const awaiting = review?.awaitingMe ?? 0;
  return [
    { value: 'progress', label: 'Progress' },
    { value: 'parked', label: 'Parked', count: refused },
    {
      value: 'review',
      label: awaiting > 0 ? 'Review: awaiting you' : 'Review',
      count: awaiting > 0 ? awaiting : units.drafted,
    },
    { value: 'sending', label: 'Sending', count: units.billed },
    { value: 'invoices', label: 'Invoices', count: run.units },
    ...plan,
    rules,
  ];
}

function Part({ run, tab }: { run: BillingRun; tab: string }) {
  switch (tab) {
    case 'clients':
      return <GroupsPart run={run} by="client" />;
    case 'managers':
      return <GroupsPart run={run} by="manager" />;
    case 'partners':
      return <GroupsPart run={run} by="partner" />;
    case 'invoices':
      return <InvoicesPart run={run} />;
    case 'compare':
      return <ComparePart run={run} />;
    case 'progress':
      return <ProgressPart run={run} />;
    case 'parked':
      return <ParkedPart run={run} />;
    case 'review':
      return <ReviewPart run={run} />;
    case 'sending':
      return <SendingPart run={run} />;
    case 'rules':
      return (
        <PageBody width="text">
          <Block title="What this run goes by">
            <RuleSentences rules={run.rules} />
          </Block>
        </PageBody>
      );
    default:
      return <JobsPart run={run} />;
  }
}

/** Work that was recorded since the plan was made. */
function Changed({ run }: { run: BillingRun }) {
  const formats = useFormats();
  const acts = useRunActs(run);
  const [, change] = usePageSearch();
  const mayPlan = useMay()('billingRuns.plan');
  const { changedJobs: count } = run;
  if (count === 0) return null;
  return (
    <div className={classes.changed} role="status">
      <span>
        {formats.count(count)} {count === 1 ? 'job has' : 'jobs have'} changed since this was planned.
      </span>
      <Button size="xs" variant="subtle" onClick={() => change({ tab: undefined, changed: 'true' })}>
        Show
      </Button>
      {mayPlan && (
        <Button size="xs" variant="default" loading={acts.isBusy} onClick={acts.pullIn}>
          Pull in
        </Button>
      )}
    </div>
  );
}

type Act = { label: string; key?: string; onChoose: () => void };

function Actions({ run }: { run: BillingRun }) {
  const [open, setOpen] = useState<'rules' | 'undo' | null>(null);
  const acts = useRunActs(run);
  const next = useNext(run);
  const { main = next, more } = useActs(run, acts, setOpen);
  // What was decided a moment ago counts before the next step is offered.
  const isTelling = useIsMutating() > 0;
  useCommands([...(main === null || isTelling ? [] : [main]), ...more]);
  const close = () => setOpen(null);
  return (
    <>
      {main !== null && (
        <Button loading={acts.isBusy || isTelling} onClick={main.onChoose}>
          {main.label}
        </Button>
      )}
      {more.length > 0 && <MoreMenu actions={more} />}
      <RulesDrawer run={run} opened={open === 'rules'} onClose={close} />
      <UndoDrawer run={run} opened={open === 'undo'} onClose={close} />
    </>
  );
}

/** Once a run has ended: where it goes on, unless that is the part that shows, which offers it itself. */
function useNext(run: BillingRun): Act | null {
  const steps = useNextSteps(run);
  const router = useRouter();
  const [{ tab }] = usePageSearch();
  const [first] = steps;
  if (first === undefined || steps.some((step) => step.tab === tab)) return null;
  return { label: first.label, key: 's', onChoose: () => router.history.push(first.href) };
}

/** What may be done in the state that the run is in: the next step, and what else. */
function useActs(
  run: BillingRun,
  acts: ReturnType<typeof useRunActs>,
  open: (what: 'rules' | 'undo') => void,
): { main?: Act | null; more: Act[] } {
  const may = useMay();
  const mayPlan = may('billingRuns.plan');
  const mayRun = may('billingRuns.run');
  const undo: Act = { label: 'Undo the whole run…', onChoose: () => open('undo') };
  const made = run.progress.units.billed + run.progress.units.drafted + run.progress.writeOffs.writtenOff;
  const { totals, units } = run;
  const isEmpty = units === 0 && totals.every(({ toWriteOff }) => toWriteOff === 0);
  switch (run.state) {
    case 'rehearsed':
      return {
        main: mayRun && !isEmpty ? { label: 'Start…', key: 's', onChoose: () => void acts.start() } : null,
        more: mayPlan
          ? [
              { label: 'Change the rules', key: 'e', onChoose: () => open('rules') },
              { label: 'Pull in what changed', key: 'p', onChoose: acts.pullIn },
              { label: 'Discard', onChoose: acts.discard },
            ]
          : [],
      };
    case 'running':
      if (run.stopped !== null)
        return {
          main: mayRun ? { label: 'Go on', key: 'p', onChoose: acts.resume } : null,
          more: mayRun ? [{ label: 'Cancel the rest…', onChoose: () => void acts.cancel() }] : [],
        };
      return {
        main: mayRun ? { label: 'Pause', key: 'p', onChoose: acts.pause } : null,
        more: mayRun ? [{ label: 'Cancel the rest…', onChoose: () => void acts.cancel() }] : [],
      };
    case 'paused':
      return {
        main: mayRun ? { label: 'Go on', key: 'p', onChoose: acts.resume } : null,
        more: mayRun ? [{ label: 'Cancel the rest…', onChoose: () => void acts.cancel() }, undo] : [],
      };
    case 'done':
    case 'cancelled':
      return { more: mayRun && made > 0 ? [undo] : [] };
    default:
      return { main: null, more: [] };
  }
}
