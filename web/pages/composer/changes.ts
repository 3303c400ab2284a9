// Every change that the author makes to an invoice, as a step from one draft to the next.

import type { Decision, InvoiceDraft, JobDraft, TypedLine } from './model.ts';
import { decision } from './model.ts';

export type Change =
  | { do: 'replace'; draft: InvoiceDraft }
  | { do: 'set'; changed: Partial<InvoiceDraft> }
  | { do: 'addJobs'; jobs: readonly JobDraft[] }
  | { do: 'removeJob'; jobId: string }
  | { do: 'setJob'; jobId: string; changed: Partial<JobDraft> }
  /** Of entries: their treatment, or what is billed of them. Null: nothing is said of them any more. */
  | { do: 'decide'; jobId: string; itemIds: readonly string[]; changed: Partial<Decision> | null }
  | { do: 'setLines'; jobId: string | null; lines: (before: readonly TypedLine[]) => readonly TypedLine[] }
  | { do: 'setLine'; key: string; description?: string | null; taxId?: string | null }
  | { do: 'dropLineSettings'; keys: readonly string[] };

export type Dispatch = (change: Change) => void;

export function changed(draft: InvoiceDraft, change: Change): InvoiceDraft {
  switch (change.do) {
    case 'replace':
      return change.draft;
    case 'set':
      return { ...draft, ...change.changed };
    case 'addJobs': {
      const there = new Set(draft.jobs.map(({ jobId }) => jobId));
      return { ...draft, jobs: [...draft.jobs, ...change.jobs.filter(({ jobId }) => !there.has(jobId))] };
    }
    case 'removeJob':
      return { ...draft, jobs: draft.jobs.filter(({ jobId }) => jobId !== change.jobId) };
    case 'setJob':
      return withJob(draft, change.jobId, (job) => ({ ...job, ...change.changed }));
    case 'decide':
      return withJob(draft, change.jobId, (job) => ({ ...job, entries: decided(job.entries, change) }));
    case 'setLines':
      return change.jobId === null
        ? { ...draft, lines: change.lines(draft.lines) }
        : withJob(draft, change.jobId, (job) => ({ ...job, lines: change.lines(job.lines) }));
    case 'setLine': {
      const { key, do: _, ...said } = change;
      const setting = { description: null, taxId: null, ...draft.lineSettings[key], ...said };
      const { [key]: _before, ...others } = draft.lineSettings;
      const isUsual = setting.description === null && setting.taxId === null;
      return { ...draft, lineSettings: isUsual ? others : { ...others, [key]: setting } };
    }
    case 'dropLineSettings':
      return {
        ...draft,
        lineSettings: Object.fromEntries(
          Object.entries(draft.lineSettings).filter(([key]) => !change.keys.includes(key)),
        ),
      };
  }
}

function decided(
  entries: JobDraft['entries'],
  { itemIds, changed: said }: Extract<Change, { do: 'decide' }>,
): JobDraft['entries'] {
  const after: Record<string, Decision> = { ...entries };
  for (const itemId of itemIds) {
    if (said === null) delete after[itemId];
    else after[itemId] = { ...(after[itemId] ?? decision('bill')), ...said };
  }
  return after;
}

function withJob(draft: InvoiceDraft, jobId: string, make: (job: JobDraft) => JobDraft): InvoiceDraft {
  return { ...draft, jobs: draft.jobs.map((job) => (job.jobId === jobId ? make(job) : job)) };
}
