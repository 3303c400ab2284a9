-- The database as the migrations leave it, for reading: written by `npm run docs` from PostgreSQL's catalogue.
-- What may be done by the role workledger_app, under which all work for a firm runs, stands with each table.

-- actor: rows of one firm; workledger_app may insert, select
create table actor (
  firm_id integer not null,
  id integer not null generated always as identity,
  kind text not null,
  name text not null,
  constraint actor_pkey PRIMARY KEY (firm_id, id),
  constraint actor_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint actor_kind_check CHECK ((kind = ANY (ARRAY['member'::text, 'apiKey'::text, 'system'::text])))
);
CREATE TRIGGER actor_is_kept BEFORE DELETE OR TRUNCATE ON public.actor FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- adjustment_reason: rows of one firm; workledger_app may delete, insert, select, update
create table adjustment_reason (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  archived boolean not null default false,
  version integer not null default 1,
  constraint adjustment_reason_pkey PRIMARY KEY (firm_id, id),
  constraint adjustment_reason_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint adjustment_reason_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX adjustment_reason_name ON public.adjustment_reason USING btree (firm_id, lower(name)) WHERE (NOT archived);

-- allocation: rows of one firm; workledger_app may insert, select
create table allocation (
  firm_id integer not null,
  id integer not null generated always as identity,
  payment_id integer,
  credit_note_id integer,
  invoice_id integer,
  takes_back_id integer,
  allocated_on date not null,
  amount_minor bigint not null,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  constraint allocation_pkey PRIMARY KEY (firm_id, id),
  constraint allocation_firm_id_takes_back_id_key UNIQUE (firm_id, takes_back_id),
  constraint allocation_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint allocation_firm_id_credit_note_id_fkey FOREIGN KEY (firm_id, credit_note_id) REFERENCES invoice(firm_id, id),
  constraint allocation_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint allocation_firm_id_payment_id_fkey FOREIGN KEY (firm_id, payment_id) REFERENCES payment(firm_id, id),
  constraint allocation_firm_id_takes_back_id_fkey FOREIGN KEY (firm_id, takes_back_id) REFERENCES allocation(firm_id, id),
  constraint allocation_amount_minor_check CHECK (((amount_minor <> 0) AND (abs(amount_minor) <= '9007199254740991'::bigint))),
  constraint allocation_check CHECK (((payment_id IS NULL) <> (credit_note_id IS NULL)))
);
CREATE INDEX allocation_credit_note ON public.allocation USING btree (firm_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);
CREATE INDEX allocation_day ON public.allocation USING btree (firm_id, allocated_on);
CREATE INDEX allocation_invoice ON public.allocation USING btree (firm_id, invoice_id) WHERE (invoice_id IS NOT NULL);
CREATE INDEX allocation_paid_back ON public.allocation USING btree (firm_id, allocated_on) WHERE (invoice_id IS NULL);
CREATE INDEX allocation_payment ON public.allocation USING btree (firm_id, payment_id) WHERE (payment_id IS NOT NULL);

-- api_key: rows of one firm; workledger_app may insert, select, update
create table api_key (
  firm_id integer not null,
  id integer not null generated always as identity,
  actor_id integer not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  role text not null,
  scopes text[],
  staff_id integer,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (firm_id, id),
  constraint api_key_firm_id_key_hash_key UNIQUE (firm_id, key_hash),
  constraint api_key_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint api_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint api_key_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint api_key_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint api_key_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'bookkeeper'::text, 'projectManager'::text, 'staff'::text, 'auditor'::text])))
);
CREATE INDEX api_key_by_hash ON public.api_key USING btree (key_hash);

-- attachment: rows of one firm; workledger_app may delete, insert, select
create table attachment (
  firm_id integer not null,
  id integer not null generated always as identity,
  cost_entry_id bigint,
  job_id integer,
  file_name text not null,
  media_type text not null,
  content_hash bytea not null,
  content bytea not null,
  byte_count integer not null,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  constraint attachment_pkey PRIMARY KEY (firm_id, id),
  constraint attachment_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint attachment_firm_id_cost_entry_id_fkey FOREIGN KEY (firm_id, cost_entry_id) REFERENCES cost_entry(firm_id, id),
  constraint attachment_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint attachment_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint attachment_byte_count_check CHECK (((byte_count >= 1) AND (byte_count <= 10485760))),
  constraint attachment_check CHECK (((cost_entry_id IS NULL) <> (job_id IS NULL))),
  constraint attachment_check1 CHECK ((byte_count = length(content))),
  constraint attachment_content_hash_check CHECK ((length(content_hash) = 32)),
  constraint attachment_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200))),
  constraint attachment_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'image/heic'::text, 'application/pdf'::text])))
);
CREATE UNIQUE INDEX attachment_of_cost ON public.attachment USING btree (firm_id, cost_entry_id, content_hash) WHERE (cost_entry_id IS NOT NULL);
CREATE UNIQUE INDEX attachment_of_job ON public.attachment USING btree (firm_id, job_id, content_hash) WHERE (job_id IS NOT NULL);

-- availability: not fenced by firm; workledger_app may do nothing
create table availability (
  began_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  stopped_at timestamp with time zone,
  constraint availability_pkey PRIMARY KEY (began_at),
  constraint availability_check CHECK ((began_at <= seen_at))
);

-- billing_definition: rows of one firm; workledger_app may delete, insert, select, update
create table billing_definition (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  rules jsonb not null,
  version integer not null default 1,
  constraint billing_definition_pkey PRIMARY KEY (firm_id, id),
  constraint billing_definition_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint billing_definition_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX billing_definition_name ON public.billing_definition USING btree (firm_id, lower(name));

-- billing_run: rows of one firm; workledger_app may insert, select, update
create table billing_run (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  state text not null default 'rehearsed'::text,
  definition_id integer,
  rules jsonb not null,
  planned_at timestamp with time zone not null,
  created_by integer not null,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  work text,
  when_changed text not null default 'park'::text,
  acting_id integer,
  acting_role text,
  acting_limit_minor bigint,
  undo_reason text,
  began_at timestamp with time zone,
  began_left integer not null default 0,
  ended_at timestamp with time zone,
  progress integer not null default 0,
  constraint billing_run_pkey PRIMARY KEY (firm_id, id),
  constraint billing_run_firm_id_acting_id_fkey FOREIGN KEY (firm_id, acting_id) REFERENCES actor(firm_id, id),
  constraint billing_run_firm_id_created_by_fkey FOREIGN KEY (firm_id, created_by) REFERENCES actor(firm_id, id),
  constraint billing_run_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint billing_run_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint billing_run_state_check CHECK ((state = ANY (ARRAY['rehearsed'::text, 'running'::text, 'paused'::text, 'done'::text, 'undone'::text, 'cancelled'::text, 'discarded'::text]))),
  constraint billing_run_undo_reason_check CHECK ((length(undo_reason) <= 2000)),
  constraint billing_run_when_changed_check CHECK ((when_changed = ANY (ARRAY['park'::text, 'bill'::text]))),
  constraint billing_run_work_check CHECK ((work = ANY (ARRAY['bill'::text, 'approve'::text, 'undo'::text])))
);
CREATE INDEX billing_run_newest ON public.billing_run USING btree (firm_id, id DESC);

-- billing_run_choice: rows of one firm; workledger_app may delete, insert, select, update
create table billing_run_choice (
  firm_id integer not null,
  run_id integer not null,
  subject text not null,
  subject_id integer not null,
  treatment text,
  ignores_minimum boolean not null default false,
  note text,
  actor_id integer not null,
  decided_at timestamp with time zone not null,
  constraint billing_run_choice_pkey PRIMARY KEY (firm_id, run_id, subject, subject_id),
  constraint billing_run_choice_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint billing_run_choice_firm_id_run_id_fkey FOREIGN KEY (firm_id, run_id) REFERENCES billing_run(firm_id, id),
  constraint billing_run_choice_check CHECK (((treatment IS NOT NULL) OR ignores_minimum)),
  constraint billing_run_choice_note_check CHECK ((length(note) <= 2000)),
  constraint billing_run_choice_subject_check CHECK ((subject = ANY (ARRAY['job'::text, 'client'::text]))),
  constraint billing_run_choice_treatment_check CHECK ((treatment = ANY (ARRAY['bill'::text, 'writeOff'::text, 'hold'::text, 'carry'::text])))
);

-- billing_run_job: rows of one firm; workledger_app may delete, insert, select, update
create table billing_run_job (
  firm_id integer not null,
  run_id integer not null,
  job_id integer not null,
  client_id integer not null,
  manager_id integer,
  partner_id integer,
  category text,
  currency character(3) not null,
  decision text not null,
  reason text,
  detail text,
  unit_place integer,
  balance_version bigint not null,
  open_items integer not null,
  warnings text[] not null,
  total_minor bigint not null,
  tax_minor bigint not null,
  before_minor bigint not null,
  billed_minor bigint not null,
  written_on_minor bigint not null,
  written_off_minor bigint not null,
  raised_minor bigint not null,
  absorbed_minor bigint not null,
  carried_minor bigint not null,
  after_minor bigint not null,
  write_off text,
  wip_action_id integer,
  awaits text,
  refusals jsonb,
  postponed integer not null default 0,
  constraint billing_run_job_pkey PRIMARY KEY (firm_id, run_id, job_id),
  constraint billing_run_job_firm_id_run_id_fkey FOREIGN KEY (firm_id, run_id) REFERENCES billing_run(firm_id, id),
  constraint billing_run_job_firm_id_wip_action_id_fkey FOREIGN KEY (firm_id, wip_action_id) REFERENCES wip_action(firm_id, id),
  constraint billing_run_job_awaits_check CHECK ((awaits = ANY (ARRAY['bill'::text, 'undo'::text]))),
  constraint billing_run_job_decided CHECK (((decision = 'bill'::text) = (unit_place IS NOT NULL))),
  constraint billing_run_job_decision_check CHECK ((decision = ANY (ARRAY['bill'::text, 'writeOff'::text, 'hold'::text, 'nothing'::text]))),
  constraint billing_run_job_ties_out CHECK (((((((before_minor + written_on_minor) - written_off_minor) - billed_minor) - raised_minor) + absorbed_minor) = after_minor)),
  constraint billing_run_job_write_off CHECK (((write_off IS NULL) OR (decision = 'writeOff'::text))),
  constraint billing_run_job_write_off_check CHECK ((write_off = ANY (ARRAY['planned'::text, 'writtenOff'::text, 'nothing'::text, 'parked'::text, 'undone'::text])))
);
CREATE INDEX billing_run_job_awaits ON public.billing_run_job USING btree (firm_id, run_id, postponed, job_id) WHERE (awaits IS NOT NULL);
CREATE INDEX billing_run_job_client ON public.billing_run_job USING btree (firm_id, run_id, client_id, job_id);
CREATE INDEX billing_run_job_unit ON public.billing_run_job USING btree (firm_id, run_id, unit_place) WHERE (unit_place IS NOT NULL);

-- billing_run_unit: rows of one firm; workledger_app may delete, insert, select, update
create table billing_run_unit (
  firm_id integer not null,
  run_id integer not null,
  place integer not null,
  client_id integer not null,
  currency character(3) not null,
  type text not null,
  basis text not null,
  total_minor bigint not null,
  tax_minor bigint not null,
  job_count integer not null,
  item_count integer not null,
  state text not null default 'planned'::text,
  invoice_id integer,
  awaits text,
  refusals jsonb,
  postponed integer not null default 0,
  unsent_because jsonb,
  constraint billing_run_unit_pkey PRIMARY KEY (firm_id, run_id, place),
  constraint billing_run_unit_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint billing_run_unit_firm_id_run_id_fkey FOREIGN KEY (firm_id, run_id) REFERENCES billing_run(firm_id, id),
  constraint billing_run_unit_awaits_check CHECK ((awaits = ANY (ARRAY['bill'::text, 'approve'::text, 'undo'::text]))),
  constraint billing_run_unit_basis_check CHECK ((basis = ANY (ARRAY['actual'::text, 'quoted'::text]))),
  constraint billing_run_unit_job_count_check CHECK ((job_count > 0)),
  constraint billing_run_unit_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'drafted'::text, 'billed'::text, 'nothing'::text, 'parked'::text, 'undone'::text]))),
  constraint billing_run_unit_type_check CHECK ((type = ANY (ARRAY['progress'::text, 'final'::text])))
);
CREATE INDEX billing_run_unit_awaits ON public.billing_run_unit USING btree (firm_id, run_id, postponed, place) WHERE (awaits IS NOT NULL);
CREATE INDEX billing_run_unit_client ON public.billing_run_unit USING btree (firm_id, run_id, client_id);
CREATE INDEX billing_run_unit_invoice ON public.billing_run_unit USING btree (firm_id, invoice_id) WHERE (invoice_id IS NOT NULL);

