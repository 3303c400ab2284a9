// The plan of a run: what becomes of each job, which invoices are made, and what all of it comes to.
//
// It reads what an approval would read, in one snapshot and without a lock, and lets the same code decide: an invoice's
// content, expand(), compose() and its taxes. Two things make it fast enough to be asked again and again. Everything is
// read for a thousand jobs at once; and entries of time that nothing tells apart are folded in the database
// (store/billing-runs/folded-items.ts). That changes no figure, because a run bills items whole, and a sum of whole items
// is billed at the sum of their values: plan.property.test.ts holds folded against single items. Jobs that are billed
// by the rest of their quote are few; they are read in full.
//
// A chunk holds whole clients, so that an invoice of several jobs is drawn on one book. Every few jobs, whoever else waits
// for this process gets a turn: a plan of ten thousand jobs reckons for two seconds, and is made where people are answered.

import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { verdictOf, warningsOf, emptyReason, writeOffItems } from '#core/billing-run/decide.ts';
import type { JobFacts, Verdict } from '#core/billing-run/decide.ts';
import {
  figuresOf,
  untouched,
  writtenOffBy,
  type Choice,
  type JobFigures,
  type PlannedJob,
  type PlannedUnit,
  type ReasonCode,
} from '#core/billing-run/plan.ts';
import { carriedAfter, offeredUpTo, type RunRules } from '#core/billing-run/rules.ts';
import { isDue } from '#core/billing-run/schedule.ts';
import { groupJobs, type JobToInvoice } from '#core/billing-run/units.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { bookItemsMax, loadBook, type Book } from '#store/billing/book.ts';
import { readInterimTaxes } from '#store/billing/interim-taxes.ts';
import {
  jobsPerRunMax,
  readCandidates,
  readRunClients,
  type Candidate,
  type PlanScope,
  type RunClient,
} from '#store/billing-runs/candidates.ts';
import { readFoldedItems, type FoldedItem } from '#store/billing-runs/folded-items.ts';
import type { PlanRows } from '#store/billing-runs/plan-rows.ts';
import type { Tx } from '#store/database.ts';
import type { Composed } from '../invoices/compose-taxed.ts';
import type { InvoiceTaxes } from '../invoices/tax.ts';
import type { JobToDraw } from './content.ts';
import { drawUnit, taxOfJob } from './draw.ts';
import { loadTaxTerms, taxesOfClient, type TaxTerms } from './tax-terms.ts';

const jobsPerChunk = 1_000;
const jobsPerTurn = 40;
/** As many as an author may put on an invoice. */
export const jobsPerUnitMax = 100;

export type ChoiceOf = (job: { readonly jobId: number; readonly clientId: number }) => Choice | null;

export type Planning = {
  readonly rules: RunRules;
  readonly choiceOf: ChoiceOf;
  readonly scope: PlanScope;
  /** Of the first unit. */
  readonly firstPlace: number;
};

export async function planJobs(tx: Tx, planning: Planning): Promise<Result<PlanRows>> {
  const { rules, scope } = planning;
  const candidates = await readCandidates(tx, rules.filters, scope);
  if (candidates.length > jobsPerRunMax) return tooManyJobs();
  const [clients, taxTerms] = await Promise.all([
    readRunClients(
      tx,
      candidates.map(({ clientId }) => clientId),
    ),
    loadTaxTerms(tx, rules),
  ]);
  const jobs: PlannedJob[] = [];
  const units: PlannedUnit[] = [];
  let jobsAtTurn = jobsPerTurn;
  for await (const { chunk, book } of booksOf(tx, candidates, rules)) {
    for (const own of Map.groupBy(chunk, ({ clientId }) => clientId).values()) {
      if (jobs.length >= jobsAtTurn) {
        await turnOfOthers();
        jobsAtTurn = jobs.length + jobsPerTurn;
      }
      const client = clients.get(own[0]!.clientId)!;
      const planned = new PlanOfClient({ ...planning, client, book, taxTerms }).plan(own);
      const place = planning.firstPlace + units.length;
      units.push(...planned.units.map((unit) => ({ ...unit, place: place + unit.place })));
      jobs.push(
        ...planned.jobs.map((job) =>
          job.unitPlace === null ? job : { ...job, unitPlace: place + job.unitPlace },
        ),
      );
    }
  }
  return done({ jobs, units });
}

