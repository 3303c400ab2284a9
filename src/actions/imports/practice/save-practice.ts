// Saves what a directory holds to be made, and remembers by which names the sources know it. Each new record leaves its
// trace like any other record of the practice.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { readCostRates, readRates } from '#store/imports/practice.ts';
import type { NewProblem } from '#store/imports/problems.ts';
import { insertProblems } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import { billedAsAll, clients } from '#store/practice/clients.ts';
import { contacts } from '#store/practice/contacts.ts';
import { takeJobNumbers } from '#store/practice/firm.ts';
import { jobs, type JobRecord } from '#store/practice/job-records.ts';
import { jobTasks, lastPositions, type JobTaskRecord } from '#store/practice/job-tasks.ts';
import { costRates, rates, type CostRateScope } from '#store/practice/rate-card.ts';
import type { Recorded, RecordKind, Unrecorded } from '#store/practice/records.ts';
import { insertRecords } from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import { tasks } from '#store/practice/tasks.ts';
import { insertJobStates } from '#store/imports/job-states.ts';
import { rateIdentity } from '#core/practice/rate-scopes.ts';
import { ratePerHourMinorMax } from '#core/practice/rate-amounts.ts';
import { minorOf } from '../amounts.ts';
import { folded, idKey } from '../keys.ts';
import type { Admissions, PlannedContact } from './admit.ts';
import type { ClientNode, Directory, JobNode, JobTaskNode } from './directory.ts';
import { shortened } from './directory.ts';
import type { PlannedRate } from './rate-plan.ts';
import { jobWide } from './rate-plan.ts';
import type { Node, Shelf } from './shelf.ts';

export type Saving = { readonly tx: Tx; readonly author: Author; readonly batchId: number };

const rowsPerStatement = 1_000;

/** Makes whatever is pending, in the order in which records refer to each other. */
export async function saveDirectory(saving: Saving, directory: Directory): Promise<void> {
  await saveStates(saving, directory);
  await saveShelf(saving, directory.staff, staff, ({ name, email }) => ({
    name,
    email,
    code: null,
    active: true,
    workingMinutes: null,
  }));
  await saveShelf(saving, directory.clients, clients, clientRow);
  await saveShelf(saving, directory.tasks, tasks, ({ name, description }) => ({
    name,
    description,
    billable: true,
    archived: false,
  }));
  await giveJobNumbers(saving, directory);
  await saveShelf(saving, directory.jobs, jobs, (job) => jobRow(directory, job));
  const made = directory.jobTasks.pending;
  const rows = await jobTaskRows(saving, made);
  await saveShelf(saving, directory.jobTasks, jobTasks, (jobTask) => rows.get(jobTask)!);
  await saveLinks(saving, directory);
}

/** The rates of job tasks that were made from mentions, where their job has one rate for all. */
export function impliedRates(made: readonly JobTaskNode[]): PlannedRate[] {
  return made.flatMap(jobWide);
}

async function saveStates({ tx }: Saving, { states }: Directory): Promise<void> {
  const { pending } = states;
  states.pending = [];
  const ids = await insertJobStates(tx, pending);
  for (const [index, state] of pending.entries()) {
    state.id = ids[index]!;
    states.byId.set(state.id, state);
  }
}

async function saveShelf<N extends Node, R extends Recorded>(
  { tx, author }: Saving,
  shelf: Shelf<N>,
  kind: RecordKind<R>,
  rowOf: (node: N) => Unrecorded<R>,
): Promise<void> {
  const { pending } = shelf;
  shelf.pending = [];
  for (let at = 0; at < pending.length; at += rowsPerStatement) {
    const nodes = pending.slice(at, at + rowsPerStatement);
    const records = await insertRecords(tx, author, kind, nodes.map(rowOf));
    for (const [index, node] of nodes.entries()) {
      node.id = records[index]!.id;
      shelf.byId.set(node.id, node);
    }
  }
}

function clientRow(client: ClientNode) {
  const { email, phone, address, exportCode, taxNumber, archived, accountManager, jobManager } =
    client.fields;
  return {
    name: client.name,
    currency: client.currency,
    email: email ?? null,
    phone: phone ?? null,
    address: address ?? null,
    postalAddress: null,
    website: null,
    exportCode: exportCode ?? null,
    taxNumber: taxNumber ?? null,
    accountManagerId: accountManager?.id ?? null,
    jobManagerId: jobManager?.id ?? null,
    roundingIncrementMinutes: null,
    roundingDirection: null,
    ...billedAsAll,
    archived: archived ?? false,
  };
}