-- billing_run_verdict: rows of one firm; workledger_app may insert, select
create table billing_run_verdict (
  firm_id integer not null,
  id integer not null generated always as identity,
  run_id integer not null,
  place integer not null,
  invoice_id integer not null,
  invoice_version integer not null,
  fingerprint text,
  verdict text not null,
  stage smallint not null,
  next_stage smallint not null,
  note text,
  actor_id integer not null,
  given_at timestamp with time zone not null,
  constraint billing_run_verdict_pkey PRIMARY KEY (firm_id, id),
  constraint billing_run_verdict_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint billing_run_verdict_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint billing_run_verdict_firm_id_run_id_place_fkey FOREIGN KEY (firm_id, run_id, place) REFERENCES billing_run_unit(firm_id, run_id, place),
  constraint billing_run_verdict_leads_on CHECK (
CASE verdict
    WHEN 'passed'::text THEN (next_stage = (stage + 1))
    WHEN 'returned'::text THEN ((next_stage < stage) AND (note IS NOT NULL))
    WHEN 'held'::text THEN (next_stage = stage)
    ELSE (next_stage = 1)
END),
  constraint billing_run_verdict_next_stage_check CHECK ((next_stage >= 1)),
  constraint billing_run_verdict_note_check CHECK (((length(note) >= 1) AND (length(note) <= 2000))),
  constraint billing_run_verdict_stage_check CHECK ((stage >= 1)),
  constraint billing_run_verdict_verdict_check CHECK ((verdict = ANY (ARRAY['passed'::text, 'returned'::text, 'held'::text, 'changed'::text])))
);
CREATE INDEX billing_run_verdict_invoice ON public.billing_run_verdict USING btree (firm_id, invoice_id);
CREATE INDEX billing_run_verdict_newest ON public.billing_run_verdict USING btree (firm_id, run_id, place, id DESC);

-- billing_settings: rows of one firm; workledger_app may insert, select, update
create table billing_settings (
  firm_id integer not null,
  legal_name text,
  tax_number text,
  address text,
  email text,
  phone text,
  website text,
  payment_details text,
  tax_mode text not null default 'exclusive'::text,
  tax_rounding text not null default 'line'::text,
  tax_half text not null default 'up'::text,
  default_tax_id integer,
  due_rule text not null default 'daysAfter'::text,
  due_days smallint not null default 20,
  quote_valid_days smallint not null default 30,
  version integer not null default 1,
  constraint billing_settings_pkey PRIMARY KEY (firm_id),
  constraint billing_settings_firm_id_default_tax_id_fkey FOREIGN KEY (firm_id, default_tax_id) REFERENCES tax(firm_id, id),
  constraint billing_settings_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint billing_settings_address_check CHECK ((length(address) <= 1000)),
  constraint billing_settings_due_days_check CHECK (((due_days >= 0) AND (due_days <= 365))),
  constraint billing_settings_due_rule_check CHECK ((due_rule = ANY (ARRAY['daysAfter'::text, 'dayOfNextMonth'::text]))),
  constraint billing_settings_email_check CHECK ((length(email) <= 320)),
  constraint billing_settings_legal_name_check CHECK ((length(legal_name) <= 200)),
  constraint billing_settings_payment_details_check CHECK ((length(payment_details) <= 2000)),
  constraint billing_settings_phone_check CHECK ((length(phone) <= 100)),
  constraint billing_settings_quote_valid_days_check CHECK (((quote_valid_days >= 1) AND (quote_valid_days <= 365))),
  constraint billing_settings_tax_half_check CHECK ((tax_half = ANY (ARRAY['up'::text, 'down'::text]))),
  constraint billing_settings_tax_mode_check CHECK ((tax_mode = ANY (ARRAY['exclusive'::text, 'inclusive'::text, 'none'::text]))),
  constraint billing_settings_tax_number_check CHECK ((length(tax_number) <= 100)),
  constraint billing_settings_tax_rounding_check CHECK ((tax_rounding = ANY (ARRAY['line'::text, 'total'::text]))),
  constraint billing_settings_website_check CHECK ((length(website) <= 300))
);

-- change: rows of one firm; workledger_app may insert, select
create table change (
  firm_id integer not null,
  id bigint not null generated always as identity,
  subject text not null,
  subject_id bigint not null,
  action text not null,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  before jsonb,
  after jsonb,
  constraint change_pkey PRIMARY KEY (firm_id, id),
  constraint change_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint change_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint change_action_check CHECK ((action = ANY (ARRAY['created'::text, 'changed'::text, 'removed'::text])))
);
CREATE INDEX change_subject ON public.change USING btree (firm_id, subject, subject_id, id);

-- client: rows of one firm; workledger_app may delete, insert, select, update
create table client (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  currency character(3) not null,
  email text,
  phone text,
  address text,
  postal_address text,
  website text,
  export_code text,
  tax_number text,
  account_manager_id integer,
  job_manager_id integer,
  rounding_increment_minutes smallint,
  rounding_direction text,
  archived boolean not null default false,
  version integer not null default 1,
  tax_id integer,
  tax_exempt boolean not null default false,
  due_rule text,
  due_days smallint,
  billing_email text,
  billing_schedule text not null default 'none'::text,
  billing_anchor_on date,
  constraint client_pkey PRIMARY KEY (firm_id, id),
  constraint client_firm_id_account_manager_id_fkey FOREIGN KEY (firm_id, account_manager_id) REFERENCES staff(firm_id, id),
  constraint client_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint client_firm_id_job_manager_id_fkey FOREIGN KEY (firm_id, job_manager_id) REFERENCES staff(firm_id, id),
  constraint client_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id),
  constraint client_billing_anchor CHECK (((billing_schedule <> 'fortnightly'::text) OR (billing_anchor_on IS NOT NULL))),
  constraint client_billing_email_check CHECK ((length(billing_email) <= 320)),
  constraint client_billing_schedule_check CHECK ((billing_schedule = ANY (ARRAY['none'::text, 'monthly'::text, 'fortnightly'::text, 'quarterly'::text, 'onCompletion'::text]))),
  constraint client_check CHECK (((rounding_increment_minutes IS NULL) = (rounding_direction IS NULL))),
  constraint client_check1 CHECK (((due_rule IS NULL) = (due_days IS NULL))),
  constraint client_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint client_due_days_check CHECK (((due_days >= 0) AND (due_days <= 365))),
  constraint client_due_rule_check CHECK ((due_rule = ANY (ARRAY['daysAfter'::text, 'dayOfNextMonth'::text]))),
  constraint client_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint client_rounding_direction_check CHECK ((rounding_direction = ANY (ARRAY['up'::text, 'nearest'::text, 'down'::text]))),
  constraint client_rounding_increment_minutes_check CHECK ((rounding_increment_minutes = ANY (ARRAY[1, 6, 15, 30])))
);
CREATE INDEX client_name ON public.client USING btree (firm_id, lower(name), id);
CREATE INDEX client_words ON public.client USING gin (search_vector(firm_id, ((name || ' '::text) || COALESCE(export_code, ''::text))));
CREATE TRIGGER client_is_renamed AFTER UPDATE OF name ON public.client FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION relist_jobs_of_client();

-- contact: rows of one firm; workledger_app may delete, insert, select, update
create table contact (
  firm_id integer not null,
  id integer not null generated always as identity,
  client_id integer not null,
  name text not null,
  email text,
  phone text,
  position text,
  is_primary boolean not null default false,
  version integer not null default 1,
  constraint contact_pkey PRIMARY KEY (firm_id, id),
  constraint contact_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint contact_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint contact_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE INDEX contact_client ON public.contact USING btree (firm_id, client_id, id);
CREATE INDEX contact_name ON public.contact USING btree (firm_id, lower(name), id);
CREATE UNIQUE INDEX contact_primary ON public.contact USING btree (firm_id, client_id) WHERE is_primary;
CREATE INDEX contact_words ON public.contact USING gin (search_vector(firm_id, ((name || ' '::text) || COALESCE(email, ''::text))));

-- cost_entry: rows of one firm; workledger_app may insert, select, update
create table cost_entry (
  firm_id integer not null,
  incurred_on date not null,
  id bigint not null,
  job_id integer not null,
  job_task_id integer,
  description text not null,
  code text,
  supplier text,
  note text,
  quantity_thousandths integer not null,
  unit_cost_minor bigint not null,
  unit_price_minor bigint not null,
  amount_minor bigint not null,
  cost_minor bigint not null,
  billable boolean not null,
  actual boolean not null,
  deleted boolean not null default false,
  version integer not null default 1,
  recorded_by integer,
  constraint cost_entry_pkey PRIMARY KEY (firm_id, id),
  constraint cost_entry_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint cost_entry_firm_id_job_id_job_task_id_fkey FOREIGN KEY (firm_id, job_id, job_task_id) REFERENCES job_task(firm_id, job_id, id),
  constraint cost_entry_firm_id_recorded_by_fkey FOREIGN KEY (firm_id, recorded_by) REFERENCES actor(firm_id, id),
  constraint cost_entry_amount_minor_check CHECK ((abs(amount_minor) <= '9007199254740991'::bigint)),
  constraint cost_entry_cost_minor_check CHECK ((abs(cost_minor) <= '9007199254740991'::bigint)),
  constraint cost_entry_description_check CHECK (((length(description) >= 1) AND (length(description) <= 1000))),
  constraint cost_entry_note_check CHECK ((length(note) <= 10000)),
  constraint cost_entry_quantity_thousandths_check CHECK (((quantity_thousandths <> 0) AND (abs(quantity_thousandths) <= 1000000000))),
  constraint cost_entry_unit_cost_minor_check CHECK (((unit_cost_minor >= 0) AND (unit_cost_minor <= '9007199254740991'::bigint))),
  constraint cost_entry_unit_price_minor_check CHECK (((unit_price_minor >= 0) AND (unit_price_minor <= '9007199254740991'::bigint)))
);
CREATE INDEX cost_entry_day ON public.cost_entry USING btree (firm_id, incurred_on);
CREATE INDEX cost_entry_job ON public.cost_entry USING btree (firm_id, job_id, incurred_on);
CREATE INDEX cost_entry_recorded_by ON public.cost_entry USING btree (firm_id, recorded_by, incurred_on DESC, id DESC) WHERE (recorded_by IS NOT NULL);

-- cost_rate: rows of one firm; workledger_app may delete, insert, select, update
create table cost_rate (
  firm_id integer not null,
  id integer not null generated always as identity,
  scope text not null,
  staff_id integer,
  task_id integer,
  rate_per_hour_minor bigint not null,
  effective_from date not null,
  version integer not null default 1,
  constraint cost_rate_pkey PRIMARY KEY (firm_id, id),
  constraint cost_rate_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint cost_rate_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint cost_rate_firm_id_task_id_fkey FOREIGN KEY (firm_id, task_id) REFERENCES task(firm_id, id),
  constraint cost_rate_check CHECK (((staff_id IS NOT NULL) = (scope = ANY (ARRAY['staffTask'::text, 'staff'::text])))),
  constraint cost_rate_check1 CHECK (((task_id IS NOT NULL) = (scope = ANY (ARRAY['staffTask'::text, 'task'::text])))),
  constraint cost_rate_rate_per_hour_minor_check CHECK (((rate_per_hour_minor >= 0) AND (rate_per_hour_minor <= '1000000000000'::bigint))),
  constraint cost_rate_scope_check CHECK ((scope = ANY (ARRAY['staffTask'::text, 'staff'::text, 'task'::text])))
);
CREATE UNIQUE INDEX cost_rate_keys ON public.cost_rate USING btree (firm_id, scope, staff_id, task_id, effective_from) NULLS NOT DISTINCT;

-- document_look: rows of one firm; workledger_app may insert, select
create table document_look (
  firm_id integer not null,
  id integer not null generated always as identity,
  content_hash bytea not null,
  letterhead jsonb not null,
  template jsonb not null,
  logo bytea,
  logo_type text,
  constraint document_look_pkey PRIMARY KEY (firm_id, id),
  constraint document_look_firm_id_content_hash_key UNIQUE (firm_id, content_hash),
  constraint document_look_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint document_look_check CHECK (((logo IS NULL) = (logo_type IS NULL))),
  constraint document_look_content_hash_check CHECK ((length(content_hash) = 32))
);

-- document_template: rows of one firm; workledger_app may delete, insert, select, update
create table document_template (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  is_default boolean not null default false,
  page_size text not null default 'A4'::text,
  accent_colour text not null default '#1f4e5f'::text,
  logo bytea,
  logo_type text,
  logo_hash bytea default sha256(logo),
  layout text not null default 'task'::text,
  shows_quantities boolean not null default true,
  shows_dates boolean not null default false,
  introduction text,
  terms text,
  footer text,
  archived boolean not null default false,
  version integer not null default 1,
  constraint document_template_pkey PRIMARY KEY (firm_id, id),
  constraint document_template_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint document_template_accent_colour_check CHECK ((accent_colour ~ '^#[0-9a-f]{6}$'::text)),
  constraint document_template_check CHECK (((logo IS NULL) = (logo_type IS NULL))),
  constraint document_template_footer_check CHECK ((length(footer) <= 1000)),
  constraint document_template_introduction_check CHECK ((length(introduction) <= 4000)),
  constraint document_template_layout_check CHECK ((layout = ANY (ARRAY['task'::text, 'staff'::text, 'entry'::text, 'job'::text, 'summary'::text, 'progressClaim'::text]))),
  constraint document_template_logo_check CHECK ((length(logo) <= 1000000)),
  constraint document_template_logo_type_check CHECK ((logo_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))),
  constraint document_template_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint document_template_page_size_check CHECK ((page_size = ANY (ARRAY['A4'::text, 'LETTER'::text]))),
  constraint document_template_terms_check CHECK ((length(terms) <= 8000))
);
CREATE UNIQUE INDEX document_template_default ON public.document_template USING btree (firm_id) WHERE (is_default AND (NOT archived));