function tooManyJobs(): Refused {
  const detail = 'These are more jobs than one run takes; choose clients, managers or categories.';
  return refuse('batchTooLarge', detail, { field: 'rules.filters', accepted: `up to ${jobsPerRunMax} jobs` });
}

/** About a thousand jobs each, never part of a client. Candidates come client by client. */
function* chunksOfClients(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let chunk: Candidate[] = [];
  for (const own of Map.groupBy(candidates, ({ clientId }) => clientId).values()) {
    if (chunk.length > 0 && chunk.length + own.length > jobsPerChunk) {
      yield chunk;
      chunk = [];
    }
    chunk.push(...own);
  }
  if (chunk.length > 0) yield chunk;
}

/** Chunks with their books; while one is planned, the next is read. */
async function* booksOf(tx: Tx, candidates: readonly Candidate[], rules: RunRules) {
  let reading: Promise<{ chunk: readonly Candidate[]; book: ChunkBook }> | null = null;
  for (const chunk of chunksOfClients(candidates)) {
    const ahead = readChunk(tx, chunk, rules).then((book) => ({ chunk, book }));
    // Whoever waits for it hears of a failure; nobody does when planning the chunk before it failed.
    ahead.catch(() => {});
    if (reading !== null) yield await reading;
    reading = ahead;
  }
  if (reading !== null) yield await reading;
}

type ChunkBook = {
  readonly items: ReadonlyMap<number, readonly FoldedItem[]>;
  readonly interimTaxes: Book['interimTaxes'];
  /** Of jobs that may be billed by their quotes, in full; null where there is none. */
  readonly quoted: Book | null;
};

async function readChunk(tx: Tx, chunk: readonly Candidate[], rules: RunRules): Promise<ChunkBook> {
  const jobIds = chunk.map(({ jobId }) => jobId);
  const bounds = { offeredUpTo: offeredUpTo(rules), carriedAfter: carriedAfter(rules) };
  const byQuote = chunk.filter(
    ({ hasQuote, stateType }) =>
      hasQuote && stateType === 'completed' && rules.treatment.quotedJobs === 'finalWhenCompleted',
  );
  const [items, quoted] = await Promise.all([
    readFoldedItems(tx, jobIds, bounds),
    byQuote.length === 0
      ? null
      : loadBook(
          tx,
          byQuote.map(({ jobId }) => jobId),
          { exceptDraft: null },
        ),
  ]);
  const withInterims = jobIds.filter((jobId) => items.get(jobId)?.some(({ kind }) => kind === 'interim'));
  const interimTaxes = withInterims.length === 0 ? new Map() : await readInterimTaxes(tx, withInterims);
  return { items, interimTaxes, quoted };
}

type OfClient = Planning & {
  readonly client: RunClient;
  readonly book: ChunkBook;
  readonly taxTerms: TaxTerms;
};

/** A job of the client that is to be invoiced. */
type ToInvoice = JobToInvoice & { readonly looked: Looked; readonly drawn: Composed };

/** A job with everything that is decided on. */
type Looked = {
  readonly job: Candidate;
  readonly facts: JobFacts;
  readonly choice: Choice | null;
  readonly items: readonly FoldedItem[];
};

class PlanOfClient {
  readonly #given: OfClient;
  readonly #taxes: InvoiceTaxes;
  readonly #jobs: PlannedJob[] = [];
  readonly #units: PlannedUnit[] = [];

