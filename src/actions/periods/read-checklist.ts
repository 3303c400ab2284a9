import { requirePermission } from '#core/access/principal.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { judge, type ChecklistItem } from '#core/periods/checklist.ts';
import { periodEnding, type PeriodFacts, type PeriodOfClose } from '#core/periods/close.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { readFirstDay, readLatestClose, type PeriodTotal } from '#store/periods/closes.ts';
import type { Context } from '../context.ts';
import { gatherEvidence, recount } from './evidence.ts';

export type Checklist = PeriodOfClose & {
  readonly items: readonly ChecklistItem[];
  readonly totals: readonly PeriodTotal[];
};

const checklistTimeoutMs = 60_000;

/** What to look at before the period ending on this day is closed; recounted only if asked, because that takes longer. */
export async function readChecklist(
  context: Context,
  { end, recounted }: { end: CivilDate; recounted: boolean },
): Promise<Result<Checklist>> {
  const { database, principal } = context;
  const permitted = requirePermission(principal, 'reports.read');
  if (!permitted.ok) return permitted;
  const mayRecount = recounted ? requirePermission(principal, 'ledger.verify') : done(null);
  if (!mayRecount.ok) return mayRecount;
  const now = context.clock();
  const read = await database.inFirm(
    principal.firmId,
    async (tx) => {
      const period = periodEnding(end, await readPeriodFacts(tx, now));
      if (!period.ok) return period;
      return done({ period: period.value, ...(await gatherEvidence(tx, period.value, now)) });
    },
    { readOnly: true, snapshot: true, statementTimeoutMs: checklistTimeoutMs },
  );
  if (!read.ok) return read;
  const { period, found, totals } = read.value;
  const items = recounted
    ? judge([...(await recount(context)), ...found])
    : judge(found, ['ledgerRecount', 'documentRecount']);
  return done({ ...period, items, totals });
}

export async function readPeriodFacts(tx: Tx, now: string): Promise<PeriodFacts> {
  const firm = await loadFirm(tx);
  const [latest, firstOn] = await Promise.all([readLatestClose(tx), readFirstDay(tx)]);
  return { today: today(now, firm.timeZone), latest, firstOn };
}
