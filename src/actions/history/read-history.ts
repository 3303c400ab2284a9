import { may, mayReadTimeOf, requirePermission, type Principal } from '#core/access/principal.ts';
import { fieldChanges, type FieldChange, type Telling } from '#core/history/fields.ts';
import { sentenceOf } from '#core/history/sentences.ts';
import { ruleOf, type HistorySubject } from '#core/history/subjects.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import {
  readCurrencyOf,
  readHistory as readStored,
  readNames,
  readStaffOfEntry,
  type HistoryEvent,
  type HistoryKey,
} from '#store/history/read-history.ts';
import type { Context } from '../context.ts';

export type { HistoryKey } from '#store/history/read-history.ts';

export type HistoryWanted = {
  readonly subject: HistorySubject;
  readonly id?: bigint | undefined;
  readonly after: HistoryKey | null;
  readonly limit: number;
};

export type ToldEvent = HistoryEvent & {
  readonly subject: string;
  readonly subjectId: string | null;
  readonly sentence: string;
  readonly changes: readonly FieldChange[];
};

/** Who did what to something, newest first; of what somebody may not see, neither the event nor the amounts. */
export async function readHistory(
  context: Context,
  { subject, id, after, limit }: HistoryWanted,
): Promise<Result<ToldEvent[]>> {
  const { principal, database } = context;
  const rule = ruleOf(subject);
  if (!rule.permissions.some((permission) => may(principal, permission))) {
    return requirePermission(principal, rule.permissions[0]!) as Result<never>;
  }
  if ((id === undefined) !== (rule.ofFirm === true)) {
    return refuse(
      'invalidRequest',
      rule.ofFirm ? 'The settings have one history.' : 'Say whose history it is.',
      {
        field: 'id',
        accepted: rule.ofFirm ? 'no id' : 'the id of the record',
      },
    );
  }
  const asked = { subject, id: id ?? null, after, limit };
  return database.inFirm(
    principal.firmId,
    async (tx) => {
      if (subject === 'timeEntry' && !(await mayReadEntry(tx, principal, id!))) return done([]);
      const events = await readStored(tx, asked);
      return done(await toldTo(tx, principal, { events, subject, id: id ?? null }));
    },
    { readOnly: true, snapshot: true },
  );
}

async function mayReadEntry(tx: Tx, principal: Principal, id: bigint): Promise<boolean> {
  const staffId = await readStaffOfEntry(tx, id);
  return staffId !== undefined && mayReadTimeOf(principal, staffId);
}

type Record = { readonly [name: string]: unknown };
type Read = {
  readonly events: readonly HistoryEvent[];
  readonly subject: HistorySubject;
  readonly id: bigint | null;
};

async function toldTo(tx: Tx, principal: Principal, { events, subject, id }: Read): Promise<ToldEvent[]> {
  const records = events.flatMap(({ detail }) => [recordIn(detail, 'before'), recordIn(detail, 'after')]);
  const names = await readNames(
    tx,
    records.filter((record) => record !== null),
  );
  const { amounts } = ruleOf(subject);
  const telling: Telling = {
    currency: await readCurrencyOf(tx, subject, id),
    seesAmounts: amounts === undefined || may(principal, amounts),
    seesCosts: may(principal, 'costRates.read'),
    nameOf: (kind, ofId) => names.get(`${kind} ${ofId}`),
  };
  return events.map((event) => ({
    ...event,
    subject: textIn(event.detail, 'subject') ?? subject,
    subjectId: textIn(event.detail, 'subjectId') ?? (id === null ? null : String(id)),
    sentence: sentenceOf(event),
    changes: fieldChanges(recordIn(event.detail, 'before'), recordIn(event.detail, 'after'), telling),
  }));
}

function recordIn(detail: Record, name: string): Record | null {
  const value = detail[name];
  return typeof value === 'object' && value !== null ? (value as Record) : null;
}

function textIn(detail: Record, name: string): string | null {
  const value = detail[name];
  return typeof value === 'string' ? value : null;
}
