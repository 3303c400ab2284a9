-- Routines: work that is done after the answer, by workers. The queue is Graphile Worker's and keeps a schema of its own,
-- which workledger_app cannot enter. A routine is queued in the transaction of whatever causes it: both happen or neither.

-- Who works on the queue. What a worker is busy with is locked in the queue under its id; when it has not been seen for a
-- while, the others take the locks off and do the work. Above all firms, so workledger_app has no business here.
create table worker (
  id           text primary key,
  -- Host and process, for people.
  description  text not null,
  started_at   timestamptz not null default now(),
  seen_at      timestamptz not null default now()
);

-- The door to the queue for a firm's own work. A routine gets the firm and an id and nothing else; it reads the rest
-- when it runs. Queued again while it waits, it runs once; queued again while it runs, it runs once more.
create function queue_routines(p_routine text, p_ids int[], p_attempts_max int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_firm_id int := current_setting('app.firm_id')::int;
begin
  perform graphile_worker.add_jobs(array(
    select (
      p_routine,
      json_build_object('firmId', v_firm_id, 'id', subject.id),
      null, null, p_attempts_max,
      format('%s:%s:%s', p_routine, v_firm_id, subject.id),
      null, null
    )::graphile_worker.job_spec
    from (select distinct unnest(p_ids) as id order by 1) as subject));
end $$;
revoke all on function queue_routines from public;
grant execute on function queue_routines to workledger_app;
