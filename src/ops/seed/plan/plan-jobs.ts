// The jobs of a generated firm. The first dozen are cast: together they show everything that can happen to WIP, whatever
// the seed and however small the firm. The others are drawn: some still open, the rest closed history.

import { addDays } from '#core/calendar/civil-date.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Size } from '../size.ts';
import { workingDayFrom, type Calendar } from './calendar.ts';
import type {
  Course,
  PlannedClient,
  PlannedJob,
  PlannedJobTask,
  PlannedPerson,
  PlannedState,
  PlannedTask,
  Story,
} from './practice.ts';

export type JobBasis = {
  readonly scenario: Scenario;
  readonly size: Size;
  readonly calendar: Calendar;
  readonly people: readonly PlannedPerson[];
  readonly clients: readonly PlannedClient[];
  readonly tasks: readonly PlannedTask[];
  readonly states: readonly PlannedState[];
};

type Life = {
  readonly course: Course;
  readonly story: Story | null;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly isOpen: boolean;
};

const daysPerMonth = 30.4;
/** Closed jobs end early enough that the month after their last work has been invoiced. */
const daysToSettle = 45;
const staleAfterDays = 100;
/** No single job may hold so many open entries that nobody could look at it. */
const internalEntriesMax = 5_000;

const openCourses = [
  ['steady', 58],
  ['quoted', 18],
  ['retainer', 10],
  ['prepaid', 4],
  ['stale', 10],
] as const;
const closedCourses = [
  ['steady', 58],
  ['quoted', 20],
  ['retainer', 10],
  ['washedUp', 7],
  ['dropped', 3],
  ['planned', 2],
] as const;

export function plannedJobs(basis: JobBasis, random: Random): PlannedJob[] {
  const meanMinutes = meanMinutesOf(basis.calendar, basis.people.length, basis.size.entries);
  const lives = livesOf(basis, random.branch('lives'));
  const entries = entriesOf(basis, lives, random.branch('entries'));
  let jobTaskIds = 0;
  return lives.map((life, index) => {
    const job = jobOf({
      basis,
      random,
      life,
      meanMinutes,
      id: index + 1,
      entries: entries[index]!,
      firstJobTaskId: jobTaskIds + 1,
    });
    jobTaskIds += job.tasks.length;
    return job;
  });
}

function livesOf({ size, calendar }: JobBasis, random: Random): Life[] {
  const cast = castLives(calendar).slice(0, size.jobs);
  const listedOfCast = cast.filter((life) => life.isOpen && life.course !== 'planned').length;
  const openDrawn = Math.max(0, size.listedJobs - listedOfCast);
  const drawn = Array.from({ length: size.jobs - cast.length }, (_, index) =>
    index < openDrawn ? openLife(calendar, random) : closedLife(calendar, random),
  );
  // Numbers are given as jobs come in.
  return [...cast, ...drawn.toSorted((a, b) => a.firstDay - b.firstDay)];
}

function castLives(calendar: Calendar): Life[] {
  const monthsAgo = (months: number) =>
    workingDayFrom(calendar, calendar.last - Math.round(months * daysPerMonth));
  const open = (course: Course, from: number, story: Story | null = null): Life => ({
    course,
    story,
    firstDay: monthsAgo(from),
    lastDay: calendar.last,
    isOpen: true,
  });
  const worked = (course: Course, from: number, to: number, story: Story | null = null): Life => ({
    course,
    story,
    firstDay: monthsAgo(from),
    lastDay: monthsAgo(to),
    isOpen: course === 'stale',
  });
  return [
    open('steady', 13, 'overBudget'),
    open('quoted', 4),
    open('retainer', 12),
    open('prepaid', 1),
    worked('stale', 8, 5),
    worked('washedUp', 11, 6, 'washUpUndone'),
    { ...open('internal', 0), firstDay: workingDayFrom(calendar, 0) },
    open('steady', 12, 'revaluedAndMoved'),
    open('steady', 10, 'invoiceCancelled'),
    worked('quoted', 12, 7),
    { ...open('planned', 0), firstDay: calendar.last },
    worked('dropped', 7, 5),
  ];
}

function openLife(calendar: Calendar, random: Random): Life {
  const course = random.weighted(openCourses);
  const { last } = calendar;
  if (course === 'stale') {
    const lastDay = workingDayFrom(calendar, last - random.between(staleAfterDays, 260));
    const firstDay = workingDayFrom(calendar, lastDay - random.between(20, 70));
    return { course, story: null, firstDay, lastDay, isOpen: true };
  }
  const ageDays =
    course === 'prepaid' ? random.between(21, 45) : random.between(21, course === 'quoted' ? 170 : 400);
  return {
    course,
    story: null,
    firstDay: workingDayFrom(calendar, last - ageDays),
    lastDay: last,
    isOpen: true,
  };
}

function closedLife(calendar: Calendar, random: Random): Life {
  const course = random.weighted(closedCourses);
  if (course === 'planned')
    return { course, story: null, firstDay: calendar.last, lastDay: calendar.last, isOpen: true };
  const durationDays = random.between(20, course === 'quoted' ? 180 : 150);
  const firstDay = workingDayFrom(calendar, random.between(0, calendar.last - daysToSettle - durationDays));
  const lastDay = workingDayFrom(calendar, firstDay + durationDays);
  return { course, story: null, firstDay, lastDay, isOpen: false };
}

