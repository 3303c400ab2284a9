// Where the history of a thing is: each source answers when, a name and an id that tell events of one moment apart, what,
// who, and details as JSON. $1 is the firm and $2 the id of the thing. Of events of one moment, those whose source is later
// in the alphabet count as newer: an invoice is begun before it is issued, and issued before it is settled.

import type { HistorySubject } from '#core/history/subjects.ts';

const changes = (subjects: readonly string[], which: string) => `
  select c.recorded_at, 'change', c.id, c.action, c.actor_id,
    jsonb_build_object('subject', c.subject, 'subjectId', c.subject_id::text, 'before', c.before, 'after', c.after)
  from change c
  where c.firm_id = $1 and c.subject in (${subjects.map((subject) => `'${subject}'`).join(', ')}) and ${which}`;

const changesOfIt = (subject: string) => changes([subject], 'c.subject_id = $2');

const settingsSubjects = [
  'firm',
  'locks',
  'billingSettings',
  'tax',
  'numberSeries',
  'documentTemplate',
  'mailText',
  'jobState',
  'reason',
  'wipJournalAccounts',
  'billingDefinition',
  'member',
  'apiKey',
];

const mails = (of: string) => `
  select coalesce(m.sent_at, m.created_at), 'mail', m.id,
    case m.status when 'sent' then 'mailSent' when 'failed' then 'mailFailed' else 'mailQueued' end, m.actor_id,
    jsonb_build_object('recipients', array_to_string(m.recipients, ', '), 'error', m.last_error)
  from mail m where m.firm_id = $1 and ${of}`;

const allocations = (of: string) => `
  select a.recorded_at, 'settlement', a.id, 'allocated', a.actor_id,
    jsonb_build_object('isTakenBack', a.takes_back_id is not null, 'amountMinor', abs(a.amount_minor)::text,
      'currency', coalesce(p.currency, n.currency), 'source', case when p.id is null then 'creditNote' else 'payment' end,
      'sourceNumber', coalesce(p.reference, p.id::text, n.number), 'invoiceNumber', i.number)
  from allocation a
  left join payment p on p.firm_id = a.firm_id and p.id = a.payment_id
  left join invoice n on n.firm_id = a.firm_id and n.id = a.credit_note_id
  left join invoice i on i.firm_id = a.firm_id and i.id = a.invoice_id
  where a.firm_id = $1 and ${of}`;

const document = (kind: 'invoice' | 'creditNote') => [
  `select i.created_at, 'begun', i.id, 'drafted', i.created_by,
     jsonb_build_object('run', (
       select r.name from billing_run_unit u join billing_run r on r.firm_id = u.firm_id and r.id = u.run_id
       where u.firm_id = $1 and u.invoice_id = i.id))
   from invoice i
   where i.firm_id = $1 and i.id = $2 and i.document = '${kind}' and i.document = 'invoice' and i.created_at is not null`,
  `select i.approved_at, 'issued', i.id, 'approved', i.approved_by,
     jsonb_build_object('number', i.number, 'currency', i.currency,
       'amountMinor', (i.total_minor + coalesce(i.tax_minor, 0))::text)
   from invoice i where i.firm_id = $1 and i.id = $2 and i.document = '${kind}' and i.approved_at is not null`,
  `select i.cancelled_at, 'undone', i.id, 'cancelled', i.cancelled_by, jsonb_build_object('reason', i.cancel_reason)
   from invoice i where i.firm_id = $1 and i.id = $2 and i.document = '${kind}' and i.cancelled_at is not null`,
  changes(
    ['invoice'],
    `c.subject_id = $2 and exists (
    select 1 from invoice i where i.firm_id = $1 and i.id = $2 and i.document = '${kind}')`,
  ),
  mails(`m.invoice_id = $2 and m.document = '${kind}'`),
];

const verdicts = `
  select v.given_at, 'verdict', v.id, 'reviewed', v.actor_id,
    jsonb_build_object('verdict', v.verdict, 'stage', v.stage::text, 'note', v.note)
  from billing_run_verdict v where v.firm_id = $1 and v.invoice_id = $2 and v.verdict <> 'changed'`;

const creditNotes = `
  select n.approved_at, 'creditNote', n.id, 'creditNoteRaised', n.approved_by,
    jsonb_build_object('number', n.number, 'currency', n.currency,
      'amountMinor', (n.total_minor + coalesce(n.tax_minor, 0))::text)
  from invoice n where n.firm_id = $1 and n.credits_invoice_id = $2 and n.approved_at is not null`;

