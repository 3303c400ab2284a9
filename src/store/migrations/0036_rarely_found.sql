-- What the checklist of a period looks for and seldom finds, so that it need not look through everything to find nothing.
-- Each index holds only what it is asked for; together they take a fifteenth of a byte an entry at ten million.

-- Interims raised, and what reverses a line of theirs.
create index if not exists ledger_line_raised on ledger_line (firm_id, effective_on)
  where kind in (4, 10) and debit in (3, 8) and credit in (3, 8);

-- Billable time that no rate prices.
create index if not exists time_entry_unpriced on time_entry (firm_id, job_id)
  where rate_source = 'missing' and billable;

-- Invoices that nobody has sent.
create index if not exists invoice_unsent on invoice (firm_id, invoiced_on)
  where status = 'approved' and sent_at is null and document = 'invoice' and origin = 'composed';
