// What can be done with a job, in the order in which it is offered, as far as the person may.

import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Job } from '../../api/jobs.ts';
import { jobTopics } from '../../api/jobs.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import type { Command } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import type { WipActing } from '../wip-actions/acting.ts';

/** The forms of the page; which one is open is in its address. */
export type JobForm = 'time' | 'cost' | 'task' | 'change' | 'close';

type JobActs = {
  job: Job;
  open: (form: JobForm) => void;
  begin: (acting: WipActing) => void;
};

export type JobAct = Command & { group: 'record' | 'bill' | 'job' };

export function useJobActs({ job, open, begin }: JobActs): readonly JobAct[] {
  const may = useMay();
  const router = useRouter();
  const remove = useRemoval(job);
  const isEnded = job.stateType === 'completed' || job.stateType === 'cancelled';
  const hasPage = (path: string) => path in router.routesByPath;
  return useMemo(() => {
    const jobs = [job];
    const acts: readonly (JobAct | false)[] = [
      may('time.recordAny') && {
        group: 'record',
        label: 'Record time',
        key: 't',
        onChoose: () => open('time'),
      },
      may('costs.record') && {
        group: 'record',
        label: 'Record a cost',
        key: 'n',
        onChoose: () => open('cost'),
      },
      may('invoices.draft') &&
        hasPage('/invoices/new') && {
          group: 'bill',
          label: 'New invoice',
          key: 'i',
          onChoose: () => router.history.push(`/invoices/new?clientId=${job.clientId}&jobIds=${job.id}`),
        },
      may('quotes.edit') &&
        hasPage('/quotes/new') && {
          group: 'bill',
          label: 'New quote',
          onChoose: () => router.history.push(`/quotes/new?clientId=${job.clientId}&jobId=${job.id}`),
        },
      may('wip.writeOff') && {
        group: 'bill',
        label: 'Write off…',
        key: 'w',
        onChoose: () => begin({ act: 'writeOff', jobs }),
      },
      may('wip.writeOff') && {
        group: 'bill',
        label: 'Write on…',
        onChoose: () => begin({ act: 'writeOn', jobs }),
      },
      may('wip.washUp') && {
        group: 'bill',
        label: 'Wash up…',
        onChoose: () => begin({ act: 'washUp', jobs }),
      },
      may('wip.move') && {
        group: 'bill',
        label: 'Move unbilled work…',
        key: 'm',
        onChoose: () => begin({ act: 'move', jobs }),
      },
      may('wip.raiseInterims') && {
        group: 'bill',
        label: 'Raise an interim…',
        onChoose: () => begin({ act: 'interim', job }),
      },
      may('jobs.edit') && { group: 'job', label: 'Change the job', key: 'e', onChoose: () => open('change') },
      may('jobs.edit') &&
        !isEnded && { group: 'job', label: 'Close the job…', onChoose: () => open('close') },
      may('jobs.edit') && { group: 'job', label: 'Remove the job…', onChoose: remove },
    ];
    return acts.filter((act): act is JobAct => act !== false);
    // What somebody may do does not change while the page shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [job, open, begin]);
}

/** Asks first, for it cannot be taken back. */
function useRemoval(job: Job) {
  const router = useRouter();
  const removing = useTell<void>({
    send: () => ({ path: `/jobs/${job.id}`, method: 'DELETE', version: job.version }),
    changes: jobTopics,
    said: () => `${job.number} ${job.name} removed`,
    onDone: () => router.history.push(lastAddress('/jobs')),
  });
  return async () => {
    const isSure = await confirm({
      title: `Remove ${job.number} ${job.name}?`,
      consequence:
        'The job goes with its tasks and rates, and does not come back. One with time, costs or documents cannot be removed; close it instead.',
      act: 'Remove the job',
    });
    if (isSure) removing.tell();
  };
}
