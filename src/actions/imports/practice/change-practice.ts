// Records of the practice that have changed in the source since they were imported. What only describes is brought up to
// date, leaving its trace like any other change; what work hangs on (a job's client, its currency, how it is priced,
// whether it accrues WIP) stays, and the difference is named.

import type { Tx } from '#store/database.ts';
import type { NewProblem } from '#store/imports/problems.ts';
import { clients, type ClientRecord } from '#store/practice/clients.ts';
import { jobs, type JobRecord } from '#store/practice/job-records.ts';
import { jobTasks, type JobTaskRecord } from '#store/practice/job-tasks.ts';
import {
  findRecords,
  updateRecord,
  type Recorded,
  type RecordKind,
  type Unrecorded,
} from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import { tasks } from '#store/practice/tasks.ts';
import { minorOf } from '../amounts.ts';
import { folded } from '../keys.ts';
import type { ImportedJob } from '../model.ts';
import { problemOf } from '../run.ts';
import type { Admissions, PlannedChange } from './admit.ts';
import { shortened, type JobNode } from './directory.ts';
import type { Saving } from './save-practice.ts';

export async function changePractice(saving: Saving, admissions: Admissions): Promise<NewProblem[]> {
  const problems: NewProblem[] = [];
  for (const change of admissions.changes) {
    const differences = await applyChange(saving, admissions, change);
    problems.push(
      ...differences.map((field) =>
        problemOf(change.staged, 'apply', 'difference', {
          code: 'recordDiffers',
          detail: `${change.record.name}: its ${field} is another in the source now; work hangs on it, so it stays.`,
          field,
          jobId: change.kind === 'job' ? change.node.id : null,
        }),
      ),
    );
  }
  return problems;
}

/** Answers the fields that stay as they are. */
async function applyChange(
  { tx, author }: Saving,
  admissions: Admissions,
  change: PlannedChange,
): Promise<string[]> {
  const update = <R extends Recorded>(kind: RecordKind<R>, to: Partial<Unrecorded<R>>) =>
    updateFound(tx, { author, kind, id: change.node.id!, to });
  switch (change.kind) {
    case 'staff': {
      const { name, email } = change.record;
      await update(staff, { name: shortened(name, 200), email });
      return [];
    }
    case 'client': {
      const { name, email, phone, address, exportCode, taxNumber, archived, currency } = change.record;
      const to: Partial<ClientRecord> = {
        name: shortened(name, 200),
        email,
        phone,
        address,
        exportCode,
        taxNumber,
        archived,
      };
      await update(clients, to);
      return currency !== undefined && currency.toUpperCase() !== change.node.currency ? ['currency'] : [];
    }
    case 'task': {
      const { name, description } = change.record;
      const isFree = admissions.directory.tasks
        .named(name)
        .every((task) => task === change.node || task.archived);
      await update(tasks, { description, ...(isFree ? { name: shortened(name, 200) } : {}) });
      return isFree ? [] : ['name'];
    }
    case 'job':
      await update(jobs, jobFields(admissions, change.record, change.node));
      return jobDifferences(change.record, change.node);
    case 'jobTask': {
      const { name, label, billable, estimatedMinutes, completedOn } = change.record;
      const to: Partial<JobTaskRecord> = {
        name: shortened(name, 200),
        label,
        billable,
        estimatedMinutes,
        completedOn,
      };
      await update(jobTasks, to);
      return [];
    }
  }
}

function jobFields(admissions: Admissions, record: ImportedJob, node: JobNode): Partial<JobRecord> {
  const { name, startOn, dueOn, completedOn, clientOrderNumber, budget } = record;
  const state = record.state === undefined ? undefined : admissions.stateFor(record);
  const isEnded = state?.type === 'completed' || state?.type === 'cancelled';
  const budgetMinor = budget === undefined ? undefined : minorOf(budget, node.currency);
  return {
    name: shortened(name, 200),
    startOn,
    dueOn: dueOn !== undefined && startOn !== undefined && dueOn < startOn ? undefined : dueOn,
    clientOrderNumber,
    ...(budgetMinor === undefined || budgetMinor < 0n ? {} : { budgetMinor }),
    ...(typeof state?.id !== 'number'
      ? {}
      : { stateId: state.id, completedOn: isEnded ? (completedOn ?? null) : null }),
  };
}

function jobDifferences(record: ImportedJob, node: JobNode): string[] {
  const { client, currency, rateBasis, excludeEstimatedBillings, number } = record;
  const differs: [string, boolean][] = [
    ['client', client?.name !== undefined && folded(client.name) !== folded(node.client.name)],
    ['currency', currency !== undefined && currency.toUpperCase() !== node.currency],
    ['rate basis', rateBasis !== undefined && rateBasis !== node.rateBasis],
    [
      'exclusion from billing',
      excludeEstimatedBillings !== undefined && excludeEstimatedBillings !== node.excluded,
    ],
    ['number', number !== undefined && node.number !== null && folded(number) !== folded(node.number)],
  ];
  return differs.flatMap(([field, isOther]) => (isOther ? [field] : []));
}

type Update<R extends Recorded> = {
  readonly author: Saving['author'];
  readonly kind: RecordKind<R>;
  readonly id: number;
  readonly to: Partial<Unrecorded<R>>;
};

async function updateFound<R extends Recorded>(tx: Tx, { author, kind, id, to }: Update<R>): Promise<void> {
  const [record] = await findRecords(tx, kind, [id]);
  if (record !== undefined) await updateRecord(tx, author, kind, { record, to });
}