-- draft_item: rows of one firm; workledger_app may delete, insert, select
create table draft_item (
  firm_id integer not null,
  item_id bigint not null,
  invoice_id integer not null,
  job_id integer not null,
  constraint draft_item_pkey PRIMARY KEY (firm_id, item_id),
  constraint draft_item_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id)
);
CREATE INDEX draft_item_invoice ON public.draft_item USING btree (firm_id, invoice_id);
CREATE INDEX draft_item_job ON public.draft_item USING btree (firm_id, job_id);

-- external_reference: rows of one firm; workledger_app may insert, select, update
create table external_reference (
  firm_id integer not null,
  source text not null,
  kind text not null,
  external_key text not null,
  our_id bigint not null,
  content_hash bytea,
  batch_id integer not null,
  constraint external_reference_pkey PRIMARY KEY (firm_id, source, kind, external_key)
);
CREATE INDEX external_reference_ours ON public.external_reference USING btree (firm_id, kind, our_id) WHERE (kind <> ALL (ARRAY['timeEntry'::text, 'cost'::text]));

-- firm: rows of one firm; workledger_app may select, update
create table firm (
  id integer not null generated always as identity,
  name text not null,
  is_demo boolean not null default false,
  currency character(3) not null,
  time_zone text not null,
  locale text not null default 'en'::text,
  week_starts_on smallint not null default 1,
  rounding_increment_minutes smallint not null default 1,
  rounding_direction text not null default 'up'::text,
  daily_minutes_max integer not null default 1440,
  daily_minutes_action text not null default 'warn'::text,
  future_days_max integer not null default 0,
  project_managers_see_costs boolean not null default false,
  project_manager_write_off_limit_minor bigint,
  job_number_prefix text not null default 'J'::text,
  next_job_number integer not null default 1,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  working_minutes_per_day smallint not null default 450,
  weeks_are_submitted boolean not null default false,
  requires_two_factor boolean not null default false,
  constraint firm_pkey PRIMARY KEY (id),
  constraint firm_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint firm_daily_minutes_action_check CHECK ((daily_minutes_action = ANY (ARRAY['warn'::text, 'refuse'::text]))),
  constraint firm_daily_minutes_max_check CHECK (((daily_minutes_max >= 1) AND (daily_minutes_max <= 10080))),
  constraint firm_future_days_max_check CHECK (((future_days_max >= 0) AND (future_days_max <= 366))),
  constraint firm_job_number_prefix_check CHECK ((length(job_number_prefix) <= 12)),
  constraint firm_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint firm_next_job_number_check CHECK ((next_job_number > 0)),
  constraint firm_project_manager_write_off_limit_minor_check CHECK ((project_manager_write_off_limit_minor >= 0)),
  constraint firm_rounding_direction_check CHECK ((rounding_direction = ANY (ARRAY['up'::text, 'nearest'::text, 'down'::text]))),
  constraint firm_rounding_increment_minutes_check CHECK ((rounding_increment_minutes = ANY (ARRAY[1, 6, 15, 30]))),
  constraint firm_week_starts_on_check CHECK (((week_starts_on >= 1) AND (week_starts_on <= 7))),
  constraint firm_working_minutes_per_day_check CHECK (((working_minutes_per_day >= 0) AND (working_minutes_per_day <= 1440)))
);
CREATE TRIGGER firm_begins_billing AFTER INSERT ON public.firm FOR EACH ROW EXECUTE FUNCTION begin_billing();

-- firm_month: rows of one firm; workledger_app may delete, insert, select
create table firm_month (
  firm_id integer not null,
  recorded_month date not null,
  effective_month date not null,
  origin_month date not null,
  currency character(3) not null,
  wip_minor bigint not null,
  interim_minor bigint not null,
  billed_minor bigint not null,
  written_off_minor bigint not null,
  written_on_minor bigint not null,
  constraint firm_month_pkey PRIMARY KEY (firm_id, recorded_month, effective_month, origin_month, currency)
);

-- firm_reason_month: rows of one firm; workledger_app may delete, insert, select
create table firm_reason_month (
  firm_id integer not null,
  recorded_month date not null,
  effective_month date not null,
  reason_id integer not null,
  currency character(3) not null,
  written_off_minor bigint not null,
  written_on_minor bigint not null,
  constraint firm_reason_month_pkey PRIMARY KEY (firm_id, recorded_month, effective_month, reason_id, currency)
);

-- guess: not fenced by firm; workledger_app may do nothing
create table guess (
  address text not null,
  began_at timestamp with time zone not null default now(),
  attempts integer not null default 1,
  constraint guess_pkey PRIMARY KEY (address)
);

-- import_batch: rows of one firm; workledger_app may insert, select, update
create table import_batch (
  firm_id integer not null,
  id integer not null generated always as identity,
  state text not null,
  content_hash bytea not null,
  files jsonb not null,
  options jsonb not null,
  assumptions jsonb not null default '[]'::jsonb,
  counts jsonb not null default '{}'::jsonb,
  preview jsonb not null default '{}'::jsonb,
  skips_refused boolean not null default false,
  refused_count integer not null default 0,
  stage text,
  stage_date date,
  stage_place integer not null default 0,
  actor_id integer not null,
  created_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  applied_at timestamp with time zone,
  lanes jsonb not null default '[]'::jsonb,
  constraint import_batch_pkey PRIMARY KEY (firm_id, id),
  constraint import_batch_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint import_batch_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint import_batch_content_hash_check CHECK ((length(content_hash) = 32)),
  constraint import_batch_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'checked'::text, 'applying'::text, 'applied'::text])))
);
CREATE INDEX import_batch_content ON public.import_batch USING btree (firm_id, content_hash);

-- import_billed_time: rows of one firm; workledger_app may delete, insert, select
create table import_billed_time (
  firm_id integer not null,
  batch_id integer not null,
  id integer not null generated always as identity,
  place integer not null,
  source text not null,
  time_key text not null,
  invoice_task text,
  invoice text,
  invoice_number text,
  rate text,
  constraint import_billed_time_pkey PRIMARY KEY (firm_id, batch_id, id)
);
CREATE INDEX import_billed_time_entry ON public.import_billed_time USING btree (firm_id, batch_id, source, time_key);
CREATE INDEX import_billed_time_invoice ON public.import_billed_time USING btree (firm_id, batch_id, source, invoice) WHERE (invoice IS NOT NULL);
CREATE INDEX import_billed_time_place ON public.import_billed_time USING btree (firm_id, batch_id, place);
CREATE INDEX import_billed_time_task ON public.import_billed_time USING btree (firm_id, batch_id, source, invoice_task) WHERE (invoice_task IS NOT NULL);

-- import_problem: rows of one firm; workledger_app may delete, insert, select
create table import_problem (
  firm_id integer not null,
  batch_id integer not null,
  id integer not null generated always as identity,
  severity text not null,
  stage text not null,
  code text not null,
  detail text not null,
  file text,
  line integer,
  path text,
  field text,
  value text,
  accepted text,
  job_id integer,
  constraint import_problem_pkey PRIMARY KEY (firm_id, batch_id, id),
  constraint import_problem_firm_id_batch_id_fkey FOREIGN KEY (firm_id, batch_id) REFERENCES import_batch(firm_id, id),
  constraint import_problem_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint import_problem_severity_check CHECK ((severity = ANY (ARRAY['refused'::text, 'leftOut'::text, 'difference'::text, 'note'::text]))),
  constraint import_problem_stage_check CHECK ((stage = ANY (ARRAY['read'::text, 'check'::text, 'apply'::text])))
);
CREATE INDEX import_problem_job ON public.import_problem USING btree (firm_id, batch_id, job_id) WHERE (job_id IS NOT NULL);

-- import_record: rows of one firm; workledger_app may delete, insert, select, update
create table import_record (
  firm_id integer not null,
  batch_id integer not null,
  kind text not null,
  place integer not null,
  status text not null default 'staged'::text,
  source text not null,
  file text not null,
  line integer not null,
  path text,
  external_key text not null,
  content_hash bytea,
  dated_on date,
  record text not null,
  constraint import_record_pkey PRIMARY KEY (firm_id, batch_id, kind, place),
  constraint import_record_status_check CHECK ((status = ANY (ARRAY['staged'::text, 'refused'::text, 'leftOut'::text])))
);

-- import_tie_out: rows of one firm; workledger_app may delete, insert, select, update
create table import_tie_out (
  firm_id integer not null,
  batch_id integer not null,
  job_id integer not null,
  figure text not null,
  source_minor bigint not null,
  net_wip_minor bigint not null,
  uninvoiced_quote_minor bigint not null,
  difference_minor bigint not null,
  reasons jsonb not null default '[]'::jsonb,
  wip_action_id integer,
  constraint import_tie_out_pkey PRIMARY KEY (firm_id, batch_id, job_id, figure),
  constraint import_tie_out_firm_id_batch_id_fkey FOREIGN KEY (firm_id, batch_id) REFERENCES import_batch(firm_id, id),
  constraint import_tie_out_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint import_tie_out_firm_id_wip_action_id_fkey FOREIGN KEY (firm_id, wip_action_id) REFERENCES wip_action(firm_id, id),
  constraint import_tie_out_figure_check CHECK ((figure = ANY (ARRAY['estimatedBillings'::text, 'unbilledWip'::text])))
);

-- incident: not fenced by firm; workledger_app may do nothing
create table incident (
  id integer not null generated always as identity,
  title text not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  note text not null,
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_check CHECK ((ended_at >= began_at)),
  constraint incident_note_check CHECK ((length(note) <= 2000)),
  constraint incident_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX incident_newest ON public.incident USING btree (began_at DESC);

-- installation: not fenced by firm; workledger_app may do nothing
create table installation (
  is_only boolean not null default true,
  id uuid not null default gen_random_uuid(),
  made_at timestamp with time zone not null default now(),
  constraint installation_pkey PRIMARY KEY (is_only),
  constraint installation_is_only_check CHECK (is_only)
);

-- interim: rows of one firm; workledger_app may insert, select
create table interim (
  firm_id integer not null,
  id bigint not null,
  job_id integer not null,
  raised_on date not null,
  amount_minor bigint not null,
  description text not null,
  constraint interim_pkey PRIMARY KEY (firm_id, id),
  constraint interim_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint interim_amount_minor_check CHECK (((amount_minor >= 1) AND (amount_minor <= '9007199254740991'::bigint)))
);

-- invoice: rows of one firm; workledger_app may insert, select, update
create table invoice (
  firm_id integer not null,
  id integer not null generated always as identity,
  number text,
  client_id integer,
  type text,
  basis text not null,
  pricing text not null default 'calculated'::text,
  status text not null,
  invoiced_on date not null,
  due_on date,
  cut_off_on date,
  currency character(3) not null,
  total_minor bigint not null,
  tax_minor bigint,
  paid_minor bigint not null default 0,
  reference text,
  type_text text,
  origin text not null default 'composed'::text,
  version integer not null default 1,
  document text not null default 'invoice'::text,
  credits_invoice_id integer,
  series_id integer,
  series_value bigint,
  content jsonb,
  fingerprint text,
  tax_mode text not null default 'exclusive'::text,
  period_from date,
  period_to date,
  contact_id integer,
  bill_to text,
  note text,
  template_id integer,
  layout text,
  look_id integer,
  names jsonb,
  credited_minor bigint not null default 0,
  created_by integer,
  created_at timestamp with time zone,
  approved_by integer,
  approved_at timestamp with time zone,
  sent_at timestamp with time zone,
  cancelled_on date,
  cancelled_by integer,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  outstanding_minor bigint default 
CASE
    WHEN (status = 'approved'::text) THEN (((total_minor + COALESCE(tax_minor, (0)::bigint)) - paid_minor) - credited_minor)
    ELSE (0)::bigint
END,
  constraint invoice_pkey PRIMARY KEY (firm_id, id),
  constraint invoice_firm_id_approved_by_fkey FOREIGN KEY (firm_id, approved_by) REFERENCES actor(firm_id, id),
  constraint invoice_firm_id_cancelled_by_fkey FOREIGN KEY (firm_id, cancelled_by) REFERENCES actor(firm_id, id),
  constraint invoice_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint invoice_firm_id_contact_id_fkey FOREIGN KEY (firm_id, contact_id) REFERENCES contact(firm_id, id),
  constraint invoice_firm_id_created_by_fkey FOREIGN KEY (firm_id, created_by) REFERENCES actor(firm_id, id),
  constraint invoice_firm_id_credits_invoice_id_fkey FOREIGN KEY (firm_id, credits_invoice_id) REFERENCES invoice(firm_id, id),
  constraint invoice_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint invoice_firm_id_look_id_fkey FOREIGN KEY (firm_id, look_id) REFERENCES document_look(firm_id, id),
  constraint invoice_firm_id_series_id_fkey FOREIGN KEY (firm_id, series_id) REFERENCES number_series(firm_id, id),
  constraint invoice_firm_id_template_id_fkey FOREIGN KEY (firm_id, template_id) REFERENCES document_template(firm_id, id),
  constraint invoice_basis_check CHECK ((basis = ANY (ARRAY['actual'::text, 'quoted'::text, 'deposit'::text, 'miscellaneous'::text]))),
  constraint invoice_bill_to_check CHECK ((length(bill_to) <= 2000)),
  constraint invoice_cancel_reason_check CHECK ((length(cancel_reason) <= 2000)),
  constraint invoice_credit_note CHECK (((document = 'creditNote'::text) = (credits_invoice_id IS NOT NULL))),
  constraint invoice_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint invoice_document_check CHECK ((document = ANY (ARRAY['invoice'::text, 'creditNote'::text]))),
  constraint invoice_layout_check CHECK ((layout = ANY (ARRAY['task'::text, 'staff'::text, 'entry'::text, 'job'::text, 'summary'::text, 'progressClaim'::text]))),
  constraint invoice_not_overpaid CHECK (((origin = 'imported'::text) OR ((paid_minor + credited_minor) <= (total_minor + COALESCE(tax_minor, (0)::bigint))))),
  constraint invoice_note_check CHECK ((length(note) <= 4000)),
  constraint invoice_number_check CHECK (((length(number) >= 1) AND (length(number) <= 100))),
  constraint invoice_numbered CHECK (((status = ANY (ARRAY['draft'::text, 'discarded'::text])) OR (number IS NOT NULL))),
  constraint invoice_origin_check CHECK ((origin = ANY (ARRAY['composed'::text, 'imported'::text]))),
  constraint invoice_pricing_check CHECK ((pricing = ANY (ARRAY['calculated'::text, 'fixed'::text]))),
  constraint invoice_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'approved'::text, 'cancelled'::text, 'discarded'::text]))),
  constraint invoice_tax_mode_check CHECK ((tax_mode = ANY (ARRAY['exclusive'::text, 'inclusive'::text, 'none'::text]))),
  constraint invoice_total_minor_check CHECK ((abs(total_minor) <= '9007199254740991'::bigint)),
  constraint invoice_type_check CHECK ((type = ANY (ARRAY['progress'::text, 'final'::text])))
);
CREATE INDEX invoice_cancelled ON public.invoice USING btree (firm_id, id) WHERE (status = 'cancelled'::text);
CREATE INDEX invoice_client ON public.invoice USING btree (firm_id, client_id, invoiced_on, id);
CREATE INDEX invoice_credits ON public.invoice USING btree (firm_id, credits_invoice_id) WHERE (credits_invoice_id IS NOT NULL);
CREATE INDEX invoice_dated ON public.invoice USING btree (firm_id, invoiced_on, id) INCLUDE (client_id, status, document, currency, total_minor, tax_minor);
CREATE INDEX invoice_drafts ON public.invoice USING btree (firm_id, id) WHERE (status = 'draft'::text);
CREATE INDEX invoice_imported_number ON public.invoice USING btree (firm_id, number) WHERE (origin = 'imported'::text);
CREATE INDEX invoice_number_begins ON public.invoice USING btree (firm_id, lower(number) text_pattern_ops) WHERE (number IS NOT NULL);
CREATE UNIQUE INDEX invoice_number_composed ON public.invoice USING btree (firm_id, number) WHERE (origin = 'composed'::text);
CREATE INDEX invoice_outstanding ON public.invoice USING btree (firm_id, client_id, due_on) WHERE (outstanding_minor <> 0);
CREATE UNIQUE INDEX invoice_series_value ON public.invoice USING btree (firm_id, series_id, series_value) WHERE (series_id IS NOT NULL);
CREATE INDEX invoice_settled ON public.invoice USING btree (firm_id, document, currency, outstanding_minor) WHERE ((status = 'approved'::text) AND (outstanding_minor <= 0));
CREATE INDEX invoice_unsent ON public.invoice USING btree (firm_id, invoiced_on) WHERE ((status = 'approved'::text) AND (sent_at IS NULL) AND (document = 'invoice'::text) AND (origin = 'composed'::text));
CREATE INDEX invoice_unsettled ON public.invoice USING btree (firm_id, invoiced_on, id) WHERE ((status <> 'approved'::text) OR (outstanding_minor > 0));
CREATE INDEX invoice_words ON public.invoice USING gin (search_vector(firm_id, reference)) WHERE (reference IS NOT NULL);

