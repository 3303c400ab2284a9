-- Invoicing: taxes, numbering, templates, quotes, invoices, credit notes and payments.
--
-- A document never holds WIP: what it did to WIP stands in the ledger with the document as the cause. What stands here
-- is what people decided (a draft's content), what they were shown (its lines and effects) and what was printed.
-- Lock order, before that of the ledger: document rows by id, then gate and jobs, then the number series, last.

-- Taxes: a name that a line carries, and rates that hold from a day on. A tax of several components (federal and
-- provincial, say) has a row for each under the same day.
create table tax (
  firm_id   int not null references firm (id),
  id        int generated always as identity,
  name      text not null check (length(name) between 1 and 100),
  archived  boolean not null default false,
  version   int not null default 1,
  primary key (firm_id, id)
);
create unique index tax_name on tax (firm_id, lower(name)) where not archived;

create table tax_rate (
  firm_id          int not null,
  id               int generated always as identity,
  tax_id           int not null,
  effective_from   date not null,
  component        text not null check (length(component) between 1 and 100),
  -- 150000 is 15 %.
  rate_millionths  int not null check (rate_millionths between 0 and 1000000),
  primary key (firm_id, id),
  unique (firm_id, tax_id, effective_from, component),
  foreign key (firm_id, tax_id) references tax (firm_id, id)
);

-- Numbers without gaps: a row that the approving transaction holds, never a sequence.
create table number_series (
  firm_id         int not null references firm (id),
  id              int generated always as identity,
  document        text not null check (document in ('invoice', 'creditNote', 'quote')),
  name            text not null check (length(name) between 1 and 100),
  prefix          text not null default '' check (length(prefix) <= 20),
  next_value      bigint not null default 1 check (next_value between 1 and 999999999999),
  minimum_digits  smallint not null default 4 check (minimum_digits between 1 and 12),
  is_default      boolean not null default false,
  archived        boolean not null default false,
  version         int not null default 1,
  primary key (firm_id, id)
);
create unique index number_series_default on number_series (firm_id, document) where is_default and not archived;

-- How a firm's documents look.
create table document_template (
  firm_id        int not null references firm (id),
  id             int generated always as identity,
  name           text not null check (length(name) between 1 and 100),
  is_default     boolean not null default false,
  page_size      text not null default 'A4' check (page_size in ('A4', 'LETTER')),
  accent_colour  text not null default '#1f4e5f' check (accent_colour ~ '^#[0-9a-f]{6}$'),
  logo           bytea check (length(logo) <= 1000000),
  logo_type      text check (logo_type in ('image/png', 'image/jpeg')),
  -- Tells logos apart without reading them.
  logo_hash      bytea generated always as (sha256(logo)) stored,
  layout         text not null default 'task' check (layout in ('task', 'staff', 'entry', 'job', 'summary', 'progressClaim')),
  shows_quantities boolean not null default true,
  shows_dates    boolean not null default false,
  -- Printed above the lines, below the totals, and at the foot of each page.
  introduction   text check (length(introduction) <= 4000),
  terms          text check (length(terms) <= 8000),
  footer         text check (length(footer) <= 1000),
  archived       boolean not null default false,
  version        int not null default 1,
  primary key (firm_id, id),
  check ((logo is null) = (logo_type is null))
);
create unique index document_template_default on document_template (firm_id) where is_default and not archived;

-- What documents looked like when they were issued: the letterhead and the template as they were then, once for all the
-- documents that share them. A row is never changed, so what was issued is printed the same for ever.
create table document_look (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  content_hash  bytea not null check (length(content_hash) = 32),
  -- As core/documents/data.ts has them.
  letterhead    jsonb not null,
  template      jsonb not null,
  logo          bytea,
  logo_type     text,
  primary key (firm_id, id),
  unique (firm_id, content_hash),
  check ((logo is null) = (logo_type is null))
);

-- What a firm's billing goes by; one row per firm.
create table billing_settings (
  firm_id             int not null references firm (id) primary key,
  legal_name          text check (length(legal_name) <= 200),
  tax_number          text check (length(tax_number) <= 100),
  address             text check (length(address) <= 1000),
  email               text check (length(email) <= 320),
  phone               text check (length(phone) <= 100),
  website             text check (length(website) <= 300),
  payment_details     text check (length(payment_details) <= 2000),
  -- Amounts as they are typed and printed: without tax, with it, or no tax at all.
  tax_mode            text not null default 'exclusive' check (tax_mode in ('exclusive', 'inclusive', 'none')),
  -- Tax is rounded on each line and the lines summed, or once on the total.
  tax_rounding        text not null default 'line' check (tax_rounding in ('line', 'total')),
  -- Half a minor unit of tax goes up (as in Australia) or is dropped (as in New Zealand).
  tax_half            text not null default 'up' check (tax_half in ('up', 'down')),
  default_tax_id      int,
  -- Due so many days after the invoice's date, or on a day of the month after it.
  due_rule            text not null default 'daysAfter' check (due_rule in ('daysAfter', 'dayOfNextMonth')),
  due_days            smallint not null default 20 check (due_days between 0 and 365),
  quote_valid_days    smallint not null default 30 check (quote_valid_days between 1 and 365),
  version             int not null default 1,
  foreign key (firm_id, default_tax_id) references tax (firm_id, id)
);

-- Each firm begins with settings, a template and its series.
create function begin_billing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into billing_settings (firm_id) values (new.id);
  insert into document_template (firm_id, name, is_default) values (new.id, 'Standard', true);
  insert into number_series (firm_id, document, name, prefix, is_default) values
    (new.id, 'invoice', 'Invoices', 'INV-', true),
    (new.id, 'creditNote', 'Credit notes', 'CN-', true),
    (new.id, 'quote', 'Quotes', 'Q-', true);
  return null;
end $$;
revoke all on function begin_billing from public;
create trigger firm_begins_billing after insert on firm for each row execute function begin_billing();

insert into billing_settings (firm_id) select id from firm;
insert into document_template (firm_id, name, is_default) select id, 'Standard', true from firm;
insert into number_series (firm_id, document, name, prefix, is_default)
select f.id, s.document, s.name, s.prefix, true
from firm f, (values ('invoice', 'Invoices', 'INV-'), ('creditNote', 'Credit notes', 'CN-'), ('quote', 'Quotes', 'Q-'))
  as s (document, name, prefix);

alter table client
  add tax_id int,
  add tax_exempt boolean not null default false,
  add due_rule text check (due_rule in ('daysAfter', 'dayOfNextMonth')),
  add due_days smallint check (due_days between 0 and 365),
  add billing_email text check (length(billing_email) <= 320),
  add foreign key (firm_id, tax_id) references tax (firm_id, id),
  add check ((due_rule is null) = (due_days is null));

-- Quotes.
alter table quote
  add contact_id int,
  add series_id int,
  add series_value bigint,
  add revises_quote_id int,
  -- calculated: the sum of the chosen lines; fixed: a total typed by hand.
  add pricing text not null default 'calculated' check (pricing in ('calculated', 'fixed')),
  -- As it was typed: with tax where amounts are typed so.
  add fixed_total_minor bigint check (fixed_total_minor between 0 and 9007199254740991),
  add tax_mode text not null default 'exclusive' check (tax_mode in ('exclusive', 'inclusive', 'none')),
  add tax_minor bigint not null default 0,
  add introduction text check (length(introduction) <= 4000),
  add terms text check (length(terms) <= 8000),
  add note text check (length(note) <= 4000),
  add template_id int,
  -- Since it was issued: what it looks like, and who and what it names. Null: as things are now.
  add look_id int,
  add names jsonb,
  add declined_on date,
  add decline_reason text check (length(decline_reason) <= 2000),
  add sent_at timestamptz,
  add created_by int,
  add created_at timestamptz,
  add foreign key (firm_id, contact_id) references contact (firm_id, id),
  add foreign key (firm_id, series_id) references number_series (firm_id, id),
  add foreign key (firm_id, revises_quote_id) references quote (firm_id, id),
  add foreign key (firm_id, template_id) references document_template (firm_id, id),
  add foreign key (firm_id, look_id) references document_look (firm_id, id),
  add foreign key (firm_id, created_by) references actor (firm_id, id);
-- Drafts go; what was issued stays.
grant delete on quote to workledger_app;
create unique index quote_number_composed on quote (firm_id, number) where origin = 'composed' and number is not null;
create index quote_job on quote (firm_id, job_id, id) where job_id is not null;
create index quote_revises on quote (firm_id, revises_quote_id) where revises_quote_id is not null;

create table quote_line (
  firm_id               int not null,
  quote_id              int not null,
  id                    int generated always as identity,
  line_number           int not null check (line_number > 0),
  kind                  text not null check (kind in ('task', 'cost', 'text')),
  task_id               int,
  -- The job's task that an accepted line became.
  job_task_id           int,
  -- The estimated cost that an accepted line became.
  cost_entry_id         bigint,
  description           text not null check (length(description) between 1 and 1000),
  note                  text check (length(note) <= 4000),
  minutes               int check (minutes between 0 and 100000000),
  rate_per_hour_minor   bigint check (rate_per_hour_minor between 0 and 9007199254740991),
  quantity_thousandths  int check (abs(quantity_thousandths) <= 1000000000),
  unit_price_minor      bigint check (unit_price_minor between 0 and 9007199254740991),
  unit_cost_minor       bigint check (unit_cost_minor between 0 and 9007199254740991),
  -- What the line comes to by itself, as typed: its weight under a fixed price, with tax where amounts are typed so.
  typed_minor           bigint not null check (abs(typed_minor) <= 9007199254740991),
  -- Ex tax. Under a fixed price: the line's part of it.
  amount_minor          bigint not null check (abs(amount_minor) <= 9007199254740991),
  tax_id                int,
  tax_minor             bigint not null default 0,
  -- An option counts in the total only when it is chosen.
  is_option             boolean not null default false,
  is_chosen             boolean not null default true,
  -- As the quote was issued; whoever accepts it may choose otherwise.
  is_proposed           boolean not null default true,
  primary key (firm_id, quote_id, id),
  foreign key (firm_id, quote_id) references quote (firm_id, id),
  foreign key (firm_id, task_id) references task (firm_id, id),
  foreign key (firm_id, job_task_id) references job_task (firm_id, id),
  foreign key (firm_id, cost_entry_id) references cost_entry (firm_id, id),
  foreign key (firm_id, tax_id) references tax (firm_id, id)
);

-- The tax of a quote by tax and component, as printed; of what is chosen.
create table quote_tax (
  firm_id          int not null,
  quote_id         int not null,
  place            smallint not null,
  tax_id           int not null,
  name             text not null,
  component        text not null,
  rate_millionths  int not null,
  base_minor       bigint not null,
  tax_minor        bigint not null,
  primary key (firm_id, quote_id, place),
  foreign key (firm_id, quote_id) references quote (firm_id, id),
  foreign key (firm_id, tax_id) references tax (firm_id, id)
);

-- Invoices and credit notes. A draft's content is what its author decided (core/billing/draft.ts); lines, effects and
-- totals are what that came to when it was last composed, and the fingerprint is of just that.
alter table invoice
  drop constraint invoice_status_check,
  add constraint invoice_status_check check (status in ('draft', 'approved', 'cancelled', 'discarded')),
  drop constraint invoice_check,
  add constraint invoice_numbered check (status in ('draft', 'discarded') or number is not null),
  add document text not null default 'invoice' check (document in ('invoice', 'creditNote')),
  add credits_invoice_id int,
  add series_id int,
  add series_value bigint,
  add content jsonb,
  add fingerprint text,
  add tax_mode text not null default 'exclusive' check (tax_mode in ('exclusive', 'inclusive', 'none')),
  add period_from date,
  add period_to date,
  add contact_id int,
  -- The recipient as printed; kept when the client moves.
  add bill_to text check (length(bill_to) <= 2000),
  add note text check (length(note) <= 4000),
  add template_id int,
  add layout text check (layout in ('task', 'staff', 'entry', 'job', 'summary', 'progressClaim')),
  -- Since it was approved: what it looks like, and who and what it names. Null: as things are now.
  add look_id int,
  add names jsonb,
  -- Tax included; of a credit note, what of it was set against invoices or paid back.
  add credited_minor bigint not null default 0,
  add created_by int,
  add created_at timestamptz,
  add approved_by int,
  add approved_at timestamptz,
  add sent_at timestamptz,
  add cancelled_on date,
  add cancelled_by int,
  add cancelled_at timestamptz,
  add cancel_reason text check (length(cancel_reason) <= 2000),
  add outstanding_minor bigint generated always as (
    case when status = 'approved' then total_minor + coalesce(tax_minor, 0) - paid_minor - credited_minor else 0 end) stored,
  add foreign key (firm_id, credits_invoice_id) references invoice (firm_id, id),
  add foreign key (firm_id, series_id) references number_series (firm_id, id),
  add foreign key (firm_id, contact_id) references contact (firm_id, id),
  add foreign key (firm_id, template_id) references document_template (firm_id, id),
  add foreign key (firm_id, look_id) references document_look (firm_id, id),
  add foreign key (firm_id, created_by) references actor (firm_id, id),
  add foreign key (firm_id, approved_by) references actor (firm_id, id),
  add foreign key (firm_id, cancelled_by) references actor (firm_id, id),
  -- Sources tell of invoices that were paid beyond their total; here that is the client's credit.
  add constraint invoice_not_overpaid check (
    origin = 'imported' or paid_minor + credited_minor <= total_minor + coalesce(tax_minor, 0)),
  add constraint invoice_credit_note check ((document = 'creditNote') = (credits_invoice_id is not null));
-- A number of a series is used once, also by what was cancelled since.
create unique index invoice_series_value on invoice (firm_id, series_id, series_value) where series_id is not null;
create index invoice_credits on invoice (firm_id, credits_invoice_id) where credits_invoice_id is not null;
create index invoice_outstanding on invoice (firm_id, client_id, due_on) where outstanding_minor <> 0;
create index invoice_drafts on invoice (firm_id, id) where status = 'draft';
create index invoice_cancelled on invoice (firm_id, id) where status = 'cancelled';

alter table invoice_line
  -- What it claims of its line of the quote, where that is not its amount: on a final invoice that absorbs the interims
  -- of earlier claims, the amount less those claims, which it states again.
  add claimed_minor bigint,
  drop constraint invoice_line_kind_check,
  add constraint invoice_line_kind_check check (
    kind in ('task', 'cost', 'quote', 'deposit', 'interim', 'retention', 'text')),
  add quote_line_id int,
  add quote_id int,
  add interim_id bigint,
  add staff_id int,
  add tax_id int,
  add tax_minor bigint not null default 0,
  -- What the line is of, the same while a draft changes: core/billing/composition.ts.
  add line_key text,
  -- Of a credit note: the line it credits, and where its work goes.
  add credits_line_number int,
  add destination text check (destination in ('wip', 'writtenOff')),
  add foreign key (firm_id, quote_id, quote_line_id) references quote_line (firm_id, quote_id, id),
  add foreign key (firm_id, tax_id) references tax (firm_id, id);
-- What of a quote's lines was claimed.
create index invoice_line_quote on invoice_line (firm_id, quote_id, quote_line_id) where quote_id is not null;

-- What stands invoiced of the lines of quotes: claims of approved invoices, and what credit notes gave back of them.
create view quote_claim with (security_invoker = true) as
select l.firm_id, l.quote_id, l.quote_line_id, l.job_id, i.id as invoice_id, i.id as document_id, i.approved_at,
  coalesce(l.claimed_minor, l.amount_minor) as claimed_minor, l.tax_minor
from invoice i join invoice_line l on l.firm_id = i.firm_id and l.invoice_id = i.id
where i.document = 'invoice' and i.status = 'approved' and l.quote_line_id is not null
union all
select o.firm_id, o.quote_id, o.quote_line_id, o.job_id, o.invoice_id, n.id, n.approved_at,
  -case when o.claimed_minor is null or o.amount_minor = 0 then l.amount_minor
    else round(l.amount_minor::numeric * o.claimed_minor / o.amount_minor)::bigint end,
  -l.tax_minor
from invoice n
join invoice_line l on l.firm_id = n.firm_id and l.invoice_id = n.id
join invoice_line o on o.firm_id = n.firm_id and o.invoice_id = n.credits_invoice_id
  and o.line_number = l.credits_line_number
where n.document = 'creditNote' and n.status = 'approved' and o.quote_line_id is not null;
grant select on quote_claim to workledger_app;

-- The tax of a document by tax and component, as printed; kept when rates change.
create table invoice_tax (
  firm_id          int not null,
  invoice_id       int not null,
  place            smallint not null,
  tax_id           int not null,
  name             text not null,
  component        text not null,
  rate_millionths  int not null,
  base_minor       bigint not null,
  tax_minor        bigint not null,
  primary key (firm_id, invoice_id, place),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, tax_id) references tax (firm_id, id)
);

