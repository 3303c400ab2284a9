// The tables as Kysely sees them, written by hand beside the migrations: one type per table, in the order of the
// migrations, the values as src/store/values.ts delivers them. Only for assembled queries; nothing is made from it.

import type { BillingSchedule } from '#core/billing-run/schedule.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Role } from '#core/access/roles.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { RateBasis, RateScope, RateSource } from '#core/pricing/rates.ts';
import type { RoundingDirection, RoundingIncrement } from '#core/pricing/rounding.ts';

/** An instant as ISO text ending in Z. */
type Instant = string;

type FirmTable = {
  id: number;
  name: string;
  currency: CurrencyCode;
  time_zone: string;
  locale: string;
  week_starts_on: number;
  rounding_increment_minutes: RoundingIncrement;
  rounding_direction: RoundingDirection;
  daily_minutes_max: number;
  daily_minutes_action: 'warn' | 'refuse';
  future_days_max: number;
  project_managers_see_costs: boolean;
  project_manager_write_off_limit_minor: bigint | null;
  job_number_prefix: string;
  next_job_number: number;
  version: number;
  created_at: Instant;
};

type ActorTable = { firm_id: number; id: number; kind: 'member' | 'apiKey' | 'system'; name: string };

type MemberTable = {
  firm_id: number;
  id: number;
  user_id: string;
  actor_id: number;
  staff_id: number | null;
  role: Role;
  write_off_limit_minor: bigint | null;
  active: boolean;
  joined_at: string | null;
  version: number;
};

type ApiKeyTable = {
  firm_id: number;
  id: number;
  actor_id: number;
  name: string;
  prefix: string;
  key_hash: Buffer;
  role: Role;
  scopes: string[] | null;
  staff_id: number | null;
  created_at: Instant;
  expires_at: Instant | null;
  revoked_at: Instant | null;
};

type RequestTable = {
  firm_id: number;
  request_key: string;
  request_hash: Buffer;
  outcome: string;
  recorded_at: Instant;
};

type ChangeTable = {
  firm_id: number;
  id: bigint;
  subject: string;
  subject_id: bigint;
  action: 'created' | 'changed' | 'removed';
  actor_id: number;
  recorded_at: Instant;
  before: unknown;
  after: unknown;
};

type StaffTable = {
  firm_id: number;
  id: number;
  name: string;
  email: string | null;
  code: string | null;
  active: boolean;
  version: number;
};

type ClientTable = {
  firm_id: number;
  id: number;
  name: string;
  currency: CurrencyCode;
  email: string | null;
  phone: string | null;
  address: string | null;
  postal_address: string | null;
  website: string | null;
  export_code: string | null;
  tax_number: string | null;
  account_manager_id: number | null;
  job_manager_id: number | null;
  rounding_increment_minutes: RoundingIncrement | null;
  rounding_direction: RoundingDirection | null;
  tax_id: number | null;
  tax_exempt: boolean;
  due_rule: 'daysAfter' | 'dayOfNextMonth' | null;
  due_days: number | null;
  billing_email: string | null;
  billing_schedule: BillingSchedule;
  billing_anchor_on: CivilDate | null;
  archived: boolean;
  version: number;
};

type ContactTable = {
  firm_id: number;
  id: number;
  client_id: number;
  name: string;
  email: string | null;
  phone: string | null;
  position: string | null;
  is_primary: boolean;
  version: number;
};

type TaskTable = {
  firm_id: number;
  id: number;
  name: string;
  description: string | null;
  billable: boolean;
  archived: boolean;
  version: number;
};

type JobStateTable = {
  firm_id: number;
  id: number;
  name: string;
  type: JobStateType;
  position: number;
  archived: boolean;
  version: number;
};

type JobTable = {
  firm_id: number;
  id: number;
  number: string;
  name: string;
  description: string | null;
  client_id: number;
  currency: CurrencyCode;
  state_id: number;
  category: string | null;
  manager_id: number | null;
  partner_id: number | null;
  start_on: CivilDate | null;
  due_on: CivilDate | null;
  completed_on: CivilDate | null;
  budget_minor: bigint | null;
  client_order_number: string | null;
  rate_basis: RateBasis;
  excluded: boolean;
  rounding_increment_minutes: RoundingIncrement | null;
  rounding_direction: RoundingDirection | null;
  version: number;
};

type JobTaskTable = {
  firm_id: number;
  id: number;
  job_id: number;
  task_id: number;
  name: string;
  label: string | null;
  billable: boolean;
  estimated_minutes: number;
  start_on: CivilDate | null;
  due_on: CivilDate | null;
  completed_on: CivilDate | null;
  position: number;
  version: number;
};

type RateTable = {
  firm_id: number;
  id: number;
  scope: RateScope;
  job_id: number | null;
  client_id: number | null;
  staff_id: number | null;
  task_id: number | null;
  currency: CurrencyCode;
  rate_per_hour_minor: bigint;
  effective_from: CivilDate;
  version: number;
};

type CostRateTable = {
  firm_id: number;
  id: number;
  scope: 'staffTask' | 'staff' | 'task';
  staff_id: number | null;
  task_id: number | null;
  rate_per_hour_minor: bigint;
  effective_from: CivilDate;
  version: number;
};

type AdjustmentReasonTable = {
  firm_id: number;
  id: number;
  name: string;
  archived: boolean;
  version: number;
};

type LedgerGateTable = {
  firm_id: number;
  wip_lock_on: CivilDate | null;
  period_lock_on: CivilDate | null;
  version: number;
};

