// What stands above every part of a job: what it is, where it stands, its figures, and the parts.

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Job } from '../../api/jobs.ts';
import { rememberRecord } from '../../shell/recent.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { Figures, type Figure } from '../../ui/Figures.tsx';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs, type Tab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { wayBack } from '../../util/last-address.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import { StateChip } from '../jobs/StateChip.tsx';
import { useJobState } from '../jobs/useJobState.ts';
import { ReceiptDrawer } from '../receipt/ReceiptDrawer.tsx';
import { useWipActing } from '../wip-actions/acting.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';
import classes from './job.module.css';
import { JobForms, useJobForms } from './JobForms.tsx';
import { useJobActs } from './useJobActs.ts';

const listsOfJobs = [
  { href: '/jobs', label: 'Jobs' },
  { href: '/wip', label: 'Estimated Billings' },
] as const;

type JobHeadProps = {
  jobId: string;
  job: Job | undefined;
  /** The part that shows. */
  part: string;
};

export function JobHead({ jobId, job, part }: JobHeadProps) {
  const title = job === undefined ? '' : `${job.number} ${job.name}`;
  useEffect(() => {
    if (title !== '') rememberRecord({ kind: 'job', id: jobId, title, href: `/jobs/${jobId}` });
  }, [jobId, title]);
  const tabs = useParts(jobId);
  return (
    <>
      <PageHeader
        title={job?.name ?? 'Job'}
        {...(job === undefined ? {} : { mark: job.number })}
        back={wayBack(listsOfJobs)}
      >
        {job && <Acts job={job} ticks={part === 'time' || part === 'costs'} />}
      </PageHeader>
      <About job={job} />
      <JobFigures jobId={jobId} job={job} />
      <Tabs label="Parts of the job" tabs={tabs} shown={part} />
    </>
  );
}

function useParts(jobId: string): readonly Tab[] {
  const may = useMay();
  const at = `/jobs/${jobId}`;
  const parts: readonly (readonly [boolean, Tab])[] = [
    [true, { value: 'overview', label: 'Overview', href: at }],
    [may('time.readAny'), { value: 'time', label: 'Time', href: `${at}?tab=time` }],
    [may('costs.read'), { value: 'costs', label: 'Costs', href: `${at}?tab=costs` }],
    [true, { value: 'tasks', label: 'Tasks', href: `${at}?tab=tasks` }],
    [may('quotes.read'), { value: 'quotes', label: 'Quotes', href: `${at}?tab=quotes` }],
    [may('invoices.read'), { value: 'invoices', label: 'Invoices', href: `${at}?tab=invoices` }],
    [may('ledger.read'), { value: 'ledger', label: 'Ledger', href: ledgerHref(jobId) }],
    [true, { value: 'history', label: 'History', href: `${at}?tab=history` }],
  ];
  return parts.flatMap(([shows, tab]) => (shows ? [tab] : []));
}

/** Client, state, manager and dates, in a line. */
function About({ job }: { job: Job | undefined }) {
  const { acting, begin, close } = useWipActing();
  const changing = useJobState((ended) => begin({ act: 'washUp', jobs: [ended] }));
  if (job === undefined) return <div className={classes.about} />;
  return (
    <div className={classes.about}>
      <StateChip job={job} onChange={(stateId) => changing.tell({ job, stateId })} />
      <AppLink href={`/clients/${job.clientId}`}>{job.clientName}</AppLink>
      {job.managerName !== null && <span>{job.managerName}</span>}
      {job.startOn !== null && (
        <span>
          from <Day of={job.startOn} />
        </span>
      )}
      {job.completedOn !== null ? (
        <span>
          completed <Day of={job.completedOn} />
        </span>
      ) : (
        job.dueOn !== null && (
          <span>
            due <Day of={job.dueOn} />
          </span>
        )
      )}
      <span>priced by {job.rateBasis === 'task' ? 'task' : 'staff member'}</span>
      {job.excluded && <span>excluded from Estimated Billings</span>}
      <WipActionDialog acting={acting} onClose={close} />
    </div>
  );
}

function JobFigures({ jobId, job }: { jobId: string; job: Job | undefined }) {
  const [explained, setExplained] = useState(false);
  const may = useMay();
  if (!may('wip.read')) return null;
  const amount = (of: string | null | undefined) =>
    job === undefined ? undefined : <Amount of={of ?? null} />;
  const linked = may('ledger.read');
  const to = (account?: string) => (linked ? ledgerHref(jobId, { account }) : undefined);
  const figures: readonly Figure[] = [
    {
      label: job === undefined ? 'Net WIP' : `Net WIP ${job.currency}`,
      value: amount(job?.netWip),
      href: to(),
      isMain: true,
      onExplain: may('reports.read') ? () => setExplained(true) : undefined,
    },
    { label: 'WIP time', figure: 'wipTime', value: amount(job?.wipTime), href: to('wipTime') },
    { label: 'WIP cost', figure: 'wipCost', value: amount(job?.wipCost), href: to('wipCost') },
    { label: 'Interims', figure: 'interims', value: amount(job?.interims), href: to('interim') },
    ...(typeof job?.uninvoicedQuote === 'string'
      ? [
          {
            label: 'Uninvoiced quote',
            figure: 'uninvoicedQuote' as const,
            value: amount(job.uninvoicedQuote),
            href: to('uninvoicedQuote'),
          },
        ]
      : []),
    ...(typeof job?.budget === 'string'
      ? [{ label: 'Budget', figure: 'job.budget' as const, value: amount(job.budget) }]
      : []),
  ];
  return (
    <>
      <Figures figures={figures} />
      <ReceiptDrawer
        jobId={explained ? jobId : undefined}
        job={
          job && {
            jobNumber: job.number,
            jobName: job.name,
            clientName: job.clientName,
            lastBilledOn: job.lastBilledOn ?? null,
          }
        }
        onClose={() => setExplained(false)}
      />
    </>
  );
}

/** Where entries can be ticked, W and M are for those. */
function Acts({ job, ticks }: { job: Job; ticks: boolean }) {
  const { acting, begin, close } = useWipActing();
  const { open, ...forms } = useJobForms();
  const acts = useJobActs({ job, open, begin });
  useCommands(
    acts.map(({ key, ...act }) =>
      key === undefined || (ticks && 'wm'.includes(key)) ? act : { ...act, key },
    ),
  );
  if (acts.length === 0) return null;
  const [first, second] = acts.filter(({ group }) => group === 'record');
  const invoice = acts.find(({ label }) => label === 'New invoice');
  const shown = [first, second, invoice].filter((act) => act !== undefined);
  return (
    <>
      {shown.map((act) => (
        <Button
          key={act.label}
          className={classes.wide}
          variant={act === invoice ? 'filled' : 'default'}
          onClick={() => void act.onChoose()}
        >
          {act.label}
        </Button>
      ))}
      <MoreMenu
        actions={acts.map(({ label, key, onChoose }) => ({
          label,
          mark: key === undefined ? undefined : <kbd className={classes.key}>{key.toUpperCase()}</kbd>,
          onChoose: () => void onChoose(),
        }))}
      />
      <JobForms job={job} {...forms} />
      <WipActionDialog acting={acting} onClose={close} />
    </>
  );
}
