-- Bringing a firm's data in from another system, and the documents that come with it.
--
-- An import is read into import_record as it stands in the files, checked whole, and only then applied in chunks. Where
-- applying stands is kept on import_batch in the transaction of each chunk, so that a stopped import goes on where it
-- stopped. external_reference outlives the import: it says which of our records another system's record became, and is
-- why importing the same data again changes nothing.

create table import_batch (
  firm_id           int not null references firm (id),
  id                int generated always as identity,
  state             text not null check (state in ('reading', 'checked', 'applying', 'applied')),
  -- A digest of the files and of how they are read: the same import begun again is found by it.
  content_hash      bytea not null check (length(content_hash) = 32),
  -- Each file with its size, digest, source, format, and how it was read.
  files             jsonb not null,
  options           jsonb not null,
  assumptions       jsonb not null default '[]',
  -- Per kind of record: read, refused, created, matched, changed, unchanged…
  counts            jsonb not null default '{}',
  -- What was found while checking: expected totals, samples, states and what they were taken for.
  preview           jsonb not null default '{}',
  skips_refused     boolean not null default false,
  refused_count     int not null default 0,
  -- The stage that applying is in, and the last record of it that was applied.
  stage             text,
  stage_date        date,
  stage_place       int not null default 0,
  actor_id          int not null,
  created_at        timestamptz not null,
  checked_at        timestamptz,
  applied_at        timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create index import_batch_content on import_batch (firm_id, content_hash);

-- What was read, one row per record, until the import has been applied. Here and where the marks and references of single
-- entries stand there are no foreign keys: they would be checked a hundred thousand times for the one import at work.
create table import_record (
  firm_id       int not null,
  batch_id      int not null,
  kind          text not null,
  -- Counts the records of the import in the order of the files.
  place         int not null,
  status        text not null default 'staged' check (status in ('staged', 'refused', 'leftOut')),
  source        text not null,
  file          text not null,
  line          int not null,
  path          text,
  -- What the source calls the record; where it has no ids, a digest of the row, numbered when rows are alike.
  external_key  text not null,
  content_hash  bytea,
  dated_on      date,
  record        text not null,
  primary key (firm_id, batch_id, kind, place)
);

-- What the files say about the billing of single time entries: the rate of an invoice's breakdown, and the invoice or
-- the invoice's task on which an entry was billed.
create table import_billed_time (
  firm_id       int not null,
  batch_id      int not null,
  id            int generated always as identity,
  place         int not null,
  source        text not null,
  time_key      text not null,
  invoice_task  text,
  invoice       text,
  -- As the source writes it.
  invoice_number text,
  rate          text,
  primary key (firm_id, batch_id, id)
);
create index import_billed_time_place on import_billed_time (firm_id, batch_id, place);
create index import_billed_time_entry on import_billed_time (firm_id, batch_id, source, time_key);
create index import_billed_time_task on import_billed_time (firm_id, batch_id, source, invoice_task)
  where invoice_task is not null;
create index import_billed_time_invoice on import_billed_time (firm_id, batch_id, source, invoice)
  where invoice is not null;

create table import_problem (
  firm_id    int not null,
  batch_id   int not null,
  id         int generated always as identity,
  -- refused: the record cannot be imported. leftOut: it holds nothing. difference: it was imported, and something of it
  -- cannot be as it is in the source. note: how it was understood.
  severity   text not null check (severity in ('refused', 'leftOut', 'difference', 'note')),
  -- Found while reading, checking or applying.
  stage      text not null check (stage in ('read', 'check', 'apply')),
  code       text not null,
  detail     text not null,
  file       text,
  line       int,
  path       text,
  field      text,
  value      text,
  accepted   text,
  job_id     int,
  primary key (firm_id, batch_id, id),
  foreign key (firm_id, batch_id) references import_batch (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id)
);
create index import_problem_job on import_problem (firm_id, batch_id, job_id) where job_id is not null;

create table external_reference (
  firm_id       int not null,
  source        text not null,
  kind          text not null,
  external_key  text not null,
  our_id        bigint not null,
  -- Of the record as it was last imported; null where the key is a digest of the content.
  content_hash  bytea,
  batch_id      int not null,
  primary key (firm_id, source, kind, external_key)
);
create index external_reference_ours on external_reference (firm_id, kind, our_id)
  where kind not in ('timeEntry', 'cost');

-- A job's figure here against the figure in the source, when the import ended.
create table import_tie_out (
  firm_id             int not null,
  batch_id            int not null,
  job_id              int not null,
  -- Which figure of the source: its estimated billings or its report of unbilled WIP.
  figure              text not null check (figure in ('estimatedBillings', 'unbilledWip')),
  source_minor        bigint not null,
  net_wip_minor       bigint not null,
  uninvoiced_quote_minor bigint not null,
  -- Source less ours; 0 when the figure ties to net WIP or, for a quoted job, to its uninvoiced quote.
  difference_minor    bigint not null,
  reasons             jsonb not null default '[]',
  wip_action_id       int,
  primary key (firm_id, batch_id, job_id, figure),
  foreign key (firm_id, batch_id) references import_batch (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, wip_action_id) references wip_action (firm_id, id)
);
create index import_tie_out_action on import_tie_out (firm_id, wip_action_id) where wip_action_id is not null;

create table quote (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  number        text,
  name          text,
  client_id     int,
  job_id        int,
  state         text not null check (state in ('draft', 'issued', 'accepted', 'declined', 'revised', 'archived')),
  -- The quote that its job is billed by; what of it is uninvoiced stands in the ledger.
  is_master     boolean not null default false,
  quoted_on     date,
  valid_until   date,
  accepted_on   date,
  currency      char(3) not null check (currency ~ '^[A-Z]{3}$'),
  total_minor   bigint not null,
  origin        text not null default 'composed' check (origin in ('composed', 'imported')),
  version       int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, client_id) references client (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id)
);
create unique index quote_master on quote (firm_id, job_id) where is_master;
create index quote_client on quote (firm_id, client_id, id);

