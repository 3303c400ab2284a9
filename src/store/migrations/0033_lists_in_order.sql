-- What is asked of lists besides their first page. Nearly all documents of a firm are paid, so that those which are not
-- are few; their states and days are read there, and the paid are only counted, by kind and currency. Equal keys are kept
-- once: of what is settled there are few.
create index if not exists invoice_unsettled on invoice (firm_id, invoiced_on, id)
  where status <> 'approved' or outstanding_minor > 0;
create index if not exists invoice_settled on invoice (firm_id, document, currency, outstanding_minor)
  where status = 'approved' and outstanding_minor <= 0;
-- Jobs by their name.
create index if not exists job_name on job (firm_id, lower(name), id);
