// Where a history is played: the practice, the book, and the batches waiting to be handed out. Everything that happens is
// written through `enter`, which gives it its author and its place in a batch of the present moment.

import type { Journal } from '#core/ledger/journal.ts';
import { rateBook, resolveRate, type RateBook, type ResolvedRate } from '#core/pricing/rates.ts';
import type { Random } from '../random.ts';
import { workingDayFrom } from './calendar.ts';
import { newBook, type Book } from './book.ts';
import type { AuthoredJournal, HistoryBatch, PlannedQuoteLine } from './history.ts';
import type { PlannedJob, Practice, Story } from './practice.ts';

/** A batch is closed when it has this many lines. */
const linesPerBatch = 1_000;

type Rows = Omit<HistoryBatch, 'recordedAt' | 'journals'>;
type OpenBatch = {
  -readonly [Key in keyof HistoryBatch]: HistoryBatch[Key] extends readonly (infer Row)[]
    ? Row[]
    : HistoryBatch[Key];
};
export type Entry = { readonly journals?: readonly Journal[] } & {
  readonly [Kind in keyof Rows]?: Rows[Kind];
};

export type Stage = {
  readonly practice: Practice;
  readonly random: Random;
  readonly book: Book;
  day: number;
  /** When what is entered now was written down. */
  recordedAt: string;
  rates: RateBook;
  readonly costRates: RateBook;
  /** Prices asked for in the month, by job task and person. */
  readonly prices: { month: string; rates: RateBook; readonly known: Map<number, Prices> };
  /** Closed batches, oldest first; whoever plays takes them out. */
  readonly batches: HistoryBatch[];
  batch: OpenBatch | null;
  lines: number;
  /** Entries each job still gets, by job id. */
  readonly entriesLeft: number[];
  readonly counts: {
    invoices: number;
    actions: number;
    adjustments: number;
    quotes: number;
    quoteLines: number;
  };
  /** What of each accepted quote has not been invoiced, by job. */
  readonly uninvoicedMinor: Map<number, bigint>;
  /** The accepted quote of each job, and what is claimed of its lines. */
  readonly quotes: Map<number, QuoteOnStage>;
  /** How costs and interims read that are not closed; by id, which no history has too many of for a number. */
  readonly itemNames: Map<number, string>;
  /** What has been put off to a later day. */
  readonly agenda: Map<number, (() => void)[]>;
  /** Stories that have had their turn. */
  readonly told: Set<Story>;
};

export type QuoteOnStage = {
  readonly id: number;
  readonly lines: readonly PlannedQuoteLine[];
  readonly claimed: Map<number, bigint>;
};

export function newStage(practice: Practice, random: Random): Stage {
  const rates = ratesKnownOn(practice, 0);
  return {
    practice,
    random,
    book: newBook(),
    day: 0,
    recordedAt: '',
    rates,
    prices: { month: '', rates, known: new Map() },
    costRates: rateBook(
      practice.costRates.map((row) => ({
        ...row,
        scope: 'staff',
        currency: practice.scenario.firm.currency,
      })),
    ),
    batches: [],
    batch: null,
    lines: 0,
    entriesLeft: [0, ...practice.jobs.map((job) => job.entries)],
    counts: { invoices: 0, actions: 0, adjustments: 0, quotes: 0, quoteLines: 0 },
    uninvoicedMinor: new Map(),
    quotes: new Map(),
    itemNames: new Map(),
    agenda: new Map(),
    told: new Set(),
  };
}

export function ratesKnownOn(practice: Practice, day: number): RateBook {
  return rateBook(practice.rates.filter((rate) => rate.knownFromDay <= day));
}

