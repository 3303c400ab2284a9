-- Closing periods: what was known when a period was closed, and the openings of the next one, kept for ever.
--
-- A close is a row; that it was taken back is a second row. While a close stands, both locks are on its last day or
-- later, so nothing can be dated into the period and its openings stay what the ledger answers for that day.

create table period_close (
  firm_id             int not null references firm (id),
  id                  int generated always as identity,
  -- The day after the close before; of the first one, the first day of anything.
  began_on            date not null,
  ended_on            date not null,
  notes               text check (length(notes) <= 4000),
  -- What called for attention and was accepted as it is.
  accepted            text[] not null default '{}',
  -- The checklist as it was under the gate.
  evidence            jsonb not null,
  -- Per currency: opening, movements and closing.
  totals              jsonb not null,
  -- Where the locks go back to when the close is taken back.
  wip_lock_before     date,
  period_lock_before  date,
  actor_id            int not null,
  closed_at           timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  check (began_on <= ended_on)
);
create index period_close_end on period_close (firm_id, ended_on, id);

-- What each job had at the end of the last day; jobs that had nothing are left out.
create table period_opening (
  firm_id                 int not null,
  close_id                int not null,
  job_id                  int not null,
  wip_time_minor          bigint not null,
  wip_cost_minor          bigint not null,
  interim_minor           bigint not null,
  uninvoiced_quote_minor  bigint not null,
  primary key (firm_id, close_id, job_id),
  foreign key (firm_id, close_id) references period_close (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  constraint period_opening_is_something check (
    wip_time_minor <> 0 or wip_cost_minor <> 0 or interim_minor <> 0 or uninvoiced_quote_minor <> 0)
);

create table period_reopening (
  firm_id      int not null,
  close_id     int not null,
  reason       text not null check (length(reason) between 1 and 2000),
  actor_id     int not null,
  reopened_at  timestamptz not null,
  primary key (firm_id, close_id),
  foreign key (firm_id, close_id) references period_close (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);

create view standing_close with (security_invoker = true) as
select c.* from period_close c
where not exists (select 1 from period_reopening r where r.firm_id = c.firm_id and r.close_id = c.id);
grant select on standing_close to workledger_app;

-- The accounts that the WIP journal names for each movement, where the firm has chosen its own.
create table wip_journal_account (
  firm_id      int not null references firm (id),
  movement     text not null check (movement in (
    'time', 'costs', 'billed', 'interimsRaised', 'interimsAbsorbed', 'writtenOff', 'writtenOn', 'revalued', 'moved')),
  debit_code   text not null check (length(debit_code) <= 50),
  debit_name   text not null check (length(debit_name) between 1 and 200),
  credit_code  text not null check (length(credit_code) <= 50),
  credit_name  text not null check (length(credit_name) between 1 and 200),
  version      int not null default 1,
  primary key (firm_id, movement)
);

-- Holds the gate alone until the transaction ends: after the posts under way, before all that follow.
create function hold_gate(p_firm int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'the gate of firm % may not be held from here', p_firm using errcode = 'WL003';
  end if;
  perform 1 from ledger_gate g where g.firm_id = p_firm for no key update;
end $$;
revoke all on function hold_gate from public;
grant execute on function hold_gate to workledger_app;

-- Whoever moves the locks: they stay on or after the last day that is closed.
create function keep_closed_days_locked() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_closed_through date := (select max(c.ended_on) from standing_close c where c.firm_id = new.firm_id);
begin
  if v_closed_through > least(
      coalesce(new.wip_lock_on, '-infinity'), coalesce(new.period_lock_on, '-infinity')) then
    raise exception 'the days up to % are closed', v_closed_through using errcode = 'WL004';
  end if;
  return new;
end $$;
create trigger closed_days_are_locked before update on ledger_gate
  for each row execute function keep_closed_days_locked();

-- Closes follow one another, and only the latest is taken back.
create function keep_closes_in_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'period_close' then
    if exists (select 1 from standing_close c where c.firm_id = new.firm_id and c.ended_on >= new.began_on) then
      raise exception 'the days from % on are closed already', new.began_on using errcode = 'WL004';
    end if;
  elsif exists (
      select 1 from standing_close c join period_close o on o.firm_id = c.firm_id and o.id = new.close_id
      where c.firm_id = new.firm_id and c.ended_on > o.ended_on) then
    raise exception 'a later period than that of close % is closed', new.close_id using errcode = 'WL004';
  end if;
  return new;
end $$;
create trigger closes_in_order before insert on period_close
  for each row execute function keep_closes_in_order();
create trigger reopenings_in_order before insert on period_reopening
  for each row execute function keep_closes_in_order();

call fence('period_close', 'select, insert');
call fence('period_opening', 'select, insert');
call fence('period_reopening', 'select, insert');
call fence('wip_journal_account', 'select, insert, update');
