import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { listChoosableRows, type ChoosableRow } from './choosable-rows.ts';
import { rowColumns } from './weeks.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const { firmId, staffId, taskId } = firm;
const recentFrom = civilDate('2026-01-20');

// More clients than are looked at first, the hundredth among forty of one name, the last of them 100 % Wool; jobs that have ended and tasks that are
// completed among the others. Ana worked on some of all that, lately and long ago; Ben never did.
await database.inFirm(firmId, async (tx) => {
  await tx.query(
    `insert into client (firm_id, name, currency)
     select $1, case when n = 240 then 'zz 100% Wool' else (array['Acre', 'acre', 'Brook', 'Cairn', 'Dale', 'Elm'])[1 + n % 6]
       || case when n % 6 = 2 then '' else ' ' || lpad((n / 3)::text, 3, '0') end end, 'NZD'
     from generate_series(1, 240) as n`,
    [firmId],
  );
  await tx.query(`insert into job_state (firm_id, name, type) values ($1, 'Done', 'completed')`, [firmId]);
  await tx.query(
    `insert into job (firm_id, number, name, client_id, currency, state_id)
     select $1, 'K' || lpad((c.id * 7 % 1000)::text, 4, '0') || '-' || n, (array['Roof', 'Harbour wall', 'Drains'])[1 + c.id % 3],
       c.id, 'NZD', s.id
     from client c cross join generate_series(1, 3) as n
     join job_state s on s.firm_id = $1 and s.type = case when (c.id + n) % 4 = 0 then 'completed' else 'inProgress' end
     where c.firm_id = $1 and c.id % 5 <> 0`,
    [firmId],
  );
  await tx.query(
    `insert into job_task (firm_id, job_id, task_id, name, position, completed_on)
     select $1, j.id, $2, (array['Design', 'Drawings', 'Site visit'])[1 + (j.id + n) % 3], (j.id + n) % 2,
       case when (j.id + n) % 7 = 0 then date '2025-12-01' end
     from job j cross join generate_series(1, 3) as n where j.firm_id = $1 and j.number like 'K%'`,
    [firmId, taskId],
  );
  await tx.query(`insert into staff (firm_id, name) values ($1, 'Ben')`, [firmId]);
});
await database.pool.query(
  `insert into time_entry (firm_id, id, worked_on, job_id, job_task_id, staff_id, minutes, billable_minutes, billable, deleted,
     rate_source, rate_per_hour_minor, amount_minor, cost_minor)
   select $1, t.id, date '2026-01-10' + t.id % 40, t.job_id, t.id, $2, 60, 60, false, t.id % 11 = 0, 'missing', 0, 0, 0
   from job_task t where t.firm_id = $1 and t.id % 9 = 0`,
  [firmId, staffId],
);
const [ben] = await database.inFirm(firmId, (tx) =>
  tx.query<{ id: number }>(`select id from staff where firm_id = $1 and name = 'Ben'`, [firmId]),
);

/** Everything in its order. */
function allRows(staff: number): Promise<ChoosableRow[]> {
  return database.inFirm(firmId, (tx) =>
    tx.query<ChoosableRow>(
      `select ${rowColumns}, max(e.worked_on) as "lastWorkedOn"
       from job j
       join job_state s on s.firm_id = j.firm_id and s.id = j.state_id and s.type not in ('completed', 'cancelled')
       join client c on c.firm_id = j.firm_id and c.id = j.client_id
       join job_task t on t.firm_id = j.firm_id and t.job_id = j.id and t.completed_on is null
       left join time_entry e on e.firm_id = t.firm_id and e.job_task_id = t.id and e.staff_id = $2 and e.worked_on >= $3
         and not e.deleted
       where j.firm_id = $1 group by j.id, j.number, j.name, c.name, t.firm_id, t.id
       order by max(e.worked_on) desc nulls last, lower(c.name), j.number, t.position, t.id`,
      [firmId, staff, recentFrom],
    ),
  );
}

function saysAll(row: ChoosableRow, words: readonly string[]): boolean {
  const said = [row.clientName, row.jobNumber, row.jobName, row.taskName].join(' ').toLowerCase();
  return words.every((word) => said.includes(word.toLowerCase()));
}

const searches = [
  '',
  'a',
  'K',
  'draw',
  'DALE',
  'dale draw',
  'wool',
  '100%',
  '_',
  '\\',
  'wool site',
  'harbour',
  'none such',
];

for (const [name, staff] of [
  ['who worked on much lately', staffId],
  ['who never worked', ben!.id],
] as const) {
  test(`rows to choose from for somebody ${name} are the first of all that say every word`, async () => {
    const all = await allRows(staff);
    assert.ok(all.length > 700, String(all.length));
    for (const search of searches) {
      const words = search.split(' ').filter((word) => word !== '');
      const wanted = all.filter((row) => saysAll(row, words));
      for (const limit of [1, 20, 50, 200, 350, 400, 450, 500]) {
        const found = await database.inFirm(firmId, (tx) =>
          listChoosableRows(tx, { staffId: staff, words, recentFrom, limit }),
        );
        assert.deepEqual(found, wanted.slice(0, limit), `${search}, ${limit} at most`);
      }
    }
  });
}

test('what was worked on lately comes before what was not, and stands there once', async () => {
  const found = await database.inFirm(firmId, (tx) =>
    listChoosableRows(tx, { staffId, words: [], recentFrom, limit: 500 }),
  );
  const recent = found.filter(({ lastWorkedOn }) => lastWorkedOn !== null);
  assert.ok(recent.length > 20 && recent.length < 200, String(recent.length));
  assert.deepEqual(found.slice(0, recent.length), recent);
  assert.equal(new Set(found.map(({ jobTaskId }) => jobTaskId)).size, found.length);
});