-- What a document does to each job: net WIP before and after, and the movements between.
create table invoice_job (
  firm_id            int not null,
  invoice_id         int not null,
  job_id             int not null,
  place              int not null,
  -- Ex tax, what of the document's total is this job's.
  total_minor        bigint not null,
  before_minor       bigint not null,
  billed_minor       bigint not null,
  written_on_minor   bigint not null,
  written_off_minor  bigint not null,
  raised_minor       bigint not null,
  absorbed_minor     bigint not null,
  after_minor        bigint not null,
  primary key (firm_id, invoice_id, job_id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id)
);
create index invoice_job_job on invoice_job (firm_id, job_id, invoice_id);

-- What a document does in the ledger, item by item, and under which of its lines: core/billing/effects.ts. The lines of
-- the ledger follow from these rows and nothing else.
create table invoice_effect (
  firm_id               int not null,
  invoice_id            int not null,
  place                 int not null,
  line_number           int,
  kind                  text not null
    check (kind in ('item', 'writtenOn', 'interimRaised', 'interimAbsorbed', 'quoteInvoiced')),
  job_id                int not null,
  item_id               bigint,
  item_kind             smallint check (item_kind between 1 and 3),
  job_task_id           int,
  staff_id              int,
  origin_on             date not null,
  -- What was open of the item when it was decided.
  open_minor            bigint not null default 0,
  open_quantity         int not null default 0,
  billed_minor          bigint not null default 0,
  billed_quantity       int not null default 0,
  written_on_minor      bigint not null default 0,
  written_off_minor     bigint not null default 0,
  written_off_quantity  int not null default 0,
  -- No foreign key to invoice: effects are written with their invoice, invoices never go, and a key looked up per row would
  -- cost a tenth of all drawing up.
  primary key (firm_id, invoice_id, place)
);
create index invoice_effect_item on invoice_effect (firm_id, item_id) where item_id is not null;

