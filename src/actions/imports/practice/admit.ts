// Takes a record of the practice in: finds what it stands for in the firm, or puts it on the shelf to be made, and says
// what is to be changed in what the firm has. Nothing is written here.

import { parseCurrency, type CurrencyCode } from '#core/money/currencies.ts';
import type { Refused, Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { KnownRecord } from '#store/imports/staging.ts';
import { folded, idKey, numberKey } from '../keys.ts';
import { minorOf } from '../amounts.ts';
import type {
  ImportedClient,
  ImportedContact,
  ImportedJob,
  ImportedJobTask,
  ImportedStaff,
  ImportedTask,
  Reference,
  StaffReference,
} from '../model.ts';
import type { ClientNode, Directory, JobNode, JobTaskNode, StaffNode, TaskNode } from './directory.ts';
import { noClientName, shortened } from './directory.ts';
import type { PlannedRate } from './rate-plan.ts';
import { billable, cost, jobWide, taskHistory } from './rate-plan.ts';
import type { Node, Shelf } from './shelf.ts';
import type { StateReading, StateWishes } from './states.ts';
import { stateOf } from './states.ts';

export type PracticeKind = 'staff' | 'client' | 'task' | 'job' | 'jobTask';

/** In the order in which they refer to each other. */
export const practiceKinds: readonly PracticeKind[] = ['staff', 'task', 'client', 'job', 'jobTask'];

export type Outcome = 'created' | 'matched' | 'changed' | 'unchanged';

/** What a record, changed since it was last imported, says of one that the firm has. */
export type PlannedChange =
  | {
      readonly kind: 'client';
      readonly node: ClientNode;
      readonly record: ImportedClient;
      readonly staged: KnownRecord;
    }
  | {
      readonly kind: 'staff';
      readonly node: StaffNode;
      readonly record: ImportedStaff;
      readonly staged: KnownRecord;
    }
  | {
      readonly kind: 'task';
      readonly node: TaskNode;
      readonly record: ImportedTask;
      readonly staged: KnownRecord;
    }
  | {
      readonly kind: 'job';
      readonly node: JobNode;
      readonly record: ImportedJob;
      readonly staged: KnownRecord;
    }
  | {
      readonly kind: 'jobTask';
      readonly node: JobTaskNode;
      readonly record: ImportedJobTask;
      readonly staged: KnownRecord;
    };

export type PlannedContact = {
  readonly source: string;
  readonly client: ClientNode;
  readonly contact: ImportedContact;
};

export class Admissions {
  readonly directory: Directory;
  readonly wishes: StateWishes;
  rates: (PlannedRate & { readonly staged: KnownRecord })[] = [];
  changes: PlannedChange[] = [];
  contacts: PlannedContact[] = [];
  readonly states = new Map<string, StateReading>();
  #later: (() => { readonly staged: KnownRecord; readonly refused: Refused } | undefined)[] = [];

  constructor(directory: Directory, wishes: StateWishes) {
    this.directory = directory;
    this.wishes = wishes;
  }

  admit(kind: PracticeKind, staged: KnownRecord): Result<Outcome> {
    const record: unknown = JSON.parse(staged.record);
    switch (kind) {
      case 'staff':
        return this.#admitStaff(staged, record as ImportedStaff);
      case 'client':
        return this.#admitClient(staged, record as ImportedClient);
      case 'task':
        return this.#admitTask(staged, record as ImportedTask);
      case 'job':
        return this.#admitJob(staged, record as ImportedJob);
      case 'jobTask':
        return this.#admitJobTask(staged, record as ImportedJobTask);
    }
  }

  #admitStaff(staged: KnownRecord, record: ImportedStaff): Result<Outcome> {
    const { directory } = this;
    const { source } = staged;
    const found = directory.findStaff(source, record);
    if (!found.ok) return found;
    const placed = this.#place(directory.staff, staged, found.value, () =>
      directory.staff.make({
        id: null,
        name: shortened(record.name, 200),
        email: record.email ?? null,
        identifiedBy: new Set(),
      }),
    );
    if (placed.outcome === 'changed') this.changes.push({ kind: 'staff', node: placed.node, record, staged });
    if (record.email !== undefined)
      directory.staff.link(source, `email:${folded(record.email)}`, placed.node);
    const owners = { staff: placed.node };
    this.#planRates(staged, placed.outcome, [
      ...billable('staff', owners, directory.firm.currency, record.billableRate),
      ...cost(directory, 'staff', owners, record.costRate),
    ]);
    return done(placed.outcome);
  }

  #admitClient(staged: KnownRecord, record: ImportedClient): Result<Outcome> {
    const { directory } = this;
    const { source } = staged;
    const currency = currencyOf(record.currency);
    if (!currency.ok) return currency;
    const [accountManager, jobManager] = this.#people(source, [record.accountManager, record.jobManager]);
    const found = directory.findClient(source, record);
    if (!found.ok) return found;
    const { email, phone, address, exportCode, taxNumber, archived } = record;
    const placed = this.#place(directory.clients, staged, found.value, () =>
      directory.clients.make({
        id: null,
        name: shortened(record.name, 200),
        currency: currency.value ?? directory.firm.currency,
        fields: { email, phone, address, exportCode, taxNumber, archived, accountManager, jobManager },
        identifiedBy: new Set(),
      }),
    );
    const { node, outcome } = placed;
    if (outcome === 'changed') this.changes.push({ kind: 'client', node, record, staged });
    if (outcome !== 'unchanged') {
      this.contacts.push(...record.contacts.map((contact) => ({ source, client: node, contact })));
    }
    for (const { task, billableRate } of record.taskRates) {
      this.#planLater(staged, outcome, directory.ensureTask.bind(directory, source, task), (library) =>
        billable('clientTask', { client: node, task: library }, node.currency, billableRate),
      );
    }
    return done(outcome);
  }

  #admitTask(staged: KnownRecord, record: ImportedTask): Result<Outcome> {
    const { directory } = this;
    const { source } = staged;
    const { currency } = directory.firm;
    const linked = directory.tasks.find(source, staged.externalKey);
    const node = linked ?? directory.tasks.named(record.name).find((task) => !task.archived);
    const placed = this.#place(directory.tasks, staged, node, () =>
      directory.tasks.make({
        id: null,
        name: shortened(record.name, 200),
        description: record.description ?? null,
        archived: false,
        identifiedBy: new Set(),
      }),
    );
    const task = placed.node;
    if (placed.outcome === 'changed') this.changes.push({ kind: 'task', node: task, record, staged });
    const { outcome } = placed;
    this.#planRates(staged, outcome, [
      ...taskHistory(task, record, currency),
      ...cost(directory, 'task', { task }, record.baseRate),
    ]);
    for (const { client, billableRate } of record.customClientRates) {
      this.#planLater(
        staged,
        outcome,
        directory.ensureClient.bind(directory, source, client, undefined),
        (owner) => billable('clientTask', { client: owner, task }, owner.currency, billableRate),
      );
    }
    for (const { staff, billableRate, baseRate } of record.customStaffRates) {
      this.#planLater(staged, outcome, directory.ensureStaff.bind(directory, source, staff), (owner) => [
        ...billable('staffTask', { staff: owner, task }, currency, billableRate),
        ...cost(directory, 'staffTask', { staff: owner, task }, baseRate),
      ]);
    }
    return done(outcome);
  }

  #admitJob(staged: KnownRecord, record: ImportedJob): Result<Outcome> {
    const { directory } = this;
    const { source } = staged;
    const currency = currencyOf(record.currency);
    if (!currency.ok) return currency;
    const known = directory.jobs.find(source, staged.externalKey);
    const found =
      known === undefined ? directory.findJob(source, referenceOf(record), record.client) : done(known);
    if (!found.ok) return found;
    const made = found.value === undefined ? this.#newJob(staged, record, currency.value) : done(found.value);
    if (!made.ok) return made;
    const placed = this.#place(directory.jobs, staged, found.value, () => directory.makeJob(made.value));
    const { node, outcome } = placed;
    if (record.number !== undefined) directory.jobs.link(source, numberKey(record.number), node);
    if (record.billableRate !== undefined) node.billableRate = record.billableRate;
    if (record.acceptedQuote !== undefined) this.#acceptQuote(source, record.acceptedQuote, node);
    if (outcome === 'changed') {
      this.stateFor(record);
      this.changes.push({ kind: 'job', node, record, staged });
    }
    for (const { staff, billableRate } of record.staffRates) {
      this.#planLater(staged, outcome, directory.ensureStaff.bind(directory, source, staff), (owner) =>
        billable('jobStaff', { job: node, staff: owner }, node.currency, billableRate),
      );
    }
    this.#planRates(staged, outcome, node.tasks.flatMap(jobWide));
    return done(outcome);
  }

  #newJob(staged: KnownRecord, record: ImportedJob, currency: CurrencyCode | undefined): Result<JobNode> {
    const { directory } = this;
    const { source } = staged;
    const client = directory.ensureClient(source, record.client ?? { name: noClientName }, currency);
    if (!client.ok) return client;
    const [manager, partner] = this.#people(source, [record.manager, record.partner]);
    const jobCurrency = currency ?? client.value.currency;
    if (record.budget !== undefined && (minorOf(record.budget, jobCurrency) ?? -1n) < 0n) {
      return refuse('amountOutOfRange', 'A budget is zero or more, and not beyond what the ledger holds.', {
        field: 'budget',
        value: record.budget,
        accepted: 'an amount of zero or more',
      });
    }
    const isTaken = record.number === undefined || directory.jobNumbered(record.number) !== undefined;
    return done({
      id: null,
      number: isTaken ? null : shortened(record.number!, 50),
      name: shortened(record.name, 200),
      client: client.value,
      currency: jobCurrency,
      rateBasis: record.rateBasis ?? (record.billableRate === undefined ? 'staff' : 'task'),
      excluded: record.excludeEstimatedBillings ?? false,
      billableRate: record.billableRate,
      startOn: record.startOn ?? null,
      fields: {
        state: this.stateFor(record),
        manager,
        partner,
        dueOn: record.dueOn,
        completedOn: record.completedOn,
        budget: record.budget,
      },
      clientOrderNumber: record.clientOrderNumber ?? null,
      tasks: [],
      identifiedBy: new Set(),
    });
  }

  #acceptQuote(source: string, { externalId, number }: Reference, job: JobNode): void {
    const { acceptedQuotes } = this.directory;
    if (externalId !== undefined) acceptedQuotes.set(`${source} ${idKey(externalId)}`, job);
    if (number !== undefined) acceptedQuotes.set(`${source} ${numberKey(number)}`, job);
  }

  stateFor(record: Pick<ImportedJob, 'state' | 'archived' | 'completedOn'>): JobNode['fields']['state'] {
    const { node, reading } = stateOf(this.directory, record, this.wishes);
    if (reading !== undefined && !this.states.has(folded(reading.name)))
      this.states.set(folded(reading.name), reading);
    return node;
  }

  #admitJobTask(staged: KnownRecord, record: ImportedJobTask): Result<Outcome> {
    const { directory } = this;
    const { source } = staged;
    const job = directory.findJob(source, record.job);
    if (!job.ok) return job;
    if (job.value === undefined)
      return unknownJob(record.job.number ?? record.job.name ?? record.job.externalId ?? '');
    const known = directory.jobTasks.find(source, staged.externalKey);
    const library = directory.ensureTask(source, { ...record.task, name: record.task?.name ?? record.name });
    if (!library.ok) return library;
    const wanted = folded(record.name);
    const node = known ?? this.#unidentified(job.value, source, wanted);
    const placed = this.#place(directory.jobTasks, staged, node, () =>
      directory.makeJobTask({
        id: null,
        name: shortened(record.name, 200),
        job: job.value!,
        task: library.value,
        billable: record.billable ?? true,
        label: record.label ?? null,
        estimatedMinutes: Math.min(record.estimatedMinutes ?? 0, 100_000_000),
        completedOn: record.completedOn ?? (record.completed === true ? directory.firm.today : null),
        identifiedBy: new Set(),
      }),
    );
    if (placed.outcome === 'changed')
      this.changes.push({ kind: 'jobTask', node: placed.node, record, staged });
    const owners = { job: job.value, task: placed.node.task };
    const own = billable('jobTask', owners, job.value.currency, record.customBillableRate);
    this.#planRates(staged, placed.outcome, own.length > 0 ? own : jobWide(placed.node));
    return done(placed.outcome);
  }

  /** A task of the job with this name that no other id of the source stands for. */
  #unidentified(job: JobNode, source: string, name: string): JobTaskNode | undefined {
    return job.tasks.find((task) => folded(task.name) === name && !task.identifiedBy.has(source));
  }

  /** Finds the record's place: known from before, matched by what it says, or to be made. */
  #place<N extends Node>(
    shelf: Shelf<N>,
    staged: KnownRecord,
    matched: N | undefined,
    make: () => N,
  ): { readonly node: N; readonly outcome: Outcome } {
    const { source, externalKey, contentHash } = staged;
    const hashBefore = shelf.hashOf(source, externalKey);
    const linked = shelf.find(source, externalKey);
    const node = linked ?? matched;
    if (node === undefined) {
      const made = make();
      shelf.link(source, externalKey, made, contentHash);
      return { node: made, outcome: 'created' };
    }
    const isKnown = linked !== undefined && hashBefore !== undefined && hashBefore !== null;
    shelf.link(source, externalKey, node, contentHash);
    if (isKnown) return { node, outcome: hashBefore === contentHash ? 'unchanged' : 'changed' };
    // Made from a mention in this import, before its own record came.
    return { node, outcome: node.id === null ? 'created' : 'matched' };
  }

  /** A manager whom nobody can tell is left out; the record itself is sound. */
  #people(source: string, references: readonly (StaffReference | undefined)[]): (StaffNode | undefined)[] {
    return references.map((reference) => {
      const person = reference === undefined ? undefined : this.directory.ensureStaff(source, reference);
      return person?.ok === true ? person.value : undefined;
    });
  }

  #planRates(staged: KnownRecord, outcome: Outcome, rates: readonly PlannedRate[]): void {
    if (outcome !== 'unchanged') this.rates.push(...rates.map((rate) => ({ ...rate, staged })));
  }

  /** Rates whose owner may come later in the files wait until everybody is there. */
  #planLater<Owner>(
    staged: KnownRecord,
    outcome: Outcome,
    find: () => Result<Owner>,
    plan: (owner: Owner) => readonly PlannedRate[],
  ): void {
    if (outcome === 'unchanged') return;
    this.#later.push(() => {
      const owner = find();
      if (!owner.ok) return { staged, refused: owner };
      this.#planRates(staged, outcome, plan(owner.value));
      return undefined;
    });
  }

  /** Plans the rates that waited; answers those whose owner never came. */
  finish(): { readonly staged: KnownRecord; readonly refused: Refused }[] {
    const lost = this.#later.map((plan) => plan()).filter((one) => one !== undefined);
    this.#later = [];
    return lost;
  }
}

function currencyOf(text: string | undefined): Result<CurrencyCode | undefined> {
  if (text === undefined) return done(undefined);
  const parsed = parseCurrency(text.toUpperCase());
  return parsed.ok
    ? parsed
    : refuse('invalidCurrency', `${text} is not a currency.`, {
        field: 'currency',
        value: text,
        accepted: 'an ISO 4217 code, such as NZD',
      });
}

function referenceOf({ externalId, number, name }: ImportedJob) {
  return {
    ...(externalId === undefined ? {} : { externalId }),
    ...(number === undefined ? {} : { number }),
    name,
  };
}

export function unknownJob(value: string): Refused {
  return refuse('unknownJob', `The job ${value} is in none of the files and not in this firm.`, {
    field: 'job',
    value,
    accepted: 'a job that the files hold, or that the firm has',
  });
}