/** Shares the wanted number of entries over the jobs by how long they ran; exactly, whatever the rounding. */
function entriesOf({ size, calendar }: JobBasis, lives: readonly Life[], random: Random): number[] {
  const weights = lives.map((life) => {
    if (life.course === 'planned') return 0;
    const worked = calendar.weightBefore[life.lastDay + 1]! - calendar.weightBefore[life.firstDay]!;
    return worked * (0.4 + random.next()) * (life.course === 'internal' ? 0.6 : 1);
  });
  const internal = lives.findIndex((life) => life.course === 'internal');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const internalMax = (internalEntriesMax / size.entries) * total;
  if (internal >= 0) weights[internal] = Math.min(weights[internal]!, internalMax);
  return shared(size.entries, weights);
}

function shared(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  let given = 0;
  return weights.map((weight, index) => {
    before += weight;
    const upTo = index === weights.length - 1 ? whole : Math.round((before / total) * whole);
    const share = weight === 0 && index < weights.length - 1 ? 0 : upTo - given;
    given += share;
    return share;
  });
}

type JobRequest = {
  readonly basis: JobBasis;
  readonly random: Random;
  readonly life: Life;
  readonly meanMinutes: number;
  readonly id: number;
  readonly entries: number;
  readonly firstJobTaskId: number;
};

function jobOf(request: JobRequest): PlannedJob {
  const { basis, random, life, meanMinutes, id, entries } = request;
  const { scenario, calendar, people, clients } = basis;
  const isInternal = life.course === 'internal';
  // The jobs that work is moved between belong to one client.
  const client =
    life.story === 'overBudget' || life.story === 'revaluedAndMoved' || isInternal
      ? clients[0]!
      : random.pick(clients);
  const category = random.pick(scenario.categories);
  const managers = people.slice(0, managersAmong(people.length));
  const manager = random.pick(managers.slice(1));
  const factor = scenario.currenciesAbroad.find((abroad) => abroad.currency === client.currency)?.factor ?? 1;
  const worth = worthOf(life, entries, meanMinutes * factor);
  const today = calendar.dates[calendar.last]!;
  const names = isInternal ? ['Internal time and leave'] : category.jobs;
  const name = random.pick(names);
  return {
    id,
    number: `${scenario.firm.jobNumberPrefix}${String(id).padStart(6, '0')}`,
    name,
    description: isInternal ? 'Time that no client pays for' : `${name} for ${client.name}`,
    clientId: client.id,
    currency: isInternal ? scenario.firm.currency : client.currency,
    stateId: stateOf(basis.states, life),
    category: isInternal ? 'Internal' : category.name,
    managerId: manager.id,
    partnerId: random.pick(managers).id,
    startOn:
      life.course === 'planned' ? addDays(today, random.between(10, 60)) : calendar.dates[life.firstDay]!,
    dueOn: life.isOpen ? addDays(today, random.between(61, 160)) : calendar.dates[life.lastDay]!,
    completedOn: life.isOpen ? null : calendar.dates[life.lastDay]!,
    budgetMinor: budgetOf(life, worth, random),
    clientOrderNumber: random.chance(0.3) ? `PO-${random.between(10_000, 99_999)}` : null,
    rateBasis: random.chance(0.25) ? 'task' : 'staff',
    tasks: jobTasksOf(request, isInternal ? null : category.tasks),
    course: life.course,
    story: life.story,
    firstDay: life.firstDay,
    lastDay: life.lastDay,
    isOpen: life.isOpen,
    entries,
    worth,
    team: isInternal
      ? people.map((person) => person.id)
      : [manager.id, ...random.sample(people, 3).map((person) => person.id)],
  };
}

function stateOf(states: readonly PlannedState[], life: Life): number {
  const type =
    life.course === 'planned'
      ? 'planned'
      : life.course === 'stale'
        ? 'onHold'
        : life.course === 'dropped'
          ? 'cancelled'
          : life.isOpen
            ? 'inProgress'
            : 'completed';
  return states.find((state) => state.type === type)!.id;
}

/** How long an entry is, so that everybody's days come out at about seven hours. */
export function meanMinutesOf(calendar: Calendar, people: number, entries: number): number {
  const workingDays = calendar.isWorkingDay.filter(Boolean).length;
  return Math.min(200, Math.max(40, Math.round((people * workingDays * 385) / entries)));
}

const usualRate = 170;
/** What a job takes in all, as a multiple of what it took until today. */
const wholeLife = ({ isOpen }: Life) => (isOpen ? 1.6 : 1);

/** What a job's time comes to at a guess, whole units; of an open job, what it will come to. */
function worthOf(life: Life, entries: number, minutesPerEntry: number): number {
  const worth = (entries * minutesPerEntry * usualRate * wholeLife(life)) / 60;
  return Math.max(life.course === 'prepaid' ? 5_000 : 500, Math.round(worth / 50) * 50);
}

function budgetOf(life: Life, worth: number, random: Random): bigint | null {
  if (life.story === 'overBudget') return BigInt(Math.round(worth * 0.35)) * 100n;
  if (life.course === 'internal' || random.chance(0.35)) return null;
  return BigInt(Math.round((worth * random.between(105, 150)) / 100)) * 100n;
}

function jobTasksOf(request: JobRequest, names: readonly string[] | null): PlannedJobTask[] {
  const { basis, life, entries, firstJobTaskId, meanMinutes } = request;
  const minutes = entries * meanMinutes * wholeLife(life);
  const chosen = names ?? basis.scenario.internalTasks.map((task) => task.name);
  const tasks = chosen.map((name) => basis.tasks.find((task) => task.name === name)!);
  const weight = tasks.reduce((sum, task) => sum + task.weight, 0);
  return tasks.map((task, index) => ({
    id: firstJobTaskId + index,
    taskId: task.id,
    name: task.name,
    billable: task.billable,
    estimatedMinutes: Math.round((minutes * task.weight) / weight / 60) * 60,
  }));
}

/** Partners and managers come first in the list of people. */
export function managersAmong(people: number): number {
  return Math.max(3, Math.ceil(people / 12));
}
