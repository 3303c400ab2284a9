// The auditor of one firm. It is told what people did and what they were answered, reads the two tables of the ledger
// raw, and says what each deed must have left there. It knows nothing of the product's own rules, balances or reports;
// it imports types and the deeds only.
//
// One after the other, each deed is judged by itself: it must be accepted or refused as the rules say. At the same time,
// the acknowledged deeds are put in the order in which their journals were numbered, which is their order on every job.

import { show, type Deed, type Told } from '../deeds.ts';
import { isOfDocument } from '../document-deeds.ts';
import type { SimFirm } from '../practice.ts';
import { enter, openBooks, openOf, sideOf, type Books, type Item } from './books.ts';
import { crowdOfDocuments, isPostedByDocument } from './crowd.ts';
import { judgeDocument } from './document-books.ts';
import { answerOf, costAfter, expectedLines, timeAfter, touchesLedger, Violation } from './expected.ts';
import { billableOf } from './facts.ts';
import { kind, textOf, type Line, type RawLine } from './lines.ts';
import { problemsOf } from './problems.ts';

export type Auditor = {
  readonly books: Books;
  /** Judges one deed, done by itself, by the lines that are new since the one before. */
  judge(told: Told, raw: readonly RawLine[]): void;
  /** Judges everything that was done at the same time. */
  judgeAll(all: readonly Told[], raw: readonly RawLine[]): void;
};

type EntryDeed = Extract<Deed, { kind: 'changeTime' | 'changeCost' | 'deleteTime' | 'deleteCost' }>;

export function auditorOf(firm: SimFirm): Auditor {
  const books = openBooks(firm);
  return {
    books,
    judge(told, raw) {
      if (isOfDocument(told.deed)) {
        judgeDocument(books, told, raw);
        checkBooks(books, told, raw);
        return;
      }
      const problems = problemsOf(books, told.deed, told);
      if (!told.result.ok) {
        if (raw.length > 0) throw violation(told, `was refused and left ${raw.length} lines`);
        const codes = told.result.refusals.map(({ code }) => code as string);
        if (problems.includes(codes[0]!)) return;
        const expected =
          problems.length === 0 ? 'nothing is wrong with it' : `it is ${problems.join(' or ')}`;
        throw violation(told, `was refused as ${show(told.result.refusals)}; by the rules ${expected}`);
      }
      if (problems.length > 0)
        throw violation(told, `was accepted; by the rules it is ${problems.join(' and ')}`);
      keepFact(books, told);
      compare(books, told, raw);
      settle(books, told, raw);
    },
    judgeAll: (all, raw) => replay(books, all, raw),
  };
}

function violation(told: Told, what: string): Violation {
  return new Violation(`deed ${told.number} ${what}\n  ${show(told.deed)}`);
}

function compare(books: Books, told: Told, raw: readonly RawLine[]): void {
  const expected = expectedLines({ books, told, raw })
    .map((line: Line) => textOf(line))
    .toSorted();
  const found = raw.map(textOf).toSorted();
  const missing = expected.filter((line) => !found.includes(line));
  const extra = found.filter((line) => !expected.includes(line));
  if (missing.length === 0 && extra.length === 0 && expected.length === found.length) return;
  const list = (lines: readonly string[]) => lines.map((line) => `\n    ${line}`).join('') || ' nothing';
  throw violation(
    told,
    `should have left${list(missing)}\n  but left${list(extra)}\n  (${expected.length} lines, ${found.length} found)`,
  );
}

/** Enters a deed that was found right. */
function settle(books: Books, told: Told, raw: readonly RawLine[]): void {
  const { deed } = told;
  keepEntries(books, told);
  enter(books, raw);
  if (deed.kind === 'undo') undoAction(books, deed.actionId, raw);
  else if ('on' in deed) keepAction(books, told);
  checkBooks(books, told, raw);
}

