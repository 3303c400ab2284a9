// Scenario, size and seed become a practice: people, clients, tasks, jobs and rates.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Random } from '../random.ts';
import { companyName, personName } from '../scenarios/names.ts';
import type { ClientOfScenario, Scenario } from '../scenarios/scenario.ts';
import type { Size } from '../size.ts';
import { calendarOf, type Calendar } from './calendar.ts';
import { managersAmong, plannedJobs } from './plan-jobs.ts';
import { plannedCostRates, plannedRates } from './plan-rates.ts';
import type { PlannedClient, PlannedPerson, PlannedState, PlannedTask, Practice } from './practice.ts';

export type PracticeRequest = {
  readonly scenario: Scenario;
  readonly size: Size;
  readonly random: Random;
  readonly today: CivilDate;
};

const entriesPerPersonAndDay = 4.2;
const jobsPerClient = 5;
const states: readonly PlannedState[] = [
  { id: 1, name: 'Planned', type: 'planned' },
  { id: 2, name: 'In progress', type: 'inProgress' },
  { id: 3, name: 'On hold', type: 'onHold' },
  { id: 4, name: 'Completed', type: 'completed' },
  { id: 5, name: 'Cancelled', type: 'cancelled' },
];

export function planPractice({ scenario, size, random, today }: PracticeRequest): Practice {
  const calendar = calendarOf(today, size.months, scenario.weekdayWeights);
  const people = plannedPeople(scenario, size, calendar, random.branch('people'));
  const clients = plannedClients(scenario, size, people, random.branch('clients'));
  const tasks = plannedTasks(scenario);
  const basis = { scenario, size, calendar, people, clients, tasks, states };
  const jobs = plannedJobs(basis, random.branch('jobs'));
  return {
    scenario,
    calendar,
    people,
    office: {
      bookkeeper: { id: people.length + 1, name: 'Nora Quayle' },
      auditor: { id: people.length + 2, name: 'Edwin Strang' },
    },
    clients,
    tasks,
    states,
    jobs,
    entries: jobs.reduce((sum, job) => sum + job.entries, 0),
    rates: plannedRates({ ...basis, jobs }, random.branch('rates')),
    costRates: plannedCostRates(basis),
    reasons: scenario.reasons,
  };
}

function plannedPeople(scenario: Scenario, size: Size, calendar: Calendar, random: Random): PlannedPerson[] {
  const workingDays = calendar.isWorkingDay.filter(Boolean).length;
  const count = Math.max(
    scenario.people.length,
    Math.ceil(size.entries / workingDays / entriesPerPersonAndDay),
  );
  return Array.from({ length: count }, (_, index) => {
    const named = scenario.people[index];
    const like = named ?? random.pick(scenario.people.slice(2));
    const name = named?.name ?? personName(random);
    return {
      id: index + 1,
      name,
      email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${index + 1}@demo.example`,
      code: `${name.replace(/[^A-Z]/g, '')}${index + 1}`,
      rate: like.rate,
      cost: like.cost,
      leave: leaveOf(calendar, random),
    };
  });
}

/** About four weeks a year, taken in one or two weeks at a time. */
function leaveOf(calendar: Calendar, random: Random): { first: number; last: number }[] {
  const leave = [];
  for (let day = random.between(20, 120); day < calendar.last; day += random.between(90, 160)) {
    leave.push({ first: day, last: day + random.pick([4, 6, 6, 13]) });
  }
  return leave;
}

function plannedClients(
  scenario: Scenario,
  size: Size,
  people: readonly PlannedPerson[],
  random: Random,
): PlannedClient[] {
  const count = Math.max(scenario.clients.length, Math.ceil(size.jobs / jobsPerClient));
  const managers = people.slice(0, managersAmong(people.length));
  return Array.from({ length: count }, (_, index) => {
    const client: ClientOfScenario = scenario.clients[index] ?? {
      name: companyName(random, scenario.clientTrades, index + 1),
      contacts: [personName(random)],
      address: `${random.between(1, 240)} Station Road`,
      ...(random.chance(0.08)
        ? { currency: scenario.currenciesAbroad[0]?.currency ?? scenario.firm.currency }
        : {}),
    };
    const domain = `${client.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`;
    return {
      id: index + 1,
      name: client.name,
      currency: client.currency ?? scenario.firm.currency,
      email: `accounts@${domain}`,
      address: client.address,
      contacts: client.contacts.map((name, place) => ({
        name,
        email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${domain}`,
        position: place === 0 ? 'Director' : 'Operations manager',
      })),
      accountManagerId: random.pick(managers).id,
    };
  });
}

function plannedTasks(scenario: Scenario): PlannedTask[] {
  return [...scenario.tasks, ...scenario.internalTasks].map(
    ({ name, billable, weight, rate, notes }, index) => ({
      id: index + 1,
      name,
      billable,
      rate,
      weight,
      notes,
    }),
  );
}
