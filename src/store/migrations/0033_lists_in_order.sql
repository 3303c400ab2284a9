-- What is asked of lists besides their first page. Nearly all documents of a firm are paid, so that those which are not
-- are few; their states and days are read there, and the paid are only counted, by kind and currency. Equal keys are kept
-- once: of what is settled there are few.
create index if not exists invoice_unsettled on invoice (firm_id, invoiced_on, id)
  where status <> 'approved' or outstanding_minor > 0;
create index if not exists invoice_settled on invoice (firm_id, document, currency, outstanding_minor)
  where status = 'approved' and outstanding_minor <= 0;
-- Jobs by their name, and those that have not ended: few of all that a firm has had, and most of those that are looked for.
create index if not exists job_name on job (firm_id, lower(name), id);
create index if not exists job_standing on job (firm_id, state_id);

-- As in 0015, but for payments: a reference often begins as the numbers of invoices do, and then a few letters find all
-- payments there ever were. Of so many only the ids are put in order, and only what is as long as the text is compared
-- with it.
create or replace function search_records(p_kinds text[], p_text text, p_limit int)
returns table (kind text, id bigint, number text, name text, client_id int, client_name text, job_id int, dated_on date)
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  ranked_max constant int := 300;
  v_firm_id int := current_setting('app.firm_id')::int;
  v_text text := search_plain(btrim(p_text));
  v_behind text := v_text || U&'\+10FFFF';
  v_value bigint := substring(v_text from '^\S*?([0-9]{1,9})$')::bigint;
  v_words tsquery := array_to_string(array(
    select '''' || v_firm_id || ':' || word || ''':*' from unnest(search_words(p_text)) as word), ' & ')::tsquery;
begin
  return query
  with found as (
    select 'client' as kind, c.id::bigint as id, null::text as number, c.name as name, c.id as client_id,
      null::text as client_name, null::int as job_id, null::date as dated_on,
      search_rank(v_text, c.export_code, c.name, c.archived) as rank
    from (
      select * from client
      where 'client' = any (p_kinds) and firm_id = v_firm_id
        and search_vector(firm_id, name || ' ' || coalesce(export_code, '')) @@ v_words
      order by lower(name) = v_text desc, id desc limit ranked_max) c
    union all
    select 'job', j.id, j.number, j.name, j.client_id, c.name, j.id, null,
      search_rank(v_text, j.number, j.name, s.type in ('completed', 'cancelled'))
    from (
      select * from job
      where 'job' = any (p_kinds) and firm_id = v_firm_id
        and search_vector(firm_id, number || ' ' || search_digits(number) || ' ' || name || ' '
          || coalesce(client_order_number, '')) @@ v_words
      order by lower(number) = v_text desc, id desc limit ranked_max) j
    join job_state s on s.firm_id = v_firm_id and s.id = j.state_id
    join client c on c.firm_id = v_firm_id and c.id = j.client_id
    union all
    select 'contact', k.id, null, k.name, k.client_id, c.name, null, null,
      search_rank(v_text, k.email, k.name, c.archived)
    from (
      select * from contact
      where 'contact' = any (p_kinds) and firm_id = v_firm_id
        and search_vector(firm_id, name || ' ' || coalesce(email, '')) @@ v_words
      order by lower(name) = v_text desc, id desc limit ranked_max) k
    join client c on c.firm_id = v_firm_id and c.id = k.client_id
    union all
    select 'quote', q.id, q.number, q.name, q.client_id, c.name, q.job_id, q.quoted_on,
      search_rank(v_text, q.number, q.name, q.state in ('declined', 'revised', 'archived'))
    from (
      select * from quote
      where 'quote' = any (p_kinds) and firm_id = v_firm_id
        and search_vector(firm_id, coalesce(number, '') || ' ' || search_digits(number) || ' '
          || coalesce(name, '')) @@ v_words
      order by lower(number) = v_text desc nulls last, id desc limit ranked_max) q
    left join client c on c.firm_id = v_firm_id and c.id = q.client_id
    union all
    select i.document, i.id, i.number, i.reference, i.client_id, c.name, null, i.invoiced_on,
      search_rank(v_text, i.number, i.reference, i.status = 'cancelled')
    from (
      (select n.id from invoice n
        where n.firm_id = v_firm_id and n.number is not null
          and lower(n.number) ~>=~ v_text and lower(n.number) ~<~ v_behind
        order by lower(n.number) using ~>~ limit ranked_max)
      union
      (select r.id from invoice r
        where r.firm_id = v_firm_id and r.reference is not null and search_vector(r.firm_id, r.reference) @@ v_words
        order by r.id desc limit ranked_max)
      union
      (select v.id from number_series s
        join invoice v on v.firm_id = v_firm_id and v.series_id = s.id and v.series_value = v_value
        where s.firm_id = v_firm_id)
      union
      (select e.id from invoice e
        where e.firm_id = v_firm_id and e.number is not null and lower(e.number) = v_text limit ranked_max)
    ) as close_to
    join invoice i on i.firm_id = v_firm_id and i.id = close_to.id
    left join client c on c.firm_id = v_firm_id and c.id = i.client_id
    where i.document = any (p_kinds) and i.status <> 'discarded'
    union all
    select 'payment', p.id, null, p.reference, p.client_id, c.name, null, p.paid_on,
      search_rank(v_text, null, p.reference, p.voided_on is not null)
    from (
      select n.id from (
        select id, length(reference) = length(v_text) and lower(reference) = v_text as is_called_so from payment
        where 'payment' = any (p_kinds) and firm_id = v_firm_id and reference is not null
          and search_vector(firm_id, reference) @@ v_words offset 0) n
      order by n.is_called_so desc, n.id desc limit ranked_max
    ) as paid
    join payment p on p.firm_id = v_firm_id and p.id = paid.id
    left join client c on c.firm_id = v_firm_id and c.id = p.client_id
    union all
    select 'staff', s.id, null, s.name, null, null, null, null, search_rank(v_text, s.code, s.name, not s.active)
    from (
      select * from staff
      where 'staff' = any (p_kinds) and firm_id = v_firm_id
        and search_vector(firm_id, name || ' ' || coalesce(code, '') || ' ' || coalesce(email, '')) @@ v_words
      order by lower(name) = v_text desc, id desc limit ranked_max) s
    union all
    select 'task', t.id, null, t.name, null, null, null, null, search_rank(v_text, null, t.name, t.archived)
    from (
      select * from task
      where 'task' = any (p_kinds) and firm_id = v_firm_id and search_vector(firm_id, name) @@ v_words
      order by lower(name) = v_text desc, id desc limit ranked_max) t
  ), placed as (
    select f.*, row_number() over (partition by f.kind order by f.rank, f.id desc) as place from found f
  )
  select kind, id, number, name, client_id, client_name, job_id, dated_on from placed
  order by rank, place, array_position(p_kinds, kind) limit p_limit;
end $$;

-- Where firms are spread over machines, as store/citus has it.
do $$ begin
  if to_regclass('distribution.done') is not null then
    alter function search_records(text[], text, int) reset plan_cache_mode;
  end if;
end $$;
