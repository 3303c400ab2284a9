-- What guards the sign-in of a person besides the password, how they change their own address, and mail about it.

-- Named and shaped as the sign-in library expects; it keeps secrets and recovery codes encrypted.
alter table auth."user" add "twoFactorEnabled" boolean default false;
create table auth."twoFactor" (
  id                        text primary key,
  secret                    text not null,
  "backupCodes"             text not null,
  "userId"                  text not null unique references auth."user" (id) on delete cascade,
  verified                  boolean default true,
  "failedVerificationCount" int default 0,
  "lockedUntil"             timestamptz
);
grant select, insert, update, delete on auth."twoFactor" to workledger_app;

-- Whether whoever signs in to the firm needs a second factor.
alter table firm add requires_two_factor boolean not null default false;

-- Links by which invited people come in: one per member who has not accepted, none once it is revoked. Where the link is
-- mailed, its token is made when the mail goes out; of every token only the hash is kept.
create table auth.invitation (
  firm_id       int not null,
  member_id     int not null,
  token_hash    text unique,
  expires_at    timestamptz not null,
  -- Whether it goes by mail; else it was handed to whoever invited.
  by_mail       boolean not null default false,
  mailed_at     timestamptz,
  -- Why it could not be mailed.
  mail_problem  text,
  primary key (firm_id, member_id)
);
alter table auth.invitation enable row level security;
create policy of_firm on auth.invitation to workledger_app
  using (firm_id = (select current_setting('app.firm_id')::int))
  with check (firm_id = (select current_setting('app.firm_id')::int));
grant select, insert, update, delete on auth.invitation to workledger_app;

insert into auth.invitation (firm_id, member_id, token_hash, expires_at)
select distinct on (firm_id, member_id) firm_id, member_id, token_hash, expires_at
from (
  select (value::json ->> 'firmId')::int as firm_id, (value::json ->> 'memberId')::int as member_id,
         split_part(identifier, ':', 2) as token_hash, "expiresAt" as expires_at
  from auth.verification where identifier like 'invitation:%'
) as kept
order by firm_id, member_id, expires_at desc;
delete from auth.verification where identifier like 'invitation:%';

-- The address that somebody wants to sign in with from now on, until the link that is mailed there has been opened.
create table auth.email_change (
  "userId"      text primary key references auth."user" (id) on delete cascade,
  new_email     text not null,
  requested_at  timestamptz not null,
  expires_at    timestamptz not null,
  token_hash    text unique
);

-- Mail about somebody's account that waits to be sent: an invitation, a link to prove an address, a notice.
create table auth.account_mail (
  id            int generated always as identity primary key,
  kind          text not null,
  recipient     text not null,
  -- What the text of that kind needs to know, as JSON that nobody but the program reads.
  about         text not null,
  requested_at  timestamptz not null
);
grant insert, select (id) on auth.account_mail to workledger_app;
