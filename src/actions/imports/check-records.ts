// Checks the records that make up a firm's history, page by page, against a directory that is never saved: whether
// everything they refer to is there, and whether what they say can stand in the ledger.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { readLocks } from '#store/ledger/items.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { markRecords, readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Tx } from '#store/database.ts';
import { dateRefusal, latestDate, type DateRules } from '../work-date.ts';
import { isZero } from './amounts.ts';
import type {
  ImportedCost,
  ImportedInvoice,
  ImportedQuote,
  ImportedTimeEntry,
  ImportedUnbilledWip,
} from './model.ts';
import type { PreviewGatherer } from './preview.ts';
import type { Directory } from './practice/directory.ts';
import { findDocument } from './replay/prepare.ts';
import { jobsOfInvoice } from './replay/find-job.ts';
import { count, inChunk, inChunkByKey, problemOf, type ImportRun } from './run.ts';
import { resolveCost } from './work/costs.ts';
import { ensureReportedJob } from './work/reported-jobs.ts';
import { minutesPerEntryMax, resolveTime } from './work/resolve-time.ts';

const recordsPerPage = 5_000;

export type Checking = {
  readonly directory: Directory;
  readonly rules: DateRules;
  readonly preview: PreviewGatherer;
};

/** `leftOut`: the record holds nothing. */
type Verdict = Result<'sound' | 'leftOut'>;
type Check = (checking: Checking, staged: KnownRecord) => Verdict;

const checks: readonly (readonly [kind: string, check: Check])[] = [
  ['unbilledWip', checkUnbilledWip],
  ['timeEntry', checkTime],
  ['cost', checkCost],
  ['quote', checkQuote],
  ['invoice', checkInvoice],
  ['payment', () => done('sound')],
];

export async function readDateRules(tx: Tx, now: string): Promise<DateRules> {
  return { locks: await readLocks(tx), latestOn: latestDate(await readRecordingSettings(tx), now) };
}

export async function checkRecords(run: ImportRun, checking: Checking): Promise<void> {
  for (const [kind, check] of checks) {
    const total = run.counts[kind]?.read ?? 0;
    const read = (afterPlace: number) =>
      inChunkByKey(run, (tx) => readRecords(tx, run.batch.id, { kind, afterPlace, limit: recordsPerPage }));
    let next: Promise<KnownRecord[]> | undefined = read(0);
    for (let checked = 0; next !== undefined;) {
      const page: readonly KnownRecord[] = await next;
      // The next page is read while this one is checked.
      next = page.length < recordsPerPage ? undefined : read(page.at(-1)!.place);
      next?.catch(() => {});
      await checkPage(run, { checking, kind, check, page });
      checked += recordsPerPage;
      if (total > 0) run.onProgress({ stage: 'checking', done: Math.min(checked, total), total });
    }
  }
}

type Page = {
  readonly checking: Checking;
  readonly kind: string;
  readonly check: Check;
  readonly page: readonly KnownRecord[];
};

async function checkPage(run: ImportRun, { checking, kind, check, page }: Page): Promise<void> {
  const problems: NewProblem[] = [];
  const places = { refused: [] as number[], leftOut: [] as number[] };
  for (const staged of page) {
    const isKnown = staged.ourId !== null;
    if (isKnown && (staged.contentHash === null || staged.contentHash === staged.knownHash)) {
      count(run.counts, kind, 'known');
      continue;
    }
    const verdict = check(checking, staged);
    if (!verdict.ok) {
      places.refused.push(staged.place);
      problems.push(...verdict.refusals.map((refusal) => problemOf(staged, 'check', 'refused', refusal)));
    } else if (verdict.value === 'leftOut') {
      places.leftOut.push(staged.place);
      const detail = 'The record holds nothing, so nothing was made of it.';
      problems.push(problemOf(staged, 'check', 'leftOut', { code: 'nothingToDo', detail }));
    } else count(run.counts, kind, isKnown ? 'changed' : 'create');
  }
  count(run.counts, kind, 'refused', places.refused.length);
  count(run.counts, kind, 'leftOut', places.leftOut.length);
  if (problems.length === 0) return;
  await inChunk(run, async (tx) => {
    await markRecords(tx, run.batch.id, { kind, status: 'refused', places: places.refused });
    await markRecords(tx, run.batch.id, { kind, status: 'leftOut', places: places.leftOut });
    await insertProblems(tx, run.batch.id, problems);
  });
}

function checkTime({ directory, rules, preview }: Checking, staged: KnownRecord): Verdict {
  const entry = JSON.parse(staged.record) as ImportedTimeEntry;
  const { minutes } = entry;
  if (minutes === 0 && isZero(entry.amount)) return done('leftOut');
  const dated = dateRefusal(rules, entry.date, 'date');
  if (dated !== null) return dated;
  if (minutes < 1 || minutes > minutesPerEntryMax) {
    return refuse('minutesOutOfRange', `${minutes} minutes cannot be one entry.`, {
      field: 'minutes',
      value: String(minutes),
      accepted: `1 to ${minutesPerEntryMax} minutes`,
    });
  }
  const place = resolveTime(directory, staged.source, entry);
  if (!place.ok) return place;
  preview.seeTime(staged, entry, place.value);
  return done('sound');
}

function checkCost({ directory, rules, preview }: Checking, staged: KnownRecord): Verdict {
  const cost = JSON.parse(staged.record) as ImportedCost;
  const resolved = resolveCost(directory, staged.source, cost);
  if (!resolved.ok) return resolved;
  if (resolved.value === undefined) return done('leftOut');
  const { isActual, incurredOn } = resolved.value;
  const dated = isActual ? dateRefusal(rules, incurredOn, 'date') : null;
  if (dated !== null) return dated;
  preview.seeCost(staged, cost, resolved.value);
  return done('sound');
}

function checkInvoice({ directory, rules, preview }: Checking, staged: KnownRecord): Verdict {
  const invoice = JSON.parse(staged.record) as ImportedInvoice;
  const found = jobsOfInvoice(directory, staged.source, invoice);
  const document = findDocument(directory, staged.source, invoice, found);
  if (!document.ok) return document;
  const hasEffect = invoice.status === 'approved' || invoice.status === 'paid';
  const isNew = staged.ourId === null;
  const dated = hasEffect && isNew ? dateRefusal(rules, invoice.date, 'date') : null;
  if (dated !== null) return dated;
  if (hasEffect && invoice.amountExTax.startsWith('-')) {
    return refuse(
      'amountOutOfRange',
      'An invoice below zero is a credit note, which cannot be imported yet.',
      {
        field: 'amount',
        value: invoice.amountExTax,
        accepted: 'an amount of zero or more',
      },
    );
  }
  preview.seeInvoice(staged, document.value, hasEffect);
  return done('sound');
}

function checkQuote({ preview }: Checking, staged: KnownRecord): Verdict {
  preview.seeQuote(staged, JSON.parse(staged.record) as ImportedQuote);
  return done('sound');
}

function checkUnbilledWip({ directory, preview }: Checking, staged: KnownRecord): Verdict {
  const row = JSON.parse(staged.record) as ImportedUnbilledWip;
  const job = ensureReportedJob(directory, staged.source, row);
  if (!job.ok) return job;
  preview.seeUnbilled(row, job.value);
  return done('sound');
}
