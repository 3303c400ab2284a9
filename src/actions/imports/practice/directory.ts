// Who is who: the firm's clients, people, tasks, jobs and job tasks, and what each source calls them. Every reference of
// an imported record is resolved here, when an import is checked and again when it is applied. What a source only
// mentions (time trackers have no lists, only names on their entries) is made from the mention, as far as it says enough.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { RateBasis } from '#core/pricing/rates.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { folded, idKey, numberKey } from '../keys.ts';
import type { DecimalText, Reference, StaffReference } from '../model.ts';
import type { Node } from './shelf.ts';
import { Shelf } from './shelf.ts';

export type ClientNode = Node & { readonly currency: CurrencyCode; readonly fields: ClientFields };
export type ClientFields = {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
  readonly exportCode?: string | undefined;
  readonly taxNumber?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly accountManager?: StaffNode | undefined;
  readonly jobManager?: StaffNode | undefined;
};
export type StaffNode = Node & { readonly email: string | null };
export type TaskNode = Node & { readonly description: string | null; readonly archived: boolean };
export type StateNode = Node & { readonly type: JobStateType };
export type JobNode = Node & {
  /** Null until it is saved where the source gives none. */
  number: string | null;
  readonly client: ClientNode;
  readonly currency: CurrencyCode;
  readonly rateBasis: RateBasis;
  readonly excluded: boolean;
  /** One rate for all time on the job. */
  billableRate: DecimalText | undefined;
  readonly startOn: CivilDate | null;
  readonly fields: JobFields;
  readonly clientOrderNumber: string | null;
  readonly tasks: JobTaskNode[];
};
export type JobFields = {
  readonly state?: StateNode | undefined;
  readonly manager?: StaffNode | undefined;
  readonly partner?: StaffNode | undefined;
  readonly dueOn?: CivilDate | undefined;
  readonly completedOn?: CivilDate | undefined;
  readonly budget?: DecimalText | undefined;
};
export type JobTaskNode = Node & {
  readonly job: JobNode;
  readonly task: TaskNode;
  readonly billable: boolean;
  readonly label: string | null;
  readonly estimatedMinutes: number;
  readonly completedOn: CivilDate | null;
};

export type Firm = {
  readonly currency: CurrencyCode;
  readonly today: CivilDate;
};

/** A mention that stands for nothing in particular, made up where a record cannot do without. */
export const noClientName = 'No client';
export const noProjectName = 'No project';
export const noTaskName = 'General';

export class Directory {
  readonly firm: Firm;
  readonly clients = new Shelf<ClientNode>();
  readonly staff = new Shelf<StaffNode>();
  readonly tasks = new Shelf<TaskNode>();
  readonly states = new Shelf<StateNode>();
  readonly jobs = new Shelf<JobNode>();
  readonly jobTasks = new Shelf<JobTaskNode>();
  readonly #jobsByNumber = new Map<string, JobNode>();
  readonly #jobsByOrderNumber = new Map<string, JobNode[]>();
  /** Which job a quote is the accepted one of, by the source's key of the quote. */
  readonly acceptedQuotes = new Map<string, JobNode>();

  constructor(firm: Firm) {
    this.firm = firm;
  }

  /** Whether anything is to be saved: records that were only mentioned, or what a source calls one. */
  get hasNews(): boolean {
    return this.#shelves.some(({ pending, newLinks }) => pending.length > 0 || newLinks.length > 0);
  }

  /** Another number whenever something was put on a shelf, or is found there in another way. */
  get version(): number {
    return this.#shelves.reduce((sum, shelf) => sum + shelf.changes, 0);
  }