function checkBooks(books: Books, told: Told, raw: readonly RawLine[]): void {
  for (const id of new Set(raw.flatMap((line) => line.item ?? []))) {
    const item = books.items.get(id)!;
    const { minor, quantity } = openOf(books, item);
    if (sideOf(item) * minor < 0n || Number(sideOf(item)) * quantity < 0) {
      throw violation(told, `left entry ${id} with ${minor} and ${quantity} open: on the wrong side`);
    }
  }
  for (const [job, accounts] of books.accounts) {
    if (accounts.reduce((sum, minor) => sum + minor, 0n) !== 0n)
      throw violation(told, `left job ${job} out of balance`);
  }
}

function keepFact(books: Books, { deed, began, ended, result }: Told): void {
  const { facts } = books;
  if (deed.kind === 'rate') facts.rates.push({ began, ended, value: deed.rate });
  if (deed.kind === 'locks') {
    facts.locks.push({ began, ended, value: deed });
    books.locksVersion = deed.version + 1;
  }
  if (deed.kind === 'exclude') {
    const { job } = (result as unknown as { value: { job: { version: number } } }).value;
    facts.excluded.get(deed.jobId)!.push({ began, ended, value: deed.excluded });
    books.jobVersions.set(deed.jobId, job.version);
  }
}

function keepEntries(books: Books, told: Told): void {
  const { deed } = told;
  if (deed.kind === 'recordTime') {
    for (const [place, entry] of deed.entries.entries()) {
      const { jobId: job, jobTaskId: jobTask, staffId: staff, workedOn: on, minutes } = entry;
      const { id, version, ratePerHourMinor: perHourMinor } = answerOf(told).entries[place]!;
      const billable = entry.billable ?? !books.firm.idleJobTaskIds.has(jobTask);
      const billableMinutes = billableOf(books.firm, job, minutes);
      books.items.set(id, {
        ...blank,
        id,
        kind: 'time',
        job,
        jobTask,
        staff,
        on,
        minutes,
        billableMinutes,
        billable,
        perHourMinor,
        version,
      });
    }
  } else if (deed.kind === 'recordCost') {
    const { jobId: job, incurredOn: on, ...cost } = deed.cost;
    const { id, version } = answerOf(told).costs[0]!;
    books.items.set(id, {
      ...blank,
      id,
      kind: 'cost',
      job,
      jobTask: null,
      staff: null,
      on,
      version,
      ...cost,
    });
  } else if (deed.kind === 'interim') {
    const id = answerOf(told).itemId;
    books.items.set(id, {
      ...blank,
      id,
      kind: 'interim',
      job: deed.jobId,
      jobTask: null,
      staff: null,
      on: deed.on,
    });
  } else if (
    deed.kind === 'changeTime' ||
    deed.kind === 'changeCost' ||
    deed.kind === 'deleteTime' ||
    deed.kind === 'deleteCost'
  ) {
    changeEntry(books, deed);
    if (deed.kind === 'changeTime')
      books.items.get(deed.id)!.perHourMinor = answerOf(told).entries[0]!.ratePerHourMinor;
  } else if (deed.kind === 'move') {
    for (const id of deed.itemIds) place(books.items.get(id)!, deed.toJobId, deed.toJobTaskId);
  }
}

const blank = {
  perHourMinor: 0n,
  minutes: 0,
  billableMinutes: 0,
  billable: true,
  quantityThousandths: 0,
  unitPriceMinor: 0n,
  actual: true,
  version: 1,
  deleted: false,
};

function changeEntry(books: Books, deed: EntryDeed): void {
  const item = books.items.get(deed.id)!;
  if (deed.kind === 'changeTime') {
    const {
      jobId: job,
      jobTaskId: jobTask,
      staffId: staff,
      workedOn: on,
      minutes,
      billable,
    } = timeAfter(item, deed);
    // What is worth nothing new keeps the minutes it was billed by.
    const billableMinutes = touchesLedger(item, deed)
      ? billableOf(books.firm, job, minutes)
      : item.billableMinutes;
    Object.assign(item, { job, jobTask, staff, on, minutes, billable, billableMinutes });
  } else if (deed.kind === 'changeCost') {
    const { jobId: job, incurredOn: on, ...cost } = costAfter(item, deed);
    Object.assign(item, { job, on, ...cost });
  } else {
    item.deleted = true;
  }
  item.version += 1;
}

