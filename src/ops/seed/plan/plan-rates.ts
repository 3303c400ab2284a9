// Billable and cost rates: everybody's own, rising once a year; some by task, client and job; and one job rate that was
// agreed late, so that unbilled work is revalued.

import { addMonths, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Random } from '../random.ts';
import { dayOf, risesOf } from './calendar.ts';
import type { JobBasis } from './plan-jobs.ts';
import type { PlannedCostRate, PlannedJob, PlannedRate } from './practice.ts';

type RateBasis = JobBasis & { readonly jobs: readonly PlannedJob[] };
type Row = Omit<PlannedRate, 'id' | 'knownFromDay'> & { readonly knownFromDay?: number };

const riseOfRates = 1.04;
const riseOfCosts = 1.035;
const monthsToLateRate = 5;
const daysUntilLateRateIsKnown = 17;

export function plannedRates(basis: RateBasis, random: Random): PlannedRate[] {
  const rows = [
    ...staffRates(basis),
    ...taskRates(basis),
    ...clientRates(basis, random),
    ...staffTaskRates(basis),
    ...jobRates(basis, random),
    ...lateJobRates(basis),
  ];
  return rows.map((row, index) => ({ knownFromDay: 0, ...row, id: index + 1 }));
}

export function plannedCostRates(basis: JobBasis): PlannedCostRate[] {
  const rises = risesOf(basis.calendar, basis.scenario.ratesRiseInMonth);
  return basis.people.flatMap((person, index) =>
    rises.map((effectiveFrom, rise) => ({
      id: index * rises.length + rise + 1,
      staffId: person.id,
      ratePerHourMinor: minorOf(person.cost * riseOfCosts ** rise),
      effectiveFrom,
    })),
  );
}

/** The firm's own currency and those of its clients abroad. */
function currenciesOf({ scenario }: JobBasis) {
  return [{ currency: scenario.firm.currency, factor: 1 }, ...scenario.currenciesAbroad];
}

/** Whole units of a currency in minor units; the currencies of the scenarios have two digits. */
function minorOf(units: number): bigint {
  return BigInt(Math.round(units)) * 100n;
}

function staffRates(basis: JobBasis): Row[] {
  const rises = risesOf(basis.calendar, basis.scenario.ratesRiseInMonth);
  return basis.people.flatMap((person) =>
    currenciesOf(basis).flatMap(({ currency, factor }) =>
      rises.map((effectiveFrom, rise) => ({
        scope: 'staff' as const,
        staffId: person.id,
        currency,
        ratePerHourMinor: minorOf(person.rate * factor * riseOfRates ** rise),
        effectiveFrom,
      })),
    ),
  );
}

function taskRates(basis: JobBasis): Row[] {
  const rises = risesOf(basis.calendar, basis.scenario.ratesRiseInMonth);
  return basis.tasks.flatMap((task) =>
    currenciesOf(basis).flatMap(({ currency, factor }) =>
      rises.flatMap((effectiveFrom, rise) => {
        if (task.rate === undefined) return [];
        const ratePerHourMinor = minorOf(task.rate * factor * riseOfRates ** rise);
        return [{ scope: 'task' as const, taskId: task.id, currency, ratePerHourMinor, effectiveFrom }];
      }),
    ),
  );
}

/** Two good clients have a price of their own for one task. */
function clientRates(basis: JobBasis, random: Random): Row[] {
  const priced = basis.tasks.filter((task) => task.rate !== undefined);
  return random.sample(basis.clients.slice(1, 8), 2).map((client) => {
    const task = random.pick(priced);
    const factor = currenciesOf(basis).find(({ currency }) => currency === client.currency)?.factor ?? 1;
    return {
      scope: 'clientTask' as const,
      clientId: client.id,
      taskId: task.id,
      currency: client.currency,
      ratePerHourMinor: minorOf(task.rate! * factor * 0.9),
      effectiveFrom: startOf(basis),
    };
  });
}

/** The owner is dearer for the first task that has a price. */
function staffTaskRates(basis: JobBasis): Row[] {
  const task = basis.tasks.find(({ rate }) => rate !== undefined)!;
  const owner = basis.people[0]!;
  const { currency } = basis.scenario.firm;
  const ratePerHourMinor = minorOf(owner.rate * 1.15);
  return [
    {
      scope: 'staffTask',
      staffId: owner.id,
      taskId: task.id,
      currency,
      ratePerHourMinor,
      effectiveFrom: startOf(basis),
    },
  ];
}

/** One job in twenty has its own rate for one person. */
function jobRates(basis: RateBasis, random: Random): Row[] {
  const chosen = basis.jobs.filter(
    (job) => job.course !== 'internal' && job.course !== 'planned' && job.story === null,
  );
  return chosen
    .filter(() => random.chance(0.05))
    .map((job) => {
      const person = basis.people[job.team[1]! - 1]!;
      const factor = currenciesOf(basis).find(({ currency }) => currency === job.currency)?.factor ?? 1;
      return {
        scope: 'jobStaff' as const,
        jobId: job.id,
        staffId: person.id,
        currency: job.currency,
        ratePerHourMinor: minorOf(person.rate * factor * 0.95),
        effectiveFrom: job.startOn,
      };
    });
}

/** Agreed some weeks after the day it applies from. */
function lateJobRates(basis: RateBasis): Row[] {
  const { calendar } = basis;
  const effectiveFrom = monthOf(addMonths(calendar.dates[calendar.last]!, -monthsToLateRate));
  return basis.jobs
    .filter((job) => job.story === 'revaluedAndMoved')
    .flatMap((job) =>
      job.tasks
        .filter((task) => task.billable)
        .map((task) => ({
          scope: 'jobTask' as const,
          jobId: job.id,
          taskId: task.taskId,
          currency: job.currency,
          ratePerHourMinor: minorOf(260),
          effectiveFrom,
          knownFromDay: dayOf(calendar, effectiveFrom) + daysUntilLateRateIsKnown,
        })),
    );
}

function startOf({ calendar }: JobBasis): CivilDate {
  return calendar.dates[0]!;
}