-- What drafts hold: an item is on one draft at most. Rows go when the draft is approved or discarded.
create table draft_item (
  firm_id     int not null,
  item_id     bigint not null,
  invoice_id  int not null,
  job_id      int not null,
  primary key (firm_id, item_id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id)
);
create index draft_item_invoice on draft_item (firm_id, invoice_id);
create index draft_item_job on draft_item (firm_id, job_id);

-- Payments are of a client; what they pay is allocated. A credit note is allocated the same way. Allocations are only
-- added: one is taken back by its opposite, on its own day.
alter table payment
  add client_id int,
  add currency char(3) check (currency ~ '^[A-Z]{3}$'),
  add method text check (length(method) <= 100),
  add note text check (length(note) <= 2000),
  add actor_id int,
  add recorded_at timestamptz,
  add voided_on date,
  add voided_by int,
  add voided_at timestamptz,
  add void_reason text check (length(void_reason) <= 2000),
  add version int not null default 1,
  add foreign key (firm_id, client_id) references client (firm_id, id),
  add foreign key (firm_id, actor_id) references actor (firm_id, id),
  add foreign key (firm_id, voided_by) references actor (firm_id, id),
  add check ((voided_on is null) = (voided_at is null) and (voided_on is null) = (void_reason is null));
create index payment_client on payment (firm_id, client_id, paid_on, id);
grant update on payment to workledger_app;

