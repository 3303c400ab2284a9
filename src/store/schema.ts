/** The tables as Kysely sees them: one type per table, written by hand beside the migrations. */
// oxlint-disable-next-line typescript/no-empty-object-type
export type Schema = {};