/** Writes down rows and journals that belong together; they stay in one batch. */
export function enter(stage: Stage, actorId: number, entry: Entry): AuthoredJournal[] {
  const journals = stage.book.post(entry.journals ?? [], actorId);
  const batch = openBatch(stage);
  for (const named of [...(entry.costEntries ?? []), ...(entry.interims ?? [])])
    stage.itemNames.set(Number(named.id), named.description);
  batch.timeEntries.push(...(entry.timeEntries ?? []));
  batch.costEntries.push(...(entry.costEntries ?? []));
  batch.interims.push(...(entry.interims ?? []));
  batch.actions.push(...(entry.actions ?? []));
  batch.undos.push(...(entry.undos ?? []));
  batch.quotes.push(...(entry.quotes ?? []));
  batch.invoices.push(...(entry.invoices ?? []));
  batch.cancellations.push(...(entry.cancellations ?? []));
  batch.moves.push(...(entry.moves ?? []));
  batch.unlist.push(...(entry.unlist ?? []));
  for (const journal of journals) {
    batch.journals.push(journal);
    stage.lines += journal.lines.length;
  }
  if (stage.lines >= linesPerBatch) closeBatch(stage);
  return journals;
}

function openBatch(stage: Stage): OpenBatch {
  if (stage.batch !== null && stage.batch.recordedAt !== stage.recordedAt) closeBatch(stage);
  stage.batch ??= {
    recordedAt: stage.recordedAt,
    timeEntries: [],
    costEntries: [],
    interims: [],
    actions: [],
    undos: [],
    quotes: [],
    invoices: [],
    cancellations: [],
    moves: [],
    journals: [],
    unlist: [],
  };
  return stage.batch;
}

export function closeBatch(stage: Stage): void {
  if (stage.batch !== null) stage.batches.push(stage.batch);
  stage.batch = null;
  stage.lines = 0;
}

/** Puts something off to the working day that many days from now, or drops it when the history ends before. */
export function putOff(stage: Stage, days: number, what: () => void): void {
  const { calendar } = stage.practice;
  const day = workingDayFrom(calendar, stage.day + days);
  if (stage.day + days > calendar.last || day <= stage.day) return;
  stage.agenda.set(day, [...(stage.agenda.get(day) ?? []), what]);
}

export function todayOf(stage: Stage) {
  return stage.practice.calendar.dates[stage.day]!;
}

/** What an hour of somebody's work is priced at and costs. */
export type Prices = { readonly rate: ResolvedRate; readonly costPerHourMinor: bigint };

/**
 * The prices of work on a job. Rates change on the first of a month (a job's own on the day it begins), so within a month
 * an answer stands; asking anew for every entry would be a quarter of all that playing costs.
 */
export function pricesFor(
  stage: Stage,
  job: PlannedJob,
  work: { staffId: number; jobTaskId: number; day: number },
): Prices {
  const month = stage.practice.calendar.dates[work.day]!.slice(0, 7);
  const { prices } = stage;
  if (prices.month !== month || prices.rates !== stage.rates) {
    prices.known.clear();
    prices.month = month;
    prices.rates = stage.rates;
  }
  const key = work.jobTaskId * (stage.practice.people.length + 1) + work.staffId;
  let found = prices.known.get(key);
  if (found === undefined) {
    const rate = rateFor(stage, job, work);
    prices.known.set(key, (found = { rate, costPerHourMinor: costRateFor(stage, job, work) }));
  }
  return found;
}

function costRateFor(
  stage: Stage,
  job: PlannedJob,
  work: { staffId: number; jobTaskId: number; day: number },
): bigint {
  const cost = resolveRate(stage.costRates, {
    staffId: work.staffId,
    taskId: job.tasks[work.jobTaskId - job.tasks[0]!.id]!.taskId,
    rateBasis: 'staff',
    currency: stage.practice.scenario.firm.currency,
    on: stage.practice.calendar.dates[work.day]!,
  });
  return cost.ratePerHourMinor;
}

/** What prices an hour on a job, as the firm knows it now. */
export function rateFor(
  stage: Stage,
  job: PlannedJob,
  work: { staffId: number; jobTaskId: number; day: number },
): ResolvedRate {
  const task = job.tasks[work.jobTaskId - job.tasks[0]!.id]!;
  return resolveRate(stage.rates, {
    jobId: job.id,
    clientId: job.clientId,
    staffId: work.staffId,
    taskId: task.taskId,
    rateBasis: job.rateBasis,
    currency: job.currency,
    on: stage.practice.calendar.dates[work.day]!,
  });
}
