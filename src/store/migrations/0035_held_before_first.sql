-- Jobs that are held stay as they are, also those on which nothing was posted yet.
--
-- Whoever held such a job held nothing: it has no balance until its first journal, and that is what is locked. In the meantime
-- somebody could record work on it and somebody else change that work, under a draft that had just taken it. The job itself is
-- held then. The first journal of a job holds it shared, so it waits; and jobs come before balances, as they do there.
create or replace function lock_jobs(p_firm int, p_jobs int[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'the jobs of firm % may not be locked from here', p_firm using errcode = 'WL003';
  end if;
  perform 1 from ledger_gate g where g.firm_id = p_firm for share;
  perform 1 from job j
    where j.firm_id = p_firm and j.id = any (p_jobs)
      and not exists (select from job_balance b where b.firm_id = p_firm and b.job_id = j.id)
    order by j.id for no key update;
  perform 1 from job_balance b where b.firm_id = p_firm and b.job_id = any (p_jobs) order by b.job_id for no key update;
end $$;