  get #shelves(): readonly Shelf<Node>[] {
    const { clients, staff, tasks, states, jobs, jobTasks } = this;
    return [clients, staff, tasks, states, jobs, jobTasks] as unknown as Shelf<Node>[];
  }

  loadJob(job: JobNode & { id: number; number: string }): void {
    this.jobs.load(job);
    this.#index(job);
  }

  makeJob(job: JobNode): JobNode {
    this.jobs.make(job);
    this.#index(job);
    return job;
  }

  #index(job: JobNode): void {
    if (job.number !== null) this.#jobsByNumber.set(folded(job.number), job);
    if (job.clientOrderNumber === null) return;
    const key = folded(job.clientOrderNumber);
    this.#jobsByOrderNumber.set(key, [...(this.#jobsByOrderNumber.get(key) ?? []), job]);
  }

  loadJobTask(jobTask: JobTaskNode & { id: number }): void {
    this.jobTasks.byId.set(jobTask.id, jobTask);
    this.jobTasks.changes += 1;
    jobTask.job.tasks.push(jobTask);
  }

  makeJobTask(jobTask: JobTaskNode): JobTaskNode {
    this.jobTasks.pending.push(jobTask);
    this.jobTasks.changes += 1;
    jobTask.job.tasks.push(jobTask);
    return jobTask;
  }

  jobNumbered(number: string): JobNode | undefined {
    return this.#jobsByNumber.get(folded(number));
  }

  /** The only job with this order number of its client. */
  jobOrderedAs(clientOrderNumber: string): JobNode | undefined {
    const jobs = this.#jobsByOrderNumber.get(folded(clientOrderNumber)) ?? [];
    return jobs.length === 1 ? jobs[0] : undefined;
  }

  findClient(source: string, reference: Reference): Result<ClientNode | undefined> {
    return findNode(this.clients, source, reference, {
      noun: 'client',
      code: 'unknownClient',
      field: 'client',
    });
  }

  /** The client, made from its name if there is none. */
  ensureClient(source: string, reference: Reference, currency?: CurrencyCode): Result<ClientNode> {
    const found = this.findClient(source, reference);
    if (!found.ok) return found;
    if (found.value !== undefined) return done(found.value);
    const { externalId, name } = reference;
    if (name === undefined) {
      return unknown(
        'unknownClient',
        'client',
        reference,
        'a client that the files hold, or that the firm has',
      );
    }
    const client = this.clients.make({
      id: null,
      name: shortened(name, 200),
      currency: currency ?? this.firm.currency,
      fields: {},
      identifiedBy: new Set(),
    });
    if (externalId !== undefined) this.clients.link(source, idKey(externalId), client);
    return done(client);
  }

  findStaff(source: string, reference: StaffReference): Result<StaffNode | undefined> {
    const { email } = reference;
    if (reference.externalId === undefined && email !== undefined) {
      const known = this.staff.find(source, `email:${folded(email)}`);
      if (known !== undefined) return done(known);
    }
    return findNode(this.staff, source, reference, {
      noun: 'staff member',
      code: 'unknownStaff',
      field: 'staff',
    });
  }

  ensureStaff(source: string, reference: StaffReference): Result<StaffNode> {
    const found = this.findStaff(source, reference);
    if (!found.ok) return found;
    const { externalId, email } = reference;
    const name = reference.name ?? email;
    let person = found.value;
    if (person === undefined) {
      if (name === undefined) {
        return unknown(
          'unknownStaff',
          'staff',
          reference,
          'a staff member that the files hold, or that the firm has',
        );
      }
      person = this.staff.make({
        id: null,
        name: shortened(name, 200),
        email: email ?? null,
        identifiedBy: new Set(),
      });
    }
    if (externalId !== undefined) this.staff.link(source, idKey(externalId), person);
    if (email !== undefined) this.staff.link(source, `email:${folded(email)}`, person);
    return done(person);
  }

  ensureTask(source: string, reference: Reference): Result<TaskNode> {
    const found = findNode(this.tasks, source, reference, {
      noun: 'task',
      code: 'unknownTask',
      field: 'task',
    });
    if (!found.ok) return found;
    if (found.value !== undefined) return done(found.value);
    const { externalId, name } = reference;
    if (name === undefined) {
      return unknown('unknownTask', 'task', reference, 'a task that the files hold, or that the firm has');
    }
    // Names of tasks are unique; one that another id of the source has is the same task here.
    const task =
      this.tasks.named(shortened(name, 200)).find((one) => !one.archived) ??
      this.tasks.make({
        id: null,
        name: shortened(name, 200),
        description: null,
        archived: false,
        identifiedBy: new Set(),
      });
    if (externalId !== undefined) this.tasks.link(source, idKey(externalId), task);
    return done(task);
  }

  /** By id, by number, or by name and client. */
  findJob(source: string, reference: Reference, client?: Reference): Result<JobNode | undefined> {
    const { externalId, number, name } = reference;
    const byId = externalId === undefined ? undefined : this.jobs.find(source, idKey(externalId));
    if (byId !== undefined) return done(byId);
    if (number !== undefined) {
      const numbered = this.jobs.find(source, numberKey(number)) ?? this.jobNumbered(number);
      if (numbered !== undefined && isSameProject(source, numbered, name, client)) return done(numbered);
      if (source === 'workflowmax') return done(undefined);
    }
    if (name === undefined) return done(undefined);
    const wanted = client?.name === undefined ? undefined : folded(client.name);
    const named = this.jobs
      .named(name)
      .filter((job) => wanted === undefined || folded(job.client.name) === wanted);
    if (named.length <= 1) return done(named[0]);
    return refuse('unknownJob', `There are ${named.length} jobs named ${name}; say which by its number.`, {
      field: 'job',
      value: name,
      accepted: 'a job number, or a name that only one job has',
    });
  }

  /** The job's task: by id, by the task of the library, or by name; made if the job has none like it. */
  ensureJobTask(source: string, job: JobNode, reference: Reference | undefined): Result<JobTaskNode> {
    const { externalId, name } = reference ?? {};
    if (externalId !== undefined) {
      const known = this.jobTasks.find(source, idKey(externalId));
      if (known?.job === job) return done(known);
      const library = this.tasks.find(source, idKey(externalId));
      const own = library && job.tasks.find((jobTask) => jobTask.task === library);
      if (own !== undefined) return done(own);
      if (library !== undefined) return done(this.#impliedJobTask(job, library, name ?? library.name));
    }
    const wanted = folded(name ?? noTaskName);
    const named = job.tasks.find((jobTask) => folded(jobTask.name) === wanted);
    if (named !== undefined) return done(named);
    if (externalId !== undefined && name === undefined) {
      return unknown('unknownJobTask', 'task', { externalId }, 'a task of the job, or of the library');
    }
    const task = this.ensureTask(source, { name: name ?? noTaskName });
    if (!task.ok) return task;
    const made = this.#impliedJobTask(job, task.value, name ?? noTaskName);
    if (externalId !== undefined) this.jobTasks.link(source, idKey(externalId), made);
    return done(made);
  }

  #impliedJobTask(job: JobNode, task: TaskNode, name: string): JobTaskNode {
    return this.makeJobTask({
      id: null,
      name: shortened(name, 200),
      job,
      task,
      billable: true,
      label: null,
      estimatedMinutes: 0,
      completedOn: null,
      identifiedBy: new Set(),
    });
  }
}