-- An invoice is a document; what it did to WIP stands in the ledger under it as the cause.
create table invoice (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  -- Drafts have none.
  number        text check (length(number) between 1 and 100),
  client_id     int,
  type          text check (type in ('progress', 'final')),
  basis         text not null check (basis in ('actual', 'quoted', 'deposit', 'miscellaneous')),
  pricing       text not null default 'calculated' check (pricing in ('calculated', 'fixed')),
  status        text not null check (status in ('draft', 'approved', 'cancelled')),
  invoiced_on   date not null,
  due_on        date,
  -- Work after this day was not offered.
  cut_off_on    date,
  currency      char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Ex tax.
  total_minor   bigint not null check (abs(total_minor) <= 9007199254740991),
  tax_minor     bigint,
  paid_minor    bigint not null default 0,
  -- The source's words for the job or jobs, and for its type.
  reference     text,
  type_text     text,
  origin        text not null default 'composed' check (origin in ('composed', 'imported')),
  version       int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, client_id) references client (firm_id, id),
  check (status = 'draft' or number is not null)
);
-- Numbers of other systems may meet; our own never.
create unique index invoice_number_composed on invoice (firm_id, number) where origin = 'composed';
create index invoice_number on invoice (firm_id, number) where number is not null;
create index invoice_client on invoice (firm_id, client_id, invoiced_on, id);
create index invoice_date on invoice (firm_id, invoiced_on, id);

create table invoice_line (
  firm_id               int not null,
  invoice_id            int not null,
  line_number           int not null check (line_number > 0),
  kind                  text not null check (kind in ('task', 'cost')),
  job_id                int,
  job_task_id           int,
  cost_entry_id         bigint,
  description           text not null,
  minutes               int,
  rate_per_hour_minor   bigint,
  quantity_thousandths  int,
  unit_price_minor      bigint,
  amount_minor          bigint not null check (abs(amount_minor) <= 9007199254740991),
  billable              boolean not null default true,
  -- Written on the invoice itself; not from recorded work.
  typed                 boolean not null default false,
  primary key (firm_id, invoice_id, line_number),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, job_id, job_task_id) references job_task (firm_id, job_id, id),
  foreign key (firm_id, cost_entry_id) references cost_entry (firm_id, id)
);
create index invoice_line_job on invoice_line (firm_id, job_id) where job_id is not null;

-- Payments move debtors and never WIP.
create table payment (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  invoice_id    int not null,
  paid_on       date not null,
  amount_minor  bigint not null check (abs(amount_minor) <= 9007199254740991),
  reference     text,
  primary key (firm_id, id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id)
);
create index payment_invoice on payment (firm_id, invoice_id);

-- Invoices for work that nobody can tell the job of: they wait, without effect on WIP, until a person decides.
create table unmatched_invoice (
  firm_id     int not null,
  invoice_id  int not null,
  why         text not null,
  primary key (firm_id, invoice_id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id)
);

-- The decision is a second row: the job that the invoice was assigned to, or none when it was set aside.
create table unmatched_invoice_decision (
  firm_id      int not null,
  invoice_id   int not null,
  job_id       int,
  note         text check (length(note) <= 2000),
  actor_id     int not null,
  recorded_at  timestamptz not null,
  primary key (firm_id, invoice_id),
  foreign key (firm_id, invoice_id) references unmatched_invoice (firm_id, invoice_id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);

call fence('import_batch', 'select, insert, update');
call fence('import_record', 'select, insert, update, delete');
call fence('import_billed_time', 'select, insert, delete');
call fence('import_problem', 'select, insert, delete');
call fence('external_reference', 'select, insert, update');
call fence('import_tie_out', 'select, insert, update, delete');
call fence('quote', 'select, insert, update');
call fence('invoice', 'select, insert, update');
call fence('invoice_line', 'select, insert, delete');
call fence('payment', 'select, insert');
call fence('unmatched_invoice', 'select, insert, delete');
call fence('unmatched_invoice_decision', 'select, insert');