  constructor(given: OfClient) {
    this.#given = given;
    this.#taxes = taxesOfClient(given.taxTerms, given.client);
  }

  /** Places of units count from 0. */
  plan(candidates: readonly Candidate[]): PlanRows {
    const { rules } = this.#given;
    const toInvoice = candidates.flatMap((job) => this.#decide(this.#look(job)) ?? []);
    const limits = { jobsMax: jobsPerUnitMax, itemsMax: bookItemsMax };
    const { units, belowMinimum } = groupJobs(rules, toInvoice, limits);
    for (const { looked } of belowMinimum) this.#leave(looked, 'nothing', 'belowMinimum');
    for (const unit of units) this.#invoice(unit);
    return { jobs: this.#jobs, units: this.#units };
  }

  #look(job: Candidate): Looked {
    const { client, rules, book, choiceOf } = this.#given;
    const items = book.items.get(job.jobId) ?? [];
    const sum = (of: (item: FoldedItem) => number) => items.reduce((total, item) => total + of(item), 0);
    const isCompleted = job.stateType === 'completed';
    const facts: JobFacts = {
      ...job,
      clientCurrency: client.currency,
      isClientArchived: client.archived,
      isDue: isDue(client, { isCompleted, lastCutOffOn: job.lastCutOffOn }, rules.cutOffOn),
      openItems: sum(({ itemCount }) => itemCount),
      hasRecipient: client.hasRecipient,
      itemsWithoutRate: sum(({ withoutRate }) => withoutRate),
    };
    return { job, facts, choice: choiceOf(job), items };
  }

  /** The job where it is to be invoiced; otherwise it is planned as what it is. */
  #decide(looked: Looked): ToInvoice | null {
    const { rules } = this.#given;
    const { facts, choice, items } = looked;
    const verdict = verdictOf(rules, facts, choice, items);
    if (verdict.decision === 'writeOff') return this.#writeOff(looked, verdict.reason);
    if (verdict.decision !== 'bill') return this.#leave(looked, verdict.decision, verdict.reason);
    if (facts.openItems > bookItemsMax) return this.#leave(looked, 'nothing', 'tooManyItems');
    return this.#draw(looked, verdict);
  }

