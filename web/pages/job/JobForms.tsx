// The forms of a job's page. Each comes with its first use.

import { lazy, Suspense, useCallback, useState } from 'react';
import type { Job } from '../../api/jobs.ts';
import { usePageSearch } from '../../util/page-search.ts';
import type { JobForm } from './useJobActs.ts';

const JobDrawer = lazy(async () => ({ default: (await import('../jobs/JobDrawer.tsx')).JobDrawer }));
const TimeDrawer = lazy(() => import('./TimeDrawer.tsx'));
const CostDrawer = lazy(() => import('../costs/CostDrawer.tsx'));
const TaskDrawer = lazy(() => import('./TaskDrawer.tsx'));
const CloseDrawer = lazy(() => import('./CloseDrawer.tsx'));

/** Which form is open: `form` in the address, and the entry that it changes. */
export function useJobForms() {
  const [search, change] = usePageSearch();
  const form = search['form'];
  const open = useCallback((name: JobForm) => change({ form: name }), [change]);
  const close = useCallback(() => change({ form: undefined, entry: undefined, task: undefined }), [change]);
  return { open, close, form, entryId: search['entry'], taskId: search['task'] };
}

type JobFormsProps = { job: Job } & Omit<ReturnType<typeof useJobForms>, 'open'>;

export function JobForms({ job, form, entryId, taskId, close }: JobFormsProps) {
  // A form that was opened once stays, so that it can close by itself and give the focus back.
  const [used, setUsed] = useState<ReadonlySet<string>>(new Set());
  if (form !== undefined && !used.has(form)) setUsed(new Set([...used, form]));
  const props = (name: JobForm) => ({ job, opened: form === name, onClose: close });
  return (
    <Suspense fallback={null}>
      {used.has('time') && <TimeDrawer key={`time ${entryId}`} {...props('time')} entryId={entryId} />}
      {used.has('cost') && <CostDrawer key={`cost ${entryId}`} {...props('cost')} entryId={entryId} />}
      {used.has('task') && <TaskDrawer key={`task ${taskId}`} {...props('task')} taskId={taskId} />}
      {used.has('close') && <CloseDrawer {...props('close')} />}
      {used.has('change') && <JobDrawer {...props('change')} />}
    </Suspense>
  );
}
