// What the fields of a job hold, and what the API takes for them.

import { jobChange, newJobs } from '#contract/jobs/jobs.ts';
import type { Job } from '../../api/jobs.ts';
import { jobTopics } from '../../api/jobs.ts';
import { orNull } from '../../form/words.ts';
import type { FormOptions } from '../../form/useRecordForm.ts';

export type JobFields = {
  name: string;
  number: string;
  clientId: string;
  description: string;
  stateId: string;
  category: string;
  managerId: string;
  partnerId: string;
  startOn: string;
  dueOn: string;
  budget: string;
  clientOrderNumber: string;
  rateBasis: 'task' | 'staff';
  excluded: boolean;
  /** '' is the policy of the client or the firm; else the minutes of a step. */
  roundingStep: '' | '1' | '6' | '15' | '30';
  roundingDirection: 'up' | 'nearest' | 'down';
  /** Of a new job: the tasks of the library that it begins with. */
  tasks: readonly { id: string; name: string }[];
};

export function fieldsOf(job: Job | undefined, clientId: string): JobFields {
  return {
    name: job?.name ?? '',
    number: job?.number ?? '',
    clientId: job?.clientId ?? clientId,
    description: job?.description ?? '',
    stateId: job?.stateId ?? '',
    category: job?.category ?? '',
    managerId: job?.managerId ?? '',
    partnerId: job?.partnerId ?? '',
    startOn: job?.startOn ?? '',
    dueOn: job?.dueOn ?? '',
    budget: job?.budget ?? '',
    clientOrderNumber: job?.clientOrderNumber ?? '',
    rateBasis: job?.rateBasis ?? 'task',
    excluded: job?.excluded ?? false,
    roundingStep: job?.rounding ? (String(job.rounding.incrementMinutes) as '6') : '',
    roundingDirection: job?.rounding?.direction ?? 'up',
    tasks: [],
  };
}

function bodyOf(fields: JobFields, job: Job | undefined, seesMoney: boolean): object {
  const { roundingStep, roundingDirection } = fields;
  return {
    name: fields.name,
    ...(fields.number === '' ? {} : { number: fields.number }),
    clientId: fields.clientId,
    ...(fields.stateId === '' ? {} : { stateId: fields.stateId }),
    description: orNull(fields.description),
    category: orNull(fields.category),
    managerId: orNull(fields.managerId),
    partnerId: orNull(fields.partnerId),
    startOn: orNull(fields.startOn),
    dueOn: orNull(fields.dueOn),
    ...(seesMoney ? { budget: orNull(fields.budget) } : {}),
    clientOrderNumber: orNull(fields.clientOrderNumber),
    rateBasis: fields.rateBasis,
    excluded: fields.excluded,
    rounding:
      roundingStep === '' ? null : { incrementMinutes: Number(roundingStep), direction: roundingDirection },
    ...(job === undefined ? { tasks: fields.tasks.map(({ id }) => ({ taskId: id })) } : {}),
  };
}

type JobForm = { job: Job | undefined; clientId: string; seesMoney: boolean };

/** What a form of a job is made of; of a new one without the job. */
export function jobFormOptions({ job, clientId, seesMoney }: JobForm) {
  return {
    id: job === undefined ? `new job ${clientId}` : `job ${job.id}`,
    bodyOf: (fields: JobFields) => bodyOf(fields, job, seesMoney),
    schema: job === undefined ? newJobs : jobChange,
    pathOf: { roundingStep: 'rounding.incrementMinutes', roundingDirection: 'rounding.direction' },
    check: (fields: JobFields) => ({
      ...(fields.name.trim() === '' ? { name: 'This is needed.' } : {}),
      ...(fields.clientId === '' ? { clientId: 'A job belongs to a client.' } : {}),
    }),
    send: (body: unknown) =>
      job === undefined
        ? { path: '/jobs', body }
        : { path: `/jobs/${job.id}`, method: 'PATCH' as const, version: job.version, body },
    changes: jobTopics,
  } satisfies Omit<FormOptions<JobFields, Job>, 'initial'>;
}
