-- The review of a run's drafts before they are approved, and why an invoice of a run could not be sent.

-- Rules of runs that were made before there were stages have none.
update billing_definition set rules = rules || '{"reviewStages": []}' where not rules ? 'reviewStages';
update billing_run set rules = rules || '{"reviewStages": []}' where not rules ? 'reviewStages';

-- What a reviewer said of a draft, or that a draft was changed after somebody had said something. Where a draft stands
-- follows from the newest: a verdict counts for the version of the draft that it was given on and for no other.
create table billing_run_verdict (
  firm_id          int not null,
  id               int generated always as identity,
  run_id           int not null,
  place            int not null,
  invoice_id       int not null,
  invoice_version  int not null,
  fingerprint      text,
  verdict          text not null check (verdict in ('passed', 'returned', 'held', 'changed')),
  -- Counted from 1, in the order of the run's rules; one more than there are: through all of them.
  stage            smallint not null check (stage >= 1),
  next_stage       smallint not null check (next_stage >= 1),
  note             text check (length(note) between 1 and 2000),
  actor_id         int not null,
  given_at         timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, run_id, place) references billing_run_unit (firm_id, run_id, place),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  constraint billing_run_verdict_leads_on check (case verdict
    when 'passed' then next_stage = stage + 1
    when 'returned' then next_stage < stage and note is not null
    when 'held' then next_stage = stage
    else next_stage = 1 end)
);
create index billing_run_verdict_newest on billing_run_verdict (firm_id, run_id, place, id desc);
call fence('billing_run_verdict', 'select, insert');

-- Why the invoice was not sent when that was last asked for; null once it was queued.
alter table billing_run_unit add unsent_because jsonb;
