// Where each table is when firms are spread over several machines. A table is in exactly one of these lists, whichever
// migration made it; a test compares them with the database, so that a new one cannot be forgotten.

/** Each firm's rows lie in one place, all of these tables' together. By the column that holds the firm. */
export const ofFirms: ReadonlyMap<string, string> = new Map([
  ['public.firm', 'id'],
  ...[
    'auth.invitation',
    'public.actor',
    'public.adjustment_reason',
    'public.allocation',
    'public.api_key',
    'public.attachment',
    'public.billing_definition',
    'public.billing_run',
    'public.billing_run_choice',
    'public.billing_run_job',
    'public.billing_run_unit',
    'public.billing_run_verdict',
    'public.billing_settings',
    'public.change',
    'public.client',
    'public.contact',
    'public.cost_entry',
    'public.cost_rate',
    'public.document_look',
    'public.document_template',
    'public.draft_item',
    'public.external_reference',
    'public.import_batch',
    'public.import_billed_time',
    'public.import_problem',
    'public.import_record',
    'public.import_tie_out',
    'public.firm_month',
    'public.firm_reason_month',
    'public.interim',
    'public.invoice',
    'public.invoice_effect',
    'public.invoice_job',
    'public.invoice_line',
    'public.invoice_tax',
    'public.job',
    'public.job_age',
    'public.job_balance',
    'public.job_month',
    'public.job_state',
    'public.job_task',
    'public.journal',
    'public.ledger_gate',
    'public.ledger_line',
    'public.mail',
    'public.mail_text',
    'public.member',
    'public.number_series',
    'public.open_item',
    'public.past_balance',
    'public.past_day',
    'public.payment',
    'public.period_close',
    'public.period_opening',
    'public.period_reopening',
    'public.preference',
    'public.quote',
    'public.quote_line',
    'public.quote_tax',
    'public.rate',
    'public.request',
    'public.saved_view',
    'public.staff',
    'public.task',
    'public.tax',
    'public.tax_rate',
    'public.time_entry',
    'public.timer',
    'public.unmatched_invoice',
    'public.unmatched_invoice_decision',
    'public.week_submission',
    'public.wip_action',
    'public.wip_action_undo',
    'public.wip_journal_account',
  ].map((table): [string, string] => [table, 'firm_id']),
]);

/** The same rows on every machine, since members of firms refer to people. */
export const everywhere: readonly string[] = [
  'auth.user',
  'auth.account',
  'auth.account_mail',
  'auth.email_change',
  'auth.password_reset',
  'auth.session',
  'auth.twoFactor',
  'auth.verification',
  'public.operator',
];

/** Only on the coordinator: what the installation knows of itself. The queue has a schema of its own, there as well. */
export const onCoordinator: readonly string[] = [
  'public.availability',
  'public.guess',
  'public.incident',
  'public.installation',
  'public.migration',
  'public.operation',
  'public.operation_request',
  'public.route_load',
  'public.running_process',
  'public.shared_secret',
  'public.utilisation',
  'public.worker',
];

/** Tables that views stand in for, once the others are placed. */
export const stoodInFor: readonly string[] = ['public.listed_job'];

/** What tables, indexes and statements that are sent to a machine call there. */
export const functionsEverywhere: readonly string[] = [
  'search_plain(text)',
  'search_words(text)',
  'search_vector(integer,text)',
  'search_digits(text)',
  'search_rank(text,text,text,boolean)',
  'sum_minor(bigint)',
  'refuse_change()',
];

/**
 * Triggers that read other tables, which a machine cannot from within a change. found_firm() does what the first does; the
 * others stand behind rules of core, under the lock of the gate; and a view stands in for listed_job, which four of them keep.
 */
export const triggersTakenAway: readonly { readonly table: string; readonly trigger: string }[] = [
  { table: 'public.client', trigger: 'client_is_renamed' },
  { table: 'public.firm', trigger: 'firm_begins_billing' },
  { table: 'public.job', trigger: 'job_is_renamed' },
  { table: 'public.job_balance', trigger: 'job_is_listed' },
  { table: 'public.job_balance', trigger: 'job_is_relisted' },
  { table: 'public.ledger_gate', trigger: 'closed_days_are_locked' },
  { table: 'public.period_close', trigger: 'closes_in_order' },
  { table: 'public.period_reopening', trigger: 'reopenings_in_order' },
];

/** Triggers that only refuse. Citus makes none on its machines that is also for TRUNCATE, so they are made without. */
export const triggersMadeAnew: readonly {
  readonly table: string;
  readonly trigger: string;
  readonly events: string;
}[] = [
  { table: 'public.journal', trigger: 'journal_append_only', events: 'delete or update' },
  { table: 'public.ledger_line', trigger: 'ledger_line_append_only', events: 'delete or update' },
  { table: 'public.actor', trigger: 'actor_is_kept', events: 'delete' },
];
