/** Where a database is: an address in one line, or a socket folder and names. */
export type DatabaseAddress =
  | { connectionString: string }
  | { host: string; port: number; user: string; database: string };
