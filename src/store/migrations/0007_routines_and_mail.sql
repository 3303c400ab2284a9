-- Routines: work that is done after the answer, by workers, such as sending mail. The queue is Graphile Worker's and
-- keeps a schema of its own, which workledger_app cannot enter. A routine is queued in the transaction of whatever
-- causes it: both happen or neither.

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

-- Mail that waits, and mail that went: a row per message, sent by a routine.
create table mail_text (
  firm_id   int not null references firm (id),
  document  text not null check (document in ('invoice', 'creditNote', 'quote', 'statement')),
  subject   text not null check (length(subject) between 1 and 300),
  body      text not null check (length(body) <= 10000),
  version   int not null default 1,
  primary key (firm_id, document)
);

create table mail (
  firm_id      int not null references firm (id),
  id           int generated always as identity,
  document     text not null check (document in ('invoice', 'creditNote', 'quote', 'statement')),
  invoice_id   int,
  quote_id     int,
  client_id    int,
  -- Of a statement: the day it was drawn up for.
  statement_on date,
  recipients   text[] not null check (cardinality(recipients) between 1 and 20),
  copies       text[] not null default '{}' check (cardinality(copies) <= 20),
  subject      text not null check (length(subject) between 1 and 300),
  body         text not null check (length(body) <= 10000),
  status       text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts     int not null default 0,
  last_error   text,
  -- The same at every attempt, so that a receiver that gets the message twice keeps one.
  message_id   text,
  -- The file that took the message where there is no mail server, on a developer's machine.
  kept_as      text check (length(kept_as) <= 300),
  actor_id     int not null,
  created_at   timestamptz not null,
  sent_at      timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id),
  foreign key (firm_id, quote_id) references quote (firm_id, id),
  foreign key (firm_id, client_id) references client (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create index mail_invoice on mail (firm_id, invoice_id) where invoice_id is not null;
create index mail_quote on mail (firm_id, quote_id) where quote_id is not null;
create index mail_client on mail (firm_id, client_id) where client_id is not null;

call fence('mail_text', 'select, insert, update');
call fence('mail', 'select, insert, update');
