-- The day on which a job was billed last is asked of its invoices, not of each line of them: a journal bills one job, so its
-- first line says as much as all. A seventh of the room, and only one entry to write for an invoice, however long it is.
create index if not exists ledger_line_first_billed on ledger_line (firm_id, job_id, effective_on)
  where kind in (3, 4) and line_number = 1;
drop index ledger_line_billed;
