-- What reports need besides the ledger's own tables.

-- A job with a quote and no work yet is not listed, but its quote counts in reports of a past day.
create index job_balance_quoted on job_balance (firm_id, job_id) where uninvoiced_quote_minor <> 0;

-- What was recorded in a later month than it is dated: everything that a report known at a moment must leave out
-- although its date falls within the report.
create index job_month_recorded_late on job_month (firm_id, recorded_month, effective_month, job_id)
  where recorded_month > effective_month;

-- Waits for the posts under way, for reports of what was known at a recent moment. Answers the present by the clock that
-- records, or null when the moment lies ahead of it. Posts last for seconds; an hour is far more than any of them.
create function await_posts(p_firm int, p_until timestamptz) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'the posts of firm % may not be awaited from here', p_firm using errcode = 'WL003';
  end if;
  if p_until > clock_timestamp() then
    return null;
  end if;
  if p_until > clock_timestamp() - interval '1 hour' then
    perform 1 from ledger_gate g where g.firm_id = p_firm for update;
  end if;
  return clock_timestamp();
end $$;
revoke all on function await_posts from public;
grant execute on function await_posts to workledger_app;
