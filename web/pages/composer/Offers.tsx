// The jobs of the client that could be billed and are not on the invoice yet.

import { Button } from '@mantine/core';
import type { BillableJob } from '../../api/invoices.ts';
import { JobPicker } from '../../form/pickers.tsx';
import { Amount } from '../../ui/Amount.tsx';
import type { Dispatch } from './changes.ts';
import classes from './composer.module.css';
import { newJob, type InvoiceDraft } from './model.ts';

type OffersProps = { draft: InvoiceDraft; offers: readonly BillableJob[] | undefined; dispatch: Dispatch };

export function Offers({ draft, offers, dispatch }: OffersProps) {
  if (draft.clientId === '' || draft.basis === 'miscellaneous') return null;
  const there = new Set(draft.jobs.map(({ jobId }) => jobId));
  const left = offers?.filter(({ jobId }) => !there.has(jobId)) ?? [];
  const interims = draft.type === 'final' ? ('all' as const) : {};
  const add = (jobs: readonly string[]) =>
    dispatch({ do: 'addJobs', jobs: jobs.map((jobId) => ({ ...newJob(jobId), interims })) });
  return (
    <section className={classes.offers} aria-label="Jobs to bill">
      <header>
        <h2>{draft.jobs.length === 0 ? 'Jobs to bill' : 'More jobs of this client'}</h2>
        {left.length > 1 && (
          <Button size="xs" variant="default" onClick={() => add(left.map(({ jobId }) => jobId))}>
            Add all {left.length}
          </Button>
        )}
      </header>
      {offers !== undefined && left.length === 0 && draft.jobs.length === 0 && (
        <p className="quiet">
          Nothing is open on the jobs of this client. Any job can still be picked below.
        </p>
      )}
      <ul className={classes.lines}>
        {left.map((job) => (
          <li key={job.jobId}>
            <span>
              <span className="quiet">{job.jobNumber}</span> {job.jobName}
            </span>
            <Amount of={job.netWip} />
            <Button
              size="xs"
              variant="default"
              aria-label={`Add ${job.jobNumber}`}
              onClick={() => add([job.jobId])}
            >
              Add
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.another}>
        <JobPicker
          label="Another job"
          clientId={draft.clientId}
          name="another job"
          value=""
          error={undefined}
          onBlur={() => undefined}
          onChange={(jobId) => jobId !== '' && add([jobId])}
        />
      </div>
    </section>
  );
}
