// The practice of a generated firm: everything that is not ledger. Ids here are positions from 1; whoever stores the plan
// gives the real ones. A job's whole life (when it starts and ends, how it is billed, how much time it takes) is settled
// here, so that its state can be stored before its history is played.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateBasis, RateRow } from '#core/pricing/rates.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Calendar } from './calendar.ts';

export type Practice = {
  readonly scenario: Scenario;
  readonly calendar: Calendar;
  readonly people: readonly PlannedPerson[];
  /** Beside the people whose time is recorded: the bookkeeper and the auditor. */
  readonly office: { readonly bookkeeper: PlannedActor; readonly auditor: PlannedActor };
  readonly clients: readonly PlannedClient[];
  readonly tasks: readonly PlannedTask[];
  readonly states: readonly PlannedState[];
  readonly jobs: readonly PlannedJob[];
  /** Time entries to come, over all jobs. */
  readonly entries: number;
  readonly rates: readonly PlannedRate[];
  readonly costRates: readonly PlannedCostRate[];
  readonly reasons: readonly string[];
};

export type PlannedActor = { readonly id: number; readonly name: string };

/** A staff member; the id is theirs as an author too. */
export type PlannedPerson = PlannedActor & {
  readonly email: string;
  readonly code: string;
  /** Whole units of the firm's currency per hour, at the start of the history. */
  readonly rate: number;
  readonly cost: number;
  readonly leave: readonly { readonly first: number; readonly last: number }[];
};

export type PlannedClient = {
  readonly id: number;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly email: string;
  readonly address: string;
  readonly contacts: readonly { readonly name: string; readonly email: string; readonly position: string }[];
  readonly accountManagerId: number;
};

export type PlannedTask = {
  readonly id: number;
  readonly name: string;
  readonly billable: boolean;
  readonly rate: number | undefined;
  readonly weight: number;
  readonly notes: readonly string[];
};

export type PlannedState = { readonly id: number; readonly name: string; readonly type: JobStateType };

/**
 * How a job is billed. `steady`: monthly from the work done. `quoted`: a quote, a deposit, stages, a final invoice.
 * `retainer`: a deposit absorbed bit by bit. `prepaid`: paid ahead of the work. `stale`: worked and left lying. `washedUp`:
 * settled without a last invoice. `dropped`: cancelled and written off. `internal`: accrues nothing. `planned`: not begun.
 */
export type Course =
  | 'steady'
  | 'quoted'
  | 'retainer'
  | 'prepaid'
  | 'stale'
  | 'washedUp'
  | 'dropped'
  | 'internal'
  | 'planned';

/** What happens on one job so that every scenario holds one of each. */
export type Story = 'overBudget' | 'washUpUndone' | 'revaluedAndMoved' | 'invoiceCancelled';

export type PlannedJob = {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly description: string;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly stateId: number;
  readonly category: string;
  readonly managerId: number;
  readonly partnerId: number;
  readonly startOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly completedOn: CivilDate | null;
  readonly budgetMinor: bigint | null;
  readonly clientOrderNumber: string | null;
  readonly rateBasis: RateBasis;
  readonly tasks: readonly PlannedJobTask[];
  readonly course: Course;
  readonly story: Story | null;
  /** Days of the first and last work; the last of a job under way is today. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly isOpen: boolean;
  /** Time entries to come. */
  readonly entries: number;
  /** What its time will be worth at a guess, whole units of its currency. */
  readonly worth: number;
  readonly team: readonly number[];
};

export type PlannedJobTask = {
  readonly id: number;
  readonly taskId: number;
  readonly name: string;
  readonly billable: boolean;
  readonly estimatedMinutes: number;
};

/** A rate that the firm learns of later than it applies from is known from a day on. */
export type PlannedRate = RateRow & { readonly knownFromDay: number };

export type PlannedCostRate = {
  readonly id: number;
  readonly staffId: number;
  readonly ratePerHourMinor: bigint;
  readonly effectiveFrom: CivilDate;
};
