// A wash-up by the rules: interims absorb WIP, the rest is written off (or on), nothing stays open (sections 5 and 6).

import { shareOut } from './arithmetic.ts';
import { isOpen, openItems, openOf, type Books, type Item } from './books.ts';
import { account, kind, lineOfJob, lineOn, type Event, type Line } from './lines.ts';

export function washUpLines(
  books: Books,
  { jobIds, across }: { jobIds: readonly number[]; across: boolean },
  event: Event,
): Line[] {
  const nothingOpen = jobIds.filter((job) => books.listed.has(job) && openItems(books, [job]).length === 0);
  const nil = nothingOpen.map((job) =>
    lineOfJob(job, { ...event, kind: kind.off }, [account.writtenOff, account.wipTime], 0n),
  );
  if (across) return [...settleTogether(books, openItems(books, jobIds), jobIds[0]!, event), ...nil];
  return [...jobIds.flatMap((job) => settleTogether(books, openItems(books, [job]), job, event)), ...nil];
}

function settleTogether(books: Books, items: readonly Item[], firstJob: number, event: Event): Line[] {
  const minorOf = (item: Item): bigint => openOf(books, item).minor;
  const interims = items.filter((item) => item.kind === 'interim');
  const work = items
    .filter((item) => item.kind !== 'interim')
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : Number(a.id - b.id)));
  const total = interims.reduce((sum, item) => sum - minorOf(item), 0n);
  const { recognised, unallocated } = recognise(
    work.map((item) => ({ item, minor: minorOf(item) })),
    total,
  );
  const absorbed = interims.map((item) =>
    lineOn(item, { ...event, kind: kind.absorbed }, account.billed, { minor: -minorOf(item), quantity: 0 }),
  );
  const largest = interims.reduce<Item | undefined>(
    (best, item) => (best === undefined || minorOf(item) < minorOf(best) ? item : best),
    undefined,
  );
  const home = largest?.job ?? firstJob;
  const beyond =
    unallocated === 0n
      ? []
      : [
          lineOfJob(home, { ...event, kind: kind.on }, [account.wipTime, account.writtenOn], unallocated),
          lineOfJob(home, { ...event, kind: kind.billed }, [account.billed, account.wipTime], unallocated),
        ];
  return [
    ...work.flatMap((item, place) => recogniseItem(books, item, recognised[place]!, event)),
    ...beyond,
    ...absorbed,
  ];
}

type Work = { item: Item; minor: bigint };

/** What of a total each entry recognises: costs in full, time the rest; what time cannot carry falls on the costs. */
function recognise(work: readonly Work[], total: bigint): { recognised: bigint[]; unallocated: bigint } {
  const sum = (of: readonly Work[]): bigint => of.reduce((all, { minor }) => all + minor, 0n);
  const time = work.filter(({ item }) => item.kind === 'time');
  const costs = work.filter(({ item }) => item.kind === 'cost');
  const carrying = sum(time) > 0n && total >= sum(costs) ? time : costs.filter(({ minor }) => minor > 0n);
  if (carrying.length === 0) return { recognised: work.map(() => 0n), unallocated: total };
  const timeCarries = carrying === time;
  const difference = total - (timeCarries ? sum(work) : sum(costs));
  const shares = shareOut(
    difference,
    carrying.map(({ minor }) => minor),
  );
  const recognised = work.map((one) => {
    if (!timeCarries && one.item.kind === 'time') return 0n;
    const place = carrying.indexOf(one);
    return one.minor + (place < 0 ? 0n : shares[place]!);
  });
  return { recognised, unallocated: 0n };
}

function recogniseItem(books: Books, item: Item, recognised: bigint, event: Event): Line[] {
  const open = openOf(books, item);
  if (!isOpen(open)) return [];
  const off = { ...event, kind: kind.off };
  if (recognised === 0n)
    return [lineOn(item, off, account.writtenOff, { minor: -open.minor, quantity: -open.quantity })];
  const difference = recognised - open.minor;
  const billed = lineOn(item, { ...event, kind: kind.billed }, account.billed, {
    minor: -recognised,
    quantity: -open.quantity,
  });
  if (difference === 0n) return [billed];
  const change = { minor: difference, quantity: 0 };
  const adjusted =
    difference < 0n
      ? lineOn(item, off, account.writtenOff, change)
      : lineOn(item, { ...event, kind: kind.on }, account.writtenOn, change);
  return [adjusted, billed];
}
