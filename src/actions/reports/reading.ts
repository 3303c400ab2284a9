// How every report is read: permission, the moment it speaks of, and one snapshot for all of its queries, so that rows
// and totals belong together however many pages there are.

import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { may, requirePermission } from '#core/access/principal.ts';
import type { Permission } from '#core/access/permissions.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { awaitPostsBefore } from '#store/reports/known-at.ts';
import type { Position } from '#store/reports/keyset.ts';
import type { Context } from '../context.ts';

/** What a report may use while it reads. */
export type Scope = {
  readonly tx: Tx;
  readonly now: string;
  /** The firm's own day. */
  readonly today: CivilDate;
  readonly firmCurrency: CurrencyCode;
  may(permission: Permission): boolean;
};

/** One page of a report: its rows, and where the next begins. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly next: Position | null };

export type ReportReader<Question, Answer extends Page<unknown>> = {
  readonly permission: Permission;
  /** Reads a page; what it refuses is told to whoever asked. */
  read(scope: Scope, question: Question): Promise<Result<Answer>>;
};

type Asked = { readonly knownAt?: string | undefined };
type Paged = Asked & { readonly limit?: number; readonly cursor?: Position | undefined };

const reportTimeoutMs = 60_000;

/** One page. */
export function readPage<Question extends Asked, Answer extends Page<unknown>>(
  context: Context,
  reader: ReportReader<Question, Answer>,
  question: Question,
): Promise<Result<Answer>> {
  return inScope(context, reader.permission, question, (scope) => reader.read(scope, question));
}

/** What gets the pages. Reading may begin again from the first page, and says so each time that it begins. */
export type PageTaker<Answer> = { begin(): void; take(page: Answer, scope: Scope): void };

/** Every page in turn, of one snapshot; each is handed on as soon as it is read. Answers the number of rows. */
export function readWhole<Question extends Paged, Answer extends Page<unknown>>(
  context: Context,
  reader: ReportReader<Question, Answer>,
  { question, rowsMax, pageSize }: { question: Question; rowsMax: number; pageSize: number },
  taker: PageTaker<Answer>,
): Promise<Result<number>> {
  return inScope(context, reader.permission, question, async (scope) => {
    taker.begin();
    let rows = 0;
    let cursor: Position | undefined;
    do {
      const page = await reader.read(scope, { ...question, limit: pageSize, cursor });
      if (!page.ok) return page;
      rows += page.value.rows.length;
      if (rows > rowsMax) return tooManyRows(rowsMax);
      taker.take(page.value, scope);
      cursor = page.value.next ?? undefined;
    } while (cursor !== undefined);
    return done(rows);
  });
}

async function inScope<T>(
  context: Context,
  permission: Permission,
  { knownAt }: Asked,
  work: (scope: Scope) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { database, principal } = context;
  const permitted = requirePermission(principal, permission);
  if (!permitted.ok) return permitted;
  if (knownAt !== undefined && (await awaitPostsBefore(database, principal.firmId, knownAt)) === null) {
    return notKnownYet(knownAt);
  }
  const now = context.clock();
  return database.inFirm(
    principal.firmId,
    async (tx) => {
      const [firm] = tx.opened as readonly { currency: CurrencyCode; time_zone: string }[];
      const scope: Scope = {
        tx,
        now,
        today: today(now, firm!.time_zone),
        firmCurrency: firm!.currency,
        may: (asked) => may(principal, asked),
      };
      return work(scope);
    },
    {
      readOnly: true,
      snapshot: true,
      statementTimeoutMs: reportTimeoutMs,
      replica: true,
      asks: settingsOf(principal.firmId),
    },
  );
}

/** The sums of a few thousand jobs stay in memory; compiling their queries would cost more than running them. */
const settingsOf = (firmId: number) =>
  `select currency, time_zone, set_config('work_mem', '32MB', true), set_config('jit', 'off', true)
   from firm where id = ${firmId}`;

function notKnownYet(knownAt: string): Refused {
  return refuse('futureDate', 'What will be known at a moment ahead is not known yet.', {
    field: 'knownAt',
    value: knownAt,
    accepted: 'a moment up to now',
  });
}

function tooManyRows(rowsMax: number): Refused {
  return refuse('batchTooLarge', 'The report has too many rows for one file; narrow the filter.', {
    accepted: `at most ${rowsMax} rows`,
  });
}
