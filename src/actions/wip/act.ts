// What every WIP action shares: who may, when it is dated, why, within which limit, and the row and journals it leaves.
// Each action decides its journals; everything around that is here.

import { isWithinWriteOffLimit, requirePermission } from '#core/access/principal.ts';
import type { Permission } from '#core/access/permissions.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { readLatestDate, readLocks } from '#store/ledger/items.ts';
import { post, type JobBalance } from '#store/ledger/post.ts';
import type { JobContext } from '#store/practice/jobs.ts';
import { readRecordingSettings, type RecordingSettings } from '#store/work/settings.ts';
import { hasReason, insertWipAction, type WipActionKind } from '#store/work/wip-actions.ts';
import type { Context } from '../context.ts';
import { dateRefusal, latestDate, type DateRules } from '../work-date.ts';

export const permissionOfAction: Readonly<Record<WipActionKind, Permission>> = {
  writeOff: 'wip.writeOff',
  writeOn: 'wip.writeOff',
  washUp: 'wip.washUp',
  revaluation: 'wip.revalue',
  move: 'wip.move',
  interim: 'wip.raiseInterims',
  openingAdjustment: 'imports.run',
};

/** What the caller says of any WIP action. */
export type ActionTerms = {
  /** Not said: today in the firm's time zone. */
  readonly effectiveOn?: CivilDate | undefined;
  readonly reasonId?: number | null | undefined;
  readonly note?: string | null | undefined;
};

export type ActionBasis = DateRules & {
  readonly settings: RecordingSettings;
  readonly effectiveOn: CivilDate;
};

export type ActionOutcome = {
  readonly wipActionId: number;
  readonly kind: WipActionKind;
  readonly effectiveOn: CivilDate;
  readonly journalIds: readonly bigint[];
  /** The jobs touched, as they stand afterwards. */
  readonly balances: readonly JobBalance[];
};

/** Checks permission, date and reason before anything is locked. */
export async function beginAction(
  tx: Tx,
  context: Context,
  kind: WipActionKind,
  terms: ActionTerms,
): Promise<Result<ActionBasis>> {
  const permitted = requirePermission(context.principal, permissionOfAction[kind]);
  if (!permitted.ok) return permitted;
  const [settings, locks] = await Promise.all([readRecordingSettings(tx), readLocks(tx)]);
  const now = context.clock();
  const effectiveOn = terms.effectiveOn ?? today(now, settings.timeZone);
  const basis = { settings, locks, latestOn: latestDate(settings, now), effectiveOn };
  const refused = dateRefusal(basis, effectiveOn, 'effectiveOn') ?? (await reasonRefusal(tx, terms));
  return refused ?? done(basis);
}

async function reasonRefusal(tx: Tx, { reasonId }: ActionTerms): Promise<Refused | null> {
  if (reasonId === undefined || reasonId === null || (await hasReason(tx, reasonId))) return null;
  const at = { field: 'reasonId', value: String(reasonId), accepted: 'the id of a reason of this firm' };
  return refuse('unknownReason', 'There is no such reason in this firm.', at);
}

export type ActionToPost = {
  readonly kind: WipActionKind;
  readonly terms: ActionTerms;
  readonly basis: ActionBasis;
  readonly decide: (cause: Cause) => Result<readonly Journal[]>;
  readonly unlist?: readonly number[];
};

/** Leaves the action's row and posts its journals; with a refusal, or nothing to post, leaves nothing. */
export async function postAction(
  tx: Tx,
  context: Context,
  action: ActionToPost,
): Promise<Result<ActionOutcome>> {
  const { kind, terms, basis } = action;
  const wipActionId = await insertWipAction(tx, {
    kind,
    effectiveOn: basis.effectiveOn,
    reasonId: terms.reasonId ?? null,
    note: terms.note ?? null,
    actorId: context.principal.actorId,
    recordedAt: context.clock(),
  });
  const decided = action.decide({ kind: 'wipAction', id: BigInt(wipActionId) });
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return refuse('nothingToDo', 'This would change nothing in the ledger.');
  const refused = limitRefusal(context, basis.settings.currency, decided.value);
  if (refused !== null) return refused;
  const posted = await post(tx, {
    journals: decided.value,
    actorId: context.principal.actorId,
    unlist: action.unlist,
  });
  return done({
    wipActionId,
    kind,
    effectiveOn: basis.effectiveOn,
    journalIds: posted.journalIds,
    balances: [...posted.balances.values()],
  });
}

/** What an action writes off and on together, against the limit of whoever does it, in units of whatever currency. */
function limitRefusal(
  { principal }: Context,
  currency: CurrencyCode,
  journals: readonly Journal[],
): Refused | null {
  const adjustedMinor = adjustedOf(journals);
  if (isWithinWriteOffLimit(principal, adjustedMinor)) return null;
  return refuse('limitExceeded', 'This writes off or on more than your limit allows.', {
    value: formatMinor(adjustedMinor, currency),
    accepted: `up to ${formatMinor(principal.writeOffLimitMinor!, currency)} in one action`,
  });
}

export function adjustedOf(journals: readonly Journal[]): bigint {
  return journals
    .filter((journal) => journal.kind === 'writtenOff' || journal.kind === 'writtenOn')
    .flatMap((journal) => journal.lines)
    .reduce((sum, line) => sum + line.amountMinor, 0n);
}

/** A job that is excluded from estimated billings accrues no WIP, by no way. */
export function excludedRefusal(jobs: Iterable<JobContext>): Refused | null {
  const excluded = [...jobs].find((job) => job.excluded);
  if (excluded === undefined) return null;
  const detail = `Job ${excluded.number} is excluded from estimated billings and accrues no WIP.`;
  return refuse('excludedFromBilling', detail, {
    value: excluded.number,
    accepted: 'a job that is not excluded',
  });
}

/**
 * WIP cannot be settled, moved or revalued on a day before it was there, or before something else was done to it: as at
 * a day in between, less than nothing would be open.
 */
export async function beforeWorkRefusal(
  tx: Tx,
  items: readonly OpenItem[],
  on: CivilDate,
): Promise<Refused | null> {
  const latest = await readLatestDate(tx, items);
  if (latest === null || latest <= on) return null;
  return refuse(
    'beforeWork',
    `Some of the work, or of what was done to it, is dated ${latest}, after ${on}.`,
    {
      field: 'effectiveOn',
      value: on,
      accepted: `a date from ${latest}`,
    },
  );
}