function place(item: Item, job: number, jobTask: number | null): void {
  Object.assign(item, { job, jobTask, version: item.version + 1 });
}

function keepAction(books: Books, told: Told): void {
  const { deed } = told;
  if (!('on' in deed)) return;
  const { wipActionId, journalIds } = answerOf(told);
  books.actions.set(wipActionId, { kind: deed.kind, on: deed.on, journals: journalIds, undone: false });
  if (deed.kind !== 'washUp') return;
  for (const job of deed.jobIds) {
    const [, time, cost, interim] = books.accounts.get(job)!;
    if (time === 0n && cost === 0n && interim === 0n) books.listed.delete(job);
  }
}

function undoAction(books: Books, actionId: number, raw: readonly RawLine[]): void {
  const action = books.actions.get(actionId)!;
  books.actions.set(actionId, { ...action, undone: true });
  // What was moved goes back to where the mirrored line puts it in again: the first line of its journal.
  for (const lines of Map.groupBy(raw, (line) => line.journal).values()) {
    const [back, there] = lines;
    if (back === undefined || there === undefined || action.kind !== 'move' || back.item !== there.item)
      continue;
    place(books.items.get(back.item!)!, back.job, back.jobTask);
  }
}

/** Acknowledged deeds in the order of their journals. */
function replay(books: Books, all: readonly Told[], raw: readonly RawLine[]): void {
  const accepted = all.filter(({ result }) => result.ok);
  for (const told of inForceOrder(accepted)) keepFact(books, told);
  const filed = file(accepted.filter(({ deed }) => !isOfDocument(deed)));
  const documents = crowdOfDocuments(books, accepted, raw);
  const journals = Map.groupBy(raw, (line) => line.journal);
  const reversalOf = new Map(
    [...journals].flatMap(([id, lines]) =>
      lines[0]!.reverses === null ? [] : [[lines[0]!.reverses, id] as const],
    ),
  );
  const claimed = new Set<bigint>();
  const settleNow = (told: Told, ids: readonly bigint[]) => {
    const lines = ids.flatMap((id) => journals.get(id) ?? []);
    for (const id of ids) claimed.add(id);
    for (const item of new Set(lines.flatMap((line) => line.item ?? [])))
      if (books.items.has(item)) flush(item);
    if (isOfDocument(told.deed)) {
      judgeDocument(books, told, lines);
      checkBooks(books, told, lines);
      return;
    }
    const problems = problemsOf(books, told.deed, told);
    if (problems.length > 0)
      throw violation(told, `was accepted; by the rules it is ${problems.join(' and ')}`);
    compare(books, told, lines);
    settle(books, told, lines);
  };
  const flush = (id: bigint) => {
    for (let told = nextSilent(books, filed, id); told !== undefined; told = nextSilent(books, filed, id)) {
      filed.changes.delete(changeKey(id, books.items.get(id)!.version));
      settleNow(told, []);
    }
  };
  for (const told of filed.estimates) settleNow(told, []);
  for (const [id, lines] of journals) {
    if (claimed.has(id)) continue;
    const { item } = lines[0]!;
    if (item !== null && books.items.has(item)) flush(item);
    const document = isPostedByDocument(lines[0]!) ? documents.ownerOf(lines) : undefined;
    if (document !== undefined) {
      settleNow(document.told, document.journals);
      continue;
    }
    const told = ownerOf(books, filed, lines);
    if (told === undefined)
      throw new Violation(`nobody was acknowledged for journal ${id}:\n  ${lines.map(textOf).join('\n  ')}`);
    settleNow(told, journalsOf(books, told, { raw: journals, reversalOf, first: id }));
  }
  for (const id of books.items.keys()) flush(id);
  documents.finish();
  if (filed.changes.size > 0)
    throw violation([...filed.changes.values()][0]!, 'was acknowledged and is lost');
  const lost = accepted.find((told) => 'on' in told.deed && !books.actions.has(answerOf(told).wipActionId));
  if (lost !== undefined) throw violation(lost, 'was acknowledged and is lost');
}