-- invoice_effect: rows of one firm; workledger_app may delete, insert, select
create table invoice_effect (
  firm_id integer not null,
  invoice_id integer not null,
  place integer not null,
  line_number integer,
  kind text not null,
  job_id integer not null,
  item_id bigint,
  item_kind smallint,
  job_task_id integer,
  staff_id integer,
  origin_on date not null,
  open_minor bigint not null default 0,
  open_quantity integer not null default 0,
  billed_minor bigint not null default 0,
  billed_quantity integer not null default 0,
  written_on_minor bigint not null default 0,
  written_off_minor bigint not null default 0,
  written_off_quantity integer not null default 0,
  constraint invoice_effect_pkey PRIMARY KEY (firm_id, invoice_id, place),
  constraint invoice_effect_item_kind_check CHECK (((item_kind >= 1) AND (item_kind <= 3))),
  constraint invoice_effect_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'writtenOn'::text, 'interimRaised'::text, 'interimAbsorbed'::text, 'quoteInvoiced'::text])))
);
CREATE INDEX invoice_effect_item ON public.invoice_effect USING btree (firm_id, item_id) WHERE (item_id IS NOT NULL);

-- invoice_job: rows of one firm; workledger_app may delete, insert, select
create table invoice_job (
  firm_id integer not null,
  invoice_id integer not null,
  job_id integer not null,
  place integer not null,
  total_minor bigint not null,
  before_minor bigint not null,
  billed_minor bigint not null,
  written_on_minor bigint not null,
  written_off_minor bigint not null,
  raised_minor bigint not null,
  absorbed_minor bigint not null,
  after_minor bigint not null,
  constraint invoice_job_pkey PRIMARY KEY (firm_id, invoice_id, job_id),
  constraint invoice_job_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint invoice_job_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id)
);
CREATE INDEX invoice_job_job ON public.invoice_job USING btree (firm_id, job_id, invoice_id);

-- invoice_line: rows of one firm; workledger_app may delete, insert, select
create table invoice_line (
  firm_id integer not null,
  invoice_id integer not null,
  line_number integer not null,
  kind text not null,
  job_id integer,
  job_task_id integer,
  cost_entry_id bigint,
  description text not null,
  minutes integer,
  rate_per_hour_minor bigint,
  quantity_thousandths integer,
  unit_price_minor bigint,
  amount_minor bigint not null,
  billable boolean not null default true,
  typed boolean not null default false,
  claimed_minor bigint,
  quote_line_id integer,
  quote_id integer,
  interim_id bigint,
  staff_id integer,
  tax_id integer,
  tax_minor bigint not null default 0,
  line_key text,
  credits_line_number integer,
  destination text,
  job_id_without_task integer default 
CASE
    WHEN (job_task_id IS NULL) THEN job_id
    ELSE NULL::integer
END,
  constraint invoice_line_pkey PRIMARY KEY (firm_id, invoice_id, line_number),
  constraint invoice_line_firm_id_cost_entry_id_fkey FOREIGN KEY (firm_id, cost_entry_id) REFERENCES cost_entry(firm_id, id),
  constraint invoice_line_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint invoice_line_firm_id_job_id_job_task_id_fkey FOREIGN KEY (firm_id, job_id, job_task_id) REFERENCES job_task(firm_id, job_id, id),
  constraint invoice_line_firm_id_job_id_without_task_fkey FOREIGN KEY (firm_id, job_id_without_task) REFERENCES job(firm_id, id),
  constraint invoice_line_firm_id_quote_id_quote_line_id_fkey FOREIGN KEY (firm_id, quote_id, quote_line_id) REFERENCES quote_line(firm_id, quote_id, id),
  constraint invoice_line_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id),
  constraint invoice_line_amount_minor_check CHECK ((abs(amount_minor) <= '9007199254740991'::bigint)),
  constraint invoice_line_destination_check CHECK ((destination = ANY (ARRAY['wip'::text, 'writtenOff'::text]))),
  constraint invoice_line_kind_check CHECK ((kind = ANY (ARRAY['task'::text, 'cost'::text, 'quote'::text, 'deposit'::text, 'interim'::text, 'retention'::text, 'text'::text]))),
  constraint invoice_line_line_number_check CHECK ((line_number > 0))
);
CREATE INDEX invoice_line_job ON public.invoice_line USING btree (firm_id, job_id) WHERE (job_id IS NOT NULL);
CREATE INDEX invoice_line_job_without_task ON public.invoice_line USING btree (firm_id, job_id_without_task) WHERE (job_id_without_task IS NOT NULL);
CREATE INDEX invoice_line_quote ON public.invoice_line USING btree (firm_id, quote_id, quote_line_id) WHERE (quote_id IS NOT NULL);

-- invoice_tax: rows of one firm; workledger_app may delete, insert, select
create table invoice_tax (
  firm_id integer not null,
  invoice_id integer not null,
  place smallint not null,
  tax_id integer not null,
  name text not null,
  component text not null,
  rate_millionths integer not null,
  base_minor bigint not null,
  tax_minor bigint not null,
  constraint invoice_tax_pkey PRIMARY KEY (firm_id, invoice_id, place),
  constraint invoice_tax_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint invoice_tax_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id)
);

-- job: rows of one firm; workledger_app may delete, insert, select, update
create table job (
  firm_id integer not null,
  id integer not null generated always as identity,
  number text not null,
  name text not null,
  description text,
  client_id integer not null,
  currency character(3) not null,
  state_id integer not null,
  category text,
  manager_id integer,
  partner_id integer,
  start_on date,
  due_on date,
  completed_on date,
  budget_minor bigint,
  client_order_number text,
  rate_basis text not null default 'staff'::text,
  excluded boolean not null default false,
  rounding_increment_minutes smallint,
  rounding_direction text,
  version integer not null default 1,
  constraint job_pkey PRIMARY KEY (firm_id, id),
  constraint job_firm_id_number_key UNIQUE (firm_id, number),
  constraint job_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint job_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint job_firm_id_manager_id_fkey FOREIGN KEY (firm_id, manager_id) REFERENCES staff(firm_id, id),
  constraint job_firm_id_partner_id_fkey FOREIGN KEY (firm_id, partner_id) REFERENCES staff(firm_id, id),
  constraint job_firm_id_state_id_fkey FOREIGN KEY (firm_id, state_id) REFERENCES job_state(firm_id, id),
  constraint job_budget_minor_check CHECK (((budget_minor >= 0) AND (budget_minor <= '9007199254740991'::bigint))),
  constraint job_check CHECK (((rounding_increment_minutes IS NULL) = (rounding_direction IS NULL))),
  constraint job_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint job_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint job_number_check CHECK (((length(number) >= 1) AND (length(number) <= 50))),
  constraint job_rate_basis_check CHECK ((rate_basis = ANY (ARRAY['task'::text, 'staff'::text]))),
  constraint job_rounding_direction_check CHECK ((rounding_direction = ANY (ARRAY['up'::text, 'nearest'::text, 'down'::text]))),
  constraint job_rounding_increment_minutes_check CHECK ((rounding_increment_minutes = ANY (ARRAY[1, 6, 15, 30])))
);
CREATE INDEX job_client ON public.job USING btree (firm_id, client_id, id);
CREATE INDEX job_manager ON public.job USING btree (firm_id, manager_id, id);
CREATE INDEX job_name ON public.job USING btree (firm_id, lower(name), id);
CREATE INDEX job_reported ON public.job USING btree (firm_id, id) INCLUDE (number, currency, excluded);
CREATE INDEX job_standing ON public.job USING btree (firm_id, state_id);
CREATE INDEX job_words ON public.job USING gin (search_vector(firm_id, ((((((number || ' '::text) || search_digits(number)) || ' '::text) || name) || ' '::text) || COALESCE(client_order_number, ''::text))));
CREATE TRIGGER job_is_renamed AFTER UPDATE OF number, currency, client_id, excluded ON public.job FOR EACH ROW WHEN (((((old.number IS DISTINCT FROM new.number) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.client_id IS DISTINCT FROM new.client_id)) OR (old.excluded IS DISTINCT FROM new.excluded))) EXECUTE FUNCTION relist_job();

-- job_age: rows of one firm; workledger_app may select
create table job_age (
  firm_id integer not null,
  job_id integer not null,
  origin_month date not null,
  wip_time_minor bigint not null,
  wip_cost_minor bigint not null,
  interim_minor bigint not null,
  constraint job_age_pkey PRIMARY KEY (firm_id, job_id, origin_month)
);

-- job_balance: rows of one firm; workledger_app may select
create table job_balance (
  firm_id integer not null,
  job_id integer not null,
  version bigint not null,
  wip_time_minor bigint not null default 0,
  wip_cost_minor bigint not null default 0,
  interim_minor bigint not null default 0,
  recorded_time_minor bigint not null default 0,
  recorded_cost_minor bigint not null default 0,
  revalued_minor bigint not null default 0,
  transferred_minor bigint not null default 0,
  billed_minor bigint not null default 0,
  written_off_minor bigint not null default 0,
  written_on_minor bigint not null default 0,
  uninvoiced_quote_minor bigint not null default 0,
  quoted_minor bigint not null default 0,
  first_effective_on date not null,
  last_effective_on date not null,
  last_activity_on date,
  last_billed_on date,
  is_listed boolean not null,
  constraint job_balance_pkey PRIMARY KEY (firm_id, job_id),
  constraint job_balance_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint job_balance_sums_to_zero CHECK (((((((((((((wip_time_minor + wip_cost_minor) + interim_minor) + recorded_time_minor) + recorded_cost_minor) + revalued_minor) + transferred_minor) + billed_minor) + written_off_minor) + written_on_minor) + uninvoiced_quote_minor) + quoted_minor) = 0))
);
CREATE INDEX job_balance_lifetime ON public.job_balance USING btree (firm_id, last_effective_on, first_effective_on);
CREATE INDEX job_balance_listed ON public.job_balance USING btree (firm_id, job_id) WHERE is_listed;
CREATE INDEX job_balance_quoted ON public.job_balance USING btree (firm_id, job_id) WHERE (uninvoiced_quote_minor <> 0);
CREATE TRIGGER job_is_listed AFTER INSERT ON public.job_balance FOR EACH ROW WHEN (new.is_listed) EXECUTE FUNCTION list_job();
CREATE TRIGGER job_is_relisted AFTER UPDATE OF is_listed ON public.job_balance FOR EACH ROW WHEN ((old.is_listed <> new.is_listed)) EXECUTE FUNCTION list_job();

