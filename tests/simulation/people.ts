// What people think of doing next. They know what they were answered, sometimes only what they were answered a while ago.

import type { Result } from '#core/refusal.ts';
import { simToday, type CostFields, type Deed, type TimeFields } from './deeds.ts';
import { isOfDocument } from './document-deeds.ts';
import {
  learnOfDocument,
  learnRefusedOfDocument,
  noDocuments,
  thinkOfDocuments,
  type KnownDocuments,
} from './document-people.ts';
import type { SimFirm, SimRate } from './practice.ts';
import type { Chance } from './random.ts';
import type { Known } from './known.ts';

export type Memory = {
  readonly entries: Known[];
  readonly actions: number[];
  locksVersion: number;
  readonly jobVersions: Map<number, number>;
  readonly documents: KnownDocuments;
  readonly open: Map<bigint, { jobId: number; amountMinor: bigint }>;
};

export function newMemory(firm: SimFirm): Memory {
  return {
    entries: [],
    actions: [],
    locksVersion: 1,
    jobVersions: new Map(firm.jobs.map(({ id }) => [id, 1])),
    documents: noDocuments(),
    open: new Map(),
  };
}

type Thinker = {
  firm: SimFirm;
  memory: Memory;
  chance: Chance;
  /** Others do things at the same time. */
  inCrowd?: boolean;
};

