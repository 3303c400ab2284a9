// What people do, as plain data, and doing it through the product's own actions. A deed is told with what was answered
// and between which two ticks of the simulation's own counter it happened.

import { createHash } from 'node:crypto';
import type { Context, RequestKey } from '#actions/context.ts';
import { changeCosts, deleteCosts } from '#actions/costs/change-costs.ts';
import { recordCosts } from '#actions/costs/record-costs.ts';
import { refusalOfError } from '#actions/failures.ts';
import { setLocks } from '#actions/firms/set-locks.ts';
import { changeJob } from '#actions/jobs/change-job.ts';
import { createRates } from '#actions/rates/create-rates.ts';
import { changeTimeEntries, deleteTime } from '#actions/time/change-time.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { moveWork } from '#actions/wip/move-work.ts';
import { raiseInterimByHand } from '#actions/wip/raise-interim.ts';
import { revalueWork } from '#actions/wip/revalue-work.ts';
import { undoWipAction } from '#actions/wip/undo-action.ts';
import { washUpJobs } from '#actions/wip/wash-up.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { decimal } from './decimal.ts';
import { actOnDocument, isOfDocument, type DocumentDeed } from './document-deeds.ts';
import type { SimFirm, SimRate } from './practice.ts';

export type TimeFields = {
  jobId: number;
  jobTaskId: number;
  staffId: number;
  workedOn: string;
  minutes: number;
  billable?: boolean | undefined;
};
export type CostFields = {
  jobId: number;
  incurredOn: string;
  quantityThousandths: number;
  unitPriceMinor: bigint;
  billable: boolean;
  actual: boolean;
};

export type Deed =
  | { kind: 'recordTime'; entries: readonly TimeFields[] }
  | {
      kind: 'changeTime';
      id: bigint;
      version: number;
      fields: Partial<TimeFields>;
      note?: string | undefined;
    }
  | { kind: 'deleteTime'; id: bigint; version: number }
  | { kind: 'recordCost'; cost: CostFields }
  | { kind: 'changeCost'; id: bigint; version: number; fields: Partial<CostFields> }
  | { kind: 'deleteCost'; id: bigint; version: number }
  | { kind: 'writeOff' | 'writeOn'; items: readonly { id: bigint; amountMinor: bigint | null }[]; on: string }
  | { kind: 'washUp'; jobIds: readonly number[]; across: boolean; on: string }
  | { kind: 'move'; itemIds: readonly bigint[]; toJobId: number; toJobTaskId: number; on: string }
  | { kind: 'revalue'; jobIds: readonly number[]; on: string }
  | { kind: 'interim'; jobId: number; amountMinor: bigint; on: string }
  | { kind: 'undo'; actionId: number }
  | { kind: 'locks'; wipLockOn: string | null; periodLockOn: string | null; version: number }
  | { kind: 'exclude'; jobId: number; excluded: boolean; version: number }
  | { kind: 'rate'; rate: SimRate }
  | DocumentDeed;

/** Something done: `began` and `ended` are ticks. */
export type Told = {
  readonly number: number;
  readonly deed: Deed;
  readonly key: string;
  readonly began: number;
  readonly ended: number;
  readonly result: Result<unknown>;
};

/** The day that it is in the simulation: noon of 31 March 2026 in Auckland. */
export const simNow = '2026-03-30T23:00:00Z';
export const simToday = '2026-03-31';

export function simContext(database: Database, { firm }: SimFirm, request?: RequestKey): Context {
  const principal = {
    firmId: firm.firmId,
    actorId: firm.actorId,
    memberId: firm.memberId,
    staffId: null,
    role: 'owner' as const,
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: false,
  };
  return { database, clock: () => simNow, principal, request };
}

export function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

/** Does it, once per key; a database's own refusal counts as a refusal, anything else that is thrown is a defect. */
export async function perform(
  database: Database,
  firm: SimFirm,
  deed: Deed,
  key: string,
): Promise<Result<unknown>> {
  const hash = createHash('sha256').update(show(deed)).digest();
  const context = simContext(database, firm, { key, hash });
  try {
    return await act(context, firm, deed);
  } catch (error) {
    const refused = refusalOfError(error);
    if (refused === undefined) throw new Error(`a defect in ${show(deed)}`, { cause: error });
    return refused;
  }
}