async function giveJobNumbers({ tx }: Saving, { jobs: shelf }: Directory): Promise<void> {
  const without = shelf.pending.filter((job) => job.number === null);
  if (without.length === 0) return;
  const given = new Set(shelf.pending.map((job) => job.number));
  const numbers: string[] = [];
  while (numbers.length < without.length) {
    const taken = await takeJobNumbers(tx, without.length - numbers.length);
    numbers.push(...taken.filter((number) => !given.has(number)));
  }
  for (const [index, job] of without.entries()) job.number = numbers[index]!;
}

function jobRow({ firm }: Directory, job: JobNode): Unrecorded<JobRecord> {
  const { state, manager, partner, dueOn, completedOn, budget } = job.fields;
  const isEnded = state!.type === 'completed' || state!.type === 'cancelled';
  return {
    number: job.number!,
    name: job.name,
    description: null,
    clientId: job.client.id!,
    currency: job.currency,
    stateId: state!.id!,
    category: null,
    managerId: manager?.id ?? null,
    partnerId: partner?.id ?? null,
    startOn: job.startOn,
    dueOn: dueOn !== undefined && (job.startOn === null || dueOn >= job.startOn) ? dueOn : null,
    completedOn: isEnded ? earlier(completedOn, firm.today) : null,
    budgetMinor: budget === undefined ? null : (minorOf(budget, job.currency) ?? null),
    clientOrderNumber: job.clientOrderNumber,
    rateBasis: job.rateBasis,
    excluded: job.excluded,
    roundingIncrementMinutes: null,
    roundingDirection: null,
  };
}

function earlier(on: CivilDate | undefined, today: CivilDate): CivilDate | null {
  return on === undefined ? null : on < today ? on : today;
}

type JobTaskRow = Unrecorded<JobTaskRecord>;

async function jobTaskRows(
  { tx }: Saving,
  made: readonly JobTaskNode[],
): Promise<Map<JobTaskNode, JobTaskRow>> {
  const positions = await lastPositions(tx, [...new Set(made.map((jobTask) => jobTask.job.id!))]);
  return new Map(
    made.map((jobTask) => {
      const jobId = jobTask.job.id!;
      const position = (positions.get(jobId) ?? -1) + 1;
      positions.set(jobId, position);
      const { name, label, billable, estimatedMinutes, completedOn } = jobTask;
      const row = {
        jobId,
        taskId: jobTask.task.id!,
        name,
        label,
        billable,
        estimatedMinutes,
        completedOn,
        position,
      };
      return [jobTask, { ...row, startOn: null, dueOn: null }];
    }),
  );
}

async function saveLinks({ tx, batchId }: Saving, directory: Directory): Promise<void> {
  const { clients: client, staff: person, tasks: task, jobs: job, jobTasks: jobTask } = directory;
  const shelves: Readonly<Record<string, Pick<Shelf<Node>, 'newLinks'>>> = {
    client,
    staff: person,
    task,
    job,
    jobTask,
  };
  for (const [kind, shelf] of Object.entries(shelves)) {
    // A key may have been linked twice: by a mention, then by the record itself.
    const latest = new Map(shelf.newLinks.map((link) => [`${link.source} ${link.externalKey}`, link]));
    shelf.newLinks = [];
    const references = [...latest.values()].map(({ node, source, externalKey, contentHash }) => ({
      kind,
      source,
      externalKey,
      contentHash,
      ourId: BigInt(node.id!),
    }));
    for (let at = 0; at < references.length; at += rowsPerStatement) {
      await keepReferences(tx, batchId, references.slice(at, at + rowsPerStatement));
    }
  }
}

/** Adds the contacts that the clients do not have; a client has one primary contact. */
export async function saveContacts(saving: Saving, { contacts: planned }: Admissions): Promise<void> {
  const { tx, author } = saving;
  const ids = [...new Set(planned.map(({ client }) => client.id!))];
  const known = await tx.query<{ id: number; clientId: number; name: string; isPrimary: boolean }>(
    `select id, client_id as "clientId", name, is_primary as "isPrimary" from contact
     where firm_id = $1 and client_id = any ($2)`,
    [tx.firmId, ids],
  );
  const found = new Map(known.map(({ id, clientId, name }) => [`${clientId} ${folded(name)}`, id]));
  const withPrimary = new Set(known.filter((one) => one.isPrimary).map((one) => one.clientId));
  const missing = new Map(
    planned
      .filter((one) => !found.has(keyOfContact(one)))
      .toReversed()
      .map((one) => [keyOfContact(one), one]),
  );
  const added = [...missing.values()].toReversed().map(({ client, contact }) => {
    const clientId = client.id!;
    const isPrimary = contact.isPrimary === true && !withPrimary.has(clientId);
    if (isPrimary) withPrimary.add(clientId);
    const { email = null, phone = null, position = null } = contact;
    return { clientId, name: shortened(contact.name, 200), email, phone, position, isPrimary };
  });
  for (let at = 0; at < added.length; at += rowsPerStatement) {
    const rows = await insertRecords(tx, author, contacts, added.slice(at, at + rowsPerStatement));
    for (const { id, clientId, name } of rows) found.set(`${clientId} ${folded(name)}`, id);
  }
  await linkContacts(saving, planned, found);
}