-- job_month: rows of one firm; workledger_app may select
create table job_month (
  firm_id integer not null,
  job_id integer not null,
  effective_month date not null,
  origin_month date not null,
  recorded_month date not null,
  wip_time_minor bigint not null,
  wip_cost_minor bigint not null,
  interim_minor bigint not null,
  recorded_time_minor bigint not null,
  recorded_cost_minor bigint not null,
  revalued_minor bigint not null,
  transferred_minor bigint not null,
  billed_minor bigint not null,
  written_off_minor bigint not null,
  written_on_minor bigint not null,
  uninvoiced_quote_minor bigint not null,
  quoted_minor bigint not null,
  constraint job_month_pkey PRIMARY KEY (firm_id, job_id, effective_month, origin_month, recorded_month),
  constraint job_month_sums_to_zero CHECK (((((((((((((wip_time_minor + wip_cost_minor) + interim_minor) + recorded_time_minor) + recorded_cost_minor) + revalued_minor) + transferred_minor) + billed_minor) + written_off_minor) + written_on_minor) + uninvoiced_quote_minor) + quoted_minor) = 0))
);
CREATE INDEX job_month_effective ON public.job_month USING btree (firm_id, effective_month, job_id);
CREATE INDEX job_month_recorded_late ON public.job_month USING btree (firm_id, recorded_month, effective_month, job_id) WHERE (recorded_month > effective_month);

-- job_state: rows of one firm; workledger_app may delete, insert, select, update
create table job_state (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  type text not null,
  position integer not null default 0,
  archived boolean not null default false,
  version integer not null default 1,
  constraint job_state_pkey PRIMARY KEY (firm_id, id),
  constraint job_state_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint job_state_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint job_state_type_check CHECK ((type = ANY (ARRAY['planned'::text, 'inProgress'::text, 'onHold'::text, 'completed'::text, 'cancelled'::text])))
);
CREATE UNIQUE INDEX job_state_name ON public.job_state USING btree (firm_id, lower(name)) WHERE (NOT archived);

-- job_task: rows of one firm; workledger_app may delete, insert, select, update
create table job_task (
  firm_id integer not null,
  id integer not null generated always as identity,
  job_id integer not null,
  task_id integer not null,
  name text not null,
  label text,
  billable boolean not null default true,
  estimated_minutes integer not null default 0,
  start_on date,
  due_on date,
  completed_on date,
  position integer not null default 0,
  version integer not null default 1,
  constraint job_task_pkey PRIMARY KEY (firm_id, id),
  constraint job_task_firm_id_job_id_id_key UNIQUE (firm_id, job_id, id),
  constraint job_task_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint job_task_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint job_task_firm_id_task_id_fkey FOREIGN KEY (firm_id, task_id) REFERENCES task(firm_id, id),
  constraint job_task_estimated_minutes_check CHECK (((estimated_minutes >= 0) AND (estimated_minutes <= 100000000))),
  constraint job_task_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

-- journal: rows of one firm; workledger_app may select
create table journal (
  firm_id integer not null,
  effective_on date not null,
  id bigint not null,
  recorded_at timestamp with time zone not null,
  cause_id bigint not null,
  actor_id integer not null,
  kind smallint not null,
  cause_kind smallint not null,
  reverses bigint,
  constraint journal_pkey PRIMARY KEY (firm_id, id),
  constraint journal_firm_id_reverses_fkey FOREIGN KEY (firm_id, reverses) REFERENCES journal(firm_id, id),
  constraint journal_cause_kind_check CHECK (((cause_kind >= 1) AND (cause_kind <= 6))),
  constraint journal_check CHECK (((kind = 10) = (reverses IS NOT NULL))),
  constraint journal_kind_check CHECK (((kind >= 1) AND (kind <= 12)))
);
CREATE INDEX journal_cause ON public.journal USING btree (firm_id, cause_kind, cause_id) WHERE (cause_kind > 2);
CREATE INDEX journal_late ON public.journal USING btree (firm_id, effective_on, id) WHERE ((recorded_at AT TIME ZONE 'UTC'::text) >= (date_trunc('month'::text, (effective_on)::timestamp without time zone) + '1 mon'::interval));
CREATE INDEX journal_late_work ON public.journal USING btree (firm_id, effective_on, recorded_at, id) WHERE ((kind = ANY (ARRAY[1, 2])) AND ((recorded_at AT TIME ZONE 'UTC'::text) >= (date_trunc('month'::text, (effective_on)::timestamp without time zone) + '1 mon'::interval)));
CREATE INDEX journal_recorded ON public.journal USING brin (recorded_at) WITH (pages_per_range='16', autosummarize='on');
CREATE UNIQUE INDEX journal_reverses ON public.journal USING btree (firm_id, reverses) WHERE (reverses IS NOT NULL);
CREATE TRIGGER journal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ledger_gate: rows of one firm; workledger_app may select
create table ledger_gate (
  firm_id integer not null,
  wip_lock_on date,
  period_lock_on date,
  version integer not null default 1,
  constraint ledger_gate_pkey PRIMARY KEY (firm_id),
  constraint ledger_gate_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id)
);
CREATE TRIGGER closed_days_are_locked BEFORE UPDATE ON public.ledger_gate FOR EACH ROW EXECUTE FUNCTION keep_closed_days_locked();

-- ledger_line: rows of one firm; workledger_app may select
create table ledger_line (
  firm_id integer not null,
  effective_on date not null,
  journal_id bigint not null,
  amount_minor bigint not null,
  item_id bigint,
  cost_minor bigint not null,
  job_id integer not null,
  job_task_id integer,
  staff_id integer,
  origin_on date not null,
  quantity integer not null,
  line_number smallint not null,
  kind smallint not null,
  debit smallint not null,
  credit smallint not null,
  item_kind smallint,
  constraint ledger_line_pkey PRIMARY KEY (journal_id, firm_id, line_number),
  constraint ledger_line_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint ledger_line_check CHECK (((item_id IS NULL) = (item_kind IS NULL))),
  constraint ledger_line_cost_minor_check CHECK (((cost_minor >= 0) AND (cost_minor <= '9007199254740991'::bigint))),
  constraint ledger_line_item_kind_check CHECK (((item_kind >= 1) AND (item_kind <= 3))),
  constraint ledger_line_line_number_check CHECK ((line_number > 0)),
  constraint ledger_line_movement CHECK ((((((10000 * kind) + (100 * debit)) + credit) = ANY ('{10104,20205,20502,30801,30802,30208,40803,50308,60901,60902,60209,70110,70210,71002,80106,80601,80206,80602,90107,90701,90207,90702,111112,121211}'::integer[])) OR ((kind = 10) AND ((debit >= 1) AND (debit <= 12)) AND ((credit >= 1) AND (credit <= 12)) AND (debit <> credit)))),
  constraint ledger_line_quantity_check CHECK ((quantity >= 0))
);
CREATE INDEX ledger_line_adjusted ON public.ledger_line USING btree (firm_id, effective_on, journal_id) WHERE ((debit = ANY (ARRAY[9, 10])) OR (credit = ANY (ARRAY[9, 10])));
CREATE INDEX ledger_line_days ON public.ledger_line USING brin (effective_on date_minmax_multi_ops) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX ledger_line_disposed ON public.ledger_line USING btree (firm_id, effective_on) WHERE (((debit >= 8) AND (debit <= 10)) OR ((credit >= 8) AND (credit <= 10)));
CREATE INDEX ledger_line_first_billed ON public.ledger_line USING btree (firm_id, job_id, effective_on) WHERE ((kind = ANY (ARRAY[3, 4])) AND (line_number = 1));
CREATE INDEX ledger_line_job ON public.ledger_line USING btree (firm_id, job_id, effective_on);
CREATE INDEX ledger_line_moved ON public.ledger_line USING btree (firm_id, item_id) WHERE (kind = 9);
CREATE INDEX ledger_line_nil_billed ON public.ledger_line USING btree (firm_id, effective_on) WHERE ((kind = ANY (ARRAY[3, 4])) AND (amount_minor = 0));
CREATE INDEX ledger_line_raised ON public.ledger_line USING btree (firm_id, effective_on) WHERE ((kind = ANY (ARRAY[4, 10])) AND (debit = ANY (ARRAY[3, 8])) AND (credit = ANY (ARRAY[3, 8])));
CREATE TRIGGER ledger_line_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- listed_job: rows of one firm; workledger_app may select
create table listed_job (
  firm_id integer not null,
  job_id integer not null,
  currency character(3) not null,
  client_key text not null,
  number_key text not null,
  constraint listed_job_pkey PRIMARY KEY (firm_id, job_id)
);
CREATE INDEX listed_job_by_client ON public.listed_job USING btree (firm_id, client_key, number_key, job_id);
CREATE INDEX listed_job_by_number ON public.listed_job USING btree (firm_id, number_key, job_id);

-- mail: rows of one firm; workledger_app may insert, select, update
create table mail (
  firm_id integer not null,
  id integer not null generated always as identity,
  document text not null,
  invoice_id integer,
  quote_id integer,
  client_id integer,
  statement_on date,
  recipients text[] not null,
  copies text[] not null default '{}'::text[],
  subject text not null,
  body text not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  last_error text,
  message_id text,
  kept_as text,
  actor_id integer not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (firm_id, id),
  constraint mail_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint mail_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint mail_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint mail_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id),
  constraint mail_firm_id_quote_id_fkey FOREIGN KEY (firm_id, quote_id) REFERENCES quote(firm_id, id),
  constraint mail_body_check CHECK ((length(body) <= 10000)),
  constraint mail_copies_check CHECK ((cardinality(copies) <= 20)),
  constraint mail_document_check CHECK ((document = ANY (ARRAY['invoice'::text, 'creditNote'::text, 'quote'::text, 'statement'::text]))),
  constraint mail_kept_as_check CHECK ((length(kept_as) <= 300)),
  constraint mail_recipients_check CHECK (((cardinality(recipients) >= 1) AND (cardinality(recipients) <= 20))),
  constraint mail_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
  constraint mail_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);
CREATE INDEX mail_client ON public.mail USING btree (firm_id, client_id) WHERE (client_id IS NOT NULL);
CREATE INDEX mail_invoice ON public.mail USING btree (firm_id, invoice_id) WHERE (invoice_id IS NOT NULL);
CREATE INDEX mail_quote ON public.mail USING btree (firm_id, quote_id) WHERE (quote_id IS NOT NULL);

-- mail_text: rows of one firm; workledger_app may insert, select, update
create table mail_text (
  firm_id integer not null,
  document text not null,
  subject text not null,
  body text not null,
  version integer not null default 1,
  constraint mail_text_pkey PRIMARY KEY (firm_id, document),
  constraint mail_text_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint mail_text_body_check CHECK ((length(body) <= 10000)),
  constraint mail_text_document_check CHECK ((document = ANY (ARRAY['invoice'::text, 'creditNote'::text, 'quote'::text, 'statement'::text]))),
  constraint mail_text_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);

-- member: rows of one firm; workledger_app may insert, select, update
create table member (
  firm_id integer not null,
  id integer not null generated always as identity,
  user_id text not null,
  actor_id integer not null,
  staff_id integer,
  role text not null,
  write_off_limit_minor bigint,
  active boolean not null default true,
  joined_at timestamp with time zone,
  version integer not null default 1,
  constraint member_pkey PRIMARY KEY (firm_id, id),
  constraint member_firm_id_user_id_key UNIQUE (firm_id, user_id),
  constraint member_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint member_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint member_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint member_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id),
  constraint member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'bookkeeper'::text, 'projectManager'::text, 'staff'::text, 'auditor'::text]))),
  constraint member_write_off_limit_minor_check CHECK ((write_off_limit_minor >= 0))
);
CREATE INDEX member_user ON public.member USING btree (user_id);

-- number_series: rows of one firm; workledger_app may delete, insert, select, update
create table number_series (
  firm_id integer not null,
  id integer not null generated always as identity,
  document text not null,
  name text not null,
  prefix text not null default ''::text,
  next_value bigint not null default 1,
  minimum_digits smallint not null default 4,
  is_default boolean not null default false,
  archived boolean not null default false,
  version integer not null default 1,
  constraint number_series_pkey PRIMARY KEY (firm_id, id),
  constraint number_series_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint number_series_document_check CHECK ((document = ANY (ARRAY['invoice'::text, 'creditNote'::text, 'quote'::text]))),
  constraint number_series_minimum_digits_check CHECK (((minimum_digits >= 1) AND (minimum_digits <= 12))),
  constraint number_series_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint number_series_next_value_check CHECK (((next_value >= 1) AND (next_value <= '999999999999'::bigint))),
  constraint number_series_prefix_check CHECK ((length(prefix) <= 20))
);
CREATE UNIQUE INDEX number_series_default ON public.number_series USING btree (firm_id, document) WHERE (is_default AND (NOT archived));

