// Telling a database that could not be reached, or went away, from one that refused a statement.

/** The server is going down, coming up or gone; or the connection broke. A pooler says 08P01 of each of these. */
const unreachable = new Set(['57P01', '57P02', '57P03', '08006', '08001', '08003', '08P01']);
const unreachableSystem = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (unreachable.has(code) || unreachableSystem.has(code)) return true;
  return (
    error instanceof Error && /Connection terminated|connection ended|is not queryable/i.test(error.message)
  );
}
