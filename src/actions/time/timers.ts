// Timers: started, corrected, discarded. A timer is a row, so it outlives tabs, batteries and servers.

import { may, mayReadTimeOf, mayRecordTimeOf, requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { readStaff } from '#store/work/settings.ts';
import {
  deleteTimer,
  findTimer,
  insertTimer,
  listTimers as listStored,
  updateTimer,
  type Timer,
  type TimerContent,
} from '#store/work/timers.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { holdTimer } from './held-timer.ts';
import { idsForStopping, isAfter, stopIn } from './stop-timer.ts';

export type TimerToStart = {
  readonly staffId: number;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly note?: string | null | undefined;
  readonly billable?: boolean | null | undefined;
  /** Now, unless it was forgotten to be started. */
  readonly startedAt?: string | undefined;
  /** Stop the timer that runs, and record what it measured. */
  readonly stopRunning: boolean;
};

/** Starts a timer; the one that runs is stopped if asked, and else in the way. */
export async function startTimer(context: Context, command: TimerToStart): Promise<Result<Timer>> {
  const permitted = mayRecord(context, command.staffId);
  if (!permitted.ok) return permitted;
  const ids = command.stopRunning ? await idsForStopping(context) : [];
  return write(context, async (tx) => {
    const { staffId, jobId, jobTaskId, note = null, billable = null } = command;
    const content = { jobId, jobTaskId, note, billable, startedAt: command.startedAt ?? context.clock() };
    const running = await findTimer(tx, { staffId }, { lock: true });
    if (running !== undefined && !command.stopRunning) return timerRunning(running);
    if (running !== undefined) {
      const stopped = await stopIn(tx, context, { timer: running, stoppedAt: content.startedAt, ids });
      if (!stopped.ok) return stopped;
    }
    const refused = (await staffRefusal(tx, staffId)) ?? (await contentRefusal(tx, context, content));
    if (refused !== null) return refused;
    const id = await insertTimer(tx, { staffId, ...content });
    if (id === undefined) return timerRunning((await findTimer(tx, { staffId }))!);
    return done((await findTimer(tx, { id }))!);
  });
}

export type TimerChange = Partial<TimerContent> & { readonly id: number; readonly version: number };

/** Corrects a timer that runs: since when, on what, with which note. */
export function changeTimer(context: Context, command: TimerChange): Promise<Result<Timer>> {
  return write(context, async (tx) => {
    const found = await holdTimer(tx, context, command);
    if (!found.ok) return found;
    const { id, version: _, ...to } = command;
    const said = Object.fromEntries(Object.entries(to).filter(([, value]) => value !== undefined));
    const content: TimerContent = { ...found.value, ...said };
    const refused = await contentRefusal(tx, context, content);
    if (refused !== null) return refused;
    await updateTimer(tx, id, content);
    return done((await findTimer(tx, { id }))!);
  });
}

/** Forgets what a timer measured. */
export function discardTimer(
  context: Context,
  command: { readonly id: number; readonly version: number },
): Promise<Result<null>> {
  return write(context, async (tx) => {
    const found = await holdTimer(tx, context, command);
    if (!found.ok) return found;
    await deleteTimer(tx, command.id);
    return done(null);
  });
}

export async function listTimers(
  context: Context,
  wanted: { readonly staffId?: number | undefined; readonly afterId: number; readonly limit: number },
): Promise<Result<Timer[]>> {
  const { principal } = context;
  const mayReadAny = may(principal, 'time.readAny');
  if (!mayReadAny) {
    const permitted = requirePermission(principal, 'time.readOwn');
    if (!permitted.ok) return permitted;
  }
  const staffId = wanted.staffId ?? (mayReadAny ? null : principal.staffId);
  const isHidden = !mayReadAny && (staffId === null || !mayReadTimeOf(principal, staffId));
  if (isHidden) return done([]);
  return read(context, async (tx) => done(await listStored(tx, { ...wanted, staffId })));
}

async function contentRefusal(tx: Tx, context: Context, content: TimerContent): Promise<Refused | null> {
  const now = context.clock();
  if (isAfter(content.startedAt, now)) {
    const at = { field: 'startedAt', value: content.startedAt, accepted: `a moment up to ${now}` };
    return refuse('futureDate', 'A timer cannot start in the future.', at);
  }
  const { jobs, jobTasks } = await loadJobContexts(tx, [content.jobId], [content.jobTaskId]);
  const job = jobs.get(content.jobId);
  if (job === undefined) {
    const at = { field: 'jobId', value: String(content.jobId), accepted: 'the id of a job of this firm' };
    return refuse('unknownJob', 'There is no such job in this firm.', at);
  }
  const jobTask = jobTasks.get(content.jobTaskId);
  const at = { field: 'jobTaskId', value: String(content.jobTaskId) };
  if (jobTask === undefined || jobTask.jobId !== job.id) {
    const accepted = `the id of a task of job ${job.number}`;
    return refuse('unknownJobTask', `Job ${job.number} has no such task.`, { ...at, accepted });
  }
  if (jobTask.completedOn === null) return null;
  const detail = `The task ${jobTask.name} of job ${job.number} was completed on ${jobTask.completedOn}.`;
  return refuse('taskCompleted', detail, { ...at, accepted: 'a task that is not completed' });
}

async function staffRefusal(tx: Tx, staffId: number): Promise<Refused | null> {
  const staff = (await readStaff(tx, [staffId])).get(staffId);
  const at = { field: 'staffId', value: String(staffId), accepted: 'the id of an active staff member' };
  if (staff === undefined) return refuse('unknownStaff', 'There is no such staff member in this firm.', at);
  return staff.active
    ? null
    : refuse('staffInactive', `${staff.name} is inactive and takes no new time.`, at);
}

function mayRecord({ principal }: Context, staffId: number): Result<null> {
  if (mayRecordTimeOf(principal, staffId)) return done(null);
  return refuse('notPermitted', 'You may not record time of this staff member.', {
    field: 'staffId',
    value: String(staffId),
    accepted: 'your own staff id',
  });
}

function timerRunning({ jobNumber, taskName, startedAt, id }: Timer): Refused {
  return refuse('timerRunning', `A timer runs on ${jobNumber} ${taskName} since ${startedAt}.`, {
    field: 'staffId',
    value: String(id),
    accepted: 'stopRunning, to stop it along the way',
  });
}