-- open_item: rows of one firm; workledger_app may select
create table open_item (
  firm_id integer not null,
  job_id integer not null,
  item_id bigint not null,
  item_kind smallint not null,
  direction smallint not null,
  origin_on date not null,
  open_minor bigint not null,
  open_quantity integer not null,
  job_task_id integer,
  staff_id integer,
  constraint open_item_pkey PRIMARY KEY (firm_id, job_id, item_id),
  constraint open_item_direction CHECK ((((item_kind = 1) AND (direction = 1)) OR (item_kind = 2) OR ((item_kind = 3) AND (direction = '-1'::integer)))),
  constraint open_item_direction_check CHECK ((direction = ANY (ARRAY[1, '-1'::integer]))),
  constraint open_item_item_kind_check CHECK (((item_kind >= 1) AND (item_kind <= 3))),
  constraint open_item_not_exceeded CHECK ((((open_minor * direction) >= 0) AND ((open_quantity * direction) >= 0)))
);

-- operation: not fenced by firm; workledger_app may do nothing
create table operation (
  id integer not null generated always as identity,
  kind text not null,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  outcome text,
  detail jsonb not null default '{}'::jsonb,
  seen_at timestamp with time zone not null default now(),
  constraint operation_pkey PRIMARY KEY (id),
  constraint operation_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  constraint operation_kind_check CHECK ((kind = ANY (ARRAY['verify'::text, 'backup'::text, 'restoreDrill'::text]))),
  constraint operation_outcome_check CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'failed'::text])))
);
CREATE INDEX operation_newest ON public.operation USING btree (kind, id DESC);

-- operation_request: not fenced by firm; workledger_app may do nothing
create table operation_request (
  kind text not null,
  asked_at timestamp with time zone not null default now(),
  constraint operation_request_pkey PRIMARY KEY (kind),
  constraint operation_request_kind_check CHECK ((kind = ANY (ARRAY['verify'::text, 'backup'::text, 'restoreDrill'::text])))
);

-- operator: not fenced by firm; workledger_app may do nothing
create table operator (
  user_id text not null,
  granted_at timestamp with time zone not null default now(),
  constraint operator_pkey PRIMARY KEY (user_id),
  constraint operator_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);

-- past_balance: rows of one firm; workledger_app may delete, insert, select
create table past_balance (
  firm_id integer not null,
  as_at date not null,
  part smallint not null,
  job_ids integer[] not null,
  wip_time_minor bigint[] not null,
  wip_cost_minor bigint[] not null,
  interim_minor bigint[] not null,
  uninvoiced_quote_minor bigint[] not null,
  age_1_minor bigint[] not null,
  age_2_minor bigint[] not null,
  age_3_minor bigint[] not null,
  constraint past_balance_pkey PRIMARY KEY (firm_id, as_at, part)
);

-- past_day: rows of one firm; workledger_app may delete, insert, select
create table past_day (
  firm_id integer not null,
  as_at date not null,
  known_until date not null,
  part smallint not null,
  job_ids integer[] not null,
  wip_time_minor bigint[] not null,
  wip_cost_minor bigint[] not null,
  interim_minor bigint[] not null,
  uninvoiced_quote_minor bigint[] not null,
  age_1_minor bigint[] not null,
  age_2_minor bigint[] not null,
  age_3_minor bigint[] not null,
  activity_days smallint[] not null,
  billed_days smallint[] not null,
  constraint past_day_pkey PRIMARY KEY (firm_id, as_at, known_until, part)
);

-- payment: rows of one firm; workledger_app may insert, select, update
create table payment (
  firm_id integer not null,
  id integer not null generated always as identity,
  paid_on date not null,
  amount_minor bigint not null,
  reference text,
  client_id integer,
  currency character(3) not null,
  method text,
  note text,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  voided_on date,
  voided_by integer,
  voided_at timestamp with time zone,
  void_reason text,
  version integer not null default 1,
  used_up boolean not null default false,
  constraint payment_pkey PRIMARY KEY (firm_id, id),
  constraint payment_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint payment_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint payment_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint payment_firm_id_voided_by_fkey FOREIGN KEY (firm_id, voided_by) REFERENCES actor(firm_id, id),
  constraint payment_amount_minor_check CHECK ((abs(amount_minor) <= '9007199254740991'::bigint)),
  constraint payment_check CHECK ((((voided_on IS NULL) = (voided_at IS NULL)) AND ((voided_on IS NULL) = (void_reason IS NULL)))),
  constraint payment_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payment_method_check CHECK ((length(method) <= 100)),
  constraint payment_note_check CHECK ((length(note) <= 2000)),
  constraint payment_void_reason_check CHECK ((length(void_reason) <= 2000))
);
CREATE INDEX payment_client ON public.payment USING btree (firm_id, client_id, paid_on, id);
CREATE INDEX payment_dated ON public.payment USING btree (firm_id, paid_on) INCLUDE (currency, amount_minor, voided_on);
CREATE INDEX payment_left ON public.payment USING btree (firm_id, id) WHERE (NOT used_up);
CREATE INDEX payment_voided ON public.payment USING btree (firm_id, voided_on) WHERE (voided_on IS NOT NULL);
CREATE INDEX payment_words ON public.payment USING gin (search_vector(firm_id, reference)) WHERE (reference IS NOT NULL);

-- period_close: rows of one firm; workledger_app may insert, select
create table period_close (
  firm_id integer not null,
  id integer not null generated always as identity,
  began_on date not null,
  ended_on date not null,
  notes text,
  accepted text[] not null default '{}'::text[],
  evidence jsonb not null,
  totals jsonb not null,
  wip_lock_before date,
  period_lock_before date,
  actor_id integer not null,
  closed_at timestamp with time zone not null,
  constraint period_close_pkey PRIMARY KEY (firm_id, id),
  constraint period_close_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint period_close_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint period_close_check CHECK ((began_on <= ended_on)),
  constraint period_close_notes_check CHECK ((length(notes) <= 4000))
);
CREATE INDEX period_close_end ON public.period_close USING btree (firm_id, ended_on, id);
CREATE TRIGGER closes_in_order BEFORE INSERT ON public.period_close FOR EACH ROW EXECUTE FUNCTION keep_closes_in_order();

-- period_opening: rows of one firm; workledger_app may insert, select
create table period_opening (
  firm_id integer not null,
  close_id integer not null,
  job_id integer not null,
  wip_time_minor bigint not null,
  wip_cost_minor bigint not null,
  interim_minor bigint not null,
  uninvoiced_quote_minor bigint not null,
  constraint period_opening_pkey PRIMARY KEY (firm_id, close_id, job_id),
  constraint period_opening_firm_id_close_id_fkey FOREIGN KEY (firm_id, close_id) REFERENCES period_close(firm_id, id),
  constraint period_opening_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint period_opening_is_something CHECK (((wip_time_minor <> 0) OR (wip_cost_minor <> 0) OR (interim_minor <> 0) OR (uninvoiced_quote_minor <> 0)))
);

-- period_reopening: rows of one firm; workledger_app may insert, select
create table period_reopening (
  firm_id integer not null,
  close_id integer not null,
  reason text not null,
  actor_id integer not null,
  reopened_at timestamp with time zone not null,
  constraint period_reopening_pkey PRIMARY KEY (firm_id, close_id),
  constraint period_reopening_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint period_reopening_firm_id_close_id_fkey FOREIGN KEY (firm_id, close_id) REFERENCES period_close(firm_id, id),
  constraint period_reopening_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
);
CREATE TRIGGER reopenings_in_order BEFORE INSERT ON public.period_reopening FOR EACH ROW EXECUTE FUNCTION keep_closes_in_order();

-- preference: rows of one firm; workledger_app may insert, select, update
create table preference (
  firm_id integer not null,
  actor_id integer not null,
  settings jsonb not null,
  constraint preference_pkey PRIMARY KEY (firm_id, actor_id),
  constraint preference_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id)
);

-- quote: rows of one firm; workledger_app may delete, insert, select, update
create table quote (
  firm_id integer not null,
  id integer not null generated always as identity,
  number text,
  name text,
  client_id integer,
  job_id integer,
  state text not null,
  is_master boolean not null default false,
  quoted_on date,
  valid_until date,
  accepted_on date,
  currency character(3) not null,
  total_minor bigint not null,
  origin text not null default 'composed'::text,
  version integer not null default 1,
  contact_id integer,
  series_id integer,
  series_value bigint,
  revises_quote_id integer,
  pricing text not null default 'calculated'::text,
  fixed_total_minor bigint,
  tax_mode text not null default 'exclusive'::text,
  tax_minor bigint not null default 0,
  introduction text,
  terms text,
  note text,
  template_id integer,
  look_id integer,
  names jsonb,
  declined_on date,
  decline_reason text,
  sent_at timestamp with time zone,
  created_by integer,
  created_at timestamp with time zone,
  constraint quote_pkey PRIMARY KEY (firm_id, id),
  constraint quote_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint quote_firm_id_contact_id_fkey FOREIGN KEY (firm_id, contact_id) REFERENCES contact(firm_id, id),
  constraint quote_firm_id_created_by_fkey FOREIGN KEY (firm_id, created_by) REFERENCES actor(firm_id, id),
  constraint quote_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint quote_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint quote_firm_id_look_id_fkey FOREIGN KEY (firm_id, look_id) REFERENCES document_look(firm_id, id),
  constraint quote_firm_id_revises_quote_id_fkey FOREIGN KEY (firm_id, revises_quote_id) REFERENCES quote(firm_id, id),
  constraint quote_firm_id_series_id_fkey FOREIGN KEY (firm_id, series_id) REFERENCES number_series(firm_id, id),
  constraint quote_firm_id_template_id_fkey FOREIGN KEY (firm_id, template_id) REFERENCES document_template(firm_id, id),
  constraint quote_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint quote_decline_reason_check CHECK ((length(decline_reason) <= 2000)),
  constraint quote_fixed_total_minor_check CHECK (((fixed_total_minor >= 0) AND (fixed_total_minor <= '9007199254740991'::bigint))),
  constraint quote_introduction_check CHECK ((length(introduction) <= 4000)),
  constraint quote_note_check CHECK ((length(note) <= 4000)),
  constraint quote_origin_check CHECK ((origin = ANY (ARRAY['composed'::text, 'imported'::text]))),
  constraint quote_pricing_check CHECK ((pricing = ANY (ARRAY['calculated'::text, 'fixed'::text]))),
  constraint quote_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'issued'::text, 'accepted'::text, 'declined'::text, 'revised'::text, 'archived'::text]))),
  constraint quote_tax_mode_check CHECK ((tax_mode = ANY (ARRAY['exclusive'::text, 'inclusive'::text, 'none'::text]))),
  constraint quote_terms_check CHECK ((length(terms) <= 8000))
);
CREATE INDEX quote_client ON public.quote USING btree (firm_id, client_id, id);
CREATE INDEX quote_imported_number ON public.quote USING btree (firm_id, number) WHERE (origin = 'imported'::text);
CREATE INDEX quote_job ON public.quote USING btree (firm_id, job_id, id) WHERE (job_id IS NOT NULL);
CREATE UNIQUE INDEX quote_master ON public.quote USING btree (firm_id, job_id) WHERE is_master;
CREATE UNIQUE INDEX quote_number_composed ON public.quote USING btree (firm_id, number) WHERE ((origin = 'composed'::text) AND (number IS NOT NULL));
CREATE INDEX quote_revises ON public.quote USING btree (firm_id, revises_quote_id) WHERE (revises_quote_id IS NOT NULL);
CREATE INDEX quote_words ON public.quote USING gin (search_vector(firm_id, ((((COALESCE(number, ''::text) || ' '::text) || search_digits(number)) || ' '::text) || COALESCE(name, ''::text))));

