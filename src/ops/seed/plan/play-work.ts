// A day's work: time and costs. A job's entries fall on its days by how much of the week is worked on each, and the last
// day takes what is left, so that every job gets exactly the entries that were planned for it.

import { billableMinutes } from '#core/pricing/rounding.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { PlannedJob, PlannedJobTask, PlannedPerson } from './practice.ts';
import { enter, pricesFor, type Stage } from './stage.ts';

/** Something done and not yet written down. */
export type Note =
  | { readonly kind: 'time'; readonly work: Work }
  | { readonly kind: 'cost'; readonly job: PlannedJob; readonly day: number };

type Work = {
  readonly job: PlannedJob;
  readonly task: PlannedJobTask;
  readonly person: PlannedPerson;
  readonly day: number;
  readonly minutes: number;
  readonly startMinute: number | null;
  readonly billable: boolean;
  readonly note: string | null;
};

export type Workday = {
  readonly meanMinutes: number;
  /** Minutes worked today, by person. */
  readonly minutes: number[];
};

const dayMinutesFull = 510;
const dayMinutesMax = 600;
const startOfDay = 9 * 60;
/** Time that somebody else should not have been asked to pay for. */
const chanceNotBillable = 0.04;
const chanceOfNote = 0.8;
const chanceOfClockTimes = 0.15;
const chanceOfCost = 0.07;

/** The work of one day on one job, which is running. */
export function work(stage: Stage, workday: Workday, job: PlannedJob): Note[] {
  const { calendar } = stage.practice;
  const { day, random } = stage;
  const weight = calendar.weights[day]!;
  const left = stage.entriesLeft[job.id]!;
  if (weight === 0 || left === 0) return [];
  const weightLeft = calendar.weightBefore[job.lastDay + 1]! - calendar.weightBefore[day]!;
  // Float sums leave a last day a hair apart from its own weight.
  const expected = weightLeft - weight < 1e-6 ? left : (left * weight) / weightLeft;
  const whole = Math.floor(expected);
  const count = Math.min(left, whole + (random.chance(expected - whole) ? 1 : 0));
  stage.entriesLeft[job.id] = left - count;
  const notes: Note[] = Array.from({ length: count }, () => ({
    kind: 'time',
    work: workOn(stage, workday, job),
  }));
  if (takesCosts(job) && random.chance(chanceOfCost * count)) notes.push({ kind: 'cost', job, day });
  return notes;
}

/** What is paid ahead is paid for time, so that its balance stays negative whatever is bought. */
function takesCosts({ course }: PlannedJob): boolean {
  return course !== 'internal' && course !== 'prepaid';
}

function workOn(stage: Stage, workday: Workday, job: PlannedJob): Work {
  const { random, day } = stage;
  const person = whoWorks(stage, workday, job);
  const isOnLeave = job.course === 'internal' && isAway(person, day);
  const task = isOnLeave ? job.tasks[0]! : taskFor(stage, job);
  const before = workday.minutes[person.id] ?? 0;
  const wanted = isOnLeave ? 450 : minutesOf(stage, workday.meanMinutes);
  const minutes = Math.max(6, Math.min(wanted, dayMinutesMax - before));
  workday.minutes[person.id] = before + minutes;
  const notes = stage.practice.tasks[task.taskId - 1]!.notes;
  return {
    job,
    task,
    person,
    day,
    minutes,
    startMinute: !isOnLeave && random.chance(chanceOfClockTimes) ? startOfDay + before : null,
    billable: task.billable && !random.chance(chanceNotBillable),
    note: random.chance(chanceOfNote) ? random.pick(notes) : null,
  };
}

/** Of two of the team the one with more of the day left; anybody when the team is away or full. */
function whoWorks(stage: Stage, workday: Workday, job: PlannedJob): PlannedPerson {
  const { random, day, practice } = stage;
  const minutesOf = (person: PlannedPerson) => workday.minutes[person.id] ?? 0;
  const isFree = (person: PlannedPerson) => minutesOf(person) < dayMinutesFull;
  if (job.course === 'internal') {
    const away = practice.people.find((person) => isAway(person, day) && minutesOf(person) === 0);
    if (away !== undefined && random.chance(0.6)) return away;
  }
  const first = practice.people[random.pick(job.team) - 1]!;
  const second = practice.people[random.pick(job.team) - 1]!;
  const candidates = [first, second].filter((person) => isFree(person) && !isAway(person, day));
  if (candidates.length === 2) return minutesOf(first) <= minutesOf(second) ? first : second;
  if (candidates.length === 1) return candidates[0]!;
  const others = Array.from({ length: 6 }, () => random.pick(practice.people));
  return others.find((person) => isFree(person) && !isAway(person, day)) ?? others[0]!;
}

