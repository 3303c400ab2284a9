// What somebody could work on: tasks that are not completed, of jobs that have not ended. It is asked with each letter that is
// typed, and often answered by what they worked on lately, or by the first clients. So these are looked at first, each no further
// than to the limit, and all that is open only when they leave room.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { patternOf } from '../practice/pages.ts';
import { preparedByText } from '../prepared.ts';
import { rowColumns, type WorkRow } from './weeks.ts';

export type ChoosableRow = WorkRow & {
  /** The last of the recent days on which the staff member worked on it; null when it was longer ago, or never. */
  readonly lastWorkedOn: CivilDate | null;
};

type RowsWanted = {
  readonly staffId: number;
  /** Each must be in what a row says of client, job and task. */
  readonly words: readonly string[];
  readonly recentFrom: CivilDate;
  readonly limit: number;
};

/** Those worked on lately first, then by client and job. */
export async function listChoosableRows(tx: Tx, wanted: RowsWanted): Promise<ChoosableRow[]> {
  const { staffId, words, recentFrom, limit } = wanted;
  const patterns = words.map(patternOf);
  const lately = await preparedByText<ChoosableRow>(tx, workedOnLately, [
    tx.firmId,
    patterns,
    limit,
    staffId,
    recentFrom,
  ]);
  if (lately.length === limit) return lately;
  const recent = new Set(lately.map(({ jobTaskId }) => jobTaskId));
  // At most as many of the others are left out as there are in front of them.
  const behind = (others: readonly ChoosableRow[]) => [
    ...lately,
    ...others.filter(({ jobTaskId }) => !recent.has(jobTaskId)).slice(0, limit - lately.length),
  ];
  const first = await preparedByText<ChoosableRow>(tx, ofFirstClients, [tx.firmId, patterns, limit]);
  if (first.length === limit) return behind(first);
  return behind(await preparedByText<ChoosableRow>(tx, ofAllClients, [tx.firmId, patterns, limit]));
}

const standingStates = `array(
  select id from job_state where firm_id = $1 and type not in ('completed', 'cancelled'))`;

// As ilike does it, but for the patterns once and not for each row.
const small = `array(select lower(pattern) from unnest($2::text[]) as pattern)`;

const saysAllWords = `lower(concat_ws(' ', c.name, j.number, j.name, t.name)) like all (${small})`;

// By their keys, so that a firm of which PostgreSQL has no statistics yet is read no other way.
const jobOfTask = `
  cross join lateral (select * from job where firm_id = $1 and id = t.job_id offset 0) j
  cross join lateral (select * from client where firm_id = $1 and id = j.client_id offset 0) c`;

const workedOnLately = `
  select ${rowColumns}, r.worked_on as "lastWorkedOn"
  from (
    select job_task_id, max(worked_on) as worked_on from time_entry
    where firm_id = $1 and staff_id = $4 and worked_on >= $5 and not deleted
    group by 1 order by 2 desc offset 0
  ) r
  cross join lateral (
    select * from job_task where firm_id = $1 and id = r.job_task_id and completed_on is null offset 0
  ) t
  ${jobOfTask}
  where j.state_id = any (${standingStates}) and ${saysAllWords}
  order by r.worked_on desc, lower(c.name), j.number, t.position, t.id limit $3`;

const ofFirstClients = `
  select ${rowColumns}, null::date as "lastWorkedOn"
  from (
    select id, name, lower(name) as in_order from client where firm_id = $1
    order by lower(name) fetch first 100 rows with ties
  ) c
  cross join lateral (select * from job where firm_id = $1 and client_id = c.id offset 0) j
  cross join lateral (
    select * from job_task where firm_id = $1 and job_id = j.id and completed_on is null offset 0
  ) t
  where j.state_id = any (${standingStates}) and ${saysAllWords}
  order by c.in_order, j.number, t.position, t.id limit $3`;

// A word stands within one of the texts, as it has no space in it. So where client and job say all words, all tasks do; where they
// say some, a task has to say another; and where they say none, a task has to say all. Few are left to be put together.
const ofAllClients = `
  with standing as materialized (
    select n.id, case when n.says like all (${small}) then 'all' when n.says like any (${small}) then 'some' else 'none' end
      as words
    from (
      select j.id, lower(concat_ws(' ', c.name, j.number, j.name)) as says
      from job j
      join client c on c.firm_id = j.firm_id and c.id = j.client_id
      where j.firm_id = $1 and j.state_id = any (${standingStates}) offset 0
    ) n
  )
  select ${rowColumns}, null::date as "lastWorkedOn"
  from (
    ${tasksOf('all', 'true')}
    union all
    ${tasksOf('some', `lower(name) like any (${small})`)}
    union all
    ${tasksOf('none', `lower(name) like all (${small})`)}
  ) t
  ${jobOfTask}
  where ${saysAllWords}
  order by lower(c.name), j.number, t.position, t.id limit $3`;

function tasksOf(words: 'all' | 'some' | 'none', condition: string): string {
  return `
    select * from job_task
    where firm_id = $1 and completed_on is null and ${condition}
      and job_id = any (array(select id from standing where words = '${words}'))`;
}