  #draw(looked: Looked, { type, basis }: Extract<Verdict, { decision: 'bill' }>): ToInvoice | null {
    const { rules, client } = this.#given;
    const { choice, facts, items } = looked;
    const drawn = this.#drawn([looked], { type, basis });
    if (!drawn.ok) return this.#refused(looked, drawn);
    const { totalMinor, savedAs, jobs } = drawn.value.composition;
    const isNothing = totalMinor === 0n && jobs.every(({ absorbedMinor }) => absorbedMinor === 0n);
    if (isNothing && choice?.treatment !== 'bill') {
      const { decision, reason } = emptyReason(rules, choice, items);
      return this.#leave(looked, decision, reason);
    }
    return {
      currency: client.currency,
      type: savedAs,
      basis,
      openItems: facts.openItems,
      totalMinor,
      ignoresMinimum: choice?.treatment === 'bill' || choice?.ignoresMinimum === true,
      looked,
      drawn: drawn.value,
    };
  }

  #refused(looked: Looked, { refusals }: Refused): null {
    const { rules } = this.#given;
    const [refusal] = refusals;
    switch (refusal?.code) {
      case 'nothingToDo': {
        const { decision, reason } = emptyReason(rules, looked.choice, looked.items);
        return this.#leave(looked, decision, reason);
      }
      case 'negativeTotal':
        return this.#leave(looked, 'nothing', 'negative');
      case 'unknownTax':
        return this.#leave(looked, 'nothing', 'taxWithoutRate');
      default:
        return this.#leave(looked, 'nothing', 'refused', refusal?.detail);
    }
  }

  #drawn(looked: readonly Looked[], kind: Pick<JobToInvoice, 'type' | 'basis'>): Result<Composed> {
    const { rules, client } = this.#given;
    const jobs = looked.map(({ job, choice, items }): JobToDraw => ({ jobId: job.jobId, choice, items }));
    const book = this.#bookOf(looked, kind.basis);
    const unit = { clientId: client.id, ...kind, jobs };
    return drawUnit(unit, { rules, book, currency: client.currency, taxes: this.#taxes });
  }

  #bookOf(looked: readonly Looked[], basis: JobToInvoice['basis']): Book {
    const { quoted, interimTaxes } = this.#given.book;
    if (basis === 'quoted' && quoted !== null) {
      const ids = new Set(looked.map(({ job }) => job.jobId));
      return { ...quoted, jobs: quoted.jobs.filter(({ jobId }) => ids.has(jobId)) };
    }
    const jobs = looked.map(({ job, items }) => ({
      jobId: job.jobId,
      number: job.number,
      name: job.name,
      netWipMinor: job.netWipMinor,
      items,
      // A plan prints nothing, so its lines need no names.
      jobTaskNames: new Map<number, string>(),
      quote: null,
    }));
    return { jobs, quoteLines: new Map(), interimClaims: new Map(), interimTaxes };
  }

  #invoice(unit: readonly ToInvoice[]): void {
    const { client } = this.#given;
    const [{ type, basis, drawn: ofFirst }] = unit as [ToInvoice];
    const looked = unit.map((one) => one.looked);
    const together = unit.length === 1 ? done(ofFirst) : this.#drawn(looked, { type, basis });
    if (!together.ok) {
      for (const one of looked) this.#refused(one, together);
      return;
    }
    const drawn = together.value;
    const place = this.#units.length;
    const itemCount = unit.reduce((sum, { openItems }) => sum + openItems, 0);
    const { exMinor: totalMinor, taxMinor } = drawn.tax.taxed.totals;
    const counts = { jobCount: unit.length, itemCount };
    const terms = { clientId: client.id, currency: client.currency, type, basis };
    this.#units.push({ place, ...terms, totalMinor, taxMinor, ...counts });
    const effects = new Map(drawn.composition.jobs.map((effect) => [effect.jobId, effect]));
    for (const one of looked) {
      const figures = figuresOf(effects.get(one.job.jobId)!, taxOfJob(drawn, one.job.jobId));
      this.#keep(one, figures, { decision: 'bill', reason: null, unitPlace: place });
    }
  }

  #writeOff(looked: Looked, reason: ReasonCode): null {
    const { rules } = this.#given;
    const { job, items, choice } = looked;
    const offMinor = writeOffItems(rules, items).reduce((sum, { openMinor }) => sum + openMinor, 0n);
    if (offMinor === 0n) return this.#leave(looked, 'nothing', emptyReason(rules, choice, items).reason);
    const figures = writtenOffBy(job.netWipMinor, job.workMinor, offMinor);
    return this.#keep(looked, figures, { decision: 'writeOff', reason });
  }

  #leave(
    looked: Looked,
    decision: 'hold' | 'nothing',
    reason: ReasonCode,
    detail: string | null = null,
  ): null {
    const { netWipMinor, workMinor } = looked.job;
    return this.#keep(looked, untouched(netWipMinor, workMinor), { decision, reason, detail });
  }

  #keep(
    { job, facts, items }: Looked,
    figures: JobFigures,
    said: Pick<PlannedJob, 'decision' | 'reason'> & Partial<Pick<PlannedJob, 'detail' | 'unitPlace'>>,
  ): null {
    const { jobId, clientId, managerId, partnerId, category, currency, balanceVersion } = job;
    const ofJob = { jobId, clientId, managerId, partnerId, category, currency, balanceVersion };
    const { openItems } = facts;
    const warnings = warningsOf(this.#given.rules, facts, items, figures.totalMinor);
    this.#jobs.push({ ...ofJob, ...figures, detail: null, unitPlace: null, ...said, openItems, warnings });
    return null;
  }
}
