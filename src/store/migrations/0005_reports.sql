-- What reports need besides the ledger's own tables.

-- A job with a quote and no work yet is not listed, but its quote counts in reports of a past day.
create index job_balance_quoted on job_balance (firm_id, job_id) where uninvoiced_quote_minor <> 0;

-- What Estimated Billings asks of every job that it adds up and puts in order; the rest only of the jobs of a page.
create index job_reported on job (firm_id, id) include (number, currency, excluded);

-- Lines come nearly in the order of their days, so a few kilobytes say on which pages the days of half a month may be.
-- Several ranges per place: one back-dated line must not make a page look like all the days between.
create index ledger_line_days on ledger_line using brin (effective_on date_minmax_multi_ops)
  with (pages_per_range = 32, autosummarize = on);

-- The newest invoice of a job on a past day; three bytes per line, because the lines of an invoice share their key.
create index ledger_line_billed on ledger_line (firm_id, job_id, effective_on) where kind in (3, 4);

-- What was recorded in a later month than it is dated: everything that a report known at a moment must leave out
-- although its date falls within the report.
create index job_month_recorded_late on job_month (firm_id, recorded_month, effective_month, job_id)
  where recorded_month > effective_month;

-- Waits for the posts under way, for reports of what was known at a recent moment. Answers the present by the clock that
-- records, or null when the moment lies ahead of it. Posts last for seconds; an hour is far more than any of them.
--
-- Every post shares the gate, and so has its transaction id, before it reads the clock. Whatever may still record a
-- moment up to now is therefore a transaction at work with an id below the one drawn here; later ones record later
-- moments. So nobody is held up and no newcomer can prolong the wait. When nobody holds the gate, nothing of this firm
-- is at work, whatever others do. After p_patience the wait is given up as a lock that was not available.
create function await_posts(p_firm int, p_until timestamptz, p_patience interval) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked_at constant timestamptz := clock_timestamp();
  own bigint;
  snapshot pg_snapshot;
  at_work xid8[];
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'the posts of firm % may not be awaited from here', p_firm using errcode = 'WL003';
  end if;
  if p_until > asked_at then
    return null;
  end if;
  if p_until <= asked_at - interval '1 hour' then
    return asked_at;
  end if;
  own := pg_current_xact_id()::text::bigint;
  -- A snapshot lists who is at work below its end; from there on nobody had ended yet.
  snapshot := pg_current_snapshot();
  at_work := array(
    select pg_snapshot_xip(snapshot)
    union all
    select x::text::xid8 from generate_series(pg_snapshot_xmax(snapshot)::text::bigint, own - 1) x);
  loop
    at_work := array(select x from unnest(at_work) x where x < own::text::xid8 and pg_xact_status(x) = 'in progress');
    exit when cardinality(at_work) = 0;
    perform 1 from ledger_gate g where g.firm_id = p_firm for update skip locked;
    exit when found;
    if clock_timestamp() > asked_at + p_patience then
      raise exception 'posts of firm % have been under way since before %', p_firm, asked_at
        using errcode = 'lock_not_available';
    end if;
    perform pg_sleep(0.005);
  end loop;
  return clock_timestamp();
end $$;
revoke all on function await_posts from public;
grant execute on function await_posts to workledger_app;
