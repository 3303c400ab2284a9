// What is in the archive of a firm that moves, and what `firm.json` says of it.

import { z } from 'zod';

export const contentsName = 'firm.json';
export const firmFormatVersion = 1;

const column = z.object({
  name: z.string(),
  type: z.string(),
  isNullable: z.boolean(),
  /** A value as PostgreSQL writes it, a person's e-mail address, or the name of a file in the archive. */
  holds: z.enum(['value', 'person', 'file']),
});

const table = z.object({
  name: z.string().regex(/^[a-z_]+$/),
  rows: z.int(),
  /** Of its CSV. */
  sha256: z.string(),
  primaryKey: z.array(z.string()),
  columns: z.array(column),
  references: z.array(
    z.object({ columns: z.array(z.string()), table: z.string(), referenced: z.array(z.string()) }),
  ),
});

export const firmContents = z.object({
  format: z.literal('workledger-firm'),
  formatVersion: z.int(),
  program: z.string(),
  takenAt: z.iso.datetime(),
  firm: z.object({ name: z.string(), currency: z.string() }),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** In an order in which each comes after what it refers to. */
  tables: z.array(table),
  files: z.array(z.string().regex(/^files\/[0-9a-f]{64}\.[\w.+-]+$/)),
  people: z.array(z.object({ email: z.string(), name: z.string() })),
  totals: z.array(z.object({ figure: z.string(), of: z.string().nullable(), value: z.string() })),
});

export type FirmContents = z.output<typeof firmContents>;
export type FirmTableContents = z.output<typeof table>;

export const csvName = (table: string): string => `tables/${table}.csv`;
export const jsonLinesName = (table: string): string => `tables/${table}.jsonl`;

export const readme = `The whole of a firm as Workledger kept it, in open formats.

firm.json            describes the rest: each table with its columns, their types, its key and what it refers to;
                     the people; sums of the ledger; the release and the migrations that the tables are of
tables/<name>.csv    a table as CSV in UTF-8 with a header. Nothing between two commas is null; "" is an empty text
tables/<name>.jsonl  the same rows as JSON Lines: an object per line
files/<sha-256>.*    logos and other files, named after their content

Amounts are in minor units of their currency (cents). Days are YYYY-MM-DD, moments are UTC. Durations are minutes.
A person is named by an e-mail address. Ids are unique within the firm; the id of the firm itself is left out.

The ledger is in journal and ledger_line, which only ever grow: each line moves amount_minor from the account "credit"
to the account "debit" of a job. job_balance, open_item, job_age and job_month are derived from it.

"workledger firm import" puts the firm into another installation of the same release.
`;
