// Why a deed may not be done, by the trade's rules: the codes of every reason that certainly held while it was done.
// Nothing certain means that it must be accepted.

import { simToday, type Deed } from '../deeds.ts';
import type { DocumentDeed } from '../document-deeds.ts';
import {
  isAnyLater,
  isOpen,
  openItems,
  openKey,
  openOf,
  sideOf,
  standingOn,
  type Books,
  type Item,
} from './books.ts';
import { costAfter, revaluable, timeAfter, touchesLedger } from './expected.ts';
import {
  excludedDuring,
  locksDuring,
  periodLocksDuring,
  pricesDuring,
  worthOfTime,
  type Span,
} from './facts.ts';
import { effectOf, kind, type RawLine } from './lines.ts';

type Of<K extends Deed['kind']> = Extract<Deed, { kind: K }>;

/** Codes of which one must be the refusal's first; none: it must be accepted. */
export function problemsOf(books: Books, deed: Exclude<Deed, DocumentDeed>, span: Span): string[] {
  switch (deed.kind) {
    case 'recordTime':
      return deed.entries.flatMap((entry) => dateProblems(books, entry.workedOn, span));
    case 'recordCost':
      return deed.cost.actual ? dateProblems(books, deed.cost.incurredOn, span) : [];
    case 'changeTime':
    case 'changeCost':
    case 'deleteTime':
    case 'deleteCost':
      return entryProblems(books, deed, span);
    case 'undo':
      return undoProblems(books, deed, span);
    case 'locks':
      return [
        ...when(
          [deed.wipLockOn, deed.periodLockOn].some((date) => date !== null && date > simToday),
          'futureDate',
        ),
        ...when(deed.version !== books.locksVersion, 'staleVersion'),
      ];
    case 'exclude': {
      const openThere = [...books.items.values()].some(
        (item) => item.job === deed.jobId && openOf(books, item).minor !== 0n,
      );
      const isChange = excludedDuring(books.facts, deed.jobId, span).includes(!deed.excluded);
      return [
        ...when(deed.version !== books.jobVersions.get(deed.jobId), 'staleVersion'),
        ...when(deed.excluded && isChange && openThere, 'wipPresent'),
      ];
    }
    case 'rate': {
      const { perHourMinor: _, ...keys } = deed.rate;
      const same = books.facts.rates.some(({ value: { perHourMinor: __, ...other } }) =>
        sameKeys(keys, other),
      );
      return when(same, 'duplicate');
    }
    default:
      return [...dateProblems(books, deed.on, span), ...actionProblems(books, deed, span)];
  }
}

export function when(condition: boolean, code: string): string[] {
  return condition ? [code] : [];
}