create table allocation (
  firm_id         int not null,
  id              int generated always as identity,
  payment_id      int,
  credit_note_id  int,
  -- Null: paid back to the client.
  invoice_id      int,
  -- The allocation that this one takes back, once and whole.
  takes_back_id   int,
  allocated_on    date not null,
  amount_minor    bigint not null check (amount_minor <> 0 and abs(amount_minor) <= 9007199254740991),
  actor_id        int not null,
  recorded_at     timestamptz not null,
  primary key (firm_id, id),
  unique (firm_id, takes_back_id),
  foreign key (firm_id, takes_back_id) references allocation (firm_id, id),
  foreign key (firm_id, payment_id) references payment (firm_id, id),
  foreign key (firm_id, credit_note_id) references invoice (firm_id, id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  check ((payment_id is null) <> (credit_note_id is null))
);
create index allocation_invoice on allocation (firm_id, invoice_id) where invoice_id is not null;
create index allocation_payment on allocation (firm_id, payment_id) where payment_id is not null;
create index allocation_credit_note on allocation (firm_id, credit_note_id) where credit_note_id is not null;
-- Debtors as at a past day go back from today's by what was allocated since.
create index allocation_day on allocation (firm_id, allocated_on);

-- Payments that were imported said which invoice they were of; they were recorded by whoever imported it.
update payment p set client_id = i.client_id, currency = i.currency,
  actor_id = coalesce(
    (select b.actor_id from external_reference e join import_batch b on b.firm_id = e.firm_id and b.id = e.batch_id
     where e.firm_id = i.firm_id and e.kind = 'invoice' and e.our_id = i.id limit 1),
    (select min(a.id) from actor a where a.firm_id = i.firm_id)),
  recorded_at = now()
from invoice i where i.firm_id = p.firm_id and i.id = p.invoice_id;
insert into allocation (firm_id, payment_id, invoice_id, allocated_on, amount_minor, actor_id, recorded_at)
select firm_id, id, invoice_id, paid_on, amount_minor, actor_id, recorded_at
from payment where amount_minor <> 0 order by firm_id, id;
alter table payment
  drop column invoice_id,
  alter currency set not null,
  alter actor_id set not null,
  alter recorded_at set not null;

call fence('tax', 'select, insert, update, delete');
call fence('tax_rate', 'select, insert, update, delete');
call fence('number_series', 'select, insert, update, delete');
call fence('document_template', 'select, insert, update, delete');
call fence('document_look', 'select, insert');
call fence('billing_settings', 'select, insert, update');
call fence('quote_line', 'select, insert, update, delete');
call fence('quote_tax', 'select, insert, delete');
call fence('invoice_tax', 'select, insert, delete');
call fence('invoice_job', 'select, insert, delete');
call fence('invoice_effect', 'select, insert, delete');
call fence('draft_item', 'select, insert, delete');
call fence('allocation', 'select, insert');
