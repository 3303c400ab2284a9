-- What Estimated Billings needs to know of the practice to add up and put in order the jobs of the WIP manager, where those
-- jobs are: a few thousand rows, however many jobs a firm has had. Reading it from job and client took as long as there
-- were jobs.

-- What should stand there. Names are compared without capitals, as everywhere in reports.
create view listed_job_due with (security_invoker = true) as
select b.firm_id, b.job_id, j.currency, lower(c.name) as client_key, lower(j.number) as number_key
from job_balance b
join job j on j.firm_id = b.firm_id and j.id = b.job_id
join client c on c.firm_id = j.firm_id and c.id = j.client_id
where b.is_listed and not j.excluded;
grant select on listed_job_due to workledger_app;

create table listed_job (
  firm_id     int not null,
  job_id      int not null,
  currency    char(3) not null,
  client_key  text not null,
  number_key  text not null,
  primary key (firm_id, job_id)
);
create index listed_job_by_client on listed_job (firm_id, client_key, number_key, job_id);
create index listed_job_by_number on listed_job (firm_id, number_key, job_id);
call fence('listed_job', 'select');

-- Whoever keeps a row holds the balance row of the job: a posting because it has just written it, others because they lock
-- it first, after the job or client that they change, as everybody does who posts. So of two that meet the later one sees
-- what the earlier one did. Where a job has no balance row yet, its first posting holds job and client instead.
create function keep_listed_job(p_firm int, p_job int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into listed_job as l (firm_id, job_id, currency, client_key, number_key)
  select d.firm_id, d.job_id, d.currency, d.client_key, d.number_key
  from listed_job_due d where d.firm_id = p_firm and d.job_id = p_job
  on conflict (firm_id, job_id) do update set
    currency = excluded.currency, client_key = excluded.client_key, number_key = excluded.number_key;
  if not found then
    delete from listed_job l where l.firm_id = p_firm and l.job_id = p_job;
  end if;
end $$;
revoke all on function keep_listed_job from public;

create function list_job() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform 1 from job j join client c on c.firm_id = j.firm_id and c.id = j.client_id
    where j.firm_id = new.firm_id and j.id = new.job_id for share;
  end if;
  perform keep_listed_job(new.firm_id, new.job_id);
  return null;
end $$;

create function relist_job() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from client c where c.firm_id = new.firm_id and c.id = new.client_id for share;
  perform 1 from job_balance b where b.firm_id = new.firm_id and b.job_id = new.id for no key update;
  if found then
    perform keep_listed_job(new.firm_id, new.id);
  end if;
  return null;
end $$;

create function relist_jobs_of_client() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from job_balance b
  where b.firm_id = new.firm_id
    and b.job_id in (select j.id from job j where j.firm_id = new.firm_id and j.client_id = new.id)
  order by b.job_id for no key update of b;
  perform keep_listed_job(l.firm_id, l.job_id)
  from listed_job l
  where l.firm_id = new.firm_id
    and l.job_id in (select j.id from job j where j.firm_id = new.firm_id and j.client_id = new.id);
  return null;
end $$;

-- On a database that is spread over several machines there are no triggers; there the view stands in (store/citus).
do $$
begin
  if to_regclass('distribution.done') is null then
    insert into listed_job (firm_id, job_id, currency, client_key, number_key)
    select firm_id, job_id, currency, client_key, number_key from listed_job_due;

    create trigger job_is_listed after insert on job_balance
      for each row when (new.is_listed) execute function list_job();
    create trigger job_is_relisted after update of is_listed on job_balance
      for each row when (old.is_listed <> new.is_listed) execute function list_job();
    create trigger job_is_renamed after update of number, currency, client_id, excluded on job
      for each row when ((old.number, old.currency, old.client_id, old.excluded)
        is distinct from (new.number, new.currency, new.client_id, new.excluded)) execute function relist_job();
    create trigger client_is_renamed after update of name on client
      for each row when (old.name <> new.name) execute function relist_jobs_of_client();
  else
    drop table listed_job;
    create view listed_job with (security_invoker = true) as select * from listed_job_due;
  end if;
end $$;
