import type { ChangedJob } from '../../api/jobs.ts';
import { jobTopics } from '../../api/jobs.ts';
import { wipTopics } from '../../api/wip-actions.ts';
import { useTell } from '../../api/useTell.ts';
import { useFormats } from '../../util/firm-context.ts';

type Stateful = { id: string; version: number; number: string; stateId: string };
type Given = { job: Stateful; stateId: string };

/** Puts a job into another state at once, with Undo. One that ends and leaves WIP open offers the wash-up. */
export function useJobState(onWashUp?: (job: ChangedJob) => void) {
  const formats = useFormats();
  const changing = useTell<Given, ChangedJob>({
    send: ({ job, stateId }) => ({
      path: `/jobs/${job.id}`,
      method: 'PATCH',
      version: job.version,
      body: { stateId },
    }),
    changes: [...jobTopics, ...wipTopics],
    said: (saved, { job }) => {
      const back = (): void => changing.tell({ job: saved, stateId: job.stateId });
      const text = `${saved.number} is ${saved.stateName}`;
      if (saved.wipOpen === null || saved.wipOpen === undefined) return { text, onUndo: back };
      return {
        text,
        detail: `${formats.amount(saved.wipOpen)} ${saved.currency} of WIP stays open.`,
        onUndo: back,
        ...(onWashUp ? { action: { label: 'Wash up', onAct: () => onWashUp(saved) } } : {}),
      };
    },
  });
  return changing;
}
