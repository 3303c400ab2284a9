-- What people who work in a browser need besides the books: finding things by a few letters, their own settings, views
-- of lists, files beside costs, and a way back in when a password is forgotten.

-- Finding. A record is found by the beginnings of its words, whatever their case and accents. The words carry the firm
-- before them, so that one index serves all firms and reads only what is of one. No extension is needed.

create function search_plain(p_text text) returns text
language sql immutable parallel safe as $$
  select lower(regexp_replace(normalize(p_text, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;

create function search_words(p_text text) returns text[]
language sql immutable parallel safe as $$
  select array(
    select distinct left(word, 100)
    from regexp_split_to_table(public.search_plain(coalesce(p_text, '')), '[\s!-/:-@\[-`{-~]+') as word
    where word <> '')
$$;

create function search_vector(p_firm_id int, p_text text) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select p_firm_id || ':' || word from unnest(public.search_words(p_text)) as word))
$$;

-- A number is also found by its digits without the zeros before them: 42 finds J000042.
create function search_digits(p_number text) returns text
language sql immutable parallel safe as $$
  select coalesce(substring(p_number from '[1-9][0-9]*$'), '')
$$;

create index client_words on client using gin (
  search_vector(firm_id, name || ' ' || coalesce(export_code, '')));
create index contact_words on contact using gin (
  search_vector(firm_id, name || ' ' || coalesce(email, '')));
create index staff_words on staff using gin (
  search_vector(firm_id, name || ' ' || coalesce(code, '') || ' ' || coalesce(email, '')));
create index task_words on task using gin (search_vector(firm_id, name));
create index job_words on job using gin (
  search_vector(firm_id, number || ' ' || search_digits(number) || ' ' || name || ' ' || coalesce(client_order_number, '')));
create index quote_words on quote using gin (
  search_vector(firm_id, coalesce(number, '') || ' ' || search_digits(number) || ' ' || coalesce(name, '')));
create index payment_words on payment using gin (search_vector(firm_id, reference)) where reference is not null;
-- Invoices come by the ten thousand: their numbers are found by a plain index, and few have a reference.
create index invoice_words on invoice using gin (search_vector(firm_id, reference)) where reference is not null;
create index invoice_number_begins on invoice (firm_id, lower(number) text_pattern_ops) where number is not null;

create function search_rank(p_text text, p_number text, p_name text, p_is_past boolean) returns int
language sql immutable parallel safe as $$
  select case
      when public.search_plain(p_number) = p_text or public.search_plain(p_name) = p_text then 0
      when starts_with(public.search_plain(p_number), p_text) then 1
      when starts_with(public.search_plain(p_name), p_text) then 2
      else 3
    end + case when p_is_past then 4 else 0 end
$$;

-- Under row-level security an index may only be asked what cannot leak, which the beginning of a word is not; so this
-- is a door of its own, which names the firm in every part. Of each kind it ranks the newest few hundred and whatever is
-- called exactly like the text; the best of each kind come first, in turn. Its plan is kept: making it takes longer
-- than running it.
create function search_records(p_kinds text[], p_text text, p_limit int)
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
      select * from payment
      where 'payment' = any (p_kinds) and firm_id = v_firm_id and reference is not null
        and search_vector(firm_id, reference) @@ v_words
      order by lower(reference) = v_text desc, id desc limit ranked_max) p
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

revoke all on function search_records from public;
grant execute on function search_records to workledger_app;

-- The history of an invoice tells what reviewers said of it.
create index billing_run_verdict_invoice on billing_run_verdict (firm_id, invoice_id);

-- How somebody wants to work: one row each, as the program last wrote it.
create table preference (
  firm_id   int not null,
  actor_id  int not null,
  settings  jsonb not null,
  primary key (firm_id, actor_id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
call fence('preference', 'select, insert, update');

-- What somebody looks at again and again: a list with its filters, under a name.
create table saved_view (
  firm_id   int not null references firm (id),
  id        int generated always as identity,
  actor_id  int not null,
  list      text not null check (length(list) between 1 and 40),
  name      text not null check (length(name) between 1 and 100),
  filters   jsonb not null,
  -- Whether everybody in the firm has it too.
  shared    boolean not null default false,
  version   int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create unique index saved_view_name on saved_view (firm_id, actor_id, list, lower(name));
create index saved_view_shared on saved_view (firm_id, list) where shared;
call fence('saved_view', 'select, insert, update, delete');

-- Files beside the work: the photo of a receipt on a cost, a drawing on a job. Their bytes are in the database, so that
-- a backup has them; pictures and PDF are compressed already, so PostgreSQL does not try again.
create table attachment (
  firm_id        int not null references firm (id),
  id             int generated always as identity,
  cost_entry_id  bigint,
  job_id         int,
  file_name      text not null check (length(file_name) between 1 and 200),
  media_type     text not null
    check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf')),
  content_hash   bytea not null check (length(content_hash) = 32),
  content        bytea not null,
  byte_count     int not null check (byte_count between 1 and 10485760),
  actor_id       int not null,
  recorded_at    timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  foreign key (firm_id, cost_entry_id) references cost_entry (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  check ((cost_entry_id is null) <> (job_id is null)),
  check (byte_count = length(content))
);
alter table attachment alter column content set storage external;
-- The same file sent twice is one.
create unique index attachment_of_cost on attachment (firm_id, cost_entry_id, content_hash) where cost_entry_id is not null;
create unique index attachment_of_job on attachment (firm_id, job_id, content_hash) where job_id is not null;
call fence('attachment', 'select, insert, delete');

-- Forgotten passwords. The token of a link is made when its mail goes out; only its hash is kept, and only the
-- installation itself comes here: the application role has no part in it.
create table auth.password_reset (
  id            int generated always as identity primary key,
  "userId"      text not null references auth."user" (id) on delete cascade,
  requested_at  timestamptz not null,
  token_hash    text unique,
  expires_at    timestamptz
);
create index password_reset_user on auth.password_reset ("userId", requested_at);