/** A tracker's project code may be the number of another job; a WorkflowMax job number names one job. */
function isSameProject(
  source: string,
  job: JobNode,
  name: string | undefined,
  client: Reference | undefined,
): boolean {
  if (source === 'workflowmax' || name === undefined) return true;
  if (folded(job.name) !== folded(name)) return false;
  return client?.name === undefined || folded(job.client.name) === folded(client.name);
}

type About = { readonly noun: string; readonly code: Refusal['code']; readonly field: string };

/** By id, then by name: a name that the source gives another id is another record. */
function findNode<N extends Node>(
  shelf: Shelf<N>,
  source: string,
  { externalId, name }: Reference,
  { noun, code, field }: About,
): Result<N | undefined> {
  const byId = externalId === undefined ? undefined : shelf.find(source, idKey(externalId));
  if (byId !== undefined || name === undefined) return done(byId);
  const named = shelf
    .named(name)
    .filter((node) => externalId === undefined || !node.identifiedBy.has(source));
  if (named.length > 1) {
    return refuse(code, `There are ${named.length} records of the kind ${noun} named ${name}.`, {
      field,
      value: name,
      accepted: `a name that only one ${noun} has, or its id`,
    });
  }
  const [node] = named;
  if (node !== undefined && externalId !== undefined) shelf.link(source, idKey(externalId), node);
  return done(node);
}

function unknown(
  code: Refusal['code'],
  field: string,
  reference: Reference,
  accepted: string,
): Result<never> {
  const { externalId, number, name } = reference;
  const value = number ?? name ?? externalId ?? '';
  return refuse(code, `The ${field} ${value} is in none of the files and not in this firm.`, {
    field,
    value,
    accepted,
  });
}

export function shortened(text: string, lengthMax: number): string {
  const whole = text.trim();
  return whole.length <= lengthMax ? whole : `${whole.slice(0, lengthMax - 1).toWellFormed()}…`;
}