/** Lines are found by job: those of the entry's own, and of jobs that it was moved between. */
const postings = (table: 'time_entry' | 'cost_entry') => `
  select j.recorded_at, 'posting', min(j.id), 'posted', j.actor_id,
    jsonb_build_object('kinds', jsonb_agg(distinct j.kind), 'causeKind', j.cause_kind,
      'causeName', (select i.number from invoice i
        where j.cause_kind = 3 and i.firm_id = $1 and i.id = j.cause_id))
  from (
    select distinct l.journal_id from ledger_line l
    where l.firm_id = $1 and l.item_id = $2 and l.job_id in (
      select e.job_id from ${table} e where e.firm_id = $1 and e.id = $2
      union
      select m.job_id from ledger_line m where m.firm_id = $1 and m.item_id = $2 and m.kind = 9)
  ) l join journal j on j.firm_id = $1 and j.id = l.journal_id
  group by j.recorded_at, j.actor_id, j.cause_kind, j.cause_id`;

export const sourcesOf: Readonly<Record<HistorySubject, readonly string[]>> = {
  client: [
    changesOfIt('client'),
    changes(
      ['contact'],
      `c.subject_id in (select k.id from contact k where k.firm_id = $1 and k.client_id = $2)`,
    ),
    mails(`m.document = 'statement' and m.client_id = $2`),
  ],
  contact: [changesOfIt('contact')],
  staff: [changesOfIt('staff')],
  task: [changesOfIt('task')],
  job: [
    changesOfIt('job'),
    changesOfIt('jobFile'),
    changes(
      ['jobTask'],
      `c.subject_id in (select t.id from job_task t where t.firm_id = $1 and t.job_id = $2)`,
    ),
  ],
  rate: [changesOfIt('rate')],
  costRate: [changesOfIt('costRate')],
  timeEntry: [postings('time_entry')],
  costEntry: [postings('cost_entry'), changesOfIt('costEntryFile')],
  quote: [changesOfIt('quote'), mails('m.quote_id = $2')],
  invoice: [...document('invoice'), verdicts, creditNotes, allocations('a.invoice_id = $2')],
  creditNote: [...document('creditNote'), allocations('a.credit_note_id = $2')],
  payment: [
    `select p.recorded_at, 'payment', p.id, 'recorded', p.actor_id,
       jsonb_build_object('amountMinor', p.amount_minor::text, 'currency', p.currency)
     from payment p where p.firm_id = $1 and p.id = $2`,
    `select p.voided_at, 'void', p.id, 'voided', p.voided_by, jsonb_build_object('reason', p.void_reason)
     from payment p where p.firm_id = $1 and p.id = $2 and p.voided_at is not null`,
    allocations('a.payment_id = $2'),
  ],
  billingRun: [
    `select r.created_at, 'run', r.id, 'rehearsed', r.created_by, jsonb_build_object('name', r.name)
     from billing_run r where r.firm_id = $1 and r.id = $2`,
    `select h.decided_at, 'choice', h.subject_id, 'chosen', h.actor_id,
       jsonb_build_object('name', coalesce(j.number, c.name), 'treatment', coalesce(h.treatment, 'no minimum'),
         'note', h.note)
     from billing_run_choice h
     left join job j on h.subject = 'job' and j.firm_id = h.firm_id and j.id = h.subject_id
     left join client c on h.subject = 'client' and c.firm_id = h.firm_id and c.id = h.subject_id
     where h.firm_id = $1 and h.run_id = $2`,
    `select r.ended_at, 'end', r.id, 'ended', r.acting_id, jsonb_build_object('state', r.state)
     from billing_run r where r.firm_id = $1 and r.id = $2 and r.ended_at is not null`,
  ],
  billingDefinition: [changesOfIt('billingDefinition')],
  period: [
    `select p.closed_at, 'close', p.id, 'closed', p.actor_id,
       jsonb_build_object('until', p.ended_on, 'notes', p.notes)
     from period_close p where p.firm_id = $1 and p.id = $2`,
    `select o.reopened_at, 'reopening', o.close_id, 'reopened', o.actor_id, jsonb_build_object('reason', o.reason)
     from period_reopening o where o.firm_id = $1 and o.close_id = $2`,
  ],
  tax: [changesOfIt('tax')],
  numberSeries: [changesOfIt('numberSeries')],
  documentTemplate: [changesOfIt('documentTemplate')],
  jobState: [changesOfIt('jobState')],
  reason: [changesOfIt('reason')],
  member: [changesOfIt('member')],
  apiKey: [changesOfIt('apiKey')],
  settings: [changes(settingsSubjects, '$2::bigint is null')],
};
