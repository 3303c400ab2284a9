-- The time of an import is posted on two connections at once, each with the jobs that are its own. How far each of them has
-- come, and what it has counted, stands here until both are at the end; then stage_place and counts say it again.
alter table import_batch add column lanes jsonb not null default '[]';
