// What people do to WIP without an invoice, and how each of these is undone.

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { UnbilledDetailRow, unbilledDetailAnswer } from '#contract/reports/unbilled-detail.ts';
import type { movePreview, revaluationPreview, washUpPreview, wipActionDone } from '#contract/wip/actions.ts';
import { ask, tell } from './client.ts';
import { currentFirmId } from './firm.ts';
import { useTell } from './useTell.ts';

export type WipActionDone = z.input<typeof wipActionDone>;
export type WashUpPreview = z.input<typeof washUpPreview>;
export type MovePreview = z.input<typeof movePreview>;
export type RevaluationPreview = z.input<typeof revaluationPreview>;
export type OpenItem = UnbilledDetailRow;

/** What changes when WIP is changed. */
export const wipTopics: readonly string[] = [
  'wip',
  'wip-actions',
  'jobs',
  'reports',
  'time-entries',
  'cost-entries',
  'billable',
];

/** So many jobs one answer is asked for at most. */
export const openItemsJobsMax = 500;

/** What is open on jobs, entry by entry; all of it, for an action takes all of it. */
export function openItemsQuery(jobIds: readonly string[]) {
  const path = '/reports/unbilled-detail';
  const question = { jobIds: jobIds.join(','), limit: 10_000 };
  return queryOptions({
    queryKey: ['reports', currentFirmId(), path, question],
    queryFn: async ({ signal }) => {
      const answer = await ask<z.input<typeof unbilledDetailAnswer>>(path, { search: question, signal });
      return answer.items;
    },
    meta: { changesWith: ['wip', 'jobs'] },
  });
}

/** What an action would do, with nothing posted; asked again when the ledger changes. */
export function previewQuery<Answer>(path: string, body: unknown) {
  return queryOptions({
    queryKey: ['wip', currentFirmId(), path, body],
    queryFn: () => tell<Answer>(path, { body }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Takes an action back: reversing postings, to the cent. */
export function useUndoWipAction() {
  return useTell<{ wipActionId: string; said: string }, WipActionDone>({
    send: ({ wipActionId }) => ({ path: `/wip-actions/${wipActionId}/undo`, body: {} }),
    changes: wipTopics,
    said: (_, { said }) => said,
  });
}
