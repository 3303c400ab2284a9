// Lines and journals by themselves: what a kind permits (core/ledger/kinds.ts, not the constraint that repeats it),
// what a line says of its journal, journals without lines, and reversals that do not mirror what they reverse.

import { accountCodes } from '#core/ledger/accounts.ts';
import { journalKindNames, journalKinds } from '#core/ledger/kinds.ts';
import type { Recount } from './recount.ts';

/** kind × 10,000 + debit × 100 + credit, as one number for PostgreSQL to look up: $2. */
export const permittedMovements = journalKindNames.flatMap((kind) =>
  journalKinds[kind].movements.map(
    ([debit, credit]) => journalKinds[kind].code * 10_000 + accountCodes[debit] * 100 + accountCodes[credit],
  ),
);

/** Whether kind, debit and credit do not go together, of a line or of lines added up by them. */
export function isShapeStrange(table: string, ofItem: string): string {
  return `(
    (${table}.kind <> 10 and not ${table}.kind * 10000 + ${table}.debit * 100 + ${table}.credit = any ($2::int[]))
    or ${table}.debit = ${table}.credit
    or (${ofItem} and ${table}.debit > 3 and ${table}.credit > 3))`;
}

export const lineShapes = `
  select case when g.id is null or l.kind <> g.kind or l.effective_on <> g.effective_on then 'lineOfJournal'
      else 'lineShape' end as "check",
    jsonb_build_object('journalId', l.journal_id, 'lineNumber', l.line_number) as identity,
    case when g.id is null then 'journal' when l.kind <> g.kind then 'kind'
      when l.effective_on <> g.effective_on then 'effectiveOn' else 'movement' end as "column",
    case when g.id is null then null when l.kind <> g.kind then l.kind::text
      when l.effective_on <> g.effective_on then l.effective_on::text
      else concat(l.debit, ' from ', l.credit, coalesce(' of item ' || l.item_id, '')) end as stored,
    case when g.id is null then 'due' when l.kind <> g.kind then g.kind::text
      when l.effective_on <> g.effective_on then g.effective_on::text
      else 'a movement that kind ' || l.kind || ' permits' end as recounted
  from ledger_line l left join journal g on g.firm_id = $1 and g.id = l.journal_id
  where l.firm_id = $1 and (
    g.id is null or l.kind <> g.kind or l.effective_on <> g.effective_on
    or l.item_kind not in (l.debit, l.credit) or ${isShapeStrange('l', 'l.item_id is not null')})`;

export const journalsWithoutLines = `
  select 'journalWithoutLines' as "check", jsonb_build_object('journalId', g.id) as identity, 'lines' as "column",
    '0' as stored, '1 or more' as recounted
  from journal g
  where g.firm_id = $1
    and not exists (select 1 from ledger_line l where l.firm_id = $1 and l.journal_id = g.id)`;

const sideOf = (debit: string, credit: string) =>
  `concat_ws(' ', l.job_id, l.${debit}, l.${credit}, l.amount_minor, l.quantity, l.item_id, l.cost_minor)`;

/** Each line of a reversal beside the line it should mirror. */
const reversals = `
  select 'reversal' as "check",
    jsonb_build_object('journalId', coalesce(r.id, o.id), 'lineNumber', coalesce(r.line_number, o.line_number)) as identity,
    'mirror' as "column", r.line as stored, o.line as recounted
  from (
    select g.id, l.line_number, ${sideOf('debit', 'credit')} as line
    from journal g join ledger_line l on l.firm_id = $1 and l.journal_id = g.id
    where g.firm_id = $1 and g.kind = 10
  ) r
  full join (
    select g.id, l.line_number, ${sideOf('credit', 'debit')} as line
    from journal g join ledger_line l on l.firm_id = $1 and l.journal_id = g.reverses
    where g.firm_id = $1 and g.kind = 10
  ) o on o.id = r.id and o.line_number = r.line_number
  where r.line is distinct from o.line`;

export const reversalRecount: Recount = { name: 'reversals', comparisons: [reversals] };