/** Locks and exclusions carry versions; rates apply in any order. */
function inForceOrder(accepted: readonly Told[]): Told[] {
  const facts = accepted.filter(
    ({ deed }) => deed.kind === 'locks' || deed.kind === 'exclude' || deed.kind === 'rate',
  );
  const versionOf = ({ deed }: Told) => ('version' in deed ? deed.version : 0);
  return facts.toSorted((a, b) => versionOf(a) - versionOf(b));
}

type Filed = {
  readonly records: ReadonlyMap<bigint, Told>;
  /** By entry and the version that it had before. */
  readonly changes: Map<string, Told>;
  readonly byJournal: ReadonlyMap<bigint, Told>;
  readonly estimates: readonly Told[];
};

const changeKey = (id: bigint, version: number): string => `${id}/${version}`;

function file(accepted: readonly Told[]): Filed {
  const records = new Map<bigint, Told>();
  const changes = new Map<string, Told>();
  const byJournal = new Map<bigint, Told>();
  const estimates: Told[] = [];
  for (const told of accepted) {
    const { deed } = told;
    if (deed.kind === 'recordTime') for (const { id } of answerOf(told).entries) records.set(id, told);
    else if (deed.kind === 'recordCost' && !deed.cost.actual) estimates.push(told);
    else if (deed.kind === 'recordCost') records.set(answerOf(told).costs[0]!.id, told);
    else if ('on' in deed || deed.kind === 'undo')
      for (const id of answerOf(told).journalIds) byJournal.set(id, told);
    else if ('id' in deed) {
      const key = changeKey(deed.id, deed.version);
      if (changes.has(key))
        throw violation(told, 'was acknowledged for a version that another change was acknowledged for');
      changes.set(key, told);
    }
  }
  return { records, changes, byJournal, estimates };
}

/** The next change of an entry that posts nothing: a note, an estimate. */
function nextSilent(books: Books, filed: Filed, id: bigint): Told | undefined {
  const item = books.items.get(id)!;
  const told = filed.changes.get(changeKey(id, item.version));
  if (told === undefined) return undefined;
  return expectedLines({ books, told, raw: [] }).length === 0 ? told : undefined;
}

function ownerOf(
  books: Books,
  { records, changes, byJournal }: Filed,
  lines: readonly RawLine[],
): Told | undefined {
  const { journal, item } = lines[0]!;
  const acted = byJournal.get(journal);
  if (acted !== undefined || item === null) return acted;
  const known = books.items.get(item);
  if (known === undefined) return records.get(item);
  const key = changeKey(item, known.version);
  const told = changes.get(key);
  changes.delete(key);
  return told;
}

type Filings = {
  raw: ReadonlyMap<bigint, readonly RawLine[]>;
  reversalOf: ReadonlyMap<bigint, bigint>;
  first: bigint;
};

/** The journals that belong to a deed. */
function journalsOf(books: Books, told: Told, { raw, reversalOf, first }: Filings): bigint[] {
  const { deed } = told;
  if ('on' in deed || deed.kind === 'undo') return answerOf(told).journalIds;
  const isRecordOf = (id: bigint) => (lines: readonly RawLine[]) =>
    lines[0]!.item === id &&
    (lines[0]!.kind === kind.time || lines[0]!.kind === kind.cost) &&
    lines[0]!.journal >= first;
  const recordOf = (id: bigint) => [...raw.values()].find(isRecordOf(id))?.[0]!.journal;
  if (deed.kind === 'recordTime') return answerOf(told).entries.flatMap(({ id }) => recordOf(id) ?? []);
  if (deed.kind === 'recordCost') return answerOf(told).costs.flatMap(({ id }) => recordOf(id) ?? []);
  if (!('id' in deed)) return [];
  const reversed = [...books.standing.values()].filter((lines) =>
    lines.some((line) => line.item === deed.id),
  );
  const reversals = reversed.flatMap((lines) => reversalOf.get(lines[0]!.journal) ?? []);
  const posts = expectedLines({ books, told, raw: [] }).some(
    (line) => line.kind === kind.time || line.kind === kind.cost,
  );
  const again = posts ? recordOf(deed.id) : undefined;
  return again === undefined ? reversals : [...reversals, again];
}
