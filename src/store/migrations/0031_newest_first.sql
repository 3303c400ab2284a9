-- The lists of time, of costs and of payments begin with the newest of the firm. Without these all of them are sorted to show
-- fifty. Those of a day are put in order when they are read, so that a key is the same for all of a day and is kept once.
create index if not exists time_entry_day on time_entry (firm_id, worked_on);
create index if not exists cost_entry_day on cost_entry (firm_id, incurred_on);
create index if not exists payment_day on payment (firm_id, paid_on);
