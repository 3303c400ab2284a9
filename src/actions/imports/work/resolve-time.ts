// What an imported time entry stands on: its job, the job's task and the person. The same is asked when an import is
// checked and when it is applied.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { parseCurrency } from '#core/money/currencies.ts';
import { minorOf, isZero } from '../amounts.ts';
import { folded, idKey, numberKey } from '../keys.ts';
import type { ImportedTimeEntry, Reference } from '../model.ts';
import { unknownJob } from '../practice/admit.ts';
import type { Directory, JobNode, JobTaskNode, StaffNode } from '../practice/directory.ts';
import { noClientName, noProjectName, shortened } from '../practice/directory.ts';
import { stateOf } from '../practice/states.ts';

/** As the database has it: a week. */
export const minutesPerEntryMax = 10_080;

export type TimePlace = { readonly job: JobNode; readonly jobTask: JobTaskNode; readonly staff: StaffNode };

/**
 * Rows name the same job, task and person again and again, and find the same as long as nothing is put into the directory:
 * then what was found is remembered.
 */
export function resolveTime(
  directory: Directory,
  source: string,
  entry: ImportedTimeEntry,
): Result<TimePlace> {
  const { version } = directory;
  const found = foundIn(directory, version);
  const key = mentionsOf(source, entry);
  const known = found.get(key);
  if (known !== undefined) return amountRefusal(entry, known.value.job) ?? known;
  const resolved = resolveAnew(directory, source, entry);
  if (!resolved.ok || directory.version !== version) return resolved;
  if (found.size >= foundMax) found.clear();
  found.set(key, resolved);
  return resolved;
}

type Found = { readonly version: number; readonly places: Map<string, Done> };
type Done = Extract<Result<TimePlace>, { ok: true }>;

const foundMax = 10_000;
const founds = new WeakMap<Directory, Found>();

function foundIn(directory: Directory, version: number): Map<string, Done> {
  const there = founds.get(directory);
  if (there?.version === version) return there.places;
  const places = new Map<string, Done>();
  founds.set(directory, { version, places });
  return places;
}

function mentionsOf(source: string, { staff, job, client, task, currency }: ImportedTimeEntry): string {
  const person = `${staff.externalId}\n${staff.name}\n${staff.email}`;
  return `${source}\n${person}\n${textOf(job)}\n${textOf(client)}\n${textOf(task)}\n${currency}`;
}

function textOf(reference: Reference | undefined): string {
  if (reference === undefined) return '';
  return `${reference.externalId}\n${reference.number}\n${reference.name}`;
}

function resolveAnew(directory: Directory, source: string, entry: ImportedTimeEntry): Result<TimePlace> {
  const staff = directory.ensureStaff(source, entry.staff);
  if (!staff.ok) return staff;
  const job = resolveJob(directory, source, entry);
  if (!job.ok) return job;
  const amounts = amountRefusal(entry, job.value);
  if (amounts !== undefined) return amounts;
  const jobTask = directory.ensureJobTask(source, job.value, entry.task);
  if (!jobTask.ok) return jobTask;
  return done({ job: job.value, jobTask: jobTask.value, staff: staff.value });
}

function resolveJob(directory: Directory, source: string, entry: ImportedTimeEntry): Result<JobNode> {
  const reference = entry.job ?? { name: noProjectName };
  const client = entry.client ?? (entry.job === undefined ? { name: noClientName } : undefined);
  const found = directory.findJob(source, reference, client);
  if (!found.ok) return found;
  if (found.value !== undefined) return done(found.value);
  // Trackers have no list of jobs that must come along; a mention with a name is enough to make one.
  if (source === 'workflowmax' || reference.name === undefined) {
    return unknownJob(reference.number ?? reference.name ?? reference.externalId ?? '');
  }
  return impliedJob(directory, source, { reference, client, currency: entry.currency });
}

type Mention = {
  readonly reference: Reference;
  readonly client: Reference | undefined;
  readonly currency: string | undefined;
};

function impliedJob(directory: Directory, source: string, mention: Mention): Result<JobNode> {
  const { reference, client, currency } = mention;
  const parsed = currency === undefined ? undefined : parseCurrency(currency.toUpperCase());
  if (parsed?.ok === false) return parsed;
  const owner = directory.ensureClient(source, client ?? { name: noClientName }, parsed?.value);
  if (!owner.ok) return owner;
  const { number, externalId, name } = reference;
  const isTaken = number === undefined || directory.jobNumbered(number) !== undefined;
  const job = directory.makeJob({
    id: null,
    number: isTaken ? null : shortened(number, 50),
    name: shortened(name ?? noProjectName, 200),
    client: owner.value,
    currency: parsed?.value ?? owner.value.currency,
    rateBasis: 'staff',
    excluded: false,
    billableRate: undefined,
    startOn: null,
    fields: { state: stateOf(directory, {}, {}).node },
    clientOrderNumber: null,
    tasks: [],
    identifiedBy: new Set(),
  });
  if (externalId !== undefined) directory.jobs.link(source, idKey(externalId), job);
  if (number !== undefined && !isTaken) directory.jobs.link(source, numberKey(number), job);
  directory.jobs.link(source, `name:${folded(owner.value.name)}/${folded(job.name)}`, job);
  return done(job);
}

function amountRefusal(entry: ImportedTimeEntry, job: JobNode) {
  const { rate, amount, currency } = entry;
  for (const [field, value] of [['rate', rate] as const, ['amount', amount] as const]) {
    if (value !== undefined && (minorOf(value, job.currency) ?? -1n) < 0n) {
      const accepted = 'an amount of zero or more';
      return refuse('amountOutOfRange', `The ${field} of time is zero or more.`, { field, value, accepted });
    }
  }
  const isSaid = currency !== undefined && !(isZero(rate) && isZero(amount));
  if (!isSaid || currency.toUpperCase() === job.currency) return undefined;
  const detail = `The job ${job.name} is in ${job.currency}; a job has one currency.`;
  return refuse('currencyMismatch', detail, { field: 'currency', value: currency, accepted: job.currency });
}

/** Minutes after midnight; an end before its start lies on the next day. */
export function dayMinutes(entry: ImportedTimeEntry): { start: number | null; end: number | null } {
  const start = minuteOf(entry.start);
  const end = minuteOf(entry.end);
  if (start === null || end === null) return { start, end };
  return { start, end: end < start ? end + 1440 : end };
}

function minuteOf(time: string | undefined): number | null {
  const match = time === undefined ? null : /^(\d{2}):(\d{2})$/.exec(time);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