function sameKeys(a: object, b: object): boolean {
  const text = (keys: object) =>
    JSON.stringify(Object.entries(keys).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return text(a) === text(b);
}

export function dateProblems(books: Books, on: string, span: Span): string[] {
  return [...when(on > simToday, 'futureDate'), ...when(isLockedFor(books, on, span), 'lockedDate')];
}

/** Whether the period of a day was closed all the while. */
export function isPeriodLocked({ facts }: Books, on: string, span: Span): boolean {
  return periodLocksDuring(facts, span).every((locked) => locked !== null && on <= locked);
}

function isLockedFor(books: Books, on: string, span: Span): boolean {
  return locksDuring(books.facts, span).every((locked) => locked !== null && on <= locked);
}

export function isExcluded(books: Books, job: number | undefined, span: Span): boolean {
  return job !== undefined && excludedDuring(books.facts, job, span).every((excluded) => excluded);
}

/** What stands on an entry and settles it. */
function settledProblems(books: Books, id: bigint): string[] {
  const kinds = standingOn(books, id).map((lines) => lines[0]!.kind);
  return [
    ...when(kinds.includes(kind.billed), 'alreadyBilled'),
    ...when(kinds.includes(kind.off) || kinds.includes(kind.on), 'alreadyAdjusted'),
  ];
}

/** An entry on a draft stays as it is. */
function heldProblems({ documents }: Books, ids: readonly bigint[]): string[] {
  return when(
    ids.some((id) => documents.held.has(id)),
    'onDraft',
  );
}

function entryProblems(
  books: Books,
  deed: Of<'changeTime' | 'changeCost' | 'deleteTime' | 'deleteCost'>,
  span: Span,
): string[] {
  const item = books.items.get(deed.id);
  if (item === undefined) return ['unknownEntry'];
  const touch = [
    ...when(item.deleted, 'alreadyDeleted'),
    ...when(item.version !== deed.version, 'staleVersion'),
    ...settledProblems(books, deed.id),
    ...heldProblems(books, [deed.id]),
  ];
  if (touch.length > 0) return touch;
  if (deed.kind === 'changeTime' && touchesLedger(item, deed)) {
    return [
      ...when(isLockedFor(books, item.on, span), 'lockedDate'),
      ...dateProblems(books, timeAfter(item, deed).workedOn, span),
    ];
  }
  if (deed.kind === 'changeCost') {
    const after = costAfter(item, deed);
    return [
      ...when(item.actual && isLockedFor(books, item.on, span), 'lockedDate'),
      ...(after.actual ? dateProblems(books, after.incurredOn, span) : []),
    ];
  }
  return [];
}

function actionProblems(
  books: Books,
  deed: Of<'writeOff' | 'writeOn' | 'washUp' | 'move' | 'revalue' | 'interim'>,
  span: Span,
): string[] {
  switch (deed.kind) {
    case 'interim':
      return when(isExcluded(books, deed.jobId, span), 'excludedFromBilling');
    case 'writeOff':
    case 'writeOn':
      return [
        ...when(new Set(deed.items.map(({ id }) => id)).size < deed.items.length, 'duplicate'),
        ...deed.items.flatMap((one) => adjustProblems(books, deed, one)),
        ...heldProblems(
          books,
          deed.items.map(({ id }) => id),
        ),
        ...when(
          deed.kind === 'writeOn' &&
            deed.items.some(({ id }) => isExcluded(books, books.items.get(id)?.job, span)),
          'excludedFromBilling',
        ),
      ];
    case 'washUp': {
      const items = openItems(books, deed.jobIds);
      const clients = new Set(
        deed.jobIds.map((id) => books.firm.jobs.find((job) => job.id === id)!.clientId),
      );
      return [
        ...when(items.length === 0 && !deed.jobIds.some((job) => books.listed.has(job)), 'nothingToDo'),
        ...when(deed.across && clients.size > 1, 'invalidRequest'),
        ...beforeProblems(books, items, deed.on),
        ...heldProblems(
          books,
          items.map(({ id }) => id),
        ),
      ];
    }
    case 'move':
      return [
        ...deed.itemIds.flatMap((id) => moveProblems(books, books.items.get(id), deed.on)),
        ...heldProblems(books, deed.itemIds),
      ];
    case 'revalue': {
      const changed = revaluable(books, deed.jobIds, span).filter((item) => changesWorth(books, item, span));
      return [...when(changed.length === 0, 'nothingToDo'), ...beforeProblems(books, changed, deed.on)];
    }
  }
}

function changesWorth(books: Books, item: Item, span: Span): boolean {
  const { minor, quantity } = openOf(books, item);
  const prices = pricesDuring(
    books.facts,
    { job: item.job, jobTask: item.jobTask!, staff: item.staff!, on: item.on },
    span,
  );
  return prices.some((price) => price !== null && worthOfTime(quantity, price) !== minor);
}

/** Nothing is done to work on a day before it, or before something else that stands was done to it. */
function beforeProblems(books: Books, items: readonly Item[], on: string): string[] {
  return when(
    items.some((item) => item.on > on) ||
      isAnyLater(
        books,
        items.map(({ id }) => id),
        on,
      ),
    'beforeWork',
  );
}

function adjustProblems(
  books: Books,
  deed: Of<'writeOff' | 'writeOn'>,
  { id, amountMinor }: { id: bigint; amountMinor: bigint | null },
): string[] {
  const item = books.items.get(id);
  if (item === undefined || item.deleted) return ['unknownEntry'];
  const open = openOf(books, item);
  if (!isOpen(open)) return ['exceedsOpenAmount'];
  const before = beforeProblems(books, [item], deed.on);
  if (item.kind === 'interim') return [...before, 'notAdjustable'];
  if (deed.kind === 'writeOn') {
    return [
      ...before,
      ...when(open.minor < 0n || open.quantity < 0, 'notAdjustable'),
      ...when(amountMinor === null || amountMinor <= 0n, 'amountOutOfRange'),
    ];
  }
  if (amountMinor === null) return before;
  const within =
    open.minor >= 0n
      ? amountMinor >= 0n && amountMinor <= open.minor
      : amountMinor <= 0n && amountMinor >= open.minor;
  return [
    ...before,
    ...when(!within, 'exceedsOpenAmount'),
    ...when(amountMinor === 0n && open.minor !== 0n, 'amountOutOfRange'),
  ];
}

function moveProblems(books: Books, item: Item | undefined, on: string): string[] {
  if (item === undefined || item.deleted) return ['unknownEntry'];
  if (item.kind === 'interim')
    return ['unknownEntry', 'exceedsOpenAmount', 'alreadyAdjusted', 'alreadyBilled'];
  const settled = settledProblems(books, item.id);
  if (settled.length > 0) return settled;
  return isOpen(openOf(books, item)) ? beforeProblems(books, [item], on) : ['exceedsOpenAmount'];
}

function undoProblems(books: Books, { actionId }: Of<'undo'>, span: Span): string[] {
  const action = books.actions.get(actionId);
  if (action === undefined) return ['notFound'];
  const lines = action.journals.flatMap((journal) => books.standing.get(journal) ?? []);
  if (action.undone || lines.length === 0) return ['alreadyReversed'];
  const back = Map.groupBy(lines, (line) => openKey(line.job, line.item ?? 0n));
  const givesBack = [...back.values()].filter(
    (own) => own[0]!.item !== null && own.reduce((sum, line) => sum + effectOf(line).minor, 0n) !== 0n,
  );
  return [
    ...when(isTouchedSince(books, lines, action.journals), 'alreadyAdjusted'),
    ...when(isTakenSince(books, lines), 'alreadyBilled'),
    ...heldProblems(
      books,
      lines.flatMap((line) => line.item ?? []),
    ),
    ...when(
      givesBack.some((own) => isExcluded(books, own[0]!.job, span)),
      'excludedFromBilling',
    ),
  ];
}

/** Whether something was done to a moved entry since, which a move back would tear from it. */
function isTouchedSince(books: Books, lines: readonly RawLine[], own: readonly bigint[]): boolean {
  const newest = own.reduce((max, id) => (id > max ? id : max), 0n);
  const moved = new Set(lines.filter((line) => line.kind === kind.moved).map((line) => line.item!));
  return [...moved].some((item) => standingOn(books, item).some((standing) => standing[0]!.journal > newest));
}

/** Whether an entry no longer has what would be taken back. */
function isTakenSince(books: Books, lines: readonly RawLine[]): boolean {
  const after = new Map<string, { item: Item; minor: bigint; quantity: number }>();
  for (const line of lines) {
    if (line.item === null) continue;
    const key = openKey(line.job, line.item);
    const before = after.get(key) ?? {
      item: books.items.get(line.item)!,
      ...(books.open.get(key) ?? { minor: 0n, quantity: 0 }),
    };
    const change = effectOf(line);
    after.set(key, {
      ...before,
      minor: before.minor - change.minor,
      quantity: before.quantity - change.quantity,
    });
  }
  return [...after.values()].some(
    ({ item, minor, quantity }) => sideOf(item) * minor < 0n || Number(sideOf(item)) * quantity < 0,
  );
}
