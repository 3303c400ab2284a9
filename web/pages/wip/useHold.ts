import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { ask, tell } from '../../api/client.ts';
import type { ChangedJob, Job } from '../../api/jobs.ts';
import { jobStatesQuery, jobTopics } from '../../api/jobs.ts';
import { refresh } from '../../api/resource.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';

type Moved = { job: ChangedJob; before: string };

/** Puts jobs into the firm's state for work that rests, at once, with Undo. */
export function useHold() {
  const queryClient = useQueryClient();
  const formats = useFormats();
  return useCallback(
    async (rows: readonly BillingRow[], done: () => void) => {
      const count = rows.length === 1 ? (rows[0]?.jobNumber ?? '') : `${formats.count(rows.length)} jobs`;
      const moved: Moved[] = [];
      const undo = async () => {
        try {
          for (const { job, before } of moved) await toState(job, before);
          showToast({ text: `${count} as before` });
        } catch (error) {
          showProblem(error);
        }
        await refresh(queryClient, jobTopics);
      };
      try {
        const { items } = await queryClient.ensureQueryData(jobStatesQuery());
        const resting = items.find(({ type }) => type === 'onHold');
        if (resting === undefined) {
          showToast({
            text: 'No state of a job means on hold',
            detail: 'Add one in the settings.',
            tone: 'problem',
          });
          return;
        }
        for (const { jobId } of rows) {
          const job = await ask<Job>(`/jobs/${jobId}`);
          if (job.stateId === resting.id) continue;
          moved.push({ job: await toState(job, resting.id), before: job.stateId });
        }
        showToast({ text: `${count}: ${resting.name}`, onUndo: undo });
        done();
      } catch (error) {
        showProblem(error);
        if (moved.length > 0) showToast({ text: `${formats.count(moved.length)} are on hold`, onUndo: undo });
      }
      await refresh(queryClient, jobTopics);
    },
    [queryClient, formats],
  );
}

function toState({ id, version }: { id: string; version: number }, stateId: string): Promise<ChangedJob> {
  return tell<ChangedJob>(`/jobs/${id}`, { method: 'PATCH', version, body: { stateId } });
}