function keyOfContact({ client, contact }: PlannedContact): string {
  return `${client.id!} ${folded(shortened(contact.name, 200))}`;
}

/** By which documents name them. */
async function linkContacts(
  { tx, batchId }: Saving,
  planned: readonly PlannedContact[],
  found: ReadonlyMap<string, number>,
): Promise<void> {
  const references = new Map(
    planned.flatMap((one) => {
      const { externalId } = one.contact;
      if (externalId === undefined) return [];
      const externalKey = idKey(externalId);
      const ourId = BigInt(found.get(keyOfContact(one))!);
      const reference = { kind: 'contact', source: one.source, externalKey, contentHash: null, ourId };
      return [[`${one.source} ${externalKey}`, reference]];
    }),
  );
  const all = [...references.values()];
  for (let at = 0; at < all.length; at += rowsPerStatement) {
    await keepReferences(tx, batchId, all.slice(at, at + rowsPerStatement));
  }
}

export type RateToSave = PlannedRate & {
  readonly staged?:
    | { readonly file: string; readonly line: number; readonly path: string | null }
    | undefined;
};

/**
 * Adds the rates that the rate card does not have. A rate of the same scope, keys and day with another amount stays as
 * it is and is told: rates are changed by people, because a change may call for a revaluation.
 */
export async function saveRates(saving: Saving, planned: readonly RateToSave[]): Promise<void> {
  if (planned.length === 0) return;
  const { tx, author, batchId } = saving;
  const present = new Map<string, bigint>();
  for (const row of await readRates(tx)) present.set(`rate ${rateIdentity(row)}`, row.ratePerHourMinor);
  for (const row of await readCostRates(tx)) present.set(`cost ${costIdentity(row)}`, row.ratePerHourMinor);
  const problems: NewProblem[] = [];
  const missing = { rate: [] as ReturnType<typeof rateRow>[], cost: [] as ReturnType<typeof rateRow>[] };
  for (const rate of planned) {
    const row = rateRow(rate);
    const table = rate.isCost ? 'cost' : 'rate';
    const key = `${table} ${rate.isCost ? costIdentity(row) : rateIdentity(row)}`;
    const there = present.get(key);
    if (row.ratePerHourMinor < 0n || row.ratePerHourMinor > ratePerHourMinorMax) {
      problems.push(
        rateProblem(rate, 'amountOutOfRange', `The rate ${rate.rate} is not one that an hour can have.`),
      );
    } else if (there === undefined) {
      present.set(key, row.ratePerHourMinor);
      missing[table].push(row);
    } else if (there !== row.ratePerHourMinor) {
      const detail = `Another rate stands here from ${rate.from}; it was left as it is. Change it under Rates.`;
      problems.push(rateProblem(rate, 'rateDiffers', detail));
    }
  }
  for (let at = 0; at < missing.rate.length; at += rowsPerStatement) {
    await insertRecords(tx, author, rates, missing.rate.slice(at, at + rowsPerStatement));
  }
  const costRows = missing.cost.map((row) => ({ ...row, scope: row.scope as CostRateScope }));
  for (let at = 0; at < costRows.length; at += rowsPerStatement) {
    await insertRecords(tx, author, costRates, costRows.slice(at, at + rowsPerStatement));
  }
  await insertProblems(tx, batchId, problems);
}

function rateRow(rate: PlannedRate) {
  return {
    scope: rate.scope,
    jobId: rate.job?.id ?? null,
    clientId: rate.client?.id ?? null,
    staffId: rate.staff?.id ?? null,
    taskId: rate.task?.id ?? null,
    currency: rate.currency,
    ratePerHourMinor: minorOf(rate.rate, rate.currency) ?? -1n,
    effectiveFrom: rate.from,
  };
}

function costIdentity(row: Parameters<typeof rateIdentity>[0]): string {
  return rateIdentity({ ...row, jobId: null, clientId: null });
}

function rateProblem(rate: RateToSave, code: string, detail: string): NewProblem {
  const { file, line, path } = rate.staged ?? {};
  const who = [rate.job?.name, rate.client?.name, rate.staff?.name, rate.task?.name]
    .filter(Boolean)
    .join(', ');
  return {
    severity: 'difference',
    stage: 'apply',
    code,
    detail: `${who}: ${detail}`,
    file,
    line,
    path,
    field: 'rate',
    value: rate.rate,
    jobId: rate.job?.id,
  };
}
