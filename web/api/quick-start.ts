// The first client, job, staff member and rate of a fresh firm, from one form: several requests behind each other. Each goes
// under a key of its own content, so that going on after a failure makes nothing twice.

import type { z } from 'zod';
import type { client } from '#contract/clients/clients.ts';
import type { job } from '#contract/jobs/jobs.ts';
import type { staffMember } from '#contract/staff/staff.ts';
import type { task } from '#contract/tasks/tasks.ts';
import { ask, newRequestKey, tell } from './client.ts';
import type { SessionFirm } from './session.ts';
import type { Member } from './settings.ts';

export type QuickStart = {
  clientName: string;
  jobName: string;
  taskName: string;
  ratePerHour: string;
  personName: string;
  /** The first day of the rate. */
  from: string;
};

const keys = new Map<string, string>();

async function make<T>(path: string, body: unknown): Promise<T> {
  const content = `${path} ${JSON.stringify(body)}`;
  const requestKey = keys.get(content) ?? newRequestKey();
  keys.set(content, requestKey);
  return tell<T>(path, { body, requestKey });
}

export async function quickStart(firm: SessionFirm, given: QuickStart): Promise<z.input<typeof job>> {
  const { clientName, jobName, taskName, ratePerHour, from } = given;
  const staffId = await ownStaffId(firm, given.personName);
  const { id: taskId } = await make<z.input<typeof task>>('/tasks', { name: taskName });
  const { id: clientId } = await make<z.input<typeof client>>('/clients', {
    name: clientName,
    currency: firm.currency,
  });
  await make('/rates', { scope: 'staff', staffId, ratePerHour, effectiveFrom: from });
  return make<z.input<typeof job>>('/jobs', { name: jobName, clientId, tasks: [{ taskId }] });
}

/** Whoever starts records time too: they become a staff member, unless they are one. */
async function ownStaffId({ memberId, staffId }: SessionFirm, name: string): Promise<string> {
  if (staffId !== null) return staffId;
  if (memberId === null) throw new Error('Only a person can start, not a key.');
  const member = await ask<Member>(`/members/${memberId}`);
  if (member.staffId !== null) return member.staffId;
  const made = await make<z.input<typeof staffMember>>('/staff', { name });
  await tell(`/members/${memberId}`, {
    method: 'PATCH',
    version: member.version,
    body: { staffId: made.id },
  });
  return made.id;
}
