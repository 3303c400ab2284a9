// Deciding one time entry: may it be recorded, what is it worth, and what should its author be warned of.

import type { Journal } from '#core/ledger/journal.ts';
import { mayRecordTimeOf, type Principal } from '#core/access/principal.ts';
import { resolveRate } from '#core/pricing/rates.ts';
import { billableMinutes, roundingPolicyFor } from '#core/pricing/rounding.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { JobContext, JobTaskContext } from '#store/practice/jobs.ts';
import type { TimeEntryRow } from '#store/work/time-entries.ts';
import { dateRefusal } from '../work-date.ts';
import type { TimeBasis } from './basis.ts';
import { minutesPerEntryMax, type TimeCommand, type TimeOutcome, type TimeWarning } from './command.ts';

export type DecidedTime = {
  readonly row: TimeEntryRow;
  readonly journal: Journal;
  readonly outcome: TimeOutcome;
};

/** Decides an entry that will have the given id; fields in refusals are relative to the entry. */
export function decideTime(
  basis: TimeBasis,
  principal: Principal,
  command: TimeCommand,
  id: bigint,
): Result<DecidedTime> {
  const refused =
    staffRefusal(basis, principal, command) ??
    dateRefusal(basis, command.workedOn, 'workedOn') ??
    minutesRefusal(basis, command);
  if (refused !== null) return refused;
  const place = findJobTask(basis, command);
  return place.ok ? done(priceTime(basis, command, place.value, id)) : place;
}

function staffRefusal(basis: TimeBasis, principal: Principal, { staffId }: TimeCommand): Refused | null {
  const field = { field: 'staffId', value: String(staffId) };
  const staff = basis.staff.get(staffId);
  if (staff === undefined) {
    return refuse('unknownStaff', 'There is no such staff member in this firm.', {
      ...field,
      accepted: 'the id of a staff member',
    });
  }
  if (!mayRecordTimeOf(principal, staffId)) {
    const accepted = 'your own staff id';
    return refuse('notPermitted', `You may not record time of ${staff.name}.`, { ...field, accepted });
  }
  if (staff.active) return null;
  return refuse('staffInactive', `${staff.name} is inactive and takes no new time.`, {
    ...field,
    accepted: 'an active staff member',
  });
}

function minutesRefusal(basis: TimeBasis, command: TimeCommand): Refused | null {
  const { minutes } = command;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > minutesPerEntryMax) {
    return refuse('minutesOutOfRange', `${minutes} minutes cannot be worked in a day.`, {
      field: 'minutes',
      value: String(minutes),
      accepted: `whole minutes from 1 to ${minutesPerEntryMax}`,
    });
  }
  const { dailyMinutesMax, dailyMinutesAction } = basis.settings;
  const total = dayTotal(basis, command);
  if (dailyMinutesAction === 'warn' || total <= dailyMinutesMax) return null;
  return refuse('minutesOutOfRange', overLimitSentence(basis, command, total), {
    field: 'minutes',
    value: String(minutes),
    accepted: `at most ${Math.max(0, dailyMinutesMax - (total - minutes))} more minutes on that day`,
  });
}

function findJobTask(
  basis: TimeBasis,
  command: TimeCommand,
): Result<{ job: JobContext; jobTask: JobTaskContext }> {
  const job = basis.contexts.jobs.get(command.jobId);
  if (job === undefined) {
    const at = { field: 'jobId', value: String(command.jobId), accepted: 'the id of a job of this firm' };
    return refuse('unknownJob', 'There is no such job in this firm.', at);
  }
  const at = { field: 'jobTaskId', value: String(command.jobTaskId) };
  const jobTask = basis.contexts.jobTasks.get(command.jobTaskId);
  if (jobTask === undefined || jobTask.jobId !== job.id) {
    return refuse('unknownJobTask', `Job ${job.number} has no such task.`, {
      ...at,
      accepted: `the id of a task of job ${job.number}`,
    });
  }
  if (jobTask.completedOn !== null) {
    const detail = `The task ${jobTask.name} of job ${job.number} was completed on ${jobTask.completedOn}.`;
    return refuse('taskCompleted', detail, { ...at, accepted: 'a task that is not completed' });
  }
  return done({ job, jobTask });
}

