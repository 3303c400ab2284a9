-- The list of contacts in its order; and the numbers that came from elsewhere, which alone can be in the way of a series. At ten
-- million entries the one takes an eighth of a byte an entry, the other nothing where nothing was imported.

create index if not exists contact_name on contact (firm_id, lower(name), id);

create index if not exists invoice_imported_number on invoice (firm_id, number) where origin = 'imported';

create index if not exists quote_imported_number on quote (firm_id, number) where origin = 'imported';