function act(context: Context, firm: SimFirm, deed: Deed): Promise<Result<unknown>> {
  if (isOfDocument(deed)) return actOnDocument(context, firm.digits, deed);
  switch (deed.kind) {
    case 'recordTime':
      return recordTimeEntries(
        context,
        deed.entries.map((entry) => ({ ...entry, workedOn: civilDate(entry.workedOn) })),
      );
    case 'changeTime': {
      const { workedOn, ...rest } = deed.fields;
      const fields = {
        ...rest,
        workedOn: workedOn === undefined ? undefined : civilDate(workedOn),
        note: deed.note,
      };
      return changeTimeEntries(context, [{ id: deed.id, version: deed.version, ...fields }]);
    }
    case 'deleteTime':
      return deleteTime(context, [deed]);
    case 'recordCost':
      return recordCosts(context, [
        { ...costOf(deed.cost, firm), description: 'A cost' } as Parameters<typeof recordCosts>[1][number],
      ]);
    case 'changeCost':
      return changeCosts(context, [{ id: deed.id, version: deed.version, ...costOf(deed.fields, firm) }]);
    case 'deleteCost':
      return deleteCosts(context, [deed]);
    case 'exclude':
      return changeJob(context, { id: deed.jobId, version: deed.version, excluded: deed.excluded });
    case 'locks':
      return setLocks(context, {
        ...deed,
        wipLockOn: dateOrNull(deed.wipLockOn),
        periodLockOn: dateOrNull(deed.periodLockOn),
      });
    case 'rate': {
      const { perHourMinor, from, ...rest } = deed.rate;
      return createRates(context, [
        { ...rest, ratePerHour: decimal(perHourMinor, firm.digits), effectiveFrom: civilDate(from) },
      ]);
    }
    default:
      return actOnWip(context, firm, deed);
  }
}

type WipDeed = Extract<
  Deed,
  { kind: 'writeOff' | 'writeOn' | 'washUp' | 'move' | 'revalue' | 'interim' | 'undo' }
>;

function actOnWip(context: Context, firm: SimFirm, deed: WipDeed): Promise<Result<unknown>> {
  if (deed.kind === 'undo') return undoWipAction(context, { wipActionId: deed.actionId });
  const terms = { effectiveOn: civilDate(deed.on), reasonId: reasonOf(firm, deed.on) };
  switch (deed.kind) {
    case 'writeOff':
    case 'writeOn': {
      const items = deed.items.map(({ id, amountMinor }) => ({
        itemId: id,
        amount: amountMinor === null ? null : decimal(amountMinor, firm.digits),
      }));
      return adjustWip(context, { kind: deed.kind, items, ...terms });
    }
    case 'washUp':
      return washUpJobs(context, { jobIds: deed.jobIds, acrossJobs: deed.across, ...terms });
    case 'move':
      return moveWork(context, {
        itemIds: deed.itemIds,
        toJobId: deed.toJobId,
        toJobTaskId: deed.toJobTaskId,
        ...terms,
      });
    case 'revalue':
      return revalueWork(context, { jobIds: deed.jobIds, ...terms });
    case 'interim': {
      const amount = decimal(deed.amountMinor, firm.digits);
      return raiseInterimByHand(context, { jobId: deed.jobId, amount, description: 'A deposit', ...terms });
    }
  }
}

/** People give a reason on two days of three, and which one the day says. */
function reasonOf({ reasonIds }: SimFirm, on: string): number | null {
  return [null, ...reasonIds][Number(on.slice(8)) % 3] ?? null;
}

function costOf(fields: Partial<CostFields>, firm: SimFirm) {
  const { incurredOn, unitPriceMinor, ...rest } = fields;
  return {
    ...rest,
    incurredOn: incurredOn === undefined ? undefined : civilDate(incurredOn),
    unitPrice: unitPriceMinor === undefined ? undefined : decimal(unitPriceMinor, firm.digits),
  };
}

function dateOrNull(date: string | null) {
  return date === null ? null : civilDate(date);
}
