// What makes one kind of firm different from another: its people, clients, work and habits. Everything here is made up.

import type { Weekday } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RoundingPolicy } from '#core/pricing/rounding.ts';

export const scenarioNames = ['agency', 'engineering', 'accountant'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export type Scenario = {
  readonly name: ScenarioName;
  readonly firm: {
    readonly name: string;
    readonly currency: CurrencyCode;
    readonly timeZone: string;
    readonly locale: string;
    readonly jobNumberPrefix: string;
    readonly rounding: RoundingPolicy;
    /** What a project manager may write off at a time, whole units of the currency. */
    readonly writeOffLimit: number;
    /** As its documents have it. */
    readonly letterhead: Record<
      'legalName' | 'address' | 'email' | 'phone' | 'taxNumber' | 'paymentDetails',
      string
    >;
  };
  /** Currencies of clients abroad, and what a unit of the firm's currency is priced at there. */
  readonly currenciesAbroad: readonly { readonly currency: CurrencyCode; readonly factor: number }[];
  /** Billable and cost rates rise on the first of this month, every year. */
  readonly ratesRiseInMonth: number;
  /** How much of the week's work falls on each day. */
  readonly weekdayWeights: Readonly<Record<Weekday, number>>;
  /** The first is the owner, the second and third are partners or managers. */
  readonly people: readonly Person[];
  readonly clients: readonly ClientOfScenario[];
  readonly tasks: readonly TaskOfScenario[];
  readonly categories: readonly Category[];
  readonly internalTasks: readonly TaskOfScenario[];
  readonly costs: readonly CostOfScenario[];
  readonly reasons: readonly string[];
  /** Trades to name further clients by. */
  readonly clientTrades: readonly string[];
};

/** Rates are whole units of the firm's currency per hour. */
export type Person = { readonly name: string; readonly rate: number; readonly cost: number };

export type ClientOfScenario = {
  readonly name: string;
  readonly contacts: readonly string[];
  readonly currency?: CurrencyCode;
  readonly address: string;
};

export type TaskOfScenario = {
  readonly name: string;
  readonly billable: boolean;
  /** Share of a job's time. */
  readonly weight: number;
  /** A default rate of the task, for jobs priced by what is done. */
  readonly rate?: number;
  readonly notes: readonly string[];
};

export type Category = {
  readonly name: string;
  readonly tasks: readonly string[];
  readonly jobs: readonly string[];
};

export type CostOfScenario = {
  readonly description: string;
  readonly supplier: string;
  readonly code: string;
  /** Whole units of the firm's currency. */
  readonly unitCost: number;
  readonly markUpPercent: number;
  readonly quantityMax: number;
};
