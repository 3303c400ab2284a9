import { sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from './pages.ts';
import { columnsOf, contains, readPage, when } from './pages.ts';
import type { RecordKind } from './records.ts';

/** A task of the firm's library. */
export type Task = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  /** What a job task made from it is, unless said otherwise. */
  readonly billable: boolean;
  readonly archived: boolean;
};

export const tasks: RecordKind<Task> = {
  table: 'task',
  subject: 'task',
  noun: 'task',
  unknown: 'unknownTask',
  columns: {
    id: 'id',
    version: 'version',
    name: 'name',
    description: 'description',
    billable: 'billable',
    archived: 'archived',
  },
};

export type TaskFilter = {
  readonly search?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly billable?: boolean | undefined;
};

export function listTasks(tx: Tx, filter: TaskFilter, wanted: PageWanted): Promise<Page<Task>> {
  const selection = { columns: columnsOf(tasks, 't'), from: sql`task t` };
  const where = [
    sql`t.firm_id = ${tx.firmId}`,
    when(filter.search, (search) => contains(['t.name', 't.description'], search)),
    when(filter.archived, (archived) => sql`t.archived = ${archived}`),
    when(filter.billable, (billable) => sql`t.billable = ${billable}`),
  ];
  return readPage<Task>(tx, { selection, where, sortText: sql`lower(t.name)`, id: sql`t.id` }, wanted);
}
