import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { costRate } from '#contract/rates/cost-rates.ts';
import type { rate } from '#contract/rates/rates.ts';
import type { rateResolution } from '#contract/rates/resolution.ts';
import type { staffMember } from '#contract/staff/staff.ts';
import type { task } from '#contract/tasks/tasks.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';
import type { ListPage, ListQuestion } from './resource.ts';
import { resourceQuery, topicOf } from './resource.ts';

export type Rate = z.input<typeof rate>;
export type CostRate = z.input<typeof costRate>;
export type Resolution = z.input<typeof rateResolution>;
export type StaffMember = z.input<typeof staffMember>;
export type Task = z.input<typeof task>;

export function staffMemberQuery(id: string) {
  return resourceQuery<StaffMember>(`/staff/${id}`);
}

export function resolutionQuery(question: ListQuestion) {
  return resourceQuery<Resolution>('/rates/resolution', question, {
    changesWith: ['cost-rates', 'jobs', 'job-tasks'],
  });
}

const pageRows = 500;

/** A list to its last page, where a table needs all of it at once. */
export function wholeListQuery<Row>(path: string, question: ListQuestion = {}) {
  return queryOptions({
    queryKey: [topicOf(path), currentFirmId(), path, question, 'whole'],
    queryFn: async ({ signal }) => {
      const rows: Row[] = [];
      let cursor: string | null | undefined = '';
      while (cursor !== null && cursor !== undefined) {
        const search: ListQuestion = { ...question, limit: pageRows, cursor };
        const page: ListPage<Row> = await ask<ListPage<Row>>(path, { search, signal });
        rows.push(...page.items);
        cursor = page.nextCursor;
      }
      return rows;
    },
    meta: { changesWith: ['staff', 'tasks'] },
  });
}