function isAway(person: PlannedPerson, day: number): boolean {
  return person.leave.some((leave) => leave.first <= day && day <= leave.last);
}

function taskFor(stage: Stage, job: PlannedJob): PlannedJobTask {
  const tasks = job.course === 'internal' ? job.tasks.slice(1) : job.tasks;
  return stage.random.weighted(
    tasks.map((task) => [task, stage.practice.tasks[task.taskId - 1]!.weight] as const),
  );
}

/** Mostly quarters of an hour; some people write down what the clock says. */
function minutesOf({ random }: Stage, meanMinutes: number): number {
  const minutes = meanMinutes * (0.35 + 1.3 * random.next());
  if (random.chance(0.2)) return Math.max(5, Math.round(minutes / 5) * 5);
  return Math.max(15, Math.round(minutes / 15) * 15);
}

/** Writes down what was done: priced, decided, posted. */
export function writeDown(stage: Stage, note: Note): void {
  if (note.kind === 'time') writeTime(stage, note.work);
  else writeCost(stage, note.job, note.day);
}

function writeTime(stage: Stage, { job, task, person, day, ...worked }: Work): void {
  const { practice, book } = stage;
  const workedOn = practice.calendar.dates[day]!;
  const { rate, costPerHourMinor } = pricesFor(stage, job, { staffId: person.id, jobTaskId: task.id, day });
  const priced = {
    jobId: job.id,
    jobTaskId: task.id,
    staffId: person.id,
    workedOn,
    minutes: worked.minutes,
    billableMinutes: billableMinutes(worked.minutes, practice.scenario.firm.rounding),
    billable: worked.billable,
    ratePerHourMinor: rate.ratePerHourMinor,
  };
  const id = book.nextItemId();
  const { amountMinor, costMinor, journal } = recordTime({
    ...priced,
    itemId: id,
    excluded: job.course === 'internal',
    costPerHourMinor,
  });
  const entry = {
    ...priced,
    id,
    startMinute: worked.startMinute,
    endMinute: worked.startMinute === null ? null : worked.startMinute + worked.minutes,
    rateSource: rate.source,
    rateId: rate.rateId,
    amountMinor,
    costMinor,
    note: worked.note,
  };
  enter(stage, person.id, { timeEntries: [entry], journals: [journal] });
}

function writeCost(stage: Stage, job: PlannedJob, day: number): void {
  const { random, practice, book } = stage;
  const { firm, costs, currenciesAbroad } = practice.scenario;
  const bought = random.pick(costs);
  const factor = currenciesAbroad.find(({ currency }) => currency === job.currency)?.factor ?? 1;
  const isCredit = random.chance(0.03);
  const unitCostMinor = BigInt(Math.round(bought.unitCost * random.between(80, 125)));
  const priced = {
    jobId: job.id,
    jobTaskId: null,
    incurredOn: practice.calendar.dates[day]!,
    quantityThousandths:
      (isCredit ? -1 : 1) * (isCredit ? 1_000 : random.between(1, bought.quantityMax) * 1_000),
    unitPriceMinor: BigInt(Math.round(Number(unitCostMinor) * (1 + bought.markUpPercent / 100) * factor)),
    unitCostMinor,
    billable: !random.chance(0.15),
    actual: isCredit || !random.chance(0.15),
  };
  const id = book.nextItemId();
  const { amountMinor, costMinor, journal } = recordCost({ ...priced, itemId: id, excluded: false });
  const entry = {
    ...priced,
    id,
    amountMinor,
    costMinor,
    description: isCredit ? `Credit: ${bought.description.toLowerCase()}` : bought.description,
    code: bought.code,
    supplier: bought.supplier,
    note: job.currency === firm.currency ? null : `Charged in ${job.currency}`,
  };
  const bookkeeper = practice.office.bookkeeper.id;
  enter(stage, bookkeeper, { costEntries: [entry], journals: journal === null ? [] : [journal] });
}
