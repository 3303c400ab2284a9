-- Who recorded a cost, so that somebody who records only their own finds those again and nobody else's. Not known of costs
-- that were there before, or that a quote or an import brought along.
alter table cost_entry
  add recorded_by int,
  add foreign key (firm_id, recorded_by) references actor (firm_id, id);
create index cost_entry_recorded_by on cost_entry (firm_id, recorded_by, incurred_on desc, id desc)
  where recorded_by is not null;
