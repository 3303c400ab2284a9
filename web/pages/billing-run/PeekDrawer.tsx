// The invoice that a rehearsal would make of a job, or why there is none: what it bills, and what it does to WIP.

import { Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BillingRun, RunJob, RunUnit } from '../../api/billing-runs.ts';
import { printedUnitQuery, runsPath } from '../../api/billing-runs.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Facts } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import { decisions, reasonWords } from '../billing-runs/words.ts';
import { Paper } from '../document/Paper.tsx';
import classes from './billing-run.module.css';

type PeekDrawerProps = { run: BillingRun; job: RunJob | null; onClose: () => void };

export function PeekDrawer({ run, job, onClose }: PeekDrawerProps) {
  const title = job?.unit === null ? `${job.number ?? ''} ${job.name ?? ''}` : 'The invoice this makes';
  return (
    <Drawer
      opened={job !== null}
      onClose={onClose}
      position="right"
      size={job?.unit === null ? 520 : 'min(1180px, 96vw)'}
      overlayProps={{ backgroundOpacity: 0.12 }}
      title={title}
    >
      {job !== null && job.unit !== null && <Planned run={run} job={job} place={job.unit} />}
      {job !== null && job.unit === null && <NotInvoiced job={job} />}
    </Drawer>
  );
}

function NotInvoiced({ job }: { job: RunJob }) {
  return (
    <div className={classes.peek}>
      <p>
        Not invoiced: <strong>{decisions[job.decision][0].toLowerCase()}</strong>.
      </p>
      <Facts
        facts={[
          ['Because', reasonWords(job.reason)],
          ['What was said', job.detail],
          ['Client', job.clientName],
        ]}
      />
      <Effect jobs={[job]} />
    </div>
  );
}

type PlannedProps = { run: BillingRun; job: RunJob; place: number };

function Planned({ run, job, place }: PlannedProps) {
  const formats = useFormats();
  const path = `${runsPath}/${run.id}`;
  const jobs = useQuery(resourceQuery<ListPage<RunJob>>(`${path}/jobs`, { unit: place, limit: 200 }));
  const units = useQuery(
    resourceQuery<ListPage<RunUnit>>(`${path}/units`, { clientId: job.clientId, limit: 500 }),
  );
  if (jobs.error !== null && jobs.data === undefined)
    return <ProblemNotice error={jobs.error} onRetry={() => void jobs.refetch()} />;
  const unit = units.data?.items.find((each) => each.place === place);
  const items = jobs.data?.items;
  if (items === undefined) return <Skeleton height={240} />;
  return (
    <div className={classes.planned}>
      <Paper query={printedUnitQuery(run.id, place)} />
      <div className={classes.peek}>
        <Facts
          facts={[
            [
              'To',
              <AppLink key="to" href={`/clients/${job.clientId}`}>
                {job.clientName}
              </AppLink>,
            ],
            ['Dated', formats.date(run.rules.invoicedOn)],
            ['Work up to', formats.date(run.rules.cutOffOn)],
            ['Kind', unit && (unit.type === 'final' ? 'Final invoice' : 'Progress invoice')],
            ['Entries billed', unit && formats.count(unit.items)],
          ]}
        />
        <table className={classes.lines}>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">{job.currency}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id}>
                <th scope="row">
                  <AppLink href={`/jobs/${each.id}`}>
                    <span className="quiet">{each.number}</span> {each.name}
                  </AppLink>
                </th>
                <td>
                  <Amount of={each.total} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Tax</th>
              <td>
                <Amount of={unit?.tax ?? sumOf(items.map(({ tax }) => tax))} />
              </td>
            </tr>
            <tr>
              <th scope="row">Total with tax</th>
              <td>
                <strong>
                  <Amount of={sumOf(items.flatMap(({ total, tax }) => [total, tax]))} />
                </strong>
              </td>
            </tr>
          </tfoot>
        </table>
        <Effect jobs={items} />
      </div>
    </div>
  );
}

const effects: readonly (readonly [label: string, of: (job: RunJob) => string])[] = [
  ['WIP before', ({ before }) => before],
  ['Written on', ({ writtenOn }) => writtenOn],
  ['Written off', ({ writtenOff }) => writtenOff],
  ['Billed', ({ billed }) => billed],
  ['Interims raised', ({ raised }) => raised],
  ['Interims absorbed', ({ absorbed }) => absorbed],
  ['WIP left', ({ after }) => after],
];

/** What it does to WIP: before + written on − written off − billed − raised + absorbed = left. */
function Effect({ jobs }: { jobs: readonly RunJob[] }) {
  return (
    <table className={classes.lines}>
      <caption>What it does to WIP</caption>
      <tbody>
        {effects.map(([label, of]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>
              <Amount of={sumOf(jobs.map(of))} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
