-- Jobs that a server of the release before listed, took off the list or renamed while 0026 ran: from when it had read what to
-- put into listed_job until its triggers were there, nobody kept their rows. Others go on meanwhile; each job is held as the
-- triggers hold it.
do $$
declare
  v_job record;
begin
  if to_regclass('distribution.done') is not null then return; end if;
  for v_job in
    select firm_id, job_id
    from (
      (select firm_id, job_id, currency, client_key, number_key from listed_job
        except select firm_id, job_id, currency, client_key, number_key from listed_job_due)
      union
      (select firm_id, job_id, currency, client_key, number_key from listed_job_due
        except select firm_id, job_id, currency, client_key, number_key from listed_job)
    ) different
    group by firm_id, job_id order by firm_id, job_id
  loop
    perform 1 from job_balance b where b.firm_id = v_job.firm_id and b.job_id = v_job.job_id for no key update;
    perform keep_listed_job(v_job.firm_id, v_job.job_id);
  end loop;
end $$;
