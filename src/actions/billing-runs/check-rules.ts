// What of a run's rules names something that the firm does not have.

import { stageRefusals } from '#core/billing-run/review.ts';
import type { DefinedRules, RunRules } from '#core/billing-run/rules.ts';
import type { Refusal } from '#core/refusal.ts';
import { today } from '#core/calendar/civil-date.ts';
import { isLocked, lockedThrough } from '#core/wip/undo.ts';
import { findNamedOnDraft } from '#store/billing/terms.ts';
import { findKnown } from '#store/billing-runs/known.ts';
import type { Tx } from '#store/database.ts';
import { reasons } from '#store/firm-lists.ts';
import { readLocks } from '#store/ledger/items.ts';
import { findRecords } from '#store/practice/records.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { referenceRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { farDayRefusal } from '../invoices/content-refusals.ts';

export async function rulesRefusals(tx: Tx, rules: DefinedRules): Promise<Refusal[]> {
  const { filters, treatment, templateId, seriesId } = rules;
  const { clientIds, jobIds, managerIds, partnerIds } = filters;
  const { writeOffReasonId } = treatment;
  const known = await findKnown(tx, {
    clientIds: clientIds ?? [],
    jobIds: jobIds ?? [],
    staffIds: [...(managerIds ?? []), ...(partnerIds ?? [])],
  });
  const named = await findNamedOnDraft(tx, { clientId: 0, contactId: null, templateId, seriesId });
  const [reason] = writeOffReasonId === null ? [] : await findRecords(tx, reasons, [writeOffReasonId]);
  const listed = (
    field: string,
    ids: readonly number[] | null,
    of: ReadonlyMap<number, unknown>,
    what: Pick<Parameters<typeof referenceRefusals>[1], 'noun' | 'code'>,
  ) =>
    (ids ?? []).flatMap((id, place) =>
      referenceRefusals(of, { field: `rules.filters.${field}[${place}]`, id, ...what }),
    );
  const staff = { noun: 'staff member', code: 'unknownStaff' } as const;
  return [
    ...listed('clientIds', clientIds, known.clients, { noun: 'client', code: 'unknownClient' }),
    ...listed('jobIds', jobIds, known.jobs, { noun: 'job', code: 'unknownJob' }),
    ...listed('managerIds', managerIds, known.staff, staff),
    ...listed('partnerIds', partnerIds, known.staff, staff),
    ...stageRefusals(rules).map((refusal) => ({ ...refusal, field: `rules.${refusal.field ?? ''}` })),
    ...missing('templateId', templateId, named.template, 'unknownTemplate'),
    ...missing('seriesId', seriesId, named.series, 'unknownSeries'),
    ...missing('treatment.writeOffReasonId', writeOffReasonId, reason !== undefined, 'unknownReason'),
  ];
}

function missing(field: string, id: number | null, isKnown: boolean, code: Refusal['code']): Refusal[] {
  if (id === null || isKnown) return [];
  const detail = `The firm has nothing of this kind in use with the id ${id}.`;
  return [{ code, detail, field: `rules.${field}`, value: String(id) }];
}

/** Days that no invoice of a run could have. */
export async function dayRefusals(tx: Tx, context: Context, rules: RunRules): Promise<Refusal[]> {
  const { invoicedOn, dueOn, periodFrom, periodTo } = rules;
  const { timeZone } = await readRecordingSettings(tx);
  const locks = await readLocks(tx);
  const refusals = [...(farDayRefusal(invoicedOn, today(context.clock(), timeZone))?.refusals ?? [])];
  if (isLocked(invoicedOn, locks)) {
    const locked = lockedThrough(locks);
    const detail = `WIP is locked up to and including ${locked}.`;
    const accepted = `a date after ${locked}`;
    refusals.push({ code: 'lockedDate', detail, field: 'invoicedOn', value: invoicedOn, accepted });
  }
  if (dueOn !== null && dueOn < invoicedOn) {
    const detail = 'The invoices would be due before their own date.';
    const accepted = `a date from ${invoicedOn}`;
    refusals.push({ code: 'invalidDate', detail, field: 'dueOn', value: dueOn, accepted });
  }
  if (periodFrom !== null && periodTo !== null && periodTo < periodFrom) {
    const detail = 'The period ends before it begins.';
    const accepted = `a date from ${periodFrom}`;
    refusals.push({ code: 'invalidDate', detail, field: 'periodTo', value: periodTo, accepted });
  }
  return refusals.map((refusal) => ({ ...refusal, field: `rules.${refusal.field ?? ''}` }));
}
