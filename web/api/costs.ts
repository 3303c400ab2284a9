import type { z } from 'zod';
import type { addedAttachments, attachmentsPage } from '#contract/attachments/attachments.ts';
import type { costEntry, recordedCosts } from '#contract/job-costs/cost-entries.ts';
import { newRequestKey, tell } from './client.ts';
import { resourceQuery } from './resource.ts';
import { wipTopics } from './wip-actions.ts';

export type CostEntry = z.input<typeof costEntry>;
export type RecordedCosts = z.input<typeof recordedCosts>;
export type Attachment = z.input<typeof addedAttachments>['items'][number];

/** What changes when a cost does, its files among it. */
export const costTopics: readonly string[] = [...wipTopics, 'attachments'];

export function costQuery(id: string) {
  return resourceQuery<CostEntry>(`/cost-entries/${id}`, {}, { changesWith: ['wip', 'attachments'] });
}

export function attachmentsQuery(costEntryId: string) {
  return resourceQuery<z.input<typeof attachmentsPage>>('/attachments', { costEntryId, limit: 100 });
}

/** The same file sent again stays one, so a photo whose sending broke off is sent again without care. */
export function sendFile(costEntryId: string, file: File): Promise<z.input<typeof addedAttachments>> {
  const body = new FormData();
  body.append('file', file, file.name);
  return tell('/attachments', { search: { costEntryId }, body, requestKey: newRequestKey() });
}
