// Plays a practice's history, day by day: jobs begin, people work, timesheets are handed in at the end of the week, the
// month is invoiced on the first working day of the next, and somebody tidies up after that. Pure: the same practice,
// seed and moment give the same batches. Memory holds what is open and nothing of what has passed.

import type { Random } from '../random.ts';
import type { HistoryBatch } from './history.ts';
import { meanMinutesOf } from './plan-jobs.ts';
import { adjustLater, planMove, planRevaluations } from './play-adjustments.ts';
import { billMonth, isPaidAhead, openJob } from './play-billing.ts';
import { work, writeDown, type Note, type Workday } from './play-work.ts';
import type { PlannedJob, Practice } from './practice.ts';
import { closeBatch, newStage, type Stage } from './stage.ts';

/** Timesheets come in daily where there are more entries a day than this, else weekly. */
const entriesPerDayForWeeklySheets = 300;
const chanceOfLateNote = 0.02;

type DeskNote = Note | { readonly kind: 'opening'; readonly job: PlannedJob };

type Desk = {
  readonly stage: Stage;
  readonly workday: Workday;
  readonly now: string;
  /** Done since the last timesheets. */
  notes: DeskNote[];
  /** Forgotten at the last timesheets and handed in with the next. */
  late: DeskNote[];
};

export function* playHistory(practice: Practice, random: Random, now: string): Generator<HistoryBatch> {
  const { calendar } = practice;
  const stage = newStage(practice, random);
  const meanMinutes = meanMinutesOf(calendar, practice.people.length, practice.entries);
  const desk: Desk = {
    stage,
    workday: { meanMinutes, minutes: [] },
    now,
    notes: [],
    late: [],
  };
  const begins = Map.groupBy(practice.jobs, (job) => job.firstDay);
  const isDaily = practice.entries / calendar.last > entriesPerDayForWeeklySheets;
  const running = new Set<PlannedJob>();
  planRevaluations(stage);
  planMove(stage);
  for (let day = 0; day <= calendar.last; day += 1) {
    stage.day = day;
    playMorning(desk, begins.get(day) ?? []);
    for (const job of begins.get(day) ?? []) running.add(job);
    desk.workday.minutes.length = 0;
    for (const job of running) {
      if (calendar.weights[day]! > 0) desk.notes.push(...work(stage, desk.workday, job));
      if (job.lastDay === day) running.delete(job);
    }
    if (isDaily || calendar.isTimesheetDay[day]) handIn(desk, '17:30');
    yield* stage.batches.splice(0);
  }
  closeBatch(stage);
  yield* stage.batches.splice(0);
}

function playMorning(desk: Desk, begin: readonly PlannedJob[]): void {
  const { stage } = desk;
  const { calendar } = stage.practice;
  const agenda = stage.agenda.get(stage.day) ?? [];
  stage.agenda.delete(stage.day);
  for (const job of begin) if (isPaidAhead(job)) desk.notes.push({ kind: 'opening', job });
  // Nobody settles what has not been written down.
  if (calendar.isBillingDay[stage.day] || agenda.length > 0) handIn(desk, '10:00');
  if (calendar.isBillingDay[stage.day]) {
    billMonth(stage);
    adjustLater(stage);
  }
  for (const task of agenda) task();
}

function handIn(desk: Desk, time: string): void {
  const { stage, notes, late } = desk;
  const isLast = stage.day === stage.practice.calendar.last;
  stage.recordedAt = instantAt(desk, time);
  desk.notes = [];
  desk.late = [];
  for (const note of late) write(stage, note);
  for (const note of notes) {
    if (!isLast && note.kind !== 'opening' && stage.random.chance(chanceOfLateNote)) desk.late.push(note);
    else write(stage, note);
  }
}

function write(stage: Stage, note: DeskNote): void {
  if (note.kind === 'opening') openJob(stage, note.job);
  else writeDown(stage, note);
}

/** A local time of the present day as an instant; never later than now. */
function instantAt({ stage, now }: Desk, time: string): string {
  const { calendar, scenario } = stage.practice;
  const local = Temporal.PlainDate.from(calendar.dates[stage.day]!).toZonedDateTime({
    timeZone: scenario.firm.timeZone,
    plainTime: time,
  });
  const at = local.toInstant();
  const latest = Temporal.Instant.from(now);
  return (Temporal.Instant.compare(at, latest) > 0 ? latest : at).toString();
}