function priceTime(
  basis: TimeBasis,
  command: TimeCommand,
  { job, jobTask }: { job: JobContext; jobTask: JobTaskContext },
  id: bigint,
): DecidedTime {
  const { jobId, jobTaskId, staffId, workedOn, minutes } = command;
  const billable = command.billable ?? jobTask.billable;
  const keys = { jobId, clientId: job.clientId, staffId, taskId: jobTask.taskId, on: workedOn };
  const rate = resolveRate(basis.rates, { ...keys, rateBasis: job.rateBasis, currency: job.currency });
  const costRate = resolveRate(basis.costRates, {
    ...keys,
    rateBasis: 'staff',
    currency: basis.settings.currency,
  });
  const rounded = billableMinutes(
    minutes,
    roundingPolicyFor({ firm: basis.settings.rounding, ...job.rounding }),
  );
  const recorded = recordTime({
    itemId: id,
    jobId,
    jobTaskId,
    staffId,
    workedOn,
    minutes,
    billableMinutes: rounded,
    billable,
    excluded: job.excluded,
    ratePerHourMinor: rate.ratePerHourMinor,
    costPerHourMinor: costRate.ratePerHourMinor,
  });
  const row: TimeEntryRow = {
    id,
    jobId,
    jobTaskId,
    staffId,
    workedOn,
    minutes,
    billableMinutes: rounded,
    startMinute: command.startMinute ?? null,
    endMinute: command.endMinute ?? null,
    billable,
    rateSource: rate.source,
    rateId: rate.rateId,
    ratePerHourMinor: rate.ratePerHourMinor,
    amountMinor: recorded.amountMinor,
    costMinor: recorded.costMinor,
    note: command.note ?? null,
  };
  const warnings = warningsOf(
    basis,
    command,
    job,
    billable && rate.source === 'missing' ? rate.reason : null,
  );
  addToDay(basis, command);
  const { rateId: _, ...shown } = row;
  return {
    row,
    journal: recorded.journal,
    outcome: { ...shown, currency: job.currency, version: 1, warnings },
  };
}

function warningsOf(
  basis: TimeBasis,
  command: TimeCommand,
  job: JobContext,
  missingRate: string | null,
): TimeWarning[] {
  const warnings: TimeWarning[] = [];
  const total = dayTotal(basis, command);
  if (total > basis.settings.dailyMinutesMax) {
    warnings.push({ code: 'dayOverLimit', detail: overLimitSentence(basis, command, total) });
  }
  if (missingRate !== null) warnings.push({ code: 'rateMissing', detail: missingRate });
  if (job.stateType === 'completed' || job.stateType === 'cancelled') {
    warnings.push({
      code: 'jobClosed',
      detail: `Job ${job.number} is ${job.stateType}; it is listed for billing again.`,
    });
  }
  if (job.excluded) {
    const detail = `Job ${job.number} is excluded from estimated billings; the time stands at value 0.`;
    warnings.push({ code: 'excludedFromBilling', detail });
  }
  return warnings;
}

type Worked = Pick<TimeCommand, 'staffId' | 'workedOn' | 'minutes'>;

const dayKey = ({ staffId, workedOn }: Worked): string => `${staffId}/${workedOn}`;

function dayTotal(basis: TimeBasis, command: Worked): number {
  return (basis.dayMinutes.get(dayKey(command)) ?? 0) + command.minutes;
}

function addToDay(basis: TimeBasis, command: Worked): void {
  basis.dayMinutes.set(dayKey(command), dayTotal(basis, command));
}

/** An entry that was decided and will not be recorded after all no longer counts towards its day. */
export function takeFromDay(basis: TimeBasis, { minutes, ...worked }: Worked): void {
  basis.dayMinutes.set(dayKey({ ...worked, minutes }), dayTotal(basis, { ...worked, minutes: -minutes }));
}

function overLimitSentence(basis: TimeBasis, { staffId, workedOn }: TimeCommand, total: number): string {
  const name = basis.staff.get(staffId)?.name ?? 'This person';
  const hours = (minutes: number): string =>
    `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `${name} has ${hours(total)} on ${workedOn}, more than the firm's ${hours(basis.settings.dailyMinutesMax)} a day.`;
}
