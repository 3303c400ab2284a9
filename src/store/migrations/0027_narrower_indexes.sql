-- Indexes that say the same in fewer bytes, and how tables come to a cluster. docs/operating/indexes.md tells what reads each.

-- The entries of a job. With the day behind the job nearly every key was its own; without it the entries of a job share one,
-- which is stored once for all of them. Whoever asks for some days of a job looks through the others of the job too.
drop index time_entry_job;
create index time_entry_job on time_entry (firm_id, job_id);

-- Moments only grow, and journals lie on disk in their order, so the range of moments on a few pages tells as much as an
-- entry for each journal.
drop index journal_recorded;
create index journal_recorded on journal using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);

-- Nobody asked these: invoices are found by how their numbers begin, tie-outs by their import, interims by their entry.
drop index interim_job;
drop index invoice_number;
drop index import_tie_out_action;

-- Rows of these are never changed or moved, and new ones come at the end.
alter index ledger_line_pkey set (fillfactor = 100);
alter index journal_pkey set (fillfactor = 100);
alter index time_entry_pkey set (fillfactor = 100);

-- Where tables are spread over machines there are no fences (store/citus), and Citus refuses their policies.
create or replace procedure fence(table_name text, privileges text)
language plpgsql as $$
begin
  if to_regclass('distribution.done') is not null then return; end if;
  execute format('alter table %I enable row level security', table_name);
  execute format(
    'create policy of_firm on %I to workledger_app using (firm_id = (select current_setting(''app.firm_id'')::int)) '
    'with check (firm_id = (select current_setting(''app.firm_id'')::int))', table_name);
  execute format('grant %s on %I to workledger_app', privileges, table_name);
end $$;

-- Puts a new table of firms beside the others, where they are spread. There a table that is not may have no key to one that is:
-- a migration makes the table, calls this, and only then adds keys.
create procedure place_beside_firms(table_name text)
language plpgsql as $$
begin
  if to_regclass('distribution.done') is null then return; end if;
  perform create_distributed_table(table_name::regclass, 'firm_id', colocate_with => 'public.firm');
end $$;