-- quote_line: rows of one firm; workledger_app may delete, insert, select, update
create table quote_line (
  firm_id integer not null,
  quote_id integer not null,
  id integer not null generated always as identity,
  line_number integer not null,
  kind text not null,
  task_id integer,
  job_task_id integer,
  cost_entry_id bigint,
  description text not null,
  note text,
  minutes integer,
  rate_per_hour_minor bigint,
  quantity_thousandths integer,
  unit_price_minor bigint,
  unit_cost_minor bigint,
  typed_minor bigint not null,
  amount_minor bigint not null,
  tax_id integer,
  tax_minor bigint not null default 0,
  is_option boolean not null default false,
  is_chosen boolean not null default true,
  is_proposed boolean not null default true,
  constraint quote_line_pkey PRIMARY KEY (firm_id, quote_id, id),
  constraint quote_line_firm_id_cost_entry_id_fkey FOREIGN KEY (firm_id, cost_entry_id) REFERENCES cost_entry(firm_id, id),
  constraint quote_line_firm_id_job_task_id_fkey FOREIGN KEY (firm_id, job_task_id) REFERENCES job_task(firm_id, id),
  constraint quote_line_firm_id_quote_id_fkey FOREIGN KEY (firm_id, quote_id) REFERENCES quote(firm_id, id),
  constraint quote_line_firm_id_task_id_fkey FOREIGN KEY (firm_id, task_id) REFERENCES task(firm_id, id),
  constraint quote_line_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id),
  constraint quote_line_amount_minor_check CHECK ((abs(amount_minor) <= '9007199254740991'::bigint)),
  constraint quote_line_description_check CHECK (((length(description) >= 1) AND (length(description) <= 1000))),
  constraint quote_line_kind_check CHECK ((kind = ANY (ARRAY['task'::text, 'cost'::text, 'text'::text]))),
  constraint quote_line_line_number_check CHECK ((line_number > 0)),
  constraint quote_line_minutes_check CHECK (((minutes >= 0) AND (minutes <= 100000000))),
  constraint quote_line_note_check CHECK ((length(note) <= 4000)),
  constraint quote_line_quantity_thousandths_check CHECK ((abs(quantity_thousandths) <= 1000000000)),
  constraint quote_line_rate_per_hour_minor_check CHECK (((rate_per_hour_minor >= 0) AND (rate_per_hour_minor <= '9007199254740991'::bigint))),
  constraint quote_line_typed_minor_check CHECK ((abs(typed_minor) <= '9007199254740991'::bigint)),
  constraint quote_line_unit_cost_minor_check CHECK (((unit_cost_minor >= 0) AND (unit_cost_minor <= '9007199254740991'::bigint))),
  constraint quote_line_unit_price_minor_check CHECK (((unit_price_minor >= 0) AND (unit_price_minor <= '9007199254740991'::bigint)))
);

-- quote_tax: rows of one firm; workledger_app may delete, insert, select
create table quote_tax (
  firm_id integer not null,
  quote_id integer not null,
  place smallint not null,
  tax_id integer not null,
  name text not null,
  component text not null,
  rate_millionths integer not null,
  base_minor bigint not null,
  tax_minor bigint not null,
  constraint quote_tax_pkey PRIMARY KEY (firm_id, quote_id, place),
  constraint quote_tax_firm_id_quote_id_fkey FOREIGN KEY (firm_id, quote_id) REFERENCES quote(firm_id, id),
  constraint quote_tax_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id)
);

-- rate: rows of one firm; workledger_app may delete, insert, select, update
create table rate (
  firm_id integer not null,
  id integer not null generated always as identity,
  scope text not null,
  job_id integer,
  client_id integer,
  staff_id integer,
  task_id integer,
  currency character(3) not null,
  rate_per_hour_minor bigint not null,
  effective_from date not null,
  version integer not null default 1,
  constraint rate_pkey PRIMARY KEY (firm_id, id),
  constraint rate_firm_id_client_id_fkey FOREIGN KEY (firm_id, client_id) REFERENCES client(firm_id, id),
  constraint rate_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint rate_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint rate_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint rate_firm_id_task_id_fkey FOREIGN KEY (firm_id, task_id) REFERENCES task(firm_id, id),
  constraint rate_check CHECK (((job_id IS NOT NULL) = (scope = ANY (ARRAY['jobTask'::text, 'jobStaff'::text])))),
  constraint rate_check1 CHECK (((client_id IS NOT NULL) = (scope = 'clientTask'::text))),
  constraint rate_check2 CHECK (((staff_id IS NOT NULL) = (scope = ANY (ARRAY['jobStaff'::text, 'staffTask'::text, 'staff'::text])))),
  constraint rate_check3 CHECK (((task_id IS NOT NULL) = (scope = ANY (ARRAY['jobTask'::text, 'clientTask'::text, 'staffTask'::text, 'task'::text])))),
  constraint rate_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint rate_rate_per_hour_minor_check CHECK (((rate_per_hour_minor >= 0) AND (rate_per_hour_minor <= '1000000000000'::bigint))),
  constraint rate_scope_check CHECK ((scope = ANY (ARRAY['jobTask'::text, 'jobStaff'::text, 'clientTask'::text, 'staffTask'::text, 'task'::text, 'staff'::text])))
);
CREATE INDEX rate_client ON public.rate USING btree (firm_id, client_id) WHERE (client_id IS NOT NULL);
CREATE INDEX rate_job ON public.rate USING btree (firm_id, job_id) WHERE (job_id IS NOT NULL);
CREATE UNIQUE INDEX rate_keys ON public.rate USING btree (firm_id, scope, job_id, client_id, staff_id, task_id, currency, effective_from) NULLS NOT DISTINCT;

-- request: rows of one firm; workledger_app may insert, select
create table request (
  firm_id integer not null,
  request_key text not null,
  request_hash bytea not null,
  outcome text not null,
  recorded_at timestamp with time zone not null,
  constraint request_pkey PRIMARY KEY (firm_id, request_key),
  constraint request_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint request_request_key_check CHECK (((length(request_key) >= 1) AND (length(request_key) <= 200)))
);
CREATE INDEX request_age ON public.request USING btree (recorded_at);

-- route_load: not fenced by firm; workledger_app may do nothing
create table route_load (
  grain smallint not null,
  begins_at timestamp with time zone not null,
  route text not null,
  requests bigint not null,
  errors bigint not null,
  milliseconds bigint not null,
  slowest_ms integer not null,
  latency_histogram integer[] not null,
  constraint route_load_pkey PRIMARY KEY (grain, begins_at, route),
  constraint route_load_grain_check CHECK ((grain = ANY (ARRAY[60, 1440])))
);

-- running_process: not fenced by firm; workledger_app may do nothing
create table running_process (
  host text not null,
  process integer not null,
  role text not null,
  version text not null,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  draining boolean not null,
  does text[] not null,
  constraint running_process_pkey PRIMARY KEY (host, process),
  constraint running_process_role_check CHECK ((role = ANY (ARRAY['serve'::text, 'work'::text])))
);

