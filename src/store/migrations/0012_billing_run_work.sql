-- What a run does with what it planned: invoices, write-offs, later their approval or their undoing.

alter table billing_run
  -- What is done, or was done last.
  add work                text check (work in ('bill', 'approve', 'undo')),
  -- What becomes of a job that comes to something else than was planned.
  add when_changed        text not null default 'park' check (when_changed in ('park', 'bill')),
  -- For whom routines act, with what they were allowed when they asked.
  add acting_id           int,
  add acting_role         text,
  add acting_limit_minor  bigint,
  -- Why a run is undone.
  add undo_reason         text check (length(undo_reason) <= 2000),
  -- Since when it goes on without a break, and with how much left; for the rate.
  add began_at            timestamptz,
  add began_left          int not null default 0,
  add ended_at            timestamptz,
  -- Rises whenever something was done.
  add progress            int not null default 0,
  add foreign key (firm_id, acting_id) references actor (firm_id, id);

alter table billing_run_unit
  drop constraint billing_run_unit_state_check,
  add constraint billing_run_unit_state_check
    check (state in ('planned', 'drafted', 'billed', 'nothing', 'parked', 'undone')),
  -- What is still to be done with it.
  add awaits     text check (awaits in ('bill', 'approve', 'undo')),
  -- Why it was parked, or why it stayed as it was.
  add refusals   jsonb,
  -- How often it was put off because somebody else was at its jobs.
  add postponed  int not null default 0;
create index billing_run_unit_awaits on billing_run_unit (firm_id, run_id, postponed, place) where awaits is not null;

alter table billing_run_job
  -- Of a job that is written off; null of others, and before the run was started.
  add write_off      text check (write_off in ('planned', 'writtenOff', 'nothing', 'parked', 'undone')),
  add wip_action_id  int,
  add awaits         text check (awaits in ('bill', 'undo')),
  add refusals       jsonb,
  add postponed      int not null default 0,
  add foreign key (firm_id, wip_action_id) references wip_action (firm_id, id),
  add constraint billing_run_job_write_off check (write_off is null or decision = 'writeOff');
create index billing_run_job_awaits on billing_run_job (firm_id, run_id, postponed, job_id) where awaits is not null;
create index billing_run_job_unit on billing_run_job (firm_id, run_id, unit_place) where unit_place is not null;