function day({ chance }: Thinker, back: number): string {
  const days = chance.below(back) - (chance.oneIn(25) ? 2 : 0);
  return new Date(Date.parse(`${simToday}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

export function think(thinker: Thinker): Deed {
  const { chance, memory } = thinker;
  if (memory.entries.length >= 4 && chance.below(100) < 45) {
    const entries = openEntries(thinker);
    const { documents } = memory;
    return thinkOfDocuments({ ...thinker, entries, documents, explicit: thinker.inCrowd ?? false });
  }
  const choice = memory.entries.length < 4 ? chance.below(40) : chance.below(100);
  if (choice < 24) return recordTime(thinker);
  if (choice < 34) return { kind: 'recordCost', cost: someCost(thinker) };
  if (choice < 38)
    return {
      kind: 'interim',
      jobId: someJob(thinker).id,
      amountMinor: BigInt(1 + chance.below(60_000)),
      on: day(thinker, 60),
    };
  if (choice < 40) return { kind: 'rate', rate: someRate(thinker) };
  if (choice < 60) return touchEntry(thinker);
  return actOnWip(thinker, choice);
}

function someJob({ firm, chance }: Thinker): SimFirm['jobs'][number] {
  return chance.pick(firm.jobs);
}

function someTime(thinker: Thinker): TimeFields {
  const { firm, chance } = thinker;
  const job = someJob(thinker);
  return {
    jobId: job.id,
    jobTaskId: chance.pick(job.jobTaskIds),
    staffId: chance.pick(firm.staffIds),
    workedOn: day(thinker, 85),
    minutes: 1 + chance.below(600),
    billable: chance.sometimes(6, chance.oneIn(2)),
  };
}

function recordTime(thinker: Thinker): Deed {
  const count = thinker.chance.oneIn(4) ? 3 : 1;
  return { kind: 'recordTime', entries: Array.from({ length: count }, () => someTime(thinker)) };
}

function someCost(thinker: Thinker): CostFields {
  const { chance } = thinker;
  const sign = chance.oneIn(5) ? -1 : 1;
  return {
    jobId: someJob(thinker).id,
    incurredOn: day(thinker, 85),
    quantityThousandths: sign * (1 + chance.below(5000)),
    unitPriceMinor: BigInt(chance.below(30_000)),
    billable: !chance.oneIn(8),
    actual: !chance.oneIn(5),
  };
}

function someRate(thinker: Thinker): SimRate {
  const { firm, chance } = thinker;
  const perHourMinor = BigInt(5_000 + chance.below(20_000));
  const from = day(thinker, 85);
  const job = someJob(thinker);
  const staffId = chance.pick(firm.staffIds);
  const taskId = chance.pick(firm.taskIds);
  const { id: jobId, clientId } = job;
  return chance.pick<SimRate>([
    { scope: 'jobStaff', jobId, staffId, perHourMinor, from },
    { scope: 'jobTask', jobId, taskId, perHourMinor, from },
    { scope: 'clientTask', clientId, taskId, perHourMinor, from },
    { scope: 'staffTask', staffId, taskId, perHourMinor, from },
    { scope: 'staff', staffId, perHourMinor, from },
    { scope: 'task', taskId, perHourMinor, from },
  ]);
}

function touchEntry(thinker: Thinker): Deed {
  const { memory, chance } = thinker;
  const entries = memory.entries.filter(({ kind }) => kind !== 'interim');
  const entry = entries.length === 0 ? undefined : chance.pick(entries.slice(-25));
  if (entry === undefined) return recordTime(thinker);
  const { id } = entry;
  const version = chance.oneIn(20) ? Math.max(1, entry.version - 1) : entry.version;
  if (chance.oneIn(5)) return { kind: entry.kind === 'time' ? 'deleteTime' : 'deleteCost', id, version };
  if (entry.kind === 'cost') return { kind: 'changeCost', id, version, fields: changedCost(thinker) };
  return {
    kind: 'changeTime',
    id,
    version,
    fields: changedTime(thinker),
    note: chance.sometimes(3, `note ${chance.below(9)}`),
  };
}

function changedTime(thinker: Thinker): Partial<TimeFields> {
  const { jobId, jobTaskId, ...other } = someTime(thinker);
  switch (thinker.chance.below(6)) {
    case 0:
      return {};
    case 1:
      return { workedOn: other.workedOn };
    case 2:
      return { billable: thinker.chance.oneIn(2) };
    case 3:
      return { jobId, jobTaskId };
    case 4:
      return { staffId: other.staffId };
    default:
      return { minutes: other.minutes };
  }
}

function changedCost(thinker: Thinker): Partial<CostFields> {
  const { incurredOn, quantityThousandths, unitPriceMinor, billable } = someCost(thinker);
  switch (thinker.chance.below(5)) {
    case 0:
      return { actual: thinker.chance.oneIn(2) };
    case 1:
      return { incurredOn };
    case 2:
      return { billable };
    case 3:
      return { unitPriceMinor };
    default:
      return { quantityThousandths };
  }
}

function actOnWip(thinker: Thinker, choice: number): Deed {
  const { firm, memory, chance } = thinker;
  const on = chance.oneIn(3) ? day(thinker, 30) : simToday;
  const job = someJob(thinker);
  if (choice < 69) return writeOff(thinker, on);
  if (choice < 73) {
    const entry = chance.pick(memory.entries);
    return { kind: 'writeOn', items: [{ id: entry.id, amountMinor: BigInt(chance.below(5000)) }], on };
  }
  if (choice < 80) return washUp(thinker, on);
  if (choice < 87) {
    const itemIds = [...new Set([chance.pick(memory.entries).id, chance.pick(memory.entries).id])];
    return { kind: 'move', itemIds, toJobId: job.id, toJobTaskId: chance.pick(job.jobTaskIds), on };
  }
  if (choice < 90)
    return { kind: 'revalue', jobIds: chance.oneIn(2) ? [job.id] : firm.jobs.map(({ id }) => id), on };
  if (choice < 96 && memory.actions.length > 0)
    return { kind: 'undo', actionId: chance.pick(memory.actions.slice(-12)) };
  if (choice < 98) {
    return {
      kind: 'exclude',
      jobId: job.id,
      excluded: chance.oneIn(3),
      version: memory.jobVersions.get(job.id)!,
    };
  }
  const locked = () => (chance.oneIn(3) ? day(thinker, 60) : null);
  return {
    kind: 'locks',
    wipLockOn: locked(),
    periodLockOn: chance.oneIn(3) ? locked() : null,
    version: memory.locksVersion,
  };
}

function writeOff({ memory, chance }: Thinker, on: string): Deed {
  const items = Array.from({ length: chance.oneIn(3) ? 2 : 1 }, () => {
    const { id, amountMinor } = chance.pick(memory.entries.slice(-20));
    const sign = amountMinor < 0n ? -1n : 1n;
    return {
      id,
      amountMinor: chance.oneIn(3) ? null : sign * BigInt(chance.below(1 + Number(sign * amountMinor))),
    };
  });
  return { kind: 'writeOff', items, on };
}

function washUp(thinker: Thinker, on: string): Deed {
  const { firm, chance } = thinker;
  const job = someJob(thinker);
  if (chance.oneIn(3)) {
    const jobIds = firm.jobs
      .filter(({ clientId }) => clientId === job.clientId || chance.oneIn(8))
      .map(({ id }) => id);
    return { kind: 'washUp', jobIds, across: true, on };
  }
  const other = someJob(thinker);
  return {
    kind: 'washUp',
    jobIds: chance.oneIn(3) && other !== job ? [job.id, other.id] : [job.id],
    across: false,
    on,
  };
}

type Answered = {
  entries?: { id: bigint; version: number; jobId: number; amountMinor: bigint }[];
  costs?: { id: bigint; version: number; jobId: number; amountMinor: bigint }[];
  wipActionId?: number;
  itemId?: bigint;
  job?: { version: number };
};

/** What an answer teaches. */
export function learn(memory: Memory, deed: Deed, result: Result<unknown>): void {
  if (!result.ok) return learnRefused(memory, deed, result.refusals[0]);
  if (isOfDocument(deed)) return learnOfDocument(memory.documents, deed, result.value);
  // Deletions are answered with a list of balances.
  const answer = (Array.isArray(result.value) ? {} : result.value) as Answered;
  if (deed.kind === 'locks') memory.locksVersion = deed.version + 1;
  if (deed.kind === 'exclude') memory.jobVersions.set(deed.jobId, answer.job!.version);
  for (const entry of answer.entries ?? []) know(memory, { ...entry, kind: 'time' });
  for (const cost of answer.costs ?? []) know(memory, { ...cost, kind: 'cost' });
  if (deed.kind === 'interim')
    know(memory, {
      id: answer.itemId!,
      kind: 'interim',
      jobId: deed.jobId,
      version: 1,
      amountMinor: -deed.amountMinor,
    });
  if ('on' in deed) memory.actions.push(answer.wipActionId!);
  if (deed.kind === 'move')
    for (const id of deed.itemIds) memory.entries.find((entry) => entry.id === id)!.version += 1;
}

function know(memory: Memory, known: Known): void {
  const entry = memory.entries.find(({ id }) => id === known.id);
  if (entry === undefined) memory.entries.push({ ...known });
  else Object.assign(entry, { version: known.version, jobId: known.jobId, amountMinor: known.amountMinor });
}

function learnRefused(
  memory: Memory,
  deed: Deed,
  refusal: { code: string; accepted?: string | undefined } | undefined,
): void {
  if (isOfDocument(deed)) return learnRefusedOfDocument(memory.documents, deed, refusal);
  if (refusal?.code !== 'staleVersion') return;
  const version = Number(refusal.accepted);
  if (deed.kind === 'locks') memory.locksVersion = version;
  else if (deed.kind === 'exclude') memory.jobVersions.set(deed.jobId, version);
  else if ('id' in deed) {
    const entry = memory.entries.find(({ id }) => id === deed.id);
    if (entry !== undefined) entry.version = version;
  }
}

/** What is open as somebody sees it. Interims that invoices raised come to be known by it. */
export function lookAtOpen(
  memory: Memory,
  open: readonly { id: bigint; jobId: number; kind: number; amountMinor: bigint }[],
): void {
  memory.open.clear();
  for (const { id, jobId, kind, amountMinor } of open) {
    memory.open.set(id, { jobId, amountMinor });
    const isKnown = kind !== 3 || memory.entries.some((entry) => entry.id === id);
    if (!isKnown) memory.entries.push({ id, kind: 'interim', jobId, version: 1, amountMinor });
  }
}

/** Of what is known, what is open, as it is; and now and then something that is not. */
function openEntries({ memory, chance }: Thinker): Known[] {
  return memory.entries.flatMap((entry) => {
    const open = memory.open.get(entry.id);
    if (open === undefined) return chance.oneIn(300) ? [entry] : [];
    return [{ ...entry, ...open }];
  });
}