type TimeEntryTable = {
  firm_id: number;
  worked_on: CivilDate;
  id: bigint;
  job_id: number;
  job_task_id: number;
  staff_id: number;
  minutes: number;
  billable_minutes: number;
  start_minute: number | null;
  end_minute: number | null;
  billable: boolean;
  deleted: boolean;
  rate_source: RateSource;
  version: number;
  rate_id: number | null;
  rate_per_hour_minor: bigint;
  amount_minor: bigint;
  cost_minor: bigint;
  note: string | null;
};

type CostEntryTable = {
  firm_id: number;
  incurred_on: CivilDate;
  id: bigint;
  job_id: number;
  job_task_id: number | null;
  description: string;
  code: string | null;
  supplier: string | null;
  note: string | null;
  quantity_thousandths: number;
  unit_cost_minor: bigint;
  unit_price_minor: bigint;
  amount_minor: bigint;
  cost_minor: bigint;
  billable: boolean;
  actual: boolean;
  deleted: boolean;
  version: number;
  recorded_by: number | null;
};

type InterimTable = {
  firm_id: number;
  id: bigint;
  job_id: number;
  raised_on: CivilDate;
  amount_minor: bigint;
  description: string;
};

type WipActionTable = {
  firm_id: number;
  id: number;
  kind: 'writeOff' | 'writeOn' | 'washUp' | 'revaluation' | 'move' | 'openingAdjustment';
  effective_on: CivilDate;
  reason_id: number | null;
  note: string | null;
  actor_id: number;
  recorded_at: Instant;
};

type WipActionUndoTable = {
  firm_id: number;
  wip_action_id: number;
  effective_on: CivilDate;
  note: string | null;
  actor_id: number;
  recorded_at: Instant;
};

type JournalTable = {
  firm_id: number;
  effective_on: CivilDate;
  id: bigint;
  recorded_at: Instant;
  cause_id: bigint;
  actor_id: number;
  kind: number;
  cause_kind: number;
  reverses: bigint | null;
};

type LedgerLineTable = {
  firm_id: number;
  effective_on: CivilDate;
  journal_id: bigint;
  amount_minor: bigint;
  item_id: bigint | null;
  cost_minor: bigint;
  job_id: number;
  job_task_id: number | null;
  staff_id: number | null;
  origin_on: CivilDate;
  quantity: number;
  line_number: number;
  kind: number;
  debit: number;
  credit: number;
  item_kind: number | null;
};

type OpenItemTable = {
  firm_id: number;
  job_id: number;
  item_id: bigint;
  item_kind: number;
  direction: number;
  origin_on: CivilDate;
  open_minor: bigint;
  open_quantity: number;
  job_task_id: number | null;
  staff_id: number | null;
};

/** The accounts of a job, debit-positive. */
type AccountColumns = {
  wip_time_minor: bigint;
  wip_cost_minor: bigint;
  interim_minor: bigint;
  recorded_time_minor: bigint;
  recorded_cost_minor: bigint;
  revalued_minor: bigint;
  transferred_minor: bigint;
  billed_minor: bigint;
  written_off_minor: bigint;
  written_on_minor: bigint;
  uninvoiced_quote_minor: bigint;
  quoted_minor: bigint;
};

type JobBalanceTable = AccountColumns & {
  firm_id: number;
  job_id: number;
  version: bigint;
  first_effective_on: CivilDate;
  last_effective_on: CivilDate;
  last_activity_on: CivilDate | null;
  last_billed_on: CivilDate | null;
  is_listed: boolean;
};

type ListedJobTable = {
  firm_id: number;
  job_id: number;
  currency: CurrencyCode;
  client_key: string;
  number_key: string;
};

type JobAgeTable = {
  firm_id: number;
  job_id: number;
  origin_month: CivilDate;
  wip_time_minor: bigint;
  wip_cost_minor: bigint;
  interim_minor: bigint;
};

type JobMonthTable = AccountColumns & {
  firm_id: number;
  job_id: number;
  effective_month: CivilDate;
  origin_month: CivilDate;
  recorded_month: CivilDate;
};

type PastBalanceTable = {
  firm_id: number;
  as_at: CivilDate;
  part: number;
  job_ids: number[];
  wip_time_minor: bigint[];
  wip_cost_minor: bigint[];
  interim_minor: bigint[];
  uninvoiced_quote_minor: bigint[];
  age_1_minor: bigint[];
  age_2_minor: bigint[];
  age_3_minor: bigint[];
};

type PastDayTable = PastBalanceTable & {
  known_until: CivilDate;
  activity_days: (number | null)[];
  billed_days: (number | null)[];
};

export type Schema = {
  firm: FirmTable;
  actor: ActorTable;
  member: MemberTable;
  api_key: ApiKeyTable;
  request: RequestTable;
  change: ChangeTable;
  staff: StaffTable;
  client: ClientTable;
  contact: ContactTable;
  task: TaskTable;
  job_state: JobStateTable;
  job: JobTable;
  job_task: JobTaskTable;
  rate: RateTable;
  cost_rate: CostRateTable;
  adjustment_reason: AdjustmentReasonTable;
  ledger_gate: LedgerGateTable;
  time_entry: TimeEntryTable;
  cost_entry: CostEntryTable;
  interim: InterimTable;
  wip_action: WipActionTable;
  wip_action_undo: WipActionUndoTable;
  journal: JournalTable;
  ledger_line: LedgerLineTable;
  open_item: OpenItemTable;
  job_balance: JobBalanceTable;
  listed_job: ListedJobTable;
  job_age: JobAgeTable;
  job_month: JobMonthTable;
  past_balance: PastBalanceTable;
  past_day: PastDayTable;
};