-- saved_view: rows of one firm; workledger_app may delete, insert, select, update
create table saved_view (
  firm_id integer not null,
  id integer not null generated always as identity,
  actor_id integer not null,
  list text not null,
  name text not null,
  filters jsonb not null,
  shared boolean not null default false,
  version integer not null default 1,
  constraint saved_view_pkey PRIMARY KEY (firm_id, id),
  constraint saved_view_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint saved_view_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint saved_view_list_check CHECK (((length(list) >= 1) AND (length(list) <= 40))),
  constraint saved_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX saved_view_name ON public.saved_view USING btree (firm_id, actor_id, list, lower(name));
CREATE INDEX saved_view_shared ON public.saved_view USING btree (firm_id, list) WHERE shared;

-- shared_secret: not fenced by firm; workledger_app may do nothing
create table shared_secret (
  is_only boolean not null default true,
  fingerprint bytea not null,
  kept_at timestamp with time zone not null default now(),
  constraint shared_secret_pkey PRIMARY KEY (is_only),
  constraint shared_secret_fingerprint_check CHECK ((length(fingerprint) = 32)),
  constraint shared_secret_is_only_check CHECK (is_only)
);

-- staff: rows of one firm; workledger_app may delete, insert, select, update
create table staff (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  email text,
  code text,
  active boolean not null default true,
  version integer not null default 1,
  working_minutes smallint[],
  constraint staff_pkey PRIMARY KEY (firm_id, id),
  constraint staff_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint staff_working_minutes_check CHECK (((cardinality(working_minutes) = 7) AND (0 <= ALL (working_minutes)) AND (1440 >= ALL (working_minutes))))
);
CREATE UNIQUE INDEX staff_code ON public.staff USING btree (firm_id, code) WHERE (code IS NOT NULL);
CREATE INDEX staff_words ON public.staff USING gin (search_vector(firm_id, ((((name || ' '::text) || COALESCE(code, ''::text)) || ' '::text) || COALESCE(email, ''::text))));

-- task: rows of one firm; workledger_app may delete, insert, select, update
create table task (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  description text,
  billable boolean not null default true,
  archived boolean not null default false,
  version integer not null default 1,
  constraint task_pkey PRIMARY KEY (firm_id, id),
  constraint task_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint task_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE UNIQUE INDEX task_name ON public.task USING btree (firm_id, lower(name)) WHERE (NOT archived);
CREATE INDEX task_words ON public.task USING gin (search_vector(firm_id, name));

-- tax: rows of one firm; workledger_app may delete, insert, select, update
create table tax (
  firm_id integer not null,
  id integer not null generated always as identity,
  name text not null,
  archived boolean not null default false,
  version integer not null default 1,
  constraint tax_pkey PRIMARY KEY (firm_id, id),
  constraint tax_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint tax_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX tax_name ON public.tax USING btree (firm_id, lower(name)) WHERE (NOT archived);

-- tax_rate: rows of one firm; workledger_app may delete, insert, select, update
create table tax_rate (
  firm_id integer not null,
  id integer not null generated always as identity,
  tax_id integer not null,
  effective_from date not null,
  component text not null,
  rate_millionths integer not null,
  constraint tax_rate_pkey PRIMARY KEY (firm_id, id),
  constraint tax_rate_firm_id_tax_id_effective_from_component_key UNIQUE (firm_id, tax_id, effective_from, component),
  constraint tax_rate_firm_id_tax_id_fkey FOREIGN KEY (firm_id, tax_id) REFERENCES tax(firm_id, id),
  constraint tax_rate_component_check CHECK (((length(component) >= 1) AND (length(component) <= 100))),
  constraint tax_rate_rate_millionths_check CHECK (((rate_millionths >= 0) AND (rate_millionths <= 1000000)))
);

-- time_entry: rows of one firm; workledger_app may insert, select, update
create table time_entry (
  firm_id integer not null,
  worked_on date not null,
  id bigint not null,
  job_id integer not null,
  job_task_id integer not null,
  staff_id integer not null,
  minutes smallint not null,
  billable_minutes smallint not null,
  start_minute smallint,
  end_minute smallint,
  billable boolean not null,
  deleted boolean not null default false,
  rate_source text not null,
  version integer not null default 1,
  rate_id integer,
  rate_per_hour_minor bigint not null,
  amount_minor bigint not null,
  cost_minor bigint not null,
  note text,
  constraint time_entry_pkey PRIMARY KEY (firm_id, id),
  constraint time_entry_firm_id_job_id_job_task_id_fkey FOREIGN KEY (firm_id, job_id, job_task_id) REFERENCES job_task(firm_id, job_id, id),
  constraint time_entry_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint time_entry_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint time_entry_billable_minutes_check CHECK (((billable_minutes >= 0) AND (billable_minutes <= 20160))),
  constraint time_entry_check CHECK ((billable OR (amount_minor = 0))),
  constraint time_entry_cost_minor_check CHECK (((cost_minor >= 0) AND (cost_minor <= '9007199254740991'::bigint))),
  constraint time_entry_end_minute_check CHECK (((end_minute >= 0) AND (end_minute <= 2880))),
  constraint time_entry_minutes_check CHECK (((minutes >= 1) AND (minutes <= 10080))),
  constraint time_entry_note_check CHECK ((length(note) <= 10000)),
  constraint time_entry_rate_per_hour_minor_check CHECK ((rate_per_hour_minor >= 0)),
  constraint time_entry_rate_source_check CHECK ((rate_source = ANY (ARRAY['jobTask'::text, 'jobStaff'::text, 'clientTask'::text, 'staffTask'::text, 'task'::text, 'staff'::text, 'given'::text, 'missing'::text]))),
  constraint time_entry_start_minute_check CHECK (((start_minute >= 0) AND (start_minute <= 1439)))
);
CREATE INDEX time_entry_day ON public.time_entry USING btree (firm_id, worked_on);
CREATE INDEX time_entry_job ON public.time_entry USING btree (firm_id, job_id);
CREATE INDEX time_entry_staff ON public.time_entry USING btree (firm_id, staff_id, worked_on);
CREATE INDEX time_entry_unpriced ON public.time_entry USING btree (firm_id, job_id) WHERE ((rate_source = 'missing'::text) AND billable);

-- timer: rows of one firm; workledger_app may delete, insert, select, update
create table timer (
  firm_id integer not null,
  id integer not null generated always as identity,
  staff_id integer not null,
  job_id integer not null,
  job_task_id integer not null,
  note text,
  billable boolean,
  started_at timestamp with time zone not null,
  version integer not null default 1,
  constraint timer_pkey PRIMARY KEY (firm_id, id),
  constraint timer_of_staff UNIQUE (firm_id, staff_id),
  constraint timer_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint timer_firm_id_job_id_job_task_id_fkey FOREIGN KEY (firm_id, job_id, job_task_id) REFERENCES job_task(firm_id, job_id, id) ON DELETE CASCADE,
  constraint timer_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id) ON DELETE CASCADE,
  constraint timer_note_check CHECK ((length(note) <= 10000))
);
CREATE INDEX timer_job_task ON public.timer USING btree (firm_id, job_id, job_task_id);

-- unmatched_invoice: rows of one firm; workledger_app may delete, insert, select
create table unmatched_invoice (
  firm_id integer not null,
  invoice_id integer not null,
  why text not null,
  constraint unmatched_invoice_pkey PRIMARY KEY (firm_id, invoice_id),
  constraint unmatched_invoice_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES invoice(firm_id, id)
);

-- unmatched_invoice_decision: rows of one firm; workledger_app may insert, select
create table unmatched_invoice_decision (
  firm_id integer not null,
  invoice_id integer not null,
  job_id integer,
  note text,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  constraint unmatched_invoice_decision_pkey PRIMARY KEY (firm_id, invoice_id),
  constraint unmatched_invoice_decision_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint unmatched_invoice_decision_firm_id_invoice_id_fkey FOREIGN KEY (firm_id, invoice_id) REFERENCES unmatched_invoice(firm_id, invoice_id),
  constraint unmatched_invoice_decision_firm_id_job_id_fkey FOREIGN KEY (firm_id, job_id) REFERENCES job(firm_id, id),
  constraint unmatched_invoice_decision_note_check CHECK ((length(note) <= 2000))
);

-- utilisation: not fenced by firm; workledger_app may do nothing
create table utilisation (
  grain smallint not null,
  begins_at timestamp with time zone not null,
  host text not null,
  role text not null,
  process integer not null,
  minutes integer not null,
  cpu_share real not null,
  memory_used_bytes bigint not null,
  memory_total_bytes bigint not null,
  disk_used_bytes bigint not null,
  disk_free_bytes bigint not null,
  process_cpu_share real not null,
  process_memory_bytes bigint not null,
  event_loop_p99_ms real not null,
  requests bigint not null,
  errors bigint not null,
  latency_histogram integer[] not null,
  queue_waiting integer not null,
  queue_oldest_seconds integer not null,
  database_connections integer not null,
  database_bytes bigint not null,
  constraint utilisation_pkey PRIMARY KEY (grain, begins_at, host, role, process),
  constraint utilisation_grain_check CHECK ((grain = ANY (ARRAY[1, 10, 60, 1440]))),
  constraint utilisation_role_check CHECK ((role = ANY (ARRAY['serve'::text, 'work'::text])))
);

-- week_submission: rows of one firm; workledger_app may insert, select, update
create table week_submission (
  firm_id integer not null,
  id integer not null generated always as identity,
  staff_id integer not null,
  week_start date not null,
  minutes integer not null,
  actor_id integer not null,
  submitted_at timestamp with time zone not null,
  reopener_id integer,
  reopened_at timestamp with time zone,
  version integer not null default 1,
  constraint week_submission_pkey PRIMARY KEY (firm_id, id),
  constraint week_submission_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint week_submission_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint week_submission_firm_id_reopener_id_fkey FOREIGN KEY (firm_id, reopener_id) REFERENCES actor(firm_id, id),
  constraint week_submission_firm_id_staff_id_fkey FOREIGN KEY (firm_id, staff_id) REFERENCES staff(firm_id, id),
  constraint week_submission_check CHECK (((reopener_id IS NULL) = (reopened_at IS NULL))),
  constraint week_submission_minutes_check CHECK ((minutes >= 0))
);
CREATE UNIQUE INDEX week_submission_standing ON public.week_submission USING btree (firm_id, staff_id, week_start) WHERE (reopened_at IS NULL);

-- wip_action: rows of one firm; workledger_app may insert, select
create table wip_action (
  firm_id integer not null,
  id integer not null generated always as identity,
  kind text not null,
  effective_on date not null,
  reason_id integer,
  note text,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  constraint wip_action_pkey PRIMARY KEY (firm_id, id),
  constraint wip_action_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint wip_action_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint wip_action_firm_id_reason_id_fkey FOREIGN KEY (firm_id, reason_id) REFERENCES adjustment_reason(firm_id, id),
  constraint wip_action_kind_check CHECK ((kind = ANY (ARRAY['writeOff'::text, 'writeOn'::text, 'washUp'::text, 'revaluation'::text, 'move'::text, 'interim'::text, 'openingAdjustment'::text]))),
  constraint wip_action_note_check CHECK ((length(note) <= 2000))
);
CREATE INDEX wip_action_recorded ON public.wip_action USING btree (firm_id, recorded_at, id);

-- wip_action_undo: rows of one firm; workledger_app may insert, select
create table wip_action_undo (
  firm_id integer not null,
  wip_action_id integer not null,
  effective_on date not null,
  note text,
  actor_id integer not null,
  recorded_at timestamp with time zone not null,
  constraint wip_action_undo_pkey PRIMARY KEY (firm_id, wip_action_id),
  constraint wip_action_undo_firm_id_actor_id_fkey FOREIGN KEY (firm_id, actor_id) REFERENCES actor(firm_id, id),
  constraint wip_action_undo_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint wip_action_undo_firm_id_wip_action_id_fkey FOREIGN KEY (firm_id, wip_action_id) REFERENCES wip_action(firm_id, id),
  constraint wip_action_undo_note_check CHECK ((length(note) <= 2000))
);

-- wip_journal_account: rows of one firm; workledger_app may insert, select, update
create table wip_journal_account (
  firm_id integer not null,
  movement text not null,
  debit_code text not null,
  debit_name text not null,
  credit_code text not null,
  credit_name text not null,
  version integer not null default 1,
  constraint wip_journal_account_pkey PRIMARY KEY (firm_id, movement),
  constraint wip_journal_account_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firm(id),
  constraint wip_journal_account_credit_code_check CHECK ((length(credit_code) <= 50)),
  constraint wip_journal_account_credit_name_check CHECK (((length(credit_name) >= 1) AND (length(credit_name) <= 200))),
  constraint wip_journal_account_debit_code_check CHECK ((length(debit_code) <= 50)),
  constraint wip_journal_account_debit_name_check CHECK (((length(debit_name) >= 1) AND (length(debit_name) <= 200))),
  constraint wip_journal_account_movement_check CHECK ((movement = ANY (ARRAY['time'::text, 'costs'::text, 'billed'::text, 'interimsRaised'::text, 'interimsAbsorbed'::text, 'writtenOff'::text, 'writtenOn'::text, 'revalued'::text, 'moved'::text])))
);

-- worker: not fenced by firm; workledger_app may do nothing
create table worker (
  id text not null,
  description text not null,
  started_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  constraint worker_pkey PRIMARY KEY (id)
);

-- auth.account: not fenced by firm; workledger_app may delete, insert, select, update
create table auth.account (
  id text not null,
  accountId text not null,
  providerId text not null,
  userId text not null,
  accessToken text,
  refreshToken text,
  idToken text,
  accessTokenExpiresAt timestamp with time zone,
  refreshTokenExpiresAt timestamp with time zone,
  scope text,
  password text,
  createdAt timestamp with time zone not null default now(),
  updatedAt timestamp with time zone not null default now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_userId_fkey FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX account_user ON auth.account USING btree ("userId");

-- auth.account_mail: not fenced by firm; workledger_app may insert
create table auth.account_mail (
  id integer not null generated always as identity,
  kind text not null,
  recipient text not null,
  about text not null,
  requested_at timestamp with time zone not null,
  constraint account_mail_pkey PRIMARY KEY (id)
);

-- auth.email_change: not fenced by firm; workledger_app may do nothing
create table auth.email_change (
  userId text not null,
  new_email text not null,
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  token_hash text,
  constraint email_change_pkey PRIMARY KEY ("userId"),
  constraint email_change_token_hash_key UNIQUE (token_hash),
  constraint email_change_userId_fkey FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);

-- auth.invitation: rows of one firm; workledger_app may delete, insert, select, update
create table auth.invitation (
  firm_id integer not null,
  member_id integer not null,
  token_hash text,
  expires_at timestamp with time zone not null,
  by_mail boolean not null default false,
  mailed_at timestamp with time zone,
  mail_problem text,
  constraint invitation_pkey PRIMARY KEY (firm_id, member_id),
  constraint invitation_firm_id_token_hash_key UNIQUE (firm_id, token_hash)
);
CREATE INDEX invitation_by_hash ON auth.invitation USING btree (token_hash);

-- auth.password_reset: not fenced by firm; workledger_app may do nothing
create table auth.password_reset (
  id integer not null generated always as identity,
  userId text not null,
  requested_at timestamp with time zone not null,
  token_hash text,
  expires_at timestamp with time zone,
  constraint password_reset_pkey PRIMARY KEY (id),
  constraint password_reset_token_hash_key UNIQUE (token_hash),
  constraint password_reset_userId_fkey FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX password_reset_user ON auth.password_reset USING btree ("userId", requested_at);

-- auth.session: not fenced by firm; workledger_app may delete, insert, select, update
create table auth.session (
  id text not null,
  expiresAt timestamp with time zone not null,
  token text not null,
  createdAt timestamp with time zone not null default now(),
  updatedAt timestamp with time zone not null default now(),
  ipAddress text,
  userAgent text,
  userId text not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint session_userId_fkey FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX session_by_user ON auth.session USING btree ("userId");

-- auth."twoFactor": not fenced by firm; workledger_app may delete, insert, select, update
create table auth."twoFactor" (
  id text not null,
  secret text not null,
  backupCodes text not null,
  userId text not null,
  verified boolean default true,
  failedVerificationCount integer default 0,
  lockedUntil timestamp with time zone,
  constraint twoFactor_pkey PRIMARY KEY (id),
  constraint twoFactor_userId_key UNIQUE ("userId"),
  constraint twoFactor_userId_fkey FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);

-- auth."user": not fenced by firm; workledger_app may delete, insert, select, update
create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  emailVerified boolean not null default false,
  image text,
  createdAt timestamp with time zone not null default now(),
  updatedAt timestamp with time zone not null default now(),
  twoFactorEnabled boolean default false,
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key UNIQUE (email)
);

-- auth.verification: not fenced by firm; workledger_app may delete, insert, select, update
create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  expiresAt timestamp with time zone not null,
  createdAt timestamp with time zone not null default now(),
  updatedAt timestamp with time zone not null default now(),
  constraint verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier ON auth.verification USING btree (identifier);

-- Functions and procedures
-- add_histograms(a integer[], b integer[]), open to workledger_app
-- await_posts(p_firm integer, p_until timestamp with time zone, p_patience interval), with the rights of its owner, open to workledger_app
-- begin_billing(), with the rights of its owner
-- begin_billing_of(p_firm integer)
-- fence(IN table_name text, IN privileges text), open to workledger_app
-- firm_of_api_key(p_key_hash bytea), with the rights of its owner, open to workledger_app
-- firms_founded(OUT own boolean, OUT demo boolean), with the rights of its owner, open to workledger_app
-- forget_old_requests(p_before timestamp with time zone), with the rights of its owner, open to workledger_app
-- found_firm(p_name text, p_currency text, p_time_zone text, p_locale text, p_user_id text, p_owner_name text, p_at timestamp with time zone), with the rights of its owner, open to workledger_app
-- hold_gate(p_firm integer), with the rights of its owner, open to workledger_app
-- keep_closed_days_locked(), with the rights of its owner, open to workledger_app
-- keep_closes_in_order(), with the rights of its owner, open to workledger_app
-- keep_listed_job(p_firm integer, p_job integer), with the rights of its owner
-- list_job(), with the rights of its owner, open to workledger_app
-- lock_jobs(p_firm integer, p_jobs integer[]), with the rights of its owner, open to workledger_app
-- memberships_of(p_user_id text), with the rights of its owner, open to workledger_app
-- place_beside_firms(IN table_name text), open to workledger_app
-- post_journals(p_firm integer, p_recorded_at timestamp with time zone, p_actor integer[], p_kind smallint[], p_effective_on date[], p_cause_kind smallint[], p_cause_id bigint[], p_reverses bigint[], p_journal integer[], p_line_number smallint[], p_job integer[], p_debit smallint[], p_credit smallint[], p_amount bigint[], p_quantity integer[], p_item bigint[], p_item_kind smallint[], p_job_task integer[], p_staff integer[], p_origin_on date[], p_cost bigint[], p_unlist integer[], OUT journal_ids bigint[], OUT posted_at timestamp with time zone, OUT job_ids integer[], OUT versions bigint[], OUT wip_time_minor bigint[], OUT wip_cost_minor bigint[], OUT interim_minor bigint[], OUT uninvoiced_quote_minor bigint[]), with the rights of its owner, open to workledger_app
-- queue_routines(p_routine text, p_ids integer[], p_attempts_max integer), with the rights of its owner, open to workledger_app
-- refuse_change(), open to workledger_app
-- relist_job(), with the rights of its owner, open to workledger_app
-- relist_jobs_of_client(), with the rights of its owner, open to workledger_app
-- search_digits(p_number text), open to workledger_app
-- search_plain(p_text text), open to workledger_app
-- search_rank(p_text text, p_number text, p_name text, p_is_past boolean), open to workledger_app
-- search_records(p_kinds text[], p_text text, p_limit integer), with the rights of its owner, open to workledger_app
-- search_vector(p_firm_id integer, p_text text), open to workledger_app
-- search_words(p_text text), open to workledger_app
-- set_locks(p_firm integer, p_wip_lock_on date, p_period_lock_on date, p_version integer), with the rights of its owner, open to workledger_app
-- settle_items(p_firm integer, p_kind smallint[], p_journal integer[], p_job integer[], p_debit smallint[], p_amount bigint[], p_quantity integer[], p_item bigint[], p_item_kind smallint[], p_job_task integer[], p_staff integer[], p_origin_on date[])
-- sum_histograms(integer[]), open to workledger_app
-- sum_minor(bigint), open to workledger_app
-- touched_items(p_kind smallint[], p_journal integer[], p_job integer[], p_debit smallint[], p_amount bigint[], p_quantity integer[], p_item bigint[], p_item_kind smallint[], p_job_task integer[], p_staff integer[], p_origin_on date[])
